// The topics screens watch: for each its name, the snapshot it carries and who may see it. Snapshots are whole values.

import type { Category } from '../evaluation/unit.ts'
import type { ListBoundaries } from '../evaluation/ranking-lists.ts'
import type { Method } from '../evaluation/scheme.ts'
import type { Scheme } from '../evaluation/scheme.ts'
import type { PollChannel, PollVisibility } from '../ballot/poll.ts'
import type { Split } from '../ballot/tally.ts'
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
import type { Scene } from '../show/air.ts'
import type { AccountRole } from '../show/people.ts'
import type { GroupWeights, SeatGroup, SeatPlan } from '../show/panel.ts'
import type { ExaminersResult, Mark, ScoreForm } from '../show/score.ts'
import type { Mismatch, SegmentKind, SegmentPlan, TwoPersonAct, WindowPhase } from '../show/session.ts'
import type { SessionRules } from '../show/session-rules.ts'

/** A topic's name. `seat/…` is that seat's own; `stage/…` is what an output shows. */
export type TopicName =
  | 'now'
  | 'console'
  | 'setup'
  | 'audit'
  | `ranking/${Category}`
  | `stage/${string}`
  | `seat/${string}/${string}`

export type SnapshotOf<T extends TopicName> = T extends 'now'
  ? NowSnapshot
  : T extends 'console'
    ? ConsoleSnapshot
    : T extends 'setup'
      ? SetupSnapshot
      : T extends 'audit'
        ? AuditSnapshot
        : T extends `ranking/${string}`
          ? RankingSnapshot
          : T extends `stage/${string}`
            ? StageSnapshot
            : T extends `seat/${string}`
              ? SeatSnapshot
              : never

// ── parts ──

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

// ── now: for everybody (citizen page, displays) ──

export interface NowSnapshot {
  readonly session: SessionHead | null
  readonly onAir: {
    readonly title: string
    readonly kind: SegmentKind
    readonly unit: UnitView | null
  } | null
  /** The poll a citizen can vote in now, or the last one while it drains and until the next opens. */
  readonly poll: PollView | null
  readonly rankingVisible: boolean
}

// ── stage/OUTPUT: what one output shows; the scene and everything it needs, filtered (SHOW5) ──

export type SceneView =
  | { readonly kind: 'standby' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'how_to_vote'; readonly poll: PollView }
  | {
      readonly kind: 'unit_title'
      readonly unit: UnitView | null
      readonly title: string
      readonly question: string
      readonly segmentKind: SegmentKind
    }
  | {
      readonly kind: 'countdown'
      readonly of: 'examiners' | 'citizens'
      readonly unit: UnitView
      readonly phase: WindowPhase
      readonly closesAtMs: number | null
    }
  | { readonly kind: 'live_tally'; readonly poll: PollView }
  | { readonly kind: 'lock_board'; readonly panel: PanelView; readonly seats: readonly SeatDot[] }
  | { readonly kind: 'score_reveal'; readonly panel: PanelView }
  | { readonly kind: 'poll_reveal'; readonly poll: PollView }
  | { readonly kind: 'ranking'; readonly ranking: RankingSnapshot }

/** A seat on the stage-side board: who has scored and locked, never what. */
export interface SeatDot {
  readonly seatId: SeatId
  readonly label: string
  readonly group: SeatGroup
  readonly state: 'away' | 'recused' | 'waiting' | 'scored' | 'locked'
}

export interface StageSnapshot {
  readonly output: OutputName
  readonly session: SessionHead | null
  readonly scene: SceneView
  readonly takenAtMs: number
}

// ── ranking/CATEGORY: provisional (RANK10) ──

export interface RankingSnapshot {
  readonly category: Category
  /** Always true here: it triggers no card or title (RANK10). */
  readonly provisional: true
  /** Methods a category is ranked by, and how many of its units each is present for. */
  readonly coverage: readonly { readonly method: Method; readonly units: number; readonly ranked: boolean }[]
  /** 本类取N名; 0: fewer than 8 ranked, no lists (RANK4). */
  readonly listN: number
  readonly rows: readonly RankingRow[]
  /** Shown unranked, with the reason: 样本不足 or 应报未报 … */
  readonly unranked: readonly {
    readonly unit: UnitView
    readonly why: 'sample' | 'notDelivered' | 'noMethod'
  }[]
  /** `tonight`: only tonight's units are in rows; total number of ranked units all the same. */
  readonly ranked: number
  readonly visibility: 'hidden' | 'tonight' | 'full'
  /** A tie across a list's boundary (RANK4): all tied units listed, or withheld from both lists. Always filled by the server. */
  readonly boundary?: ListBoundaries
}

export interface RankingRow {
  readonly unit: UnitView
  /** Shared by ties (1, 2, 2, 4). */
  readonly place: number
  /** Places gained since the session went live; null where it had none. */
  readonly moved: number | null
  /** `83.25`; parts in the order of coverage sum to it exactly as shown (RANK2). */
  readonly total: string
  readonly parts: readonly {
    readonly method: Method
    readonly points: string
    /** categoryMean: not questioned (未参加). examinersOnly: too few ballots for the live poll to join (EVAL8). */
    readonly note: 'none' | 'categoryMean' | 'examinersOnly'
  }[]
  readonly list: 'best' | 'worst' | null
  /** The stage that told equal totals apart (RANK3), or null. */
  readonly decidedBy: string | null
  readonly tonight: boolean
}

// ── seat/SESSION/SEAT: one examiner's own tablet ──

export interface SeatSnapshot {
  readonly session: SessionHead
  readonly seat: {
    readonly id: SeatId
    readonly label: string
    readonly group: SeatGroup
    readonly name: string
  }
  /** The generation that holds the seat; a tablet with an older one has been replaced (SCORE4). */
  readonly generation: number
  readonly held: boolean
  readonly onAir: {
    readonly title: string
    readonly question: string
    readonly kind: SegmentKind
    readonly unit: UnitView | null
  } | null
  /** The examiners' window on now, or the last one until the next segment. */
  readonly window: SeatWindow | null
}

export interface SeatWindow {
  readonly windowId: WindowId
  readonly unit: UnitView
  readonly form: ScoreForm
  readonly phase: WindowPhase
  readonly openedAtMs: number
  readonly closesAtMs: number | null
  /** 回避: controls are replaced by a sentence (SCORE5). */
  readonly recused: boolean
  /** Own score as the server has it. */
  readonly own: {
    readonly mark: Mark
    readonly revision: number
    readonly lockedAtMs: number | null
    readonly releaseRequested: boolean
    readonly receivedAtMs: number
  } | null
  /** Own scores kept but not counted. */
  readonly setAside: readonly {
    readonly mark: Mark
    readonly revision: number
    readonly why: 'late' | 'old_generation'
  }[]
  /** Largest revision seen from this seat; a new device goes on above it. */
  readonly lastRevision: number
  readonly result: ExaminersResult | null
}

// ── console: the director's one screen ──

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
  readonly outputs: readonly {
    readonly output: OutputName
    readonly scene: Scene
    readonly takenAtMs: number
    readonly screens: number
  }[]
  readonly channels: readonly { readonly channel: PollChannel; readonly on: boolean }[]
  readonly accessNumbers: readonly string[]
  readonly health: Health
  /** Refusals by button, in this moment's state: absent = possible (SHOW6). */
  readonly grey: Readonly<Partial<Record<ConsoleButton, readonly Refusal[]>>>
  /** Sessions that could be run, for the chooser. */
  readonly sessions: readonly SessionHead[]
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
  readonly panel: PanelView | null
  readonly poll: PollView | null
  readonly visibility: PollVisibility | null
  /** By channel: n per outcome and arrivals a second over the last 10 s. Never a split (SHOW5). */
  readonly arrivals: readonly ChannelArrivals[]
  readonly sealedLogs: number
  readonly announcedLogs: number
  /** Why CueClose, ExtendWindow, WithdrawWindow, Reveal, RequestVoid are not possible; absent = possible. */
  readonly grey: Readonly<Partial<Record<WindowButton, readonly Refusal[]>>>
}

export type WindowButton = 'CueClose' | 'ExtendWindow' | 'WithdrawWindow' | 'Reveal' | 'RequestVoid'

export interface ChannelArrivals {
  readonly channel: PollChannel
  readonly perSecond: number
  readonly counted: number
  readonly duplicate: number
  readonly early: number
  readonly late: number
  readonly stale: number
  readonly invalid: number
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
}

// ── setup: units, panel, sessions, scheme (director and office) ──

export interface SetupSnapshot {
  readonly units: readonly UnitView[]
  readonly scheme: Scheme
  readonly accessNumbers: readonly string[]
  readonly citizensCounts: readonly {
    readonly unitId: UnitId
    readonly split: Split
    readonly source: string
    readonly atMs: number
  }[]
  readonly sessions: readonly SessionSetup[]
  readonly people: readonly {
    readonly personId: PersonId
    readonly name: string
    readonly role: AccountRole
    readonly disabled: boolean
  }[]
  readonly channels: readonly { readonly channel: PollChannel; readonly on: boolean }[]
}

export interface SessionSetup extends SessionHead {
  readonly form: ScoreForm
  readonly groupWeights: GroupWeights | null
  readonly rules: SessionRules
  readonly segments: readonly (SegmentPlan & { readonly state: 'planned' | 'on_air' | 'done' })[]
  readonly seats: readonly (SeatPlan & { readonly held: boolean; readonly generation: number })[]
  readonly recusals: readonly { readonly seatId: SeatId; readonly unitId: UnitId }[]
  /** What keeps it from being ready; empty = MarkReady is possible. */
  readonly readyRefusals: readonly Refusal[]
}

// ── audit: windows with seals and results, pending requests, the journal's tail without hidden marks ──

export interface AuditSnapshot {
  readonly windows: readonly (ConsoleWindow & {
    readonly sessionId: SessionId
    readonly sessionTitle: string
    readonly seals: readonly SealView[]
  })[]
  readonly requests: readonly RequestView[]
  readonly journal: {
    readonly position: number
    readonly chainHash: string
    /** Newest first, at most 200; `summary` is a Chinese sentence, marks of unrevealed windows left out. */
    readonly tail: readonly {
      readonly position: number
      readonly atMs: number
      readonly stream: string
      readonly who: string
      readonly type: string
      readonly summary: string
    }[]
  }
  readonly logs: readonly LogId[]
}

export interface SealView {
  readonly logId: LogId
  readonly sequence: number
  readonly count: number
  readonly chainHash: string
}
