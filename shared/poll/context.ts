// What a period poll's decision needs to know from outside it: handed in as data, so that the core stays pure.

import type { LogId, UnitId, WindowId } from '../basics/ids.ts'
import type { PollChannel } from '../ballot/poll.ts'
import type { Unit } from '../evaluation/unit.ts'
import type { PeriodPoll } from './period-poll.ts'

export interface PollContext {
  readonly units: Readonly<Record<UnitId, Unit>>
  readonly channelsOn: readonly PollChannel[]
  readonly accessNumbers: readonly string[]
  /** All period polls of the house, this one among them. */
  readonly polls: Readonly<Record<WindowId, PeriodPoll>>
  /** Ids taken by any window or poll. */
  readonly takenIds: ReadonlySet<WindowId>
  /** Logs that must be sealed before a poll is frozen (LOG3). */
  readonly logs: readonly LogId[]
  /** The generation of a poll's quarantines (BAL9): a count made under another is none. */
  readonly generationOf: (pollId: WindowId) => number
}
