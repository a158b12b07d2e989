// What two persons do to a period (SAFE4): a new scheme, reopening it, certifying its ranking, lifting a veto or a deduction.

import type { PeriodAct } from '../acts/period-act.ts'
import type { PersonId, WindowId } from '../basics/ids.ts'
import { DAY_MS } from '../basics/city-day.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import { reasonsAgainstScheme } from '../evaluation/scheme-reasons.ts'
import type { Actor, Moment } from '../show/event.ts'
import type { House } from '../show/house.ts'
import { against, reason } from '../show/judgement.ts'
import type { Session } from '../show/session.ts'
import type { PeriodEvent } from './event.ts'
import { heirIn } from './heirs.ts'
import { schemeOf, unitsById } from './in-force.ts'
import { PublicationId, type PeriodId } from './ids.ts'
import { evidenceOf } from './packed-evidence.ts'
import type { Deduction, Period } from './period.ts'
import { againstPhase } from './phase.ts'
import { isReopenedIn } from './relief.ts'

export type PeriodActContext = Pick<House, 'periods' | 'ledger' | 'registry' | 'polls' | 'sessions'>
type Of<T extends PeriodAct['type']> = Extract<PeriodAct, { type: T }>

const NOTICE_DAYS_MOST = 180

/** Asked when it is requested, and again when it is confirmed. */
export function reasonsAgainstPeriodAct(
  act: PeriodAct,
  moment: Moment,
  context: PeriodActContext,
): readonly (Refusal | null)[] {
  const period = own(context.periods, act.periodId)
  if (period === undefined) return [reason('period_unknown')]
  switch (act.type) {
    case 'ChangeScheme': {
      const phase = againstPhase(period, 'collecting')
      if (phase !== null) return [phase]
      const isSame = JSON.stringify(act.scheme) === JSON.stringify(schemeOf(period))
      return [against(isSame, 'scheme_same'), ...reasonsAgainstScheme(act.scheme)]
    }
    case 'ReopenPeriod': {
      const { phase } = period.stage
      return [against(phase === 'draft' || phase === 'collecting', 'period_not_frozen')]
    }
    case 'CertifyRanking':
      return reasonsAgainstCertifying(act, period, moment, context)
    case 'LiftVeto': {
      const veto = period.vetoes.find(({ vetoId }) => vetoId === act.vetoId)
      return [
        againstPhase(period, 'collecting'),
        against(veto === undefined, 'veto_unknown'),
        against(veto !== undefined && veto.relief !== null, 'veto_lifted'),
      ]
    }
    case 'LiftDeduction':
      return [
        againstPhase(period, 'collecting'),
        against(!isDeducted(act, period, context), 'deduction_unknown'),
        against(
          period.reliefs.some(
            ({ unitId, deduction }) => unitId === act.unitId && isSameDeduction(deduction, act.deduction),
          ),
          'deduction_lifted',
        ),
      ]
    default:
      return unreachable(act)
  }
}

/**
 * PUB1: the three counts agree on the very bundle that is certified, what it was counted from still stands, and the notice
 * lasts as long as its scheme says.
 */
function reasonsAgainstCertifying(
  { bundleHash, noticeUntilMs }: Of<'CertifyRanking'>,
  period: Period,
  { nowMs }: Moment,
  context: PeriodActContext,
): readonly (Refusal | null)[] {
  const { stage } = period
  if (stage.phase !== 'frozen') return [againstPhase(period, 'frozen')]
  const { agreement, differences } = stage
  const days = schemeOf(period).noticeDays
  return [
    differences === null ? reason('tallies_missing') : null,
    against(differences !== null && differences.length > 0, 'tallies_differ', {
      what: differences?.[0] ?? '',
    }),
    against(agreement !== null && agreement.bundleHash !== bundleHash, 'bundle_changed'),
    ...(agreement?.polls ?? []).map(({ pollId }) => againstVoided(pollId, context)),
    ...rolledSince(stage.sinceMs, period, context).map(({ title }) =>
      reason('period_rolled_changed', { title }),
    ),
    against(noticeUntilMs < nowMs + days * DAY_MS, 'notice_too_short', { days }),
    against(noticeUntilMs > nowMs + NOTICE_DAYS_MOST * DAY_MS, 'notice_too_long', { days: NOTICE_DAYS_MOST }),
  ]
}

/** A period poll, or a live one of a session, that was voided after its ballots were frozen. */
function againstVoided(pollId: WindowId, { polls, sessions }: PeriodActContext): Refusal | null {
  const poll = own(polls, pollId)
  if (poll !== undefined)
    return against(poll.stage.phase === 'void', 'period_poll_voided', { title: poll.title })
  const session = Object.values<Session>(sessions).find(({ windows }) =>
    windows.some(({ id, stage }) => id === pollId && stage.phase === 'void'),
  )
  return session === undefined ? null : reason('period_poll_voided', { title: session.title })
}

/** Quarters of a roll-up that were reopened since: what was frozen of them is not what is published (EVAL9). */
function rolledSince(
  frozenAtMs: number,
  { rollsUp }: Period,
  { periods }: PeriodActContext,
): readonly Period[] {
  return rollsUp.flatMap((id) => {
    const quarter = own(periods, id)
    if (quarter === undefined) return []
    const { stage } = quarter
    return stage.phase === 'final' && stage.sinceMs <= frozenAtMs ? [] : [quarter]
  })
}

/** A ranking is certified by one person of the office and one auditor, whoever asks first (PUB1). */
export function againstCertifiers(
  act: { readonly type: string },
  first: PersonId,
  second: Actor,
  { people }: House['people'],
): Refusal | null {
  if (act.type !== 'CertifyRanking') return null
  const roles = [own(people, first)?.role, second.role]
  return against(!(roles.includes('office') && roles.includes('auditor')), 'certifier_roles')
}

export function periodEventOf(
  act: PeriodAct,
  done: {
    readonly requestId: string
    readonly reason: string
    readonly by: readonly [PersonId, PersonId]
  },
  { periods }: PeriodActContext,
): PeriodEvent {
  const { periodId } = act
  switch (act.type) {
    case 'ChangeScheme':
      return { type: 'SchemeChanged', periodId, scheme: act.scheme, ...done }
    case 'ReopenPeriod':
      return { type: 'PeriodReopened', periodId, ...done }
    case 'CertifyRanking':
      return certified(act, periods[periodId]!, done)
    case 'LiftVeto':
      return { type: 'VetoLifted', periodId, vetoId: act.vetoId, ...done }
    case 'LiftDeduction':
      return { type: 'DeductionLifted', periodId, unitId: act.unitId, deduction: act.deduction, ...done }
    default:
      return unreachable(act)
  }
}

/** PUB2: names the one it replaces, with the reason of the reopening. */
function certified(
  { periodId, bundleHash, noticeUntilMs }: Of<'CertifyRanking'>,
  { stage, publications }: Period,
  done: Parameters<typeof periodEventOf>[1],
): PeriodEvent {
  if (stage.phase !== 'frozen' || stage.agreement === null) throw new Error('judged before')
  const replaces = stage.correcting?.replaces ?? null
  return {
    ...{
      type: 'RankingCertified',
      periodId,
      publicationId: nextPublicationId(periodId, publications.length),
    },
    ...{ replaces, replacing: replaces === null ? '' : (stage.correcting?.reason ?? '') },
    ...{ bundleHash, resultHash: stage.agreement.resultHash, noticeUntilMs },
    ...done,
  }
}

function nextPublicationId(periodId: PeriodId, before: number): PublicationId {
  return PublicationId.parse(`${periodId}-${String(before + 1)}`)
}

/** Whether two acts concern the same, so that only one of them may wait at a time. */
export function concernsSameInPeriod(a: PeriodAct, b: PeriodAct): boolean {
  if (a.periodId !== b.periodId) return false
  switch (a.type) {
    case 'ChangeScheme':
    case 'ReopenPeriod':
    case 'CertifyRanking':
      return b.type === a.type
    case 'LiftVeto':
      return b.type === a.type && a.vetoId === b.vetoId
    case 'LiftDeduction':
      return b.type === a.type && a.unitId === b.unitId && isSameDeduction(a.deduction, b.deduction)
    default:
      return unreachable(a)
  }
}

/** There is something to lift: counts of an indicator that is asked for, or an item that was found false in the period. */
function isDeducted(
  { unitId, deduction }: Of<'LiftDeduction'>,
  period: Period,
  { ledger, registry }: PeriodActContext,
): boolean {
  const unit = unitsById(period).get(unitId)
  if (unit === undefined) return false
  switch (deduction.kind) {
    case 'indicator': {
      const { indicatorId } = deduction
      const counts = own(evidenceOf(period).indicators, unitId)
      const definition = schemeOf(period).indicators.find((each) => each.indicatorId === indicatorId)
      return (
        counts !== undefined &&
        own(counts, indicatorId) !== undefined &&
        definition?.categories.includes(unit.category) === true
      )
    }
    case 'item': {
      const item = own(ledger.items, deduction.itemId)
      return (
        item !== undefined && heirIn(period, registry)(item.unitId) === unitId && isReopenedIn(item, period)
      )
    }
    default:
      return unreachable(deduction)
  }
}

function isSameDeduction(a: Deduction, b: Deduction): boolean {
  return a.kind === 'indicator'
    ? b.kind === a.kind && a.indicatorId === b.indicatorId
    : b.kind === a.kind && a.itemId === b.itemId
}
