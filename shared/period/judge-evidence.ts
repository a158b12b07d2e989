// Which counts, vetoes and 不适用 a period takes while it collects: an import whole or not at all (EVAL1, EVAL3, EVAL5).

import { dayOf, dayWords } from '../basics/city-day.ts'
import type { PersonId, UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import type { Method } from '../evaluation/scheme.ts'
import { METHOD_NAMES } from '../evaluation/scheme.ts'
import type { Moment } from '../show/event.ts'
import type { House } from '../show/house.ts'
import { against, DONE, judged, reason } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import type { IndicatorRow, PeriodCommand } from './command.ts'
import { coveredInDays } from './days.ts'
import type { PeriodEvent } from './event.ts'
import { notApplicableIn, schemeOf, unitsById } from './in-force.ts'
import type { PeriodUnit } from './inputs.ts'
import { evidenceOf, packCitizensRows, packIndicatorRows } from './packed-evidence.ts'
import type { Period } from './period.ts'
import { againstPhase } from './phase.ts'

type Of<T extends PeriodCommand['type']> = Extract<PeriodCommand, { type: T }>

/** So many of one kind of refusal are named in one answer. */
const NAMED_MOST = 20

export function judgeIndicatorCounts(
  { periodId, source, replaces, rows }: Of<'AcceptIndicatorCounts'>,
  period: Period,
  by: PersonId,
  moment: Moment,
): Judgement<PeriodEvent> {
  if (isImported(period, source.importId)) return DONE
  const phase = againstPhase(period, 'collecting')
  if (phase !== null) return judged([phase], () => [])
  const { indicators } = evidenceOf(period)
  const known = (row: IndicatorRow) => own(indicators, row.unitId)?.[row.indicatorId] !== undefined
  return judged(
    [
      ...reasonsNotCollecting(period, moment),
      ...first(rows, (row) => againstIndicatorRow(row, period)),
      ...repeatedIn(rows, ({ unitId, indicatorId }) => `${unitId} ${indicatorId}`).map((row) =>
        reason('evidence_twice', { unit: nameIn(period, row.unitId), what: row.indicatorId }),
      ),
      ...(replaces
        ? []
        : first(rows, (row) => (known(row) ? reason('evidence_there', saidOf(row, period)) : null))),
    ],
    () => [
      {
        ...{ type: 'IndicatorCountsAccepted', periodId, source, by, rows: rows.length },
        packed: packIndicatorRows(rows),
        replaced: rows.filter(known).length,
      },
    ],
  )
}

function againstIndicatorRow(row: IndicatorRow, period: Period): Refusal | null {
  const unit = unitsById(period).get(row.unitId)
  if (unit === undefined) return reason('unit_unknown', { unit: row.unitId })
  const definition = schemeOf(period).indicators.find(({ indicatorId }) => indicatorId === row.indicatorId)
  if (definition === undefined) return reason('indicator_unknown', { indicator: row.indicatorId })
  if (definition.categories.includes(unit.category)) return null
  return reason('indicator_category', saidOf(row, period))
}

function saidOf({ unitId, indicatorId }: IndicatorRow, period: Period) {
  const definition = schemeOf(period).indicators.find((each) => each.indicatorId === indicatorId)
  return { unit: nameIn(period, unitId), what: definition?.name ?? indicatorId }
}

export function judgeCitizensCounts(
  { periodId, source, replaces, rows }: Of<'AcceptCitizensCounts'>,
  period: Period,
  by: PersonId,
  moment: Moment,
  house: House,
): Judgement<PeriodEvent> {
  if (isImported(period, source.importId)) return DONE
  const covered = coveredInDays(house.polls, period)
  const known = ({ unitId }: { readonly unitId: UnitId }) =>
    own(evidenceOf(period).citizens, unitId) !== undefined
  const said = (unitId: UnitId) => ({ unit: nameIn(period, unitId), what: METHOD_NAMES.citizens })
  return judged(
    [
      ...reasonsNotCollecting(period, moment),
      ...first(rows, ({ unitId }) => againstUnknown(unitId, period)),
      ...repeatedIn(rows, ({ unitId }) => unitId).map(({ unitId }) => reason('evidence_twice', said(unitId))),
      ...first(rows, ({ unitId }) => {
        const poll = covered.get(unitId)
        return poll === undefined
          ? null
          : reason('counts_in_poll', { unit: nameIn(period, unitId), title: poll.title })
      }),
      ...(replaces
        ? []
        : first(rows, (row) => (known(row) ? reason('evidence_there', said(row.unitId)) : null))),
    ],
    () => [
      {
        ...{ type: 'CitizensCountsAccepted', periodId, source, by, rows: rows.length },
        packed: packCitizensRows(rows),
        replaced: rows.filter(known).length,
      },
    ],
  )
}

/** EVAL3: only where there is nothing: nobody can have a bad result or a small sample confirmed away. */
export function judgeNotApplicable(
  { periodId, method, unitIds, reason: why }: Of<'ConfirmNotApplicable'>,
  period: Period,
  by: PersonId,
  house: House,
): Judgement<PeriodEvent> {
  const before = confirmedFor(period, method)
  const covered = method === 'citizens' ? coveredInDays(house.polls, period) : new Map<string, unknown>()
  const hasEvidence = (unitId: UnitId) =>
    (method === 'bigData' && own(evidenceOf(period).indicators, unitId) !== undefined) ||
    (method === 'citizens' && (covered.has(unitId) || own(evidenceOf(period).citizens, unitId) !== undefined))
  const more = [...new Set(unitIds)].filter((unitId) => !before.has(unitId))
  return judged(
    [
      againstPhase(period, 'collecting'),
      ...first(unitIds, (unitId) => againstUnknown(unitId, period)),
      ...first(more, (unitId) =>
        against(hasEvidence(unitId), 'evidence_not_absent', {
          unit: nameIn(period, unitId),
          what: METHOD_NAMES[method],
        }),
      ),
    ],
    () =>
      more.length === 0
        ? []
        : [{ type: 'NotApplicableConfirmed', periodId, method, unitIds: more, reason: why, by }],
  )
}

export function judgeStillApplicable(
  { periodId, method, unitIds, reason: why }: Of<'WithdrawNotApplicable'>,
  period: Period,
  by: PersonId,
): Judgement<PeriodEvent> {
  const before = confirmedFor(period, method)
  const withdrawn = [...new Set(unitIds)].filter((unitId) => before.has(unitId))
  return judged(
    [againstPhase(period, 'collecting'), ...first(unitIds, (unitId) => againstUnknown(unitId, period))],
    () =>
      withdrawn.length === 0
        ? []
        : [{ type: 'NotApplicableWithdrawn', periodId, method, unitIds: withdrawn, reason: why, by }],
  )
}

export function judgeVeto(
  { periodId, vetoId, unitId, kind, reason: why, files }: Of<'SetVeto'>,
  period: Period,
  by: PersonId,
): Judgement<PeriodEvent> {
  return judged(
    [
      againstPhase(period, 'collecting'),
      againstUnknown(unitId, period),
      against(
        period.stage.phase === 'collecting' && !schemeOf(period).vetoKinds.includes(kind),
        'veto_kind_unknown',
        { kind },
      ),
      against(
        period.vetoes.some((veto) => veto.vetoId === vetoId),
        'veto_exists',
      ),
    ],
    () => [{ type: 'VetoSet', periodId, vetoId, unitId, kind, reason: why, files, by }],
  )
}

/** In the phase for evidence, and by the day it was due (EVAL3). */
function reasonsNotCollecting(period: Period, { nowMs }: Moment): readonly (Refusal | null)[] {
  const { kind, evidenceDueOn } = period
  return [
    againstPhase(period, 'collecting'),
    against(kind !== 'quarter', 'period_no_evidence'),
    against(dayOf(nowMs) > evidenceDueOn, 'evidence_late', { day: dayWords(evidenceDueOn) }),
  ]
}

function isImported({ imports }: Period, importId: string): boolean {
  return imports.some((each) => each.importId === importId)
}

function confirmedFor(period: Period, method: Method): ReadonlySet<UnitId> {
  return new Set(
    notApplicableIn(period)
      .filter((each) => each.method === method)
      .map(({ unitId }) => unitId),
  )
}

function againstUnknown(unitId: UnitId, period: Period): Refusal | null {
  return against(!unitsById(period).has(unitId), 'unit_unknown', { unit: unitId })
}

function nameIn(period: Period, unitId: UnitId): PeriodUnit['name'] {
  return unitsById(period).get(unitId)?.name ?? unitId
}

/** The first few refusals of a long list. */
function first<T>(rows: readonly T[], refusalOf: (row: T) => Refusal | null): readonly Refusal[] {
  const found: Refusal[] = []
  for (const row of rows) {
    const refusal = refusalOf(row)
    if (refusal !== null) found.push(refusal)
    if (found.length === NAMED_MOST) break
  }
  return found
}

/** Rows whose key stands more than once, each key once, the first few. */
function repeatedIn<T>(rows: readonly T[], keyOf: (row: T) => string): readonly T[] {
  const seen = new Set<string>()
  const twice = new Map<string, T>()
  for (const row of rows) {
    const key = keyOf(row)
    if (seen.has(key)) twice.set(key, row)
    seen.add(key)
  }
  return [...twice.values()].slice(0, NAMED_MOST)
}
