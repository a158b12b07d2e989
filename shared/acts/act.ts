// Acts of the whole house that take two persons (SAFE4): quarantines, a poll's end, a voter key's. Commands, events, state.

import { z } from 'zod'
import type { PersonId } from '../basics/ids.ts'
import { LogId, WindowId } from '../basics/ids.ts'
import { QuarantineRule } from '../ballot/quarantine.ts'
import { GRADE_ACTS } from './grade-act.ts'
import { PERIOD_ACTS } from './period-act.ts'
import type { Pending } from './pending.ts'

const id = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

export const QuarantineId = id

export const HouseAct = z.discriminatedUnion('type', [
  /** BAL9: sets ballots of a live window or a period poll aside, until it is verified. */
  z.strictObject({
    type: z.literal('Quarantine'),
    windowId: WindowId,
    quarantineId: QuarantineId,
    rule: QuarantineRule,
    /** What a detector found, as the sentence it was shown with; null where a person saw it. */
    finding: z.string().trim().min(2).max(400).nullable(),
  }),
  z.strictObject({ type: z.literal('LiftQuarantine'), windowId: WindowId, quarantineId: QuarantineId }),
  z.strictObject({ type: z.literal('VoidPoll'), pollId: WindowId }),
  /** LOG3: counts a poll without a log that is lost. */
  z.strictObject({
    type: z.literal('ExcludePollLog'),
    pollId: WindowId,
    logId: LogId,
    lastKnownCount: z.number().int().min(0),
  }),
  /** BAL8: no ballot of that show or poll can be tied to a phone or openid again, by nobody. */
  z.strictObject({ type: z.literal('DestroyVoterKey'), voterKeyId: z.string().min(1).max(80) }),
  ...PERIOD_ACTS,
  ...GRADE_ACTS,
])
export type HouseAct = z.infer<typeof HouseAct>
export type HouseActType = HouseAct['type']

export const HOUSE_ACT_NAMES: Readonly<Record<HouseActType, string>> = {
  Quarantine: '隔离选票',
  LiftQuarantine: '解除隔离',
  VoidPoll: '作废评议期',
  ExcludePollLog: '排除计票日志',
  DestroyVoterKey: '销毁市民标识密钥',
  ChangeScheme: '修改评分方案',
  ReopenPeriod: '重新打开评议周期',
  CertifyRanking: '签发排名并公示',
  LiftVeto: '解除一票否决',
  LiftDeduction: '免除扣分',
  ConfirmCard: '确认组织考核提议',
  LiftCard: '撤销组织考核确认',
}

export const ActCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('RequestAct'),
    requestId: id,
    act: HouseAct,
    reason: z.string().trim().min(2).max(200),
  }),
  z.strictObject({ type: z.literal('ConfirmAct'), requestId: id }),
  z.strictObject({ type: z.literal('WithdrawAct'), requestId: id }),
])
export type ActCommand = z.infer<typeof ActCommand>

interface Done {
  readonly requestId: string
  readonly reason: string
  /** Who asked, and who confirmed. */
  readonly by: readonly [PersonId, PersonId]
}

/** Of the stream `acts`. What is done to a poll or a period is an event of its own stream (PollVoided, RankingCertified …). */
export type ActEvent =
  | {
      readonly type: 'ActRequested'
      readonly requestId: string
      readonly act: HouseAct
      readonly reason: string
      readonly by: PersonId
      readonly expiresAtMs: number
    }
  | { readonly type: 'ActWithdrawn'; readonly requestId: string }
  | { readonly type: 'ActLapsed'; readonly requestId: string }
  | ({
      readonly type: 'Quarantined'
      readonly windowId: WindowId
      readonly quarantineId: string
      readonly rule: QuarantineRule
      readonly finding: string | null
    } & Done)
  | ({
      readonly type: 'QuarantineLifted'
      readonly windowId: WindowId
      readonly quarantineId: string
    } & Done)
  | ({ readonly type: 'VoterKeyDestroyed'; readonly voterKeyId: string } & Done)

/** A quarantine with its whole history: who set it and why, and who took it back. */
export interface Quarantine {
  readonly quarantineId: string
  readonly rule: QuarantineRule
  readonly finding: string | null
  readonly reason: string
  readonly by: readonly [PersonId, PersonId]
  readonly atMs: number
  readonly lifted: {
    readonly reason: string
    readonly by: readonly [PersonId, PersonId]
    readonly atMs: number
  } | null
}

export interface Acts {
  readonly requests: readonly Pending<HouseAct>[]
  /** By window or poll, in the order they were set. */
  readonly quarantines: Readonly<Record<WindowId, readonly Quarantine[]>>
  readonly destroyedKeys: Readonly<Record<string, { readonly atMs: number } & Omit<Done, 'requestId'>>>
}
