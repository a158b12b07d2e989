// The state of one period poll (评议期): weeks long, many units with public codes, counted by the same rules as a live poll.

import { z } from 'zod'
import type { LogId } from '../basics/ids.ts'
import { UNIT_CODE_MOST, UnitId, WindowId } from '../basics/ids.ts'
import { PollChannel, PollVisibility } from '../ballot/poll.ts'
import { PollResult, UnitTally } from '../ballot/tally.ts'
import { AccessNumber } from '../evaluation/registry.ts'
import type { SessionUnit } from '../evaluation/unit.ts'
import { DEFAULT_RULES, SessionRules } from '../show/session-rules.ts'
import type { LogSeal, WindowStage } from '../show/session.ts'

/** Public codes are unique within a poll (POLL1). */
export const POLL_UNITS_MOST = UNIT_CODE_MOST
export const POLL_LONGEST_MS = 366 * 86_400_000

const rulesOfSessions = SessionRules.shape

/** Fixed with the poll and kept in its journal, so that a replay judges as the weeks did. */
export const PollRules = z.strictObject({
  drainMs: rulesOfSessions.drainMs,
  smsTransitMs: rulesOfSessions.smsTransitMs,
  revealDelayMs: rulesOfSessions.pollRevealDelayMs,
  detection: rulesOfSessions.detection,
})
export type PollRules = z.infer<typeof PollRules>

export const DEFAULT_POLL_RULES: PollRules = {
  drainMs: DEFAULT_RULES.drainMs,
  smsTransitMs: DEFAULT_RULES.smsTransitMs,
  revealDelayMs: DEFAULT_RULES.pollRevealDelayMs,
  detection: DEFAULT_RULES.detection,
}

const atMs = z.number().int().min(0).max(8_640_000_000_000)

/** What the office sets while the poll is a draft. */
export const PollSettings = z.strictObject({
  title: z.string().trim().min(1).max(60),
  /** 演练: marked everywhere, and never in a ranking (SHOW8). */
  rehearsal: z.boolean(),
  channels: z.array(PollChannel).max(6),
  /** Numbers a citizen may send an SMS to, of ours; empty = any of ours. */
  accessNumbers: z.array(AccessNumber).max(50),
  offersUnsure: z.boolean(),
  visibility: PollVisibility,
  opensAtMs: atMs,
  closesAtMs: atMs,
  rules: PollRules,
  /** The void poll it stands for (SHOW3). */
  replaces: WindowId.nullable(),
})
export type PollSettings = z.infer<typeof PollSettings>

/** What a period poll came to: all its messages, and apart from them each unit's; what named no unit is in the total only. */
export const PollOutcome = z.strictObject({
  total: PollResult,
  /** The total as if there were no quarantine (BAL9); null where there is none. */
  unfiltered: PollResult.nullable(),
  units: z.array(UnitTally).max(POLL_UNITS_MOST),
})
export type PollOutcome = z.infer<typeof PollOutcome>

/** Where a poll stands: forward only but for 退回草稿, and void from anywhere (SHOW3). */
export type PollStage =
  { readonly phase: 'draft' } | { readonly phase: 'planned'; readonly plannedAtMs: number } | WindowStage
export type PollPhase = PollStage['phase']

export const PollUnitIds = z.array(UnitId).max(POLL_UNITS_MOST)

export interface PeriodPoll extends Readonly<Omit<PollSettings, 'channels' | 'accessNumbers'>> {
  readonly id: WindowId
  readonly channels: readonly PollChannel[]
  readonly accessNumbers: readonly string[]
  /** The units chosen, in the order of their choice. */
  readonly unitIds: readonly UnitId[]
  /** The same as the registry knew them when the poll was planned, by code: citizens read these. Empty in a draft. */
  readonly units: readonly SessionUnit[]
  readonly extensions: readonly {
    readonly atMs: number
    readonly closesAtMs: number
    readonly reason: string
  }[]
  readonly seals: readonly LogSeal[]
  readonly excludedLogs: readonly LogId[]
  /** Filled when verified. */
  readonly outcome: PollOutcome | null
  readonly stage: PollStage
}

/** Under which key its voters are known (BAL8). */
export function voterKeyIdOf(pollId: WindowId): string {
  return `poll-${pollId}`
}
