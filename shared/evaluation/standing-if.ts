// Where a unit would stand in its category if its evidence were another: judged by ranking anew (RANK6).

import type { UnitId } from '../basics/ids.ts'
import type { PeriodInputs, PeriodUnit, UnitInputs } from '../period/inputs.ts'
import { compareTotals, type Total } from './exact-total.ts'
import { type Candidate, measured, measureOf } from './measure.ts'
import { rankingInputOf, rankingInputsOf } from './period-ranking.ts'
import { placed } from './ranking.ts'
import type { RankingBasis } from './ranking-input.ts'
import type { Scheme } from './scheme.ts'

export interface StandingIf {
  readonly place: number
  readonly list: 'best' | 'worst' | null
  readonly total: Total
}

/**
 * Null: nowhere. `movesMean`: its own tv result is another, and moves the mean that others take (EVAL3); all else of the others
 * stays as it is. Work: O(units of the category) each time asked; not for the event loop.
 */
export function createStandingIf(
  unit: PeriodUnit,
  inputs: PeriodInputs,
  scheme: Scheme,
  basis: RankingBasis,
): (evidence: UnitInputs, movesMean?: boolean) => StandingIf | null {
  const units = inputs.units.filter((each) => each.category === unit.category)
  const given = rankingInputsOf(units, inputs.evidence, scheme)
  const measure = measureOf(given, scheme, basis)
  const candidatesBy = (by: typeof measure) =>
    given.flatMap((input): Candidate[] => {
      const one = input.unit === unit ? null : measured(input, by)
      return one !== null && 'total' in one ? [one] : []
    })
  const others = candidatesBy(measure).sort((a, b) => compareTotals(b.total, a.total))
  return (evidence, movesMean = false) => {
    const input = rankingInputOf(unit, evidence, scheme)
    const withMine = () => given.map((each) => (each.unit === unit ? input : each))
    const by = movesMean ? measureOf(withMine(), scheme, basis) : measure
    const mine = measured(input, by)
    if (!('total' in mine)) return null
    const { rows } = placed([...(movesMean ? candidatesBy(by) : others), mine], scheme)
    const row = rows.find((each) => each.unit === unit)!
    return { place: row.place, list: row.list, total: row.total }
  }
}

/** As it stands now, and with each of the alternatives; empty and null where the unit is not there. */
export function standingsIf(
  unitId: UnitId,
  alternatives: readonly UnitInputs[],
  inputs: PeriodInputs,
  scheme: Scheme,
  basis: RankingBasis,
): { readonly now: StandingIf | null; readonly then: readonly (StandingIf | null)[] } {
  const unit = inputs.units.find((each) => each.unitId === unitId)
  const evidence = inputs.evidence.find((each) => each.unitId === unitId)
  if (unit === undefined || evidence === undefined) return { now: null, then: [] }
  const standing = createStandingIf(unit, inputs, scheme, basis)
  return { now: standing(evidence), then: alternatives.map((each) => standing(each)) }
}
