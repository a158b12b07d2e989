// The parts of snapshots that several topics show: session, unit, poll, panel, seat.

import type { PollChannel } from '../ballot/poll.ts'
import type { Split } from '../ballot/tally.ts'
import type { PromiseId, SeatId, SessionId, UnitId, WindowId } from '../basics/ids.ts'
import type { Category } from '../evaluation/unit.ts'
import type { SeatGroup } from '../show/panel.ts'
import type { PromiseOutcome } from '../show/promise.ts'
import type { ExaminersResult, ScoreForm } from '../show/score.ts'
import type { WindowPhase } from '../show/session.ts'

export interface SessionHead {
  readonly id: SessionId
  readonly title: string
  readonly theme: string
  readonly phase: 'draft' | 'ready' | 'live' | 'ended'
  /** Marked on every screen (SHOW8). */
  readonly rehearsal: boolean
}

export interface UnitView {
  readonly id: UnitId
  readonly code: number
  readonly name: string
  readonly category: Category
}

/** One side of a poll: SMS + WeChat, or the web page. `split` is null while only n may be shown (SHOW5, BAL11). */
export interface SideTally {
  readonly n: number
  readonly split: Split | null
}

export interface TallyView {
  readonly headline: SideTally
  readonly web: SideTally
  /** 暂计: not revealed yet. */
  readonly provisional: boolean
  /** Why there is no split, where there is none. */
  readonly hiddenWhy: 'hidden_poll' | 'examiners_open' | 'below_100' | null
  /** Points 0–100 as `66.67` and 满意率 as `61.24` (percent), both without 不了解; null with the split. */
  readonly points: string | null
  readonly satisfiedRate: string | null
  /** 统计暂停: the index is catching up; figures are the last known. */
  readonly paused: boolean
}

/** A citizens' window as the public sees it. */
export interface PollView {
  readonly windowId: WindowId
  readonly unit: UnitView
  readonly phase: WindowPhase
  readonly opensAtMs: number
  /** Null: on cue. */
  readonly closesAtMs: number | null
  readonly channels: readonly PollChannel[]
  readonly accessNumbers: readonly string[]
  readonly offersUnsure: boolean
  readonly tally: TallyView
}

/** An examiners' window without any mark (SHOW5); `result` only once revealed. */
export interface PanelView {
  readonly windowId: WindowId
  readonly unit: UnitView
  readonly phase: WindowPhase
  readonly opensAtMs: number
  readonly closesAtMs: number | null
  readonly form: ScoreForm
  readonly present: number
  readonly scored: number
  readonly locked: number
  readonly result: ExaminersResult | null
}

/** A promise as the public sees it. */
export interface PromiseView {
  readonly promiseId: PromiseId
  readonly unit: UnitView
  readonly text: string
  readonly owner: string
  /** YYYY-MM-DD. */
  readonly dueOn: string
  readonly outcome: PromiseOutcome | null
  readonly outcomeNote: string
}

/** A seat on the stage-side board: who has scored and locked, never what. */
export interface SeatDot {
  readonly seatId: SeatId
  readonly label: string
  readonly group: SeatGroup
  readonly state: 'away' | 'recused' | 'waiting' | 'scored' | 'locked'
}
