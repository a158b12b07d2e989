// Proves what feeds the provisional ranking: revealed examiners, polls with enough ballots, accepted counts, no rehearsal (EVAL8, RANK10).

import { describe, expect, test } from 'vitest'
import {
  START_MS,
  citizensWindowOf,
  examinersResultOf,
  examinersWindowOf,
  houseOf,
  pollResultOf,
  registryOf,
  sessionIdOf,
  sessionOf,
  splitOf,
  unitIdOf,
  unitOf,
  windowIdOf,
} from '../../tests/support/plain-house.ts'
import { fraction } from '../basics/exact.ts'
import type { PollResult } from '../ballot/tally.ts'
import { periodInForce } from '../period/days.ts'
import type { Session, WindowPhase } from '../show/session.ts'
import type { PollCounts } from './poll-counts.ts'
import { provisionalInputsOf, tvResultsOf } from './provisional.ts'
import { DEFAULT_SCHEME, type Scheme } from './scheme.ts'

const NO_POLLS: PollCounts = new Map()
const polls = (...of: readonly (readonly [number, PollResult])[]): PollCounts =>
  new Map(of.map(([n, result]) => [windowIdOf(n), { result }]))

const tvOf = (
  windows: Session['windows'],
  counts: PollCounts = NO_POLLS,
  more: { rehearsal?: boolean; scheme?: Partial<Scheme> } = {},
) => {
  const session = sessionOf({ units: [unitOf(1), unitOf(2)], windows, rehearsal: more.rehearsal ?? false })
  const house = houseOf({
    sessions: [session],
    registry: registryOf([unitOf(1), unitOf(2)], more.scheme ?? {}),
  })
  return tvResultsOf(house, null, counts, null).get(unitIdOf(1)) ?? null
}

const examiners = (n: number, phase: WindowPhase, mean: number | null = 80, segment = 1) =>
  examinersWindowOf({
    n,
    unit: 1,
    segment,
    phase,
    result: examinersResultOf(mean === null ? null : { num: mean, den: 1 }),
  })
/** 50 points of 100 SMS and WeChat ballots. */
const FIFTY = pollResultOf(splitOf(50, 0, 50))
const citizens = (n: number, phase: WindowPhase, result = FIFTY, visibility: 'live' | 'hidden' = 'live') =>
  citizensWindowOf({ n, unit: 1, segment: 1, phase, result, visibility })

describe('[EVAL8] the tv result of a unit', () => {
  test('is 70 % examiners and 30 % poll where the poll has 100 ballots', () => {
    expect(tvOf([examiners(1, 'revealed'), citizens(2, 'revealed')])).toEqual({
      points: fraction(71),
      note: 'none',
    })
  })

  test('is the examiners’ alone below 100 ballots, and says so; the web page’s ballots are none of them', () => {
    const few = pollResultOf(splitOf(50, 0, 49), splitOf(0, 0, 5_000))
    expect(tvOf([examiners(1, 'revealed'), citizens(2, 'revealed', few)])).toEqual({
      points: fraction(80),
      note: 'examinersOnly',
    })
  })

  test('is the examiners’ alone where 100 ballots all say 不了解', () => {
    const unsure = pollResultOf(splitOf(0, 0, 0, 100))
    expect(tvOf([examiners(1, 'revealed'), citizens(2, 'revealed', unsure)])?.points).toEqual(fraction(80))
  })

  test('does not exist without a valid examiners’ result', () => {
    expect(tvOf([examiners(1, 'revealed', null), citizens(2, 'revealed')])).toBeNull()
    expect(tvOf([citizens(2, 'revealed')])).toBeNull()
    expect(tvOf([])).toBeNull()
  })

  test.each(['open', 'closing', 'frozen', 'verified', 'void'] as const)(
    'is not fed by an examiners’ window that is %s',
    (phase) => {
      expect(tvOf([examiners(1, phase), citizens(2, 'revealed')])).toBeNull()
    },
  )

  test('averages the segments of a unit', () => {
    expect(tvOf([examiners(1, 'revealed', 80), examiners(2, 'revealed', 41, 2)])).toEqual({
      points: fraction(121, 2),
      note: 'examinersOnly',
    })
  })

  test('is fed by no acceptance window and no placard', () => {
    const window = examiners(1, 'revealed')
    expect(tvOf([{ ...window, segmentKind: 'acceptance' }])).toBeNull()
    expect(tvOf([{ ...window, form: { kind: 'placard' } }])).toBeNull()
  })

  test('follows the scheme’s shares and minimum', () => {
    const scheme = { tv: { ...DEFAULT_SCHEME.tv, examinersBp: 5_000, pollBp: 5_000, pollFromN: 3 } }
    const three = pollResultOf(splitOf(3, 0, 0))
    expect(
      tvOf([examiners(1, 'revealed'), citizens(2, 'revealed', three)], NO_POLLS, { scheme })?.points,
    ).toEqual(fraction(90))
  })
})

test('[SHOW8] a rehearsal feeds nothing', () => {
  const windows = [examiners(1, 'revealed'), citizens(2, 'revealed')]
  expect(tvOf(windows, NO_POLLS, { rehearsal: true })).toBeNull()
})

describe('[RANK10] a poll not revealed yet', () => {
  test.each(['open', 'closing', 'frozen', 'verified'] as const)(
    'that is live and %s joins with its counts of now once the examiners are revealed',
    (phase) => {
      expect(tvOf([examiners(1, 'revealed'), citizens(2, phase)], polls([2, FIFTY]))?.points).toEqual(
        fraction(71),
      )
    },
  )

  test.each(['open', 'closing', 'frozen', 'verified', 'void'] as const)(
    'that is hidden and %s does not',
    (phase) => {
      const windows = [examiners(1, 'revealed'), citizens(2, phase, FIFTY, 'hidden')]
      expect(tvOf(windows, polls([2, FIFTY]))?.points).toEqual(fraction(80))
    },
  )

  test('that is live does not join before the examiners are revealed', () => {
    expect(tvOf([examiners(1, 'verified'), citizens(2, 'open')], polls([2, FIFTY]))).toBeNull()
  })

  test('that is live stays out while examiners score the unit again, or the ranking would tell its split', () => {
    const windows = [examiners(1, 'revealed'), citizens(2, 'open'), examiners(3, 'open', 10)]
    expect(tvOf(windows, polls([2, FIFTY]))?.points).toEqual(fraction(80))
  })

  test('that is live stays out below 100 ballots even where the scheme asks for fewer', () => {
    const scheme = { tv: { ...DEFAULT_SCHEME.tv, pollFromN: 3 } }
    const few = pollResultOf(splitOf(99, 0, 0))
    expect(
      tvOf([examiners(1, 'revealed'), citizens(2, 'open')], polls([2, few]), { scheme })?.points,
    ).toEqual(fraction(80))
  })

  test('that nobody has counted yet is no result', () => {
    expect(tvOf([examiners(1, 'revealed'), citizens(2, 'open')])?.points).toEqual(fraction(80))
  })
})

describe('inputs', () => {
  const units = [unitOf(1), unitOf(2, 'station'), unitOf(3), unitOf(4)]
  const house = houseOf({
    sessions: [sessionOf({ id: 'a', windows: [examiners(1, 'revealed')], units: [unitOf(1)] })],
    registry: registryOf(units),
    counts: { 1: splitOf(30, 0, 0), 2: splitOf(29, 0, 0, 50), 3: splitOf(0, 0, 0, 90) },
  })

  test('[EVAL4] accepted counts feed citizens from 30 ballots that rate; fewer are a sample', () => {
    const inputs = provisionalInputsOf(house, periodInForce(house.periods, '2027-01-15'), START_MS, NO_POLLS)
    expect(
      inputs.map((input) => [
        input.unit.code,
        input.methods.citizens?.points ?? null,
        input.apart?.why ?? null,
      ]),
    ).toEqual([
      [1, fraction(100), null],
      [2, null, 'sample'],
      [3, null, 'sample'],
      [4, null, null],
    ])
  })

  test('a session can be left out, for the ranking as it was before it', () => {
    expect(
      provisionalInputsOf(house, periodInForce(house.periods, '2027-01-15'), START_MS, NO_POLLS)[0]?.methods
        .tv?.points,
    ).toEqual(fraction(80))
    expect(
      provisionalInputsOf(
        house,
        periodInForce(house.periods, '2027-01-15'),
        START_MS,
        NO_POLLS,
        sessionIdOf('a'),
      )[0]?.methods.tv,
    ).toBeUndefined()
  })
})
