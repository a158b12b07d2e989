// A half-year says which publications of its quarters it was made of, also once one of them was corrected (EVAL9, PUB2).

import { expect, test } from 'vitest'
import {
  certifyPeriod,
  finalisePeriod,
  givenFrozenHalf,
  PERIOD,
  periodIn,
  refreeze,
} from '../../tests/support/given-periods.ts'
import { byTwo, givenUnits } from '../../tests/support/given-polls.ts'
import { ContentHash, PeriodId } from './ids.ts'
import { publicationSourcesOf } from './publication-sources.ts'

test('[EVAL9] [PUB2] which publications of its quarters it was made of, and what corrected them since', () => {
  const show = givenUnits()
  givenFrozenHalf(show)
  const sources = ['2027-q1', '2027-q2'].map((id) => {
    const periodId = PeriodId.parse(id)
    return { periodId, bundleHash: periodIn(show, periodId).publications.at(-1)!.bundleHash }
  })
  const told = () => publicationSourcesOf(sources, show.house())
  const [first, second] = [
    { title: '2027年第一季度', publicationId: '2027-q1-1', number: 1, replacedBy: null },
    { title: '第二季度', publicationId: '2027-q2-1', number: 1, replacedBy: null },
  ]
  expect(told()).toEqual([first, second])
  byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
  refreeze(show)
  const corrected = ContentHash.parse('e'.repeat(64))
  certifyPeriod(show, PERIOD, corrected)
  finalisePeriod(show)
  expect(told()).toEqual([{ ...first, replacedBy: '2027-q1-2' }, second])
  expect(publicationSourcesOf([{ periodId: PERIOD, bundleHash: corrected }], show.house())).toEqual([
    { title: '2027年第一季度', publicationId: '2027-q1-2', number: 2, replacedBy: null },
  ])
})
