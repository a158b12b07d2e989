// A unit's weighted total, compared exactly and quickly: a fraction that is never reduced, behind a coarse key (RANK2).

import { type Fraction, showHundredths, shownParts, toHundredths } from '../basics/exact.ts'

export interface Total {
  readonly num: bigint
  /** Positive. */
  readonly den: bigint
  /** floor(value × 10⁹): where two keys differ, they decide; where not, the fractions are cross-multiplied. */
  readonly key: number
}

const KEY_SCALE = 1_000_000_000n

/** Σ points × weight. Not reduced: with thousands of units the greatest common divisors would cost more than all else. */
export function weightedTotal(points: readonly Fraction[], weights: readonly Fraction[]): Total {
  let num = 0n
  let den = 1n
  points.forEach((point, i) => {
    const part = weightedPart(point, weights[i])
    num = num * part.den + part.num * den
    den *= part.den
  })
  return { num, den, key: Number((num * KEY_SCALE) / den) }
}

/** Negative where a < b, 0 where exactly equal, positive where a > b. */
export function compareTotals(a: Total, b: Total): number {
  if (a.key !== b.key) return a.key - b.key
  const left = a.num * b.den
  const right = b.num * a.den
  return left < right ? -1 : left > right ? 1 : 0
}

/** The total as `83.25`, rounded once, and its parts as shown: they sum to it exactly (RANK2). */
export function showTotal(
  total: Total,
  points: readonly Fraction[],
  weights: readonly Fraction[],
): { readonly total: string; readonly parts: readonly string[] } {
  const whole = toHundredths(total)
  const parts = points.map((point, i) => weightedPart(point, weights[i]))
  return { total: showHundredths(whole), parts: shownParts(parts, whole).map(showHundredths) }
}

/** Not reduced, as a total is not. */
function weightedPart(point: Fraction, weight: Fraction | undefined): Fraction {
  if (weight === undefined) throw new Error('every part of a total needs a weight')
  return { num: point.num * weight.num, den: point.den * weight.den }
}
