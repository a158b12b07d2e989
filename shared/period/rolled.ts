// What a half-year or a year is made of: its units' exact totals in the quarters it rolls up, and the vetoes of those (EVAL9).

import { fraction, type FractionJson, toJson } from '../basics/exact.ts'
import type { UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { CATEGORIES } from '../evaluation/categories.ts'
import { rankPeriod } from '../evaluation/period-ranking.ts'
import type { House } from '../show/house.ts'
import { schemeOf } from './in-force.ts'
import { frozenInputsOf } from './frozen-inputs.ts'
import type { RolledUnit } from './inputs.ts'
import type { Period } from './period.ts'

/** What a frozen quarter hands on: totals of the units that were ranked, in lowest terms, and kinds of vetoes in force by unit. */
export interface QuarterResult {
  readonly totals: ReadonlyMap<UnitId, FractionJson>
  readonly vetoes: ReadonlyMap<UnitId, readonly string[]>
}

/** Null: it is not frozen. Whoever has it at hand hands it in, so that a quarter is ranked once. */
export type QuarterResultOf = (quarter: Period) => QuarterResult | null

/** Worked out: all of a ranking. */
export const rankedQuarter: QuarterResultOf = (quarter) => {
  const inputs = frozenInputsOf(quarter)
  if (inputs === null) return null
  const totals = new Map<UnitId, FractionJson>()
  const { categories } = rankPeriod(inputs, schemeOf(quarter))
  for (const category of CATEGORIES)
    for (const { unit, total } of categories[category].rows)
      totals.set(unit.unitId, toJson(fraction(total.num, total.den)))
  return { totals, vetoes: vetoesIn(inputs.evidence) }
}

export function vetoesIn(
  evidence: readonly { readonly unitId: UnitId; readonly vetoes: readonly string[] }[],
): QuarterResult['vetoes'] {
  return new Map(evidence.flatMap(({ unitId, vetoes }) => (vetoes.length === 0 ? [] : [[unitId, vetoes]])))
}

export function quartersOf({ periods }: Pick<House, 'periods'>, { rollsUp }: Period): readonly Period[] {
  return rollsUp.flatMap((id) => own(periods, id) ?? [])
}

/** In the order of the period's units, quarters in the order they are named; a quarter that is not frozen gives nothing yet. */
export function rolledOf(
  house: Pick<House, 'periods'>,
  period: Period,
  resultOf: QuarterResultOf,
): readonly RolledUnit[] {
  const quarters = quartersOf(house, period).flatMap((quarter) => {
    const result = resultOf(quarter)
    return result === null ? [] : [{ periodId: quarter.id, totals: result.totals }]
  })
  return period.units.map(({ unitId }) => ({
    unitId,
    periods: quarters.flatMap(({ periodId, totals }) => {
      const total = totals.get(unitId)
      return total === undefined ? [] : [{ periodId, ...total }]
    }),
  }))
}
