// What has happened in a period poll: the events of its journal stream `poll-ID`, in the past tense.

import type { LogId, PersonId, UnitId, WindowId } from '../basics/ids.ts'
import type { PollChannel } from '../ballot/poll.ts'
import type { SealedTally } from '../ballot/tally.ts'
import type { SessionUnit } from '../evaluation/unit.ts'
import type { Mismatch } from '../show/session.ts'
import type { PollOutcome, PollSettings } from './period-poll.ts'

export type PollEvent =
  | { readonly type: 'PollDrafted'; readonly pollId: WindowId; readonly settings: PollSettings }
  | { readonly type: 'PollRevised'; readonly pollId: WindowId; readonly settings: PollSettings }
  | { readonly type: 'PollUnitsSet'; readonly pollId: WindowId; readonly unitIds: readonly UnitId[] }
  /** `units` as the registry knew them then, by code; `channels` and `accessNumbers` as they will be used. */
  | {
      readonly type: 'PollPlanned'
      readonly pollId: WindowId
      readonly units: readonly SessionUnit[]
      readonly channels: readonly PollChannel[]
      readonly accessNumbers: readonly string[]
    }
  | { readonly type: 'PollUnplanned'; readonly pollId: WindowId }
  | { readonly type: 'PollDiscarded'; readonly pollId: WindowId; readonly by: PersonId }
  | { readonly type: 'PollOpened'; readonly pollId: WindowId }
  | {
      readonly type: 'PollExtended'
      readonly pollId: WindowId
      readonly closesAtMs: number
      readonly reason: string
    }
  | { readonly type: 'PollClosed'; readonly pollId: WindowId }
  | {
      readonly type: 'PollLogSealed'
      readonly pollId: WindowId
      readonly logId: LogId
      readonly seal: SealedTally
    }
  | {
      readonly type: 'PollLogExcluded'
      readonly pollId: WindowId
      readonly requestId: string
      readonly logId: LogId
      readonly lastKnownCount: number
      readonly reason: string
      readonly by: readonly [PersonId, PersonId]
    }
  | { readonly type: 'PollFrozen'; readonly pollId: WindowId }
  | { readonly type: 'PollVerified'; readonly pollId: WindowId; readonly outcome: PollOutcome }
  | { readonly type: 'PollMismatched'; readonly pollId: WindowId; readonly mismatch: Mismatch }
  | { readonly type: 'PollRevealed'; readonly pollId: WindowId }
  | {
      readonly type: 'PollVoided'
      readonly pollId: WindowId
      readonly requestId: string
      readonly reason: string
      readonly by: readonly [PersonId, PersonId]
    }
