// How certain each list is, as a bundle tells it: whole draws, from a seed anybody can compute (RANK7).

import { type Fraction, fromJson } from '../../shared/basics/exact.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import {
  certaintyOf,
  isBoundaryClose,
  type UncertainSegment,
  type UncertainUnit,
  type UnitCertainty,
} from '../../shared/evaluation/certainty.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import { segmentOf } from '../../shared/evaluation/period-points.ts'
import type { CategoryRanking, RankedUnit } from '../../shared/evaluation/ranking.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { joiningPointsOf, tvAverageOf } from '../../shared/evaluation/tv-points.ts'
import type { PeriodInputs, TvSegment, UnitInputs } from '../../shared/period/inputs.ts'
import type { CertaintyMember } from './bundle-members.ts'
import { certaintySeedOf } from './published-inputs.ts'

export const DRAWS = 2_000

/** O(draws × units): seconds for ten thousand units, so for a thread of its own. Null for a roll-up. */
export function certaintyMemberOf(inputs: PeriodInputs, scheme: Scheme): CertaintyMember {
  if (inputs.rolled.length > 0) return null
  const seed = certaintySeedOf(inputs, scheme)
  const evidenceOf = new Map(inputs.evidence.map((each) => [each.unitId, each]))
  const { categories } = rankPeriod(inputs, scheme)
  return {
    ...{ seed, draws: DRAWS },
    categories: CATEGORIES.map((category) => {
      const { rows, listN, unranked } = categories[category]
      const units = rows.map((row) => uncertainOf(row, evidenceOf, scheme))
      const certainty = certaintyOf(units, {
        ...{ draws: DRAWS, listN, seedHex: seed },
        questionedApart: questionedApartOf(unranked, evidenceOf, scheme),
      })
      return {
        category,
        close: closeOf(rows, certainty),
        units: rows.map(({ unit }, i) => ({
          unitId: unit.unitId,
          best: Math.round(certainty[i]!.best * DRAWS),
          worst: Math.round(certainty[i]!.worst * DRAWS),
          ...{ placeFrom: certainty[i]!.placeFrom, placeTo: certainty[i]!.placeTo },
        })),
      }
    }),
  }
}

function closeOf(
  rows: readonly Pick<RankedUnit, 'list'>[],
  certainty: readonly UnitCertainty[],
): { readonly best: boolean; readonly worst: boolean } {
  const isClose = (list: 'best' | 'worst') => {
    const of = (on: boolean) =>
      certainty.flatMap((each, i) => ((rows[i]!.list === list) === on ? [each[list]] : []))
    return of(true).length > 0 && isBoundaryClose(of(true), of(false))
  }
  return { best: isClose('best'), worst: isClose('worst') }
}

function uncertainOf(
  row: RankedUnit,
  evidenceOf: ReadonlyMap<UnitId, UnitInputs>,
  scheme: Scheme,
): UncertainUnit {
  const evidence = evidenceOf.get(row.unit.unitId)
  let fixed = 0
  let citizens: UncertainUnit['citizens'] = null
  let tv: UncertainUnit['tv'] = null
  row.parts.forEach(({ method, points, note }, i) => {
    const weight = numberOf(row.weights[i]!)
    if (method === 'citizens' && evidence?.citizens != null)
      citizens = { weight, split: evidence.citizens.split }
    else if (method === 'tv')
      tv = { weight, segments: note === 'categoryMean' ? null : segmentsOf(evidence?.tv ?? [], scheme) }
    else fixed += weight * numberOf(points)
  })
  return { fixed, citizens, tv, vetoed: row.vetoed }
}

function segmentsOf(segments: readonly TvSegment[], { tv }: Scheme): readonly UncertainSegment[] {
  const share = tv.pollBp / 10_000
  return segments.map(({ examiners, poll }) => {
    const joins = poll !== null && joiningPointsOf(poll, tv.pollFromN) !== null
    return {
      ...{ marks: examiners.marks, mean: numberOf(fromJson(examiners)) },
      examinersShare: joins ? 1 - share : 1,
      poll: joins ? { split: poll, share } : null,
    }
  })
}

/** Results of units that have no place are in the category's mean all the same. By public code. */
function questionedApartOf(
  unranked: CategoryRanking['unranked'],
  evidenceOf: ReadonlyMap<UnitId, UnitInputs>,
  scheme: Scheme,
): readonly number[] {
  return unranked.flatMap(({ unit }) => {
    const segments = evidenceOf.get(unit.unitId)?.tv ?? []
    const result = tvAverageOf(segments.map((segment) => segmentOf(segment, scheme)))
    return result === null ? [] : [numberOf(result.points)]
  })
}

/** Down to a billionth: exact enough for draws, and the same wherever it is computed. */
function numberOf({ num, den }: Fraction): number {
  return Number((num * 1_000_000_000n) / den) / 1_000_000_000
}
