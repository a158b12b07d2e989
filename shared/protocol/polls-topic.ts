// The topic `polls`: the office's period polls, with what is missing, what arrives and what may be done; units are asked by HTTP.

import type { PollChannel } from '../ballot/poll.ts'
import type { LogId, WindowId } from '../basics/ids.ts'
import type { Refusal } from '../basics/refusal.ts'
import type { PollPhase, PollSettings } from '../poll/period-poll.ts'
import type { Mismatch } from '../show/session.ts'
import type { ChannelArrivals } from './console-topic.ts'
import type { TallyView } from './views.ts'

export interface PollsSnapshot {
  /** The one that closes last first. */
  readonly polls: readonly PollOverview[]
}

export interface PollOverview extends Readonly<Omit<PollSettings, 'channels' | 'accessNumbers'>> {
  readonly pollId: WindowId
  readonly channels: readonly PollChannel[]
  readonly accessNumbers: readonly string[]
  readonly unitCount: number
  readonly phase: PollPhase
  readonly voidReason: string | null
  /** Thrown away as a draft, by one person. */
  readonly discarded: boolean
  /** When it can be frozen at the earliest, and when it may be revealed (null before frozen). */
  readonly freezesAtMs: number
  readonly revealsAtMs: number | null
  readonly extensions: readonly {
    readonly atMs: number
    readonly closesAtMs: number
    readonly reason: string
  }[]
  readonly mismatch: Mismatch | null
  readonly tally: TallyView
  /** By channel: n per outcome and arrivals a second over the last 10 s. Never a split (SHOW5). */
  readonly arrivals: readonly ChannelArrivals[]
  readonly sealedLogs: number
  readonly announcedLogs: number
  /** Once their seals are due: logs it still waits for (LOG3). */
  readonly missingLogs: readonly LogId[]
  /** Two persons have destroyed its voter key (BAL8). */
  readonly keyDestroyed: boolean
  /** Why these are not possible; absent = possible (SHOW6). */
  readonly grey: Readonly<Partial<Record<PollButton, readonly Refusal[]>>>
}

export type PollButton =
  'PlanPoll' | 'UnplanPoll' | 'DiscardPoll' | 'ExtendPoll' | 'RevealPoll' | 'VoidPoll' | 'DestroyVoterKey'
