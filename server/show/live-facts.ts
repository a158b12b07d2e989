// What screens show beside the journal's state: live tallies, who is connected, how the process is. Data, gathered by app.ts.

import type { WindowId } from '../../shared/basics/ids.ts'
import type { PollChannel } from '../../shared/ballot/poll.ts'
import type { PollResult } from '../../shared/ballot/tally.ts'
import type { DisplayHealth } from '../../shared/protocol/socket-events.ts'
import type { TabletState } from '../../shared/protocol/tablet-state.ts'
import type { TransitView } from '../../shared/protocol/console-topic.ts'
import type { Recorded } from '../../shared/show/house.ts'

export interface LiveTally {
  readonly result: PollResult
  /** False: the index is catching up; the result is the last known one (统计暂停). */
  readonly complete: boolean
  /** Messages a second by channel over the last 10 s. */
  readonly perSecond: Readonly<Partial<Record<PollChannel, number>>>
}

/** One page that is connected as an output. */
export interface DisplayPage {
  /** Names its connection. */
  readonly page: string
  readonly output: string
  /** Where it is, so that a second page of an output can be found. */
  readonly address: string
  readonly sinceMs: number
  /** What it last said of itself; null: nothing yet. */
  readonly health: (DisplayHealth & { readonly atMs: number }) | null
}

export interface LiveFacts {
  readonly nowMs: number
  readonly tallies: ReadonlyMap<WindowId, LiveTally>
  /** Tablets connected now: `SESSION/SEAT` → the generation each is connected with. */
  readonly tablets: ReadonlyMap<string, number>
  /** `SESSION/SEAT` → how the tablet says it is. */
  readonly tabletStates: ReadonlyMap<string, TabletState>
  /** Screens connected now, by output. */
  readonly screens: ReadonlyMap<string, number>
  readonly displays: readonly DisplayPage[]
  readonly sockets: number
  readonly channelsOn: readonly PollChannel[]
  /** Measured by probe messages; only channels that had one. */
  readonly transits: Readonly<Partial<Record<PollChannel, TransitView>>>
  readonly accepting: boolean
  readonly acceptingWhy: string | null
  readonly queueDepth: number
  /** Free where the data folder is; null where it cannot be asked. */
  readonly diskFreeBytes: number | null
  /** Why the server's clock cannot be trusted, or null (SAFE5). */
  readonly clockFault: string | null
  /** Goes up when a certainty was drawn or a comparison of tallies began or ended: no event tells of it. */
  readonly evaluated: number
  /** Last events of the journal, oldest first, at most 200, and the chain hash behind the last one. */
  readonly tail: readonly Recorded[]
  readonly chainHash: string
}
