// 电视问政: what one scoring segment comes to, and a unit's segments together (EVAL8).

import { add, type Fraction, fraction, mean, multiply } from '../basics/exact.ts'
import type { Split } from '../ballot/tally.ts'
import { ballotsIn, pollPointsOf } from './poll-points.ts'
import type { Scheme } from './scheme.ts'

export interface TvResult {
  readonly points: Fraction
  /** examinersOnly: in one of its segments at least no poll had enough ballots to join (EVAL8). */
  readonly note: 'none' | 'examinersOnly'
}

/** Examiners and live poll by the scheme's shares; examiners alone where no poll joins. `poll`: SMS + WeChat. */
export function segmentPointsOf(examiners: Fraction, poll: Split | null, tv: Scheme['tv']): TvResult {
  const joined = joiningPointsOf(poll, tv.pollFromN)
  return joined === null
    ? { points: examiners, note: 'examinersOnly' }
    : { points: blended(examiners, joined, tv), note: 'none' }
}

/** A poll's points where it has enough ballots, 不了解 included, to join the examiners. */
export function joiningPointsOf(poll: Split | null, fromN: number): Fraction | null {
  return poll === null || ballotsIn(poll) < fromN ? null : pollPointsOf(poll)
}

export function blended(examiners: Fraction, poll: Fraction, shares: Scheme['tv']): Fraction {
  return add(
    multiply(examiners, fraction(shares.examinersBp, 10_000)),
    multiply(poll, fraction(shares.pollBp, 10_000)),
  )
}

/** The average of a unit's segments; null where it has none. */
export function tvAverageOf(results: readonly TvResult[]): TvResult | null {
  if (results.length === 0) return null
  return {
    points: mean(results.map((result) => result.points)),
    note: results.every((result) => result.note === 'none') ? 'none' : 'examinersOnly',
  }
}
