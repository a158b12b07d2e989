// What may be done with a batch of invitations in which phase, and what has become of it.

import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import { SMS_CHANNELS } from '../ballot/choices.ts'
import type { PeriodPoll } from '../poll/period-poll.ts'
import { isPending, isPollOpenAt } from '../poll/poll-times.ts'
import type { Moment } from '../show/event.ts'
import { against, DONE, judged, refused } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import {
  BATCHES_A_POLL,
  DRAWN_MOST,
  type BatchId,
  type BatchPhase,
  type InvitationBatch,
  type InvitationCommand,
  type InvitationEvent,
  type Invitations,
} from './batch.ts'
import { checkedTemplate } from './invitation-text.ts'

export const EMPTY_INVITATIONS: Invitations = { batches: {}, looks: {} }

export interface InvitationContext {
  readonly polls: Readonly<Record<string, PeriodPoll>>
  readonly accessNumbers: readonly string[]
}

type OfBatch = Extract<InvitationCommand, { batchId: BatchId }>

export function judgeInvitations(
  command: InvitationCommand,
  invitations: Invitations,
  moment: Moment,
  context: InvitationContext,
): Judgement<InvitationEvent> {
  const poll = own(context.polls, command.pollId)
  if (poll === undefined) return refused('invitation_poll')
  switch (command.type) {
    case 'LookAtCallback':
      return judged([], () => [{ ...command, type: 'CallbackLookedAt' }])
    case 'MarkCallback':
      return judged([], () => [{ ...command, type: 'CallbackMarked' }])
    case 'FixInvitationList':
      return judgeFix(command, invitations, poll)
    default: {
      const batch = own(invitations.batches, command.batchId)
      if (batch === undefined || batch.pollId !== command.pollId) return refused('batch_unknown')
      return judgeBatch(command, batch, poll, moment, context)
    }
  }
}

function judgeFix(
  command: Extract<InvitationCommand, { type: 'FixInvitationList' }>,
  { batches }: Invitations,
  poll: PeriodPoll,
): Judgement<InvitationEvent> {
  const same = own(batches, command.batchId)
  if (same !== undefined) return same.listHash === command.listHash ? DONE : refused('batch_phase')
  const ofPoll = Object.values<InvitationBatch>(batches).filter(({ pollId }) => pollId === poll.id)
  const codes = new Set(poll.units.map(({ code }) => code))
  const foreign = command.units.find(({ unitCode }) => !codes.has(unitCode))
  return judged(
    [
      against(!isPending(poll), 'invitation_poll'),
      against(ofPoll.length >= BATCHES_A_POLL, 'batches_full', { count: BATCHES_A_POLL }),
      against(foreign !== undefined, 'unit_unknown', { unit: foreign?.unitCode ?? 0 }),
    ],
    () => [{ ...command, type: 'InvitationListFixed' }],
  )
}

function judgeBatch(
  command: Exclude<OfBatch, { type: 'FixInvitationList' }>,
  batch: InvitationBatch,
  poll: PeriodPoll,
  { nowMs }: Moment,
  context: InvitationContext,
): Judgement<InvitationEvent> {
  const inPhase = (...phases: readonly BatchPhase[]) => against(!phases.includes(batch.phase), 'batch_phase')
  const open = against(!isPollOpenAt(poll, nowMs), 'invitation_poll')
  switch (command.type) {
    case 'DrawInvitations': {
      const drawn = command.units.reduce((sum, { n }) => sum + n, 0)
      return judged(
        [
          inPhase('listed'),
          against(!isPending(poll), 'invitation_poll'),
          against(drawn === 0, 'csv_nothing'),
          against(drawn > DRAWN_MOST, 'drawn_too_many', { drawn, most: DRAWN_MOST }),
        ],
        () => [{ ...command, type: 'InvitationsDrawn' }],
      )
    }
    case 'PlanInvitations': {
      const { plan } = command
      const text = checkedTemplate(plan.template)
      const repliable = poll.channels.some((channel) => SMS_CHANNELS.includes(channel))
      const onNumber = poll.accessNumbers.length === 0 ? context.accessNumbers : poll.accessNumbers
      return judged(
        [
          inPhase('drawn', 'planned', 'paused'),
          text.ok ? null : text.refusal,
          against(!repliable, 'invitation_no_sms'),
          against(!onNumber.includes(plan.from), 'invitation_number', { number: plan.from }),
          against(plan.fromHour >= plan.toHour, 'invitation_hours'),
        ],
        () => [{ ...command, type: 'InvitationsPlanned' }],
      )
    }
    case 'StartInvitations':
      return judged([inPhase('planned'), open], () => [{ ...command, type: 'InvitationsStarted' }])
    case 'PauseInvitations':
    case 'HoldInvitations':
      if (batch.phase === 'paused') return DONE
      return judged([inPhase('sending')], () => [{ ...command, type: 'InvitationsPaused' }])
    case 'ResumeInvitations':
      if (batch.phase === 'sending') return DONE
      return judged([inPhase('paused'), open], () => [{ ...command, type: 'InvitationsResumed' }])
    case 'CancelInvitations':
      if (batch.phase === 'cancelled') return DONE
      return judged([inPhase('listed', 'drawn', 'planned', 'sending', 'paused')], () => [
        { ...command, type: 'InvitationsCancelled' },
      ])
    case 'FinishInvitations':
      if (batch.phase === 'done') return DONE
      return judged([inPhase('sending', 'paused', 'cancelled')], () => [
        { ...command, type: 'InvitationsFinished' },
      ])
    default:
      return unreachable(command)
  }
}

export function evolveInvitations(
  invitations: Invitations,
  event: InvitationEvent,
  atMs: number,
): Invitations {
  switch (event.type) {
    case 'CallbackLookedAt': {
      const before = own(invitations.looks, event.pollId) ?? 0
      return { ...invitations, looks: { ...invitations.looks, [event.pollId]: before + 1 } }
    }
    // Where a call-back stands is in the private store, with its person; the journal says who changed it and when.
    case 'CallbackMarked':
      return invitations
    case 'InvitationListFixed': {
      const { batchId, pollId, title, listHash, records, people, units } = event
      return withBatch(invitations, {
        ...{ id: batchId, pollId, title, listHash, records, people, listed: units, fixedAtMs: atMs },
        ...{ phase: 'listed', draw: null, plan: null, startedAtMs: null, reason: '', outcome: null },
      })
    }
    default: {
      const batch = own(invitations.batches, event.batchId)
      if (batch === undefined) throw new Error(`batch ${event.batchId} was never fixed`)
      return withBatch(invitations, evolveBatch(batch, event, atMs))
    }
  }
}

function evolveBatch(
  batch: InvitationBatch,
  event: Exclude<InvitationEvent, { type: 'CallbackLookedAt' | 'CallbackMarked' | 'InvitationListFixed' }>,
  atMs: number,
): InvitationBatch {
  switch (event.type) {
    case 'InvitationsDrawn': {
      const { listHash, seed, perUnit, units, chosenHash } = event
      return { ...batch, phase: 'drawn', draw: { listHash, seed, perUnit, drawn: units, chosenHash, atMs } }
    }
    case 'InvitationsPlanned':
      return { ...batch, phase: batch.phase === 'paused' ? 'paused' : 'planned', plan: event.plan }
    case 'InvitationsStarted':
      return { ...batch, phase: 'sending', startedAtMs: atMs }
    case 'InvitationsPaused':
      return { ...batch, phase: 'paused', reason: event.reason }
    case 'InvitationsResumed':
      return { ...batch, phase: 'sending', reason: '' }
    case 'InvitationsCancelled':
      return { ...batch, phase: 'cancelled', reason: event.reason }
    case 'InvitationsFinished':
      // A cancelled one stays cancelled: its outcome says how far it had come.
      return { ...batch, phase: batch.phase === 'cancelled' ? 'cancelled' : 'done', outcome: event.outcome }
    default:
      return unreachable(event)
  }
}

function withBatch(invitations: Invitations, batch: InvitationBatch): Invitations {
  return { ...invitations, batches: { ...invitations.batches, [batch.id]: batch } }
}
