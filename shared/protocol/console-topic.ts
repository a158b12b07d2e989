// The topic `console`: the director’s one screen, and the parts of it that the audit shows too.

import type { PollChannel, PollVisibility } from '../ballot/poll.ts'
import type {
  LogId,
  OutputName,
  PersonId,
  SeatId,
  SegmentId,
  SessionId,
  UnitId,
  WindowId,
} from '../basics/ids.ts'
import type { Refusal } from '../basics/refusal.ts'
import type { Output, QueuedScene } from '../show/air.ts'
import type { SeatGroup } from '../show/panel.ts'
import type { CommentaryClock, HelpCall } from '../show/seat-talk.ts'
import type { ScoreForm } from '../show/score.ts'
import type { SessionRules } from '../show/session-rules.ts'
import type { Mismatch, SegmentPlan, TwoPersonAct, WindowPhase } from '../show/session.ts'
import type { Version } from './version.ts'
import type { TabletState } from './tablet-state.ts'
import type { PanelView, PollView, PromiseView, SeatDot, SessionHead, UnitView } from './views.ts'

export interface ConsoleSnapshot {
  /** The session being run (live), or the one next to go (ready), or null. */
  readonly session:
    | (SessionHead & {
        readonly wentLiveAtMs: number | null
        readonly rules: SessionRules
        readonly form: ScoreForm
      })
    | null
  readonly segments: readonly ConsoleSegment[]
  readonly seats: readonly ConsoleSeat[]
  readonly windows: readonly ConsoleWindow[]
  readonly requests: readonly RequestView[]
  /** Newest first. */
  readonly notes: readonly NoteView[]
  readonly commentary: CommentaryClock | null
  /** Tonight's, in the order in which they were recorded. */
  readonly promises: readonly ConsolePromise[]
  /** Of earlier sessions, of units whose acceptance segment is in tonight's rundown: what the look-back is about. */
  readonly promisesToLookBackOn: readonly ConsolePromise[]
  readonly outputs: readonly ConsoleOutput[]
  readonly queue: readonly QueuedScene[]
  readonly panicSinceMs: number | null
  readonly channels: readonly ChannelView[]
  readonly accessNumbers: readonly string[]
  readonly health: Health
  /** Refusals by button, in this moment's state: absent = possible (SHOW6). */
  readonly grey: Readonly<Partial<Record<ConsoleButton, readonly Refusal[]>>>
  /** Sessions that could be run, for the chooser. */
  readonly sessions: readonly SessionHead[]
}

/** A note to seats: how many have said that they read it, and which have not. */
export interface NoteView {
  readonly noteId: string
  readonly text: string
  readonly atMs: number
  readonly seats: number
  readonly unread: readonly SeatId[]
}

/** Where the paper entry of a window stands: never a mark (SHOW5). */
export interface PaperView {
  readonly orderedAtMs: number
  readonly reason: string
  readonly endedAtMs: number | null
  /** Seats entered: two persons typed the same. */
  readonly entered: readonly SeatId[]
  /** Slips that are not: typed once, by whom, or twice and differing. */
  readonly open: readonly {
    readonly seatId: SeatId
    readonly state: 'typed_once' | 'differs'
    readonly by: PersonId
    readonly byName: string
  }[]
}

export interface ConsolePromise extends PromiseView {
  /** Where it was made: its commands and scenes name that session. */
  readonly sessionId: SessionId
  readonly recordedAtMs: number
}

export interface ConsoleOutput extends Output {
  readonly output: OutputName
  /** Pages connected as this output, the console's own monitors left out. */
  readonly screens: number
  readonly pages: readonly OutputPage[]
  /** Several pages claim an output that is meant for one. */
  readonly claimedTwice: boolean
}

/** A page that shows an output, as it says of itself. */
export interface OutputPage {
  readonly page: string
  readonly address: string
  readonly sinceMs: number
  /** Null: has said nothing yet. */
  readonly heardAtMs: number | null
  readonly version: Version | null
  readonly frameMsP95: number | null
  readonly worstFrameMs: number | null
  readonly buildId: string | null
  /** Not heard of for more than 3 s. */
  readonly stale: boolean
}

/** Buttons that need no argument beyond the session; those of a window carry their own refusals. */
export type ConsoleButton =
  'MarkReady' | 'BackToDraft' | 'GoLive' | 'EndSession' | 'OpenExaminersWindow' | 'OpenCitizensWindow'

export interface ConsoleSegment extends SegmentPlan {
  readonly state: 'planned' | 'on_air' | 'done'
  readonly takenAtMs: number | null
  readonly unit: UnitView | null
  /** Why it cannot be taken; empty = it can. */
  readonly takeRefusals: readonly Refusal[]
}

export interface ConsoleSeat {
  readonly seatId: SeatId
  readonly label: string
  readonly group: SeatGroup
  readonly name: string
  readonly generation: number
  readonly held: boolean
  /** Tablets connected right now with the current generation. */
  readonly connected: boolean
  readonly recusedUnits: readonly UnitId[]
  readonly state: SeatDot['state']
  readonly releaseRequested: boolean
  readonly help: HelpCall | null
  /** How its tablet says it is; null: none connected, or it does not tell. */
  readonly tablet: TabletState | null
}

export interface ConsoleWindow {
  readonly windowId: WindowId
  readonly kind: 'examiners' | 'citizens'
  readonly segmentId: SegmentId
  readonly unit: UnitView
  readonly phase: WindowPhase
  readonly openedAtMs: number
  readonly closesAtMs: number | null
  readonly onCue: boolean
  /** When it can be frozen at the earliest (drain), null while on cue. */
  readonly freezesAtMs: number | null
  /** When it may be revealed, null before frozen. */
  readonly revealsAtMs: number | null
  readonly replaces: WindowId | null
  readonly mismatch: Mismatch | null
  readonly voidReason: string | null
  readonly paper: PaperView | null
  readonly panel: PanelView | null
  readonly poll: PollView | null
  readonly visibility: PollVisibility | null
  /** By channel: n per outcome and arrivals a second over the last 10 s. Never a split (SHOW5). */
  readonly arrivals: readonly ChannelArrivals[]
  /** BAL6: until when a message of each channel may still come in time; empty before the close is known, and for examiners. */
  readonly drains: readonly ChannelDrain[]
  /** BAL6, while closing: how firm the unit's place among tonight's others is; null where the split may not be seen. */
  readonly bound: OrderBound | null
  readonly sealedLogs: number
  readonly announcedLogs: number
  /** While closing: logs that have not sent their seal, due at `freezesAtMs` (LOG3). */
  readonly unsealedLogs: readonly LogId[]
  /** Why CueClose, ExtendWindow, WithdrawWindow, Reveal, RequestVoid are not possible; absent = possible. */
  readonly grey: Readonly<Partial<Record<WindowButton, readonly Refusal[]>>>
}

export type WindowButton = 'CueClose' | 'ExtendWindow' | 'WithdrawWindow' | 'Reveal' | 'RequestVoid'

export interface ChannelView {
  readonly channel: PollChannel
  readonly on: boolean
  /** Null: no probe was sent yet. */
  readonly transit: TransitView | null
}

/** Measured by probe messages (POLL2, POLL3). */
export interface TransitView {
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface ChannelDrain {
  readonly channel: PollChannel
  readonly endsAtMs: number
}

export interface OrderBound {
  /** So many further 不满意 would take the unit from before another, or level with it; null: no number of them would. */
  readonly change: { readonly ballots: number; readonly unitName: string } | null
  /** Against how many units. */
  readonly others: number
}

export interface ChannelArrivals {
  readonly channel: PollChannel
  readonly perSecond: number
  readonly counted: number
  readonly duplicate: number
  readonly early: number
  readonly late: number
  readonly stale: number
  readonly invalid: number
  /** Set aside by quarantines in force (BAL9). */
  readonly quarantined: number
}

export interface RequestView {
  readonly requestId: string
  readonly sessionId: SessionId
  readonly act: TwoPersonAct
  readonly reason: string
  readonly by: PersonId
  readonly byName: string
  readonly atMs: number
  readonly expiresAtMs: number
}

export interface Health {
  readonly accepting: boolean
  /** Why acceptance is off, in Chinese; null while on. */
  readonly acceptingWhy: string | null
  readonly queueDepth: number
  readonly sockets: number
  readonly tabletsConnected: number
  readonly paused: boolean
  readonly diskFreeBytes: number | null
  readonly clockFault: string | null
}
