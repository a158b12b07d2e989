// What a period's ranking is computed from, gathered from everywhere in the house: evidence, polls, reviews, ledger, sessions (EVAL3–EVAL8).

import { dayOf } from '../basics/city-day.ts'
import type { UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Method, Scheme } from '../evaluation/scheme.ts'
import { ledgerCreditsOf } from '../ledger/credits.ts'
import { departmentReviewsOf } from '../review/duties.ts'
import type { House } from '../show/house.ts'
import { citizensOfDays } from './citizens-of-days.ts'
import { coveredInDays } from './days.ts'
import { deliveryOf } from './delivery.ts'
import { frozenInputsOf } from './frozen-inputs.ts'
import { heirIn } from './heirs.ts'
import { notApplicableIn, schemeOf } from './in-force.ts'
import type { PeriodInputs, PeriodUnit, UnitInputs } from './inputs.ts'
import { evidenceOf } from './packed-evidence.ts'
import type { Period, PeriodEvidence } from './period.ts'
import { creditWithoutReopening, liftedIn } from './relief.ts'
import { type QuarterResult, type QuarterResultOf, quartersOf, rankedQuarter, rolledOf } from './rolled.ts'
import { tvOfDays, type WhileRunning } from './tv-of-days.ts'

/** Where something must come from outside: without it a deadline makes a unit 应报未报 (EVAL3). */
const DELIVERED: readonly Method[] = ['citizens', 'bigData', 'department']

/**
 * As of a moment: what is missing once the day for evidence is over is 应报未报. `running`: while it still runs, what is in the
 * open already joins (RANK10). `resultOf`: what a roll-up's quarters came to. Frozen, the frozen value.
 */
export function periodInputsOf(
  house: House,
  period: Period,
  nowMs: number,
  running: WhileRunning | null = null,
  resultOf: QuarterResultOf = rankedQuarter,
): PeriodInputs {
  const frozen = frozenInputsOf(period)
  if (frozen !== null) return frozen
  if (period.kind !== 'quarter')
    return {
      units: period.units,
      evidence: vetoesOnly(house, period, resultOf),
      rolled: rolledOf(house, period, resultOf),
    }
  const evidence = gathered(house, period, nowMs, running)
  if (dayOf(nowMs) <= period.evidenceDueOn) return { units: period.units, evidence, rolled: [] }
  const isMissing = createMissing(house, period)
  return {
    units: period.units,
    evidence: evidence.map((each, i) => {
      const notDelivered = isMissing(period.units[i]!, each)
      return notDelivered.length === 0 ? each : { ...each, notDelivered }
    }),
    rolled: [],
  }
}

export interface MissingEvidence {
  readonly unit: PeriodUnit
  readonly method: Method
}

/** Every unit and method for which something must still come, whatever the day. */
export function missingIn(house: House, period: Period, nowMs: number): readonly MissingEvidence[] {
  if (period.kind !== 'quarter') return []
  const isMissing = createMissing(house, period)
  return gathered(house, period, nowMs, null).flatMap((evidence, i) => {
    const unit = period.units[i]!
    return isMissing(unit, evidence).map((method) => ({ unit, method }))
  })
}

/** A poll of ours that still runs is no missing evidence: the freeze waits for it. */
function createMissing(
  house: House,
  period: Period,
): (unit: PeriodUnit, evidence: UnitInputs) => readonly Method[] {
  const scheme = schemeOf(period)
  const covered = coveredInDays(house.polls, period)
  const wanted = DELIVERED.filter((method) => scheme.weightsBp[method] > 0)
  return (unit, evidence) =>
    wanted.filter(
      (method) =>
        deliveryOf(method, unit.category, evidence, scheme).state === 'missing' &&
        !(method === 'citizens' && covered.has(unit.unitId)),
    )
}

/** In the order of the period's units. */
function gathered(
  house: House,
  period: Period,
  nowMs: number,
  running: WhileRunning | null,
): readonly UnitInputs[] {
  const citizens = citizensOfDays(house.polls, period)
  const tv = tvOfDays(house.sessions, period, running)
  const department = departmentReviewsOf(house.reviews, period.id, nowMs)
  const credits = ledgerCreditsOf(house.ledger, period, heirIn(period, house.registry))
  const notApplicable = groupedBy(notApplicableIn(period), ({ method }) => method)
  const vetoes = vetoesInForce(period)
  const lifted = liftedIn(period)
  const evidence = evidenceOf(period)
  const scheme = schemeOf(period)
  return period.units.map(({ unitId, category }) => ({
    unitId,
    citizens: citizens.get(unitId) ?? importedOf(evidence, unitId),
    bigData: indicatorsOf(own(evidence.indicators, unitId), scheme, { unitId, category }, lifted),
    department: department.get(unitId) ?? [],
    rectification: (credits.get(unitId) ?? []).flatMap((credit) => {
      if (!lifted.has(unitId, 'item', credit.itemId)) return [credit]
      const kind = creditWithoutReopening(house.ledger.items[credit.itemId]!, period)
      return kind === null ? [] : [{ ...credit, kind, lifted: true as const }]
    }),
    tv: tv.get(unitId) ?? [],
    notApplicable: notApplicable.get(unitId) ?? [],
    notDelivered: [],
    vetoes: vetoes.get(unitId) ?? [],
  }))
}

function importedOf({ citizens }: PeriodEvidence, unitId: UnitId): UnitInputs['citizens'] {
  const counts = own(citizens, unitId)
  return counts === undefined ? null : { split: counts.split, pollIds: [] }
}

/** In the scheme's order; what its latest version no longer asks for is left out. */
function indicatorsOf(
  counts: PeriodEvidence['indicators'][UnitId] | undefined,
  scheme: Scheme,
  { unitId, category }: Pick<PeriodUnit, 'unitId' | 'category'>,
  lifted: ReturnType<typeof liftedIn>,
): UnitInputs['bigData'] {
  if (counts === undefined) return []
  return scheme.indicators.flatMap(({ indicatorId, categories }) => {
    const count = categories.includes(category) ? own(counts, indicatorId) : undefined
    if (count === undefined) return []
    const { numerator, denominator } = count
    const isLifted = lifted.has(unitId, 'indicator', indicatorId)
    return [{ indicatorId, numerator, denominator, ...(isLifted ? { lifted: true as const } : {}) }]
  })
}

const NO_VETOES: QuarterResult['vetoes'] = new Map()

/** Of a roll-up: its own and those that were in force in its quarters (EVAL9). Units without a veto are left out. */
function vetoesOnly(house: House, period: Period, resultOf: QuarterResultOf): readonly UnitInputs[] {
  const nothing = { citizens: null, bigData: [], department: [], rectification: [], tv: [] }
  const ofQuarters = quartersOf(house, period).map((quarter) => resultOf(quarter)?.vetoes ?? NO_VETOES)
  const kinds = new Map<UnitId, Set<string>>()
  for (const vetoes of [...ofQuarters, vetoesInForce(period)])
    for (const [unitId, ofUnit] of vetoes)
      kinds.set(unitId, new Set([...(kinds.get(unitId) ?? []), ...ofUnit]))
  return [...kinds].map(([unitId, vetoes]) => ({
    ...{ unitId, ...nothing, notApplicable: [], notDelivered: [], vetoes: [...vetoes] },
  }))
}

function vetoesInForce({ vetoes }: Period): ReadonlyMap<UnitId, readonly string[]> {
  return groupedBy(
    vetoes.filter(({ relief }) => relief === null),
    ({ kind }) => kind,
  )
}

function groupedBy<T extends { readonly unitId: UnitId }, V>(
  all: readonly T[],
  valueOf: (one: T) => V,
): ReadonlyMap<UnitId, readonly V[]> {
  const groups = new Map<UnitId, V[]>()
  for (const one of all) {
    const group = groups.get(one.unitId)
    if (group === undefined) groups.set(one.unitId, [valueOf(one)])
    else group.push(valueOf(one))
  }
  return groups
}
