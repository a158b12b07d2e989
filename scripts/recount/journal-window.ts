// A citizens' window or a period poll as a journal tells of it, with what was verified of it.

import type { LogId } from '../../shared/basics/ids.ts'
import type { PollResult, SealedTally, UnitTally } from '../../shared/ballot/tally.ts'
import type { RecountWindow } from '../../server/storage/recount-tally.ts'

export interface JournalWindow extends RecountWindow {
  readonly sessionTitle: string
  readonly unitName: string
  readonly seals: ReadonlyMap<LogId, SealedTally>
  /** Logs that two persons excluded (LOG3). */
  readonly excluded: ReadonlySet<LogId>
  readonly isVoid: boolean
  /** Its result was published (揭晓). */
  readonly isRevealed: boolean
  /** What was verified, or null before that. `unfiltered`: null where no quarantine was in force (BAL9); `units`: of a period poll. */
  readonly verified: {
    readonly result: PollResult
    readonly unfiltered: PollResult | null
    readonly units: readonly UnitTally[] | null
  } | null
}
