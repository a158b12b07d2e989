// What a half-year or a year is made of: its units' exact totals in the quarters it rolls up (EVAL9).

import { fraction } from '../basics/exact.ts'
import type { UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { CATEGORIES } from '../evaluation/categories.ts'
import { rankPeriod } from '../evaluation/period-ranking.ts'
import type { House } from '../show/house.ts'
import { schemeOf } from './in-force.ts'
import { frozenInputsOf } from './frozen-inputs.ts'
import type { PeriodInputs, RolledUnit } from './inputs.ts'
import type { Period } from './period.ts'

/** In the order of the period's units, quarters in the order they are named; a quarter that is not frozen gives nothing yet. */
export function rolledOf({ periods }: Pick<House, 'periods'>, period: Period): readonly RolledUnit[] {
  const quarters = period.rollsUp.flatMap((id) => {
    const quarter = own(periods, id)
    const inputs = quarter === undefined ? null : frozenInputsOf(quarter)
    return quarter === undefined || inputs === null
      ? []
      : [{ periodId: id, totals: totalsOf(quarter, inputs) }]
  })
  return period.units.map(({ unitId }) => ({
    unitId,
    periods: quarters.flatMap(({ periodId, totals }) => {
      const total = totals.get(unitId)
      return total === undefined ? [] : [{ periodId, ...total }]
    }),
  }))
}

function totalsOf(quarter: Period, inputs: PeriodInputs) {
  const totals = new Map<UnitId, { readonly num: string; readonly den: string }>()
  const { categories } = rankPeriod(inputs, schemeOf(quarter))
  for (const category of CATEGORIES) {
    for (const { unit, total } of categories[category].rows) {
      const { num, den } = fraction(total.num, total.den)
      totals.set(unit.unitId, { num: String(num), den: String(den) })
    }
  }
  return totals
}
