// What has happened in a session: the events of its journal stream, in the past tense.

import type {
  LogId,
  PersonId,
  PromiseId,
  SeatId,
  SegmentId,
  SessionId,
  UnitId,
  WindowId,
} from '../basics/ids.ts'
import type { PollChannel, PollVisibility } from '../ballot/poll.ts'
import type { PollResult, SealedTally } from '../ballot/tally.ts'
import type { SessionUnit } from '../evaluation/unit.ts'
import type { GroupWeights, SeatPlan } from './panel.ts'
import type { PromiseOutcome } from './promise.ts'
import type { ExaminersResult, Mark, ScoreForm, ScoreSetAside } from './score.ts'
import type { HelpReason } from './seat-talk.ts'
import type { Mismatch, SegmentPlan, TwoPersonAct } from './session.ts'
import type { SessionRules } from './session-rules.ts'

interface Settings {
  readonly title: string
  readonly theme: string
  readonly rehearsal: boolean
  readonly form: ScoreForm
  readonly groupWeights: GroupWeights | null
  readonly rules: SessionRules
}

interface Opening {
  readonly windowId: WindowId
  readonly segmentId: SegmentId
  readonly segmentKind: 'acceptance' | 'scoring'
  readonly unitId: UnitId
  readonly closesAtMs: number | null
  readonly replaces: WindowId | null
}

interface PromiseWords {
  readonly promiseId: PromiseId
  readonly unitId: UnitId
  readonly text: string
  readonly owner: string
  readonly dueOn: string
}

interface OfSlip {
  readonly windowId: WindowId
  readonly seatId: SeatId
  readonly mark: Mark
}

interface OfScore {
  readonly windowId: WindowId
  readonly seatId: SeatId
  readonly generation: number
  readonly revision: number
}

export type SessionEvent =
  | ({ readonly type: 'SessionDrafted'; readonly sessionId: SessionId } & Settings)
  | ({ readonly type: 'SessionRevised' } & Settings)
  /** `units` are the rundown's units as the registry knew them then. */
  | {
      readonly type: 'RundownEdited'
      readonly segments: readonly SegmentPlan[]
      readonly units: readonly SessionUnit[]
    }
  | { readonly type: 'PanelSet'; readonly seats: readonly SeatPlan[] }
  | {
      readonly type: 'SeatRecused'
      readonly seatId: SeatId
      readonly unitId: UnitId
      readonly recused: boolean
    }
  | { readonly type: 'SessionReady' }
  | { readonly type: 'SessionBackToDraft' }
  | { readonly type: 'SessionWentLive' }
  | { readonly type: 'SessionEnded' }
  | { readonly type: 'SegmentTaken'; readonly segmentId: SegmentId }
  | ({
      readonly type: 'ExaminersWindowOpened'
      readonly form: ScoreForm
      readonly groupWeights: GroupWeights | null
      readonly presentSeats: readonly SeatId[]
    } & Opening)
  | ({
      readonly type: 'CitizensWindowOpened'
      readonly channels: readonly PollChannel[]
      readonly visibility: PollVisibility
      readonly offersUnsure: boolean
      readonly accessNumbers: readonly string[]
    } & Opening)
  | { readonly type: 'WindowCued'; readonly windowId: WindowId; readonly closesAtMs: number }
  | {
      readonly type: 'WindowExtended'
      readonly windowId: WindowId
      readonly closesAtMs: number
      readonly reason: string
    }
  | { readonly type: 'WindowWithdrawn'; readonly windowId: WindowId; readonly by: PersonId }
  | { readonly type: 'WindowClosed'; readonly windowId: WindowId }
  | {
      readonly type: 'LogSealed'
      readonly windowId: WindowId
      readonly logId: LogId
      readonly seal: SealedTally
    }
  | { readonly type: 'WindowFrozen'; readonly windowId: WindowId }
  | {
      readonly type: 'WindowVerified'
      readonly windowId: WindowId
      readonly result: ExaminersResult | PollResult
      /** BAL9: as if there were no quarantine; absent where none was in force, and for examiners. */
      readonly unfiltered?: PollResult
    }
  | { readonly type: 'WindowMismatched'; readonly windowId: WindowId; readonly mismatch: Mismatch }
  | { readonly type: 'WindowRevealed'; readonly windowId: WindowId }
  | {
      readonly type: 'RequestMade'
      readonly requestId: string
      readonly act: TwoPersonAct
      readonly reason: string
      readonly by: PersonId
      readonly expiresAtMs: number
    }
  | { readonly type: 'RequestWithdrawn'; readonly requestId: string }
  | { readonly type: 'RequestLapsed'; readonly requestId: string }
  | {
      readonly type: 'WindowVoided'
      readonly windowId: WindowId
      readonly requestId: string
      readonly reason: string
      readonly by: readonly [PersonId, PersonId]
    }
  | {
      readonly type: 'LogExcluded'
      readonly windowId: WindowId
      readonly requestId: string
      readonly logId: LogId
      readonly lastKnownCount: number
      readonly reason: string
      readonly by: readonly [PersonId, PersonId]
    }
  | ({ readonly type: 'PromiseRecorded'; readonly by: PersonId } & PromiseWords)
  | ({ readonly type: 'PromiseRevised' } & PromiseWords)
  | { readonly type: 'PromiseWithdrawn'; readonly promiseId: PromiseId }
  | {
      readonly type: 'OutcomeRecorded'
      readonly promiseId: PromiseId
      readonly outcome: PromiseOutcome
      readonly note: string
    }
  | {
      readonly type: 'NoteSent'
      readonly noteId: string
      readonly seats: readonly SeatId[]
      readonly text: string
    }
  | { readonly type: 'NoteWithdrawn'; readonly noteId: string }
  | { readonly type: 'NoteRead'; readonly noteId: string; readonly seatId: SeatId }
  | { readonly type: 'HelpCalled'; readonly seatId: SeatId; readonly reason: HelpReason }
  | { readonly type: 'HelpWithdrawn'; readonly seatId: SeatId }
  | { readonly type: 'HelpAnswered'; readonly seatId: SeatId }
  | { readonly type: 'CommentaryStarted'; readonly label: string; readonly endsAtMs: number }
  | { readonly type: 'CommentaryStopped' }
  | { readonly type: 'PaperOrdered'; readonly windowId: WindowId; readonly reason: string }
  | ({ readonly type: 'SlipTyped'; readonly by: PersonId } & OfSlip)
  | { readonly type: 'SlipDropped'; readonly windowId: WindowId; readonly seatId: SeatId }
  /** By the two who typed it. */
  | ({ readonly type: 'PaperScoreEntered'; readonly by: readonly [PersonId, PersonId] } & OfSlip)
  | { readonly type: 'PaperEnded'; readonly windowId: WindowId }
  | { readonly type: 'SeatSignedIn'; readonly seatId: SeatId; readonly generation: number }
  | { readonly type: 'SeatReleased'; readonly seatId: SeatId }
  | ({ readonly type: 'ScoreCast'; readonly mark: Mark } & OfScore)
  | ({ readonly type: 'ScoreLocked' } & OfScore)
  | ({ readonly type: 'ScoreUnlocked' } & OfScore)
  | ({ readonly type: 'ReleaseRequested' } & OfScore)
  | { readonly type: 'LockReleased'; readonly windowId: WindowId; readonly seatId: SeatId }
  | { readonly type: 'ScoreKeptAside'; readonly windowId: WindowId; readonly score: ScoreSetAside }

/** Who did it: a person's account, a seat's tablet, or the server. */
export type Actor =
  | { readonly role: 'director' | 'office' | 'auditor' | 'reviewer'; readonly id: PersonId }
  | { readonly role: 'examiner'; readonly sessionId: SessionId; readonly seatId: SeatId }
  | { readonly role: 'system' }

/** When and by whom: what the core is handed beside a command, and what an event is kept with. */
export interface Moment {
  readonly nowMs: number
  readonly by: Actor
}
