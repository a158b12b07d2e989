// The state of one live session: its rundown, panel, windows and pending two-person requests. Data only.

import { z } from 'zod'
import type { Pending } from '../acts/pending.ts'
import type { LogId, PersonId, SeatId, SessionId, WindowId } from '../basics/ids.ts'
import { SegmentId, UnitId } from '../basics/ids.ts'
import type { PollChannel, PollVisibility } from '../ballot/poll.ts'
import type { PollResult, SealedTally } from '../ballot/tally.ts'
import type { SessionUnit } from '../evaluation/unit.ts'
import type { GroupWeights, Recusal, Seat } from './panel.ts'
import type { PaperEntry, Slip } from './paper.ts'
import type { OnAirPromise } from './promise.ts'
import type { ExaminersResult, Score, ScoreForm, ScoreSetAside } from './score.ts'
import type { CommentaryClock, HelpCall, Note } from './seat-talk.ts'
import type { SessionRules } from './session-rules.ts'

export const SegmentKind = z.enum(['acceptance', 'questioning', 'scoring', 'interlude'])
export type SegmentKind = z.infer<typeof SegmentKind>

export const SEGMENT_KIND_NAMES: Readonly<Record<SegmentKind, string>> = {
  acceptance: '验收',
  questioning: '拷问',
  scoring: '打分',
  interlude: '短片/点评',
}

/** A rundown line as it is planned (SHOW2): all kinds but `interlude` need a unit before the session is ready. */
export const SegmentPlan = z.strictObject({
  segmentId: SegmentId,
  kind: SegmentKind,
  title: z.string().trim().min(1).max(60),
  /** The question put to the examiners, shown on their tablets; may be empty. */
  question: z.string().trim().max(200),
  unitId: UnitId.nullable(),
  /** Planned length, for the run-of-show clock. */
  plannedMs: z
    .number()
    .int()
    .min(0)
    .max(4 * 3_600_000),
})
export type SegmentPlan = z.infer<typeof SegmentPlan>

export interface Segment extends SegmentPlan {
  readonly state: 'planned' | 'on_air' | 'done'
  readonly takenAtMs: number | null
}

/** Where a window stands (SHOW3): forward only, and void from anywhere. */
export type WindowStage =
  | { readonly phase: 'open' }
  | { readonly phase: 'closing' }
  | { readonly phase: 'frozen'; readonly frozenAtMs: number; readonly mismatch: Mismatch | null }
  | { readonly phase: 'verified'; readonly frozenAtMs: number; readonly verifiedAtMs: number }
  | {
      readonly phase: 'revealed'
      readonly frozenAtMs: number
      readonly verifiedAtMs: number
      readonly revealedAtMs: number
    }
  | {
      readonly phase: 'void'
      readonly voidedAtMs: number
      readonly reason: string
      /** Two persons, or one who withdrew a mistaken opening within 10 s (SHOW9). */
      readonly by: readonly PersonId[]
      readonly withdrawn: boolean
    }
export type WindowPhase = WindowStage['phase']

/** Recount and live tally differ: both are shown and the window stays frozen (LOG3). */
export interface Mismatch {
  readonly live: string
  readonly recount: string
}

interface WindowCore {
  readonly id: WindowId
  readonly segmentId: SegmentId
  readonly segmentKind: 'acceptance' | 'scoring'
  readonly unitId: UnitId
  readonly openedAtMs: number
  /** Null while the window runs on cue and the cue has not come (SHOW9). */
  readonly closesAtMs: number | null
  readonly onCue: boolean
  readonly extensions: readonly {
    readonly atMs: number
    readonly closesAtMs: number
    readonly reason: string
  }[]
  readonly replaces: WindowId | null
  readonly stage: WindowStage
}

export interface ExaminersWindow extends WindowCore {
  readonly kind: 'examiners'
  readonly form: ScoreForm
  readonly groupWeights: GroupWeights | null
  /** Seats signed in before it opened, and those whose slip was entered (SCORE7, SCORE9). */
  readonly presentSeats: readonly SeatId[]
  readonly scores: Readonly<Record<SeatId, Score>>
  readonly setAside: readonly ScoreSetAside[]
  /** Null: tablets only. */
  readonly paper: PaperEntry | null
  /** Slips that are not agreed yet. */
  readonly slips: Readonly<Record<SeatId, Slip>>
  /** Filled when verified. */
  readonly result: ExaminersResult | null
}

export interface CitizensWindow extends WindowCore {
  readonly kind: 'citizens'
  readonly channels: readonly PollChannel[]
  readonly visibility: PollVisibility
  /** 不了解 as option 4 is offered on every channel or on none (BAL1). */
  readonly offersUnsure: boolean
  /** Numbers a citizen may send an SMS to; empty = any of ours. */
  readonly accessNumbers: readonly string[]
  readonly seals: readonly LogSeal[]
  readonly excludedLogs: readonly LogId[]
  /** Filled when verified. */
  readonly result: PollResult | null
  /** Filled with it where quarantines were in force: as if there were none (BAL9). */
  readonly unfiltered: PollResult | null
}

export type Window = ExaminersWindow | CitizensWindow

export interface LogSeal extends SealedTally {
  readonly logId: LogId
}

/** An act that waits for a second person (SAFE4). */
export type TwoPersonAct =
  | { readonly type: 'VoidWindow'; readonly windowId: WindowId }
  | {
      readonly type: 'ExcludeLog'
      readonly windowId: WindowId
      readonly logId: LogId
      readonly lastKnownCount: number
    }

export type TwoPersonRequest = Pending<TwoPersonAct>

export interface Session {
  readonly id: SessionId
  readonly phase: 'draft' | 'ready' | 'live' | 'ended'
  readonly title: string
  /** 问作风, 问执法, 问服务, 问环境, 问管理, or the city's own. */
  readonly theme: string
  readonly rehearsal: boolean
  readonly rules: SessionRules
  readonly form: ScoreForm
  readonly groupWeights: GroupWeights | null
  readonly units: Readonly<Record<UnitId, SessionUnit>>
  readonly segments: readonly Segment[]
  readonly onAir: SegmentId | null
  readonly seats: readonly Seat[]
  readonly recusals: readonly Recusal[]
  /** In order of opening. */
  readonly windows: readonly Window[]
  readonly requests: readonly TwoPersonRequest[]
  /** In order of recording. */
  readonly promises: readonly OnAirPromise[]
  /** Oldest first. */
  readonly notes: readonly Note[]
  readonly helpCalls: Readonly<Record<SeatId, HelpCall>>
  readonly commentary: CommentaryClock | null
  readonly wentLiveAtMs: number | null
  readonly endedAtMs: number | null
}
