// How certain each list is, as a bundle tells it: whole draws, from a seed anybody can compute (RANK7).

import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { categoryCertaintyOf, closenessOf } from '../../shared/evaluation/uncertain-units.ts'
import type { PeriodInputs } from '../../shared/period/inputs.ts'
import type { CertaintyMember } from './bundle-members.ts'
import { DRAWS } from './drawn.ts'
import { certaintySeedOf } from './published-inputs.ts'

/** O(draws × units): seconds for ten thousand units, so for a thread of its own. Null for a roll-up. */
export function certaintyMemberOf(inputs: PeriodInputs, scheme: Scheme): CertaintyMember {
  if (inputs.rolled.length > 0) return null
  const seed = certaintySeedOf(inputs, scheme)
  const ranking = rankPeriod(inputs, scheme)
  return {
    ...{ seed, draws: DRAWS },
    categories: CATEGORIES.map((category) => {
      const inCategory = ranking.categories[category]
      const drawn = categoryCertaintyOf(inCategory, inputs, scheme, { draws: DRAWS, seedHex: seed })
      return {
        category,
        close: closenessOf(inCategory, drawn),
        units: inCategory.rows.map(({ unit }, i) => {
          const { best, worst, placeFrom, placeTo } = drawn[i]!
          return {
            unitId: unit.unitId,
            ...{ best: Math.round(best * DRAWS), worst: Math.round(worst * DRAWS), placeFrom, placeTo },
          }
        }),
      }
    }),
  }
}
