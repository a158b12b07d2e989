// Journal (port): append events where the streams are as expected; read them back; one order, one hash chain.

import type { Actor } from '../../shared/show/event.ts'
import type { HouseEvent, Recorded, Stream } from '../../shared/show/house.ts'

export interface NewEvents {
  readonly atMs: number
  readonly by: Actor
  readonly commandId: string
  /** The position up to which was read what this was decided from; an event of the same command id behind it is a conflict. */
  readonly decidedAt?: number
  readonly events: readonly { readonly stream: Stream; readonly event: HouseEvent }[]
}

export interface Journal {
  /**
   * Appends all or nothing, durable when it resolves. `expected` holds the version every named stream must be at
   * (0: must not exist); where one is not, nothing is written and 'conflict' comes back.
   * Throws where the storage fails: nothing was acknowledged.
   */
  append(
    expected: Readonly<Partial<Record<Stream, number>>>,
    events: NewEvents,
  ): Promise<readonly Recorded[] | 'conflict'>
  /** Events after a position (0: from the beginning), in order, at most `limit`. */
  read(after: number, limit: number): Promise<readonly Recorded[]>
  /** The events of one stream in order. */
  readStream(stream: Stream): Promise<readonly Recorded[]>
  /** The events of a command id, in order; empty where none ran under it. */
  ofCommand(commandId: string): Promise<readonly Recorded[]>
  /** Position and chain hash (hex SHA-256) of the last event; position 0 and 64 zeros where empty. */
  head(): Promise<{ readonly position: number; readonly chainHash: string }>
  /** The position of the newest event any process has written. Rejects where that cannot be asked. */
  newest(): Promise<number>
  /** Walks the whole chain; the position of the first event that does not fit, or null (LOG1). */
  verifyChain(): Promise<number | null>
  /**
   * Calls back with the position of the newest event, whenever others have written; not for what this one appended itself.
   * Embedded there are no others. Returns how to stop.
   */
  follow(listener: (position: number) => void): () => void
  /** Why nothing can be appended for now, though this process's own disk works; null: nothing known against it. */
  fault(): JournalFault | null
  close(): Promise<void>
}

/** `away`: it mends itself; `diverged`: a person must choose. `sentence`: whole and Chinese. */
export interface JournalFault {
  readonly kind: 'away' | 'diverged'
  readonly sentence: string
}
