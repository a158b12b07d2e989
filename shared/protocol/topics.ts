// The topics screens watch: for each its name, the snapshot it carries and who may see it. Snapshots are whole values.

import type { OutputName, SeatId, SessionId, WindowId } from '../basics/ids.ts'
import type { ListBoundaries, ListBoundary } from '../evaluation/ranking-lists.ts'
import type { Method } from '../evaluation/scheme.ts'
import type { Category } from '../evaluation/unit.ts'
import type { OutputRole, RankingList } from '../show/air.ts'
import type { SeatGroup } from '../show/panel.ts'
import type { ExaminersResult, Mark, ScoreForm } from '../show/score.ts'
import type { CommentaryClock, HelpCall } from '../show/seat-talk.ts'
import type { SegmentKind, WindowPhase } from '../show/session.ts'
import type { ActsSnapshot } from './acts-topic.ts'
import type { AuditSnapshot } from './audit-topic.ts'
import type { ConsoleSnapshot } from './console-topic.ts'
import type { PeriodsSnapshot } from './periods-topic.ts'
import type { PollsSnapshot } from './polls-topic.ts'
import type { SetupSnapshot } from './setup-topic.ts'
import type { PanelView, PollView, PromiseView, SeatDot, SessionHead, UnitView } from './views.ts'

/** A topic's name. `seat/…` is that seat's own; `stage/…` is what an output shows, `scene/…` what a scene would show now. */
export type TopicName =
  | 'now'
  | 'console'
  | 'setup'
  | 'polls'
  | 'periods'
  | 'acts'
  | 'audit'
  | `ranking/${Category}`
  | `stage/${string}`
  | `scene/${string}`
  | `seat/${string}/${string}`

export type SnapshotOf<T extends TopicName> = T extends 'now'
  ? NowSnapshot
  : T extends 'console'
    ? ConsoleSnapshot
    : T extends 'setup'
      ? SetupSnapshot
      : T extends 'polls'
        ? PollsSnapshot
        : T extends 'periods'
          ? PeriodsSnapshot
          : T extends 'acts'
            ? ActsSnapshot
            : T extends 'audit'
              ? AuditSnapshot
              : T extends `ranking/${string}`
                ? RankingSnapshot
                : T extends `stage/${string}`
                  ? StageSnapshot
                  : T extends `scene/${string}`
                    ? SceneSnapshot
                    : T extends `seat/${string}`
                      ? SeatSnapshot
                      : never

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
  /** Null: nobody was given the word yet. */
  | { readonly kind: 'commentary'; readonly clock: CommentaryClock | null }
  | { readonly kind: 'leader_board'; readonly board: LeaderBoardView }
  | { readonly kind: 'list_reveal'; readonly reveal: ListRevealView }
  | { readonly kind: 'promise'; readonly promise: PromiseView }
  | { readonly kind: 'look_back'; readonly promise: PromiseView }
  | { readonly kind: 'lower_third'; readonly title: string; readonly subtitle: string }
  | { readonly kind: 'notice'; readonly title: string; readonly lines: readonly string[] }

export interface StageSnapshot {
  readonly output: OutputName
  readonly session: SessionHead | null
  readonly scene: SceneView
  /** How far a reveal has come: 0 when the scene is taken, one more with each StepScene. */
  readonly step: number
  readonly takenAtMs: number
  /** The last take was a cut: the scene stands at once, without a transition. */
  readonly cut: boolean
  readonly role: OutputRole
  /**
   * The page draws each snapshot so long after it came, to go with a picture that arrives late. Countdowns are not
   * shifted: they show the server's true time on every output (SHOW4).
   */
  readonly delayMs: number
  /** The safe still stands: `scene` is standby then. */
  readonly panic: boolean
  /** Until this moment of the server's clock the page shows its name big; null: not asked. */
  readonly identifyUntilMs: number | null
  /** A page that first saw another value here loads itself anew; null: never asked. */
  readonly reloadAtMs: number | null
}

/** A scene by its kind, for graphics that a broadcaster's own system brings up and down. */
export type SceneSnapshot = Pick<StageSnapshot, 'session' | 'scene' | 'takenAtMs'>

/** The units a session questions, by what was revealed of them tonight. */
export interface LeaderBoardView {
  readonly sessionId: SessionId
  /** Best first; equal points share a place. */
  readonly rows: readonly {
    readonly unit: UnitView
    readonly place: number
    /** `83.25` of 100 (EVAL8). */
    readonly points: string
    readonly note: 'none' | 'examinersOnly'
  }[]
  /** In the order of the rundown; indicative: only a placard was shown, which counts for nothing (SCORE1). */
  readonly others: readonly {
    readonly unit: UnitView
    readonly why: 'pending' | 'invalid' | 'indicative'
  }[]
}

/** One end of a ranking, turned over place by place. What is not turned over yet is not in it. */
export interface ListRevealView {
  readonly category: Category
  readonly list: RankingList
  /** 十优 and 十差 as titles only from `notice` on (RANK10). */
  readonly status: 'provisional' | 'notice' | 'final'
  /** 本类取N名; 0: no lists. */
  readonly listN: number
  readonly ranked: number
  readonly boundary: ListBoundary
  readonly visibility: RankingSnapshot['visibility']
  /** How many places there are to turn over, and how many are. */
  readonly steps: number
  readonly step: number
  /** The place that is turned over next, its units unnamed; null at the end. */
  readonly nextPlace: number | null
  /** Turned over, in the order in which they were. Units with equal totals share a place and are turned over together. */
  readonly places: readonly {
    readonly place: number
    readonly total: string
    /** Null: not one of tonight's, where only tonight's may be shown. */
    readonly units: readonly (UnitView | null)[]
  }[]
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
    /**
     * categoryMean: not questioned (未参加). examinersOnly: too few ballots for the live poll to join (EVAL8). redistributed:
     * carries weight of a method that does not apply to the unit (EVAL3).
     */
    readonly note: 'none' | 'categoryMean' | 'examinersOnly' | 'redistributed'
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
  /** Notes to this seat that it has not said to have read, oldest first. */
  readonly notes: readonly { readonly noteId: string; readonly text: string; readonly atMs: number }[]
  /** Its own call for help, answered or not; null: none, or taken back. */
  readonly help: HelpCall | null
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
    /** Typed from the paper slip; the tablet takes no score then (SCORE9). */
    readonly onPaper: boolean
    readonly receivedAtMs: number
  } | null
  /** Own scores kept but not counted. */
  readonly setAside: readonly {
    readonly mark: Mark
    readonly revision: number
    readonly why: 'late' | 'old_generation'
  }[]
  /** Seats without a tablet score may be asked for a slip on paper now (SCORE9). */
  readonly paperOrdered: boolean
  /** Largest revision seen from this seat; a new device goes on above it. */
  readonly lastRevision: number
  readonly result: ExaminersResult | null
}
