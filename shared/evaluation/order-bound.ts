// How firm a unit's place is while ballots are still on their way: the fewest worst ones that would change the order (BAL6).

import { CHOICE_POINTS } from '../ballot/choices.ts'
import type { Split } from '../ballot/tally.ts'
import { ratingsIn } from './poll-points.ts'

/** Another unit of the evening, and how its poll split. */
export interface OtherUnit {
  readonly name: string
  readonly split: Split
}

export interface OrderChange {
  /** So many further 不满意, and nothing else, and the unit no longer stands before the other; or no longer beside it. */
  readonly ballots: number
  readonly name: string
}

/**
 * The change that the fewest ballots would make; null where no number of them changes anything, and where nobody rated the
 * unit yet. With k more of 0 points a mean s ÷ n becomes s ÷ (n + k), so against the other's t ÷ m it is passed or met by the
 * least k with s·m ≤ t·(n + k); where both stood equal, by the first that lowers it. Exact: integers, cross-multiplied.
 */
export function orderChangeByWorst(split: Split, others: readonly OtherUnit[]): OrderChange | null {
  const n = BigInt(ratingsIn(split))
  const s = pointsIn(split)
  // A mean of 0 cannot fall.
  if (n === 0n || s === 0n) return null
  let nearest: { readonly k: bigint; readonly name: string } | null = null
  for (const { name, split: theirs } of others) {
    const m = BigInt(ratingsIn(theirs))
    const t = pointsIn(theirs)
    // Before the other, never level with 0; behind it already: worse ballots change nothing.
    if (m === 0n || t === 0n || s * m < t * n) continue
    const k = s * m === t * n ? 1n : (s * m + t - 1n) / t - n
    if (nearest === null || k < nearest.k) nearest = { k, name }
  }
  return nearest === null ? null : { ballots: Number(nearest.k), name: nearest.name }
}

function pointsIn({ satisfied, fair, dissatisfied }: Split): bigint {
  const { satisfied: best, fair: middle, dissatisfied: worst } = CHOICE_POINTS
  return (
    BigInt(satisfied) * BigInt(best) + BigInt(fair) * BigInt(middle) + BigInt(dissatisfied) * BigInt(worst)
  )
}
