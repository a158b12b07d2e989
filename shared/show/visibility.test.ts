// Proves who may see a poll's split and an examiners' result, phase by phase and audience by audience (SHOW5).

import { describe, expect, test } from 'vitest'
import { citizensWindowOf, examinersWindowOf, seatIdOf, unitIdOf } from '../../tests/support/plain-house.ts'
import { SeatId } from '../basics/ids.ts'
import type { WindowPhase } from './session.ts'
import {
  type Audience,
  examinersAtWork,
  examinersResultShown,
  ownMarksOf,
  splitHiddenWhy,
} from './visibility.ts'

const AUDIENCES: readonly Audience[] = ['public', 'stage', 'seat', 'staff']
const PHASES: readonly WindowPhase[] = ['open', 'closing', 'frozen', 'verified', 'revealed', 'void']
const BEFORE_REVEALED = PHASES.filter((phase) => phase !== 'revealed')

const poll = (phase: WindowPhase, visibility: 'live' | 'hidden') =>
  citizensWindowOf({ n: 1, unit: 1, segment: 1, phase, visibility })
const examiners = (phase: WindowPhase, unit = 1) => examinersWindowOf({ n: 2, unit, segment: 1, phase })

describe('[SHOW5] the split of a poll', () => {
  test.each(BEFORE_REVEALED)('that is hidden is seen by nobody while %s, staff included', (phase) => {
    for (const audience of AUDIENCES)
      expect(splitHiddenWhy(poll(phase, 'hidden'), 5_000, audience, [])).toBe('hidden_poll')
  })

  test('is seen by everybody once revealed', () => {
    for (const audience of AUDIENCES)
      expect(splitHiddenWhy(poll('revealed', 'hidden'), 100, audience, [])).toBeNull()
  })

  test('that is live is seen by all while it runs', () => {
    for (const audience of AUDIENCES)
      expect(splitHiddenWhy(poll('open', 'live'), 100, audience, [])).toBeNull()
  })

  test.each(['open', 'closing'] as const)(
    'is only n but for staff while an examiners’ window is %s',
    (phase) => {
      const why = (audience: Audience) =>
        splitHiddenWhy(poll('open', 'live'), 5_000, audience, [examiners(phase)])
      expect(AUDIENCES.map(why)).toEqual(['examiners_open', 'examiners_open', 'examiners_open', null])
    },
  )

  test('is held back by no other unit’s window and by none that is over', () => {
    const others = [examiners('open', 2), examiners('frozen'), examiners('revealed'), examiners('void')]
    expect(splitHiddenWhy(poll('open', 'live'), 5_000, 'stage', others)).toBeNull()
  })

  test('below 100 ballots is n for everybody, in every phase', () => {
    for (const phase of PHASES)
      for (const audience of AUDIENCES)
        expect(splitHiddenWhy(poll(phase, 'live'), 99, audience, [])).toBe('below_100')
  })
})

test('[SHOW5] an examiners’ result is shown when revealed and in no other phase', () => {
  expect(PHASES.filter((phase) => examinersResultShown(examiners(phase)))).toEqual(['revealed'])
})

test('[SHOW5] a seat reads its own marks and no other’s', () => {
  const window = examinersWindowOf({
    n: 2,
    unit: 1,
    segment: 1,
    phase: 'open',
    marks: [
      { kind: 'points', points: 37 },
      { kind: 'points', points: 91 },
    ],
  })
  expect(ownMarksOf(window, seatIdOf(2)).score?.mark).toEqual({ kind: 'points', points: 91 })
  expect(ownMarksOf(window, seatIdOf(3))).toEqual({ score: null, setAside: [] })
  expect(ownMarksOf(window, SeatId.parse('constructor')).score).toBeNull()
})

test('examiners are at work on the unit of a window that still takes scores', () => {
  expect(examinersAtWork(unitIdOf(1), [examiners('open')])).toBe(true)
  expect(examinersAtWork(unitIdOf(2), [examiners('open')])).toBe(false)
  expect(examinersAtWork(unitIdOf(1), [poll('open', 'live')])).toBe(false)
})
