// What a session's decision needs to know from outside the session: handed in as data, so that the core stays pure.

import type { LogId, UnitId, WindowId } from '../basics/ids.ts'
import type { PollChannel } from '../ballot/poll.ts'
import type { Unit } from '../evaluation/unit.ts'
import type { People } from './people.ts'

/** Among busy numbers: a window that takes SMS on any number of ours holds them all (POLL3). */
export const ANY_NUMBER = '*'

export interface SessionContext {
  readonly people: People
  readonly units: Readonly<Record<UnitId, Unit>>
  /** Title of another session that is live, or null. */
  readonly otherLive: string | null
  readonly channelsOn: readonly PollChannel[]
  readonly accessNumbers: readonly string[]
  /** Numbers held by not yet frozen citizens' windows of other sessions (POLL3); ANY_NUMBER where one holds them all. */
  readonly busyNumbers: readonly string[]
  /** Window ids taken by any session. */
  readonly windowIds: ReadonlySet<WindowId>
  /** Logs that must be sealed before a citizens' window is frozen (LOG3). */
  readonly logs: readonly LogId[]
  /** Units whose acceptance segment the live session shows or has shown (回头看). */
  readonly unitsLookedBackOn: ReadonlySet<UnitId>
  /** The generation of a window's quarantines (BAL9): a count made under another is none. */
  readonly generationOf: (windowId: WindowId) => number
  /** Messages received for a window so far, from this process's index (SHOW9 撤回误开). */
  readonly received: (windowId: WindowId) => number
}
