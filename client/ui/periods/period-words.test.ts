// What is printed beside a list: floors where the scheme has them, and a warning where a list reads oddly (RANK4).

import { expect, test } from 'vitest'
import { listsWords } from './period-words.ts'
import { floorWords, warningWords } from '../../../shared/evaluation/list-words.ts'

test('[RANK4] floors are printed in points, and none where there is none', () => {
  const floors = { noWorstFrom: 8_050, noBestBelow: 6_000 }
  expect([floorWords('best', floors), floorWords('worst', floors)]).toEqual([
    '总分低于60分的不列入十优。',
    '总分不低于80.5分的不列入十差。',
  ])
  const none = { noWorstFrom: null, noBestBelow: null }
  expect([floorWords('best', none), floorWords('worst', none)]).toEqual(['', ''])
})

test('[RANK4] a list that reads oddly is warned of, each by its own number', () => {
  const warnings = { worstFrom75: 2, bestBelow60: 3 }
  expect([warningWords('best', warnings), warningWords('worst', warnings)]).toEqual([
    '注意：十优中有3个单位总分低于60分。',
    '注意：十差中有2个单位总分不低于75分。',
  ])
  expect(warningWords('best', { worstFrom75: 2, bestBelow60: 0 })).toBe('')
})

test('[RANK4] the office reads both beside its lists', () => {
  const words = listsWords({
    ...{ listN: 10, ranked: 91, boundary: { best: 'all_listed', worst: 'none' }, close: null },
    ...{ floors: { noWorstFrom: null, noBestBelow: 9_000 }, warnings: { worstFrom75: 1, bestBelow60: 0 } },
  })
  expect(words).toBe(
    '本类参加排名91个，十优、十差各取10名。总分低于90分的不列入十优。十优末位同分，同分单位全部列入。注意：十差中有1个单位总分不低于75分。',
  )
})
