// A batch of invitations of a period poll: the list that was fixed, the draw, the text, the sending. No phone ever comes here.

import { z } from 'zod'
import { UnitCode, WindowId } from '../basics/ids.ts'
import { AccessNumber } from '../evaluation/registry.ts'
import { POLL_UNITS_MOST } from '../poll/period-poll.ts'
import { TEMPLATE_LONGEST } from './invitation-text.ts'

export const BatchId = z
  .string()
  .regex(/^b-[0-9a-f]{12}$/)
  .brand('BatchId')
export type BatchId = z.infer<typeof BatchId>

/** What sends SMS for us: Twilio, or the city's own gateway at SMS_OUT_URL. */
export const SENDERS = ['twilio', 'gateway'] as const
export const Sender = z.enum(SENDERS)
export type Sender = z.infer<typeof Sender>
export const SENDER_NAMES: Readonly<Record<Sender, string>> = { twilio: 'Twilio', gateway: '短信网关' }

export const RECORDS_MOST = 200_000
export const PER_UNIT_MOST = 10_000
/** Drawn in one batch, at most: so many are looked up by every text that comes in. */
export const DRAWN_MOST = 100_000
export const BATCHES_A_POLL = 100

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0).max(RECORDS_MOST)
const UnitCount = z.strictObject({ unitCode: UnitCode, n: count })
export type UnitCount = z.infer<typeof UnitCount>
const unitCounts = z.array(UnitCount).max(POLL_UNITS_MOST)

/** How it is sent: text, number, pace, and the hours of the city's day in which nobody is disturbed. */
export const SendingPlan = z.strictObject({
  template: z.string().trim().min(1).max(TEMPLATE_LONGEST),
  sender: Sender,
  /** The number it is sent from, and to which the reply comes. */
  from: AccessNumber,
  perSecond: z.number().int().min(1).max(100),
  fromHour: z.number().int().min(0).max(23),
  toHour: z.number().int().min(1).max(24),
})
export type SendingPlan = z.infer<typeof SendingPlan>

export const SendingOutcome = z.strictObject({
  sent: count,
  failed: count,
  /** Given to Twilio, and no answer came: perhaps sent, and not sent again. */
  unsure: count,
  /** Withdrawn, opted out, or invited by another batch meanwhile. */
  skipped: count,
})
export type SendingOutcome = z.infer<typeof SendingOutcome>

const which = { pollId: WindowId, batchId: BatchId }
export const CallbackStatus = z.enum(['to_call', 'reached', 'resolved'])
export type CallbackStatus = z.infer<typeof CallbackStatus>
export const CALLBACK_STATUS_NAMES: Readonly<Record<CallbackStatus, string>> = {
  to_call: '待回访',
  reached: '已联系',
  resolved: '已解决',
}
const callbackId = z.string().regex(/^[0-9a-f]{32}$/)

export const InvitationCommand = z.discriminatedUnion('type', [
  /** The uploaded list as it will be drawn from; its hash by shared/invitation/draw.ts. */
  z.strictObject({
    type: z.literal('FixInvitationList'),
    ...which,
    title: z.string().trim().min(1).max(60),
    listHash: sha256,
    records: count.min(1),
    people: count.min(1),
    units: unitCounts.min(1),
  }),
  /** `seed` is drawn by the server after the list was fixed; once a batch. */
  z.strictObject({
    type: z.literal('DrawInvitations'),
    ...which,
    /** Of the list as it stood then: who has left since it was fixed is not on it. */
    listHash: sha256,
    seed: sha256,
    perUnit: z.number().int().min(1).max(PER_UNIT_MOST),
    units: unitCounts,
    chosenHash: sha256,
  }),
  z.strictObject({ type: z.literal('PlanInvitations'), ...which, plan: SendingPlan }),
  z.strictObject({ type: z.literal('StartInvitations'), ...which }),
  z.strictObject({
    type: z.literal('PauseInvitations'),
    ...which,
    reason: z.string().trim().min(2).max(200),
  }),
  /** The server's own pause: nothing can be sent until somebody mends it. */
  z.strictObject({
    type: z.literal('HoldInvitations'),
    ...which,
    reason: z.string().trim().min(2).max(200),
  }),
  z.strictObject({ type: z.literal('ResumeInvitations'), ...which }),
  z.strictObject({
    type: z.literal('CancelInvitations'),
    ...which,
    reason: z.string().trim().min(2).max(200),
  }),
  z.strictObject({ type: z.literal('FinishInvitations'), ...which, outcome: SendingOutcome }),
  /** One look at one phone of the call-back list, or a change of where the call-back stands. */
  z.strictObject({ type: z.literal('LookAtCallback'), pollId: WindowId, callbackId }),
  z.strictObject({
    type: z.literal('MarkCallback'),
    pollId: WindowId,
    callbackId,
    status: CallbackStatus,
  }),
])
export type InvitationCommand = z.infer<typeof InvitationCommand>

type Of<Type extends InvitationCommand['type']> = Omit<Extract<InvitationCommand, { type: Type }>, 'type'>

export type InvitationEvent =
  | ({ readonly type: 'InvitationListFixed' } & Readonly<Of<'FixInvitationList'>>)
  | ({ readonly type: 'InvitationsDrawn' } & Readonly<Of<'DrawInvitations'>>)
  | ({ readonly type: 'InvitationsPlanned' } & Readonly<Of<'PlanInvitations'>>)
  | ({ readonly type: 'InvitationsStarted' } & Readonly<Of<'StartInvitations'>>)
  | ({ readonly type: 'InvitationsPaused' } & Readonly<Of<'PauseInvitations'>>)
  | ({ readonly type: 'InvitationsResumed' } & Readonly<Of<'ResumeInvitations'>>)
  | ({ readonly type: 'InvitationsCancelled' } & Readonly<Of<'CancelInvitations'>>)
  | ({ readonly type: 'InvitationsFinished' } & Readonly<Of<'FinishInvitations'>>)
  | ({ readonly type: 'CallbackLookedAt' } & Readonly<Of<'LookAtCallback'>>)
  | ({ readonly type: 'CallbackMarked' } & Readonly<Of<'MarkCallback'>>)

export type BatchPhase = 'listed' | 'drawn' | 'planned' | 'sending' | 'paused' | 'done' | 'cancelled'

export interface InvitationBatch {
  readonly id: BatchId
  readonly pollId: WindowId
  readonly title: string
  readonly fixedAtMs: number
  readonly listHash: string
  readonly records: number
  readonly people: number
  readonly listed: readonly UnitCount[]
  readonly phase: BatchPhase
  readonly draw: {
    readonly listHash: string
    readonly seed: string
    readonly perUnit: number
    readonly drawn: readonly UnitCount[]
    readonly chosenHash: string
    readonly atMs: number
  } | null
  readonly plan: SendingPlan | null
  readonly startedAtMs: number | null
  /** Why it is paused or cancelled; empty otherwise. */
  readonly reason: string
  readonly outcome: SendingOutcome | null
}

export interface Invitations {
  readonly batches: Readonly<Record<BatchId, InvitationBatch>>
  /** Phones looked at, by poll. */
  readonly looks: Readonly<Record<WindowId, number>>
}

export function drawnOf(batch: InvitationBatch): number {
  return batch.draw?.drawn.reduce((sum, { n }) => sum + n, 0) ?? 0
}
