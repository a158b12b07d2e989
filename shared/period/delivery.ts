// Whether a method's evidence has come for a unit, told from the evidence as it lies, before anything is computed of it (EVAL3).

import { unreachable } from '../basics/result.ts'
import { ratingsIn } from '../evaluation/poll-points.ts'
import type { Method, Scheme } from '../evaluation/scheme.ts'
import type { Category } from '../evaluation/unit.ts'
import type { UnitInputs } from './inputs.ts'

export type Delivery =
  | { readonly state: 'delivered' | 'notApplicable' | 'missing' }
  /** `n`: ballots there are; of 大数据 indicators that are left: none. */
  | { readonly state: 'sample'; readonly n: number }

/**
 * The same as `standingOf` says, but for `tv`: who was not questioned lacks nothing. A method that was found missing at its
 * deadline is missing here too.
 */
export function deliveryOf(
  method: Method,
  category: Category,
  evidence: UnitInputs,
  scheme: Scheme,
): Delivery {
  const found = foundOf(method, category, evidence, scheme)
  const excused = found.state === 'missing' && evidence.notApplicable.includes(method)
  return excused ? { state: 'notApplicable' } : found
}

function foundOf(method: Method, category: Category, evidence: UnitInputs, scheme: Scheme): Delivery {
  switch (method) {
    case 'citizens': {
      if (evidence.citizens === null) return { state: 'missing' }
      const n = ratingsIn(evidence.citizens.split)
      return n === 0 || n < scheme.citizensFromN ? { state: 'sample', n } : { state: 'delivered' }
    }
    case 'bigData':
      return bigDataOf(category, evidence, scheme)
    case 'department': {
      const counts = evidence.department.some(({ group }) => scheme.reviewersBp[group] > 0)
      return { state: counts ? 'delivered' : 'missing' }
    }
    case 'rectification':
      return { state: evidence.rectification.length > 0 ? 'delivered' : 'notApplicable' }
    case 'tv':
      return { state: evidence.tv.length > 0 ? 'delivered' : 'notApplicable' }
    default:
      return unreachable(method)
  }
}

/** All indicators of the category that score, or it is missing; none of them with enough cases: too small a sample (EVAL5). */
function bigDataOf(category: Category, { bigData }: UnitInputs, { indicators }: Scheme): Delivery {
  let asked = 0
  let enough = 0
  for (const { indicatorId, categories, denominatorFrom, weight } of indicators) {
    if (weight === 0 || !categories.includes(category)) continue
    asked += 1
    const count = bigData.find((each) => each.indicatorId === indicatorId)
    if (count === undefined) return { state: 'missing' }
    if (count.denominator > 0 && count.denominator >= denominatorFrom) enough += 1
  }
  if (asked === 0) return { state: 'missing' }
  return enough > 0 ? { state: 'delivered' } : { state: 'sample', n: 0 }
}
