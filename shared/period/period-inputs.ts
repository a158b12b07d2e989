// What a period's ranking is computed from, gathered from everywhere in the house: evidence, polls, reviews, ledger, sessions (EVAL3–EVAL8).

import { dayOf } from '../basics/city-day.ts'
import type { UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { METHODS, type Method } from '../evaluation/scheme.ts'
import type { House } from '../show/house.ts'
import { citizensOfDays } from './citizens-of-days.ts'
import { coveredInDays } from './days.ts'
import { schemeOf } from './in-force.ts'
import type { PeriodInputs, PeriodUnit, UnitInputs } from './inputs.ts'
import type { Period } from './period.ts'
import { tvOfDays } from './tv-of-days.ts'

/** As of a moment: what is missing when the day for evidence is over is 应报未报. Frozen, the frozen value. */
export function periodInputsOf(house: House, period: Period, nowMs: number): PeriodInputs {
  if (period.inputs !== null) return period.inputs
  const isLate = dayOf(nowMs) > period.evidenceDueOn
  const evidence = gathered(house, period)
  const missing = isLate ? missingOf(house, period, evidence) : new Map<UnitId, readonly Method[]>()
  return {
    units: period.units,
    evidence: evidence.map((unit) => {
      const notDelivered = missing.get(unit.unitId)
      return notDelivered === undefined ? unit : { ...unit, notDelivered }
    }),
    rolled: [],
  }
}

/** Every unit and method for which something must still come, whatever the day. */
export function missingIn(
  house: House,
  period: Period,
  _nowMs: number,
): readonly { readonly unitId: UnitId; readonly method: Method }[] {
  return [...missingOf(house, period, gathered(house, period))].flatMap(([unitId, methods]) =>
    methods.map((method) => ({ unitId, method })),
  )
}

/** Of methods that weigh anything: no poll and no counts, no indicator, no review, and not confirmed as 不适用. */
function missingOf(
  house: House,
  period: Period,
  evidence: readonly UnitInputs[],
): ReadonlyMap<UnitId, readonly Method[]> {
  const { weightsBp } = schemeOf(period)
  const covered = coveredInDays(house.polls, period)
  const isThere = (unit: UnitInputs, method: Method): boolean => {
    switch (method) {
      case 'citizens':
        return unit.citizens !== null || covered.has(unit.unitId)
      case 'bigData':
        return unit.bigData.length > 0
      case 'department':
        return unit.department.length > 0
      // None due, none questioned: nothing is missing (EVAL3, EVAL7).
      case 'rectification':
      case 'tv':
        return true
    }
  }
  const missing = new Map<UnitId, readonly Method[]>()
  for (const unit of evidence) {
    const methods = METHODS.filter(
      (method) => weightsBp[method] > 0 && !unit.notApplicable.includes(method) && !isThere(unit, method),
    )
    if (methods.length > 0) missing.set(unit.unitId, methods)
  }
  return missing
}

/** In the order of the period's units. */
function gathered(house: House, period: Period): readonly UnitInputs[] {
  if (period.kind !== 'quarter') return []
  const citizens = citizensOfDays(house.polls, period)
  const tv = tvOfDays(house.sessions, period)
  const notApplicable = new Map<UnitId, readonly Method[]>()
  for (const { unitId, method } of period.notApplicable)
    notApplicable.set(unitId, [...(notApplicable.get(unitId) ?? []), method])
  const vetoes = new Map<UnitId, readonly string[]>()
  for (const { unitId, kind, relief } of period.vetoes)
    if (relief === null) vetoes.set(unitId, [...(vetoes.get(unitId) ?? []), kind])
  const lifted = new Set(
    period.reliefs.flatMap(({ unitId, deduction }) =>
      deduction.kind === 'indicator' ? [`${unitId} ${deduction.indicatorId}`] : [],
    ),
  )
  return period.units.map(({ unitId, category }) => ({
    unitId,
    citizens: citizens.get(unitId) ?? importedOf(period, unitId),
    bigData: indicatorsOf(period, unitId, category, lifted),
    department: [],
    rectification: [],
    tv: tv.get(unitId) ?? [],
    notApplicable: notApplicable.get(unitId) ?? [],
    notDelivered: [],
    vetoes: vetoes.get(unitId) ?? [],
  }))
}

function importedOf({ evidence }: Period, unitId: UnitId): UnitInputs['citizens'] {
  const counts = own(evidence.citizens, unitId)
  return counts === undefined ? null : { split: counts.split, pollIds: [] }
}

/** In the scheme's order; what its latest version no longer asks for is left out. */
function indicatorsOf(
  period: Period,
  unitId: UnitId,
  category: PeriodUnit['category'],
  lifted: ReadonlySet<string>,
): UnitInputs['bigData'] {
  const counts = own(period.evidence.indicators, unitId)
  if (counts === undefined) return []
  return schemeOf(period).indicators.flatMap(({ indicatorId, categories }) => {
    const count = categories.includes(category) ? own(counts, indicatorId) : undefined
    if (count === undefined) return []
    const { numerator, denominator } = count
    const isLifted = lifted.has(`${unitId} ${indicatorId}`)
    return [{ indicatorId, numerator, denominator, ...(isLifted ? { lifted: true } : {}) }]
  })
}
