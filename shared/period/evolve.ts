// An evaluation period after one more event: what was decided, folded in. Nothing is judged here, nothing can be refused (SHOW7).

import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import { isSameUnit } from '../evaluation/unit-history.ts'
import { withAccepted } from './evolve-evidence.ts'
import { withAnswer, withObjection } from './evolve-objections.ts'
import type { PeriodEvent } from './event.ts'
import type { PeriodId } from './ids.ts'
import type { PeriodUnit } from './inputs.ts'
import type { CorrectionOrder, Period, PeriodPhase, PeriodStage, Publication } from './period.ts'

export type Periods = Readonly<Record<PeriodId, Period>>
type Of<T extends PeriodEvent['type']> = Extract<PeriodEvent, { type: T }>
type Stage<P extends PeriodPhase> = Extract<PeriodStage, { phase: P }>

/** Throws where an event cannot follow what was before it: a broken journal, never a refusal. */
export function evolvePeriods(periods: Periods, event: PeriodEvent, atMs: number): Periods {
  const { periodId } = event
  const period = own(periods, periodId)
  if (event.type === 'PeriodDrafted') {
    if (period !== undefined) throw new Error(`period ${periodId} was drafted twice`)
    return { ...periods, [periodId]: drafted(event) }
  }
  if (period === undefined) throw new Error(`${event.type} in a period that was never drafted`)
  if (event.type === 'PeriodDiscarded') {
    stageOf(period, 'draft')
    const { [periodId]: _discarded, ...others } = periods
    return others
  }
  const known = event.type === 'PeriodOpened' ? { ...event, units: sharedUnits(event.units, periods) } : event
  return { ...periods, [periodId]: evolvePeriod(period, known, atMs) }
}

/** Quarter after quarter has the same units: those that are as another period knows them are kept once, all of them as one list. */
function sharedUnits(units: readonly PeriodUnit[], periods: Periods): readonly PeriodUnit[] {
  const latest = Object.values<Period>(periods).findLast((each) => each.units.length > 0)
  if (latest === undefined) return units
  const known = new Map(latest.units.map((unit) => [unit.unitId, unit]))
  const shared = units.map((unit) => {
    const before = known.get(unit.unitId)
    return before !== undefined && isSameUnit(before, unit) ? before : unit
  })
  const isSame = shared.length === latest.units.length && shared.every((unit, i) => unit === latest.units[i])
  return isSame ? latest.units : shared
}

function evolvePeriod(
  period: Period,
  event: Exclude<PeriodEvent, Of<'PeriodDrafted' | 'PeriodDiscarded'>>,
  atMs: number,
): Period {
  switch (event.type) {
    case 'PeriodRevised':
      stageOf(period, 'draft')
      return { ...period, ...event.settings }
    case 'PeriodOpened': {
      stageOf(period, 'draft')
      const { scheme, units, by } = event
      const first = { version: 1, scheme, reason: '随周期启用', by: [by], atMs }
      return {
        ...{ ...period, units, schemes: [first] },
        stage: { phase: 'collecting', sinceMs: atMs, correcting: null },
      }
    }
    case 'SchemeChanged': {
      stageOf(period, 'collecting')
      const { scheme, reason, by } = event
      const version = period.schemes.length + 1
      return { ...period, schemes: [...period.schemes, { version, scheme, reason, by, atMs }] }
    }
    case 'EvidenceExtended':
      stageOf(period, 'collecting')
      return { ...period, evidenceDueOn: event.evidenceDueOn }
    case 'IndicatorCountsAccepted':
    case 'CitizensCountsAccepted':
      stageOf(period, 'collecting')
      return withAccepted(period, event, atMs)
    case 'NotApplicableConfirmed': {
      stageOf(period, 'collecting')
      const { method, unitIds, reason, by } = event
      const confirmed = unitIds.map((unitId) => ({ unitId, method, reason, by, atMs, withdrawn: null }))
      return { ...period, notApplicable: [...period.notApplicable, ...confirmed] }
    }
    case 'NotApplicableWithdrawn': {
      stageOf(period, 'collecting')
      const { reason = null, by = null } = event
      const unitIds = new Set(event.unitIds)
      const notApplicable = period.notApplicable.map((each) =>
        each.method === event.method && each.withdrawn === null && unitIds.has(each.unitId)
          ? { ...each, withdrawn: { reason, by, atMs } }
          : each,
      )
      return { ...period, notApplicable }
    }
    case 'VetoSet': {
      stageOf(period, 'collecting')
      const { vetoId, unitId, kind, reason, files, by } = event
      const veto = { vetoId, unitId, kind, reason, files, by, atMs, relief: null }
      return { ...period, vetoes: [...period.vetoes, veto] }
    }
    case 'VetoLifted': {
      stageOf(period, 'collecting')
      const { reason, by } = event
      const vetoes = period.vetoes.map((veto) =>
        veto.vetoId === event.vetoId ? { ...veto, relief: { reason, by, atMs } } : veto,
      )
      return { ...period, vetoes }
    }
    case 'DeductionLifted': {
      stageOf(period, 'collecting')
      const { unitId, deduction, reason, by } = event
      return { ...period, reliefs: [...period.reliefs, { unitId, deduction, reason, by, atMs }] }
    }
    case 'InputsFrozen': {
      const { correcting } = stageOf(period, 'collecting')
      return {
        ...{ ...period, inputs: { packed: event.packed } },
        stage: { phase: 'frozen', sinceMs: atMs, correcting, differences: null, agreement: null },
      }
    }
    case 'TalliesCompared': {
      const { differences, bundleHash, resultHash, polls } = event
      const agreement = differences.length === 0 ? { bundleHash, resultHash, polls, atMs } : null
      return { ...period, stage: { ...stageOf(period, 'frozen'), differences, agreement } }
    }
    case 'RankingCertified': {
      const { agreement } = stageOf(period, 'frozen')
      if (agreement === null) throw new Error(`period ${period.id} was certified before its tallies agreed`)
      return {
        ...{ ...period, publications: [...period.publications, certified(event, atMs)] },
        stage: { phase: 'notice', sinceMs: atMs, agreement },
      }
    }
    case 'PeriodReopened':
      return {
        ...{ ...period, inputs: null },
        stage: { phase: 'collecting', sinceMs: atMs, correcting: correctionOf(period, event, atMs) },
      }
    case 'ObjectionFiled':
      stageOf(period, 'notice')
      return withObjection(period, event, atMs)
    case 'ObjectionAnswered':
      return withAnswer(period, event, atMs)
    case 'PublicationFinalised': {
      const { agreement } = stageOf(period, 'notice')
      const publications = period.publications.map((each) =>
        each.publicationId === event.publicationId
          ? { ...each, finalAtMs: atMs, uncorrected: event.uncorrected ?? null }
          : each,
      )
      return { ...period, publications, stage: { phase: 'final', sinceMs: atMs, agreement } }
    }
    default:
      return unreachable(event)
  }
}

function drafted({ periodId, settings }: Of<'PeriodDrafted'>): Period {
  return {
    id: periodId,
    ...settings,
    stage: { phase: 'draft' },
    schemes: [],
    units: [],
    imports: [],
    evidence: [],
    notApplicable: [],
    vetoes: [],
    reliefs: [],
    inputs: null,
    publications: [],
  }
}

function certified(event: Of<'RankingCertified'>, atMs: number): Publication {
  const { publicationId, replaces, replacing, bundleHash, resultHash, noticeUntilMs, by } = event
  return {
    ...{ publicationId, replaces, reason: replacing, bundleHash, resultHash },
    ...{ certifiedBy: by, certifiedAtMs: atMs, noticeUntilMs, objections: [], finalAtMs: null },
    uncorrected: null,
  }
}

/** Reopened again before it was published anew, a correction keeps its first reason beside the new one (PUB2). */
function correctionOf(
  { stage, publications }: Period,
  { reason, by }: Of<'PeriodReopened'>,
  atMs: number,
): CorrectionOrder {
  if (stage.phase === 'draft' || stage.phase === 'collecting')
    throw new Error(`a period that is ${stage.phase} cannot be reopened`)
  const replaces = publications.at(-1)?.publicationId ?? null
  const before = stage.phase === 'frozen' && replaces !== null ? stage.correcting : null
  return { replaces, reason: before === null ? reason : `${before.reason}；${reason}`, by, atMs }
}

function stageOf<P extends PeriodPhase>({ id, stage }: Period, phase: P): Stage<P> {
  if (stage.phase !== phase) throw new Error(`period ${id} is not ${phase}`)
  return stage as Stage<P>
}
