// Ballots that go to disk together, and who waits for each: filled, written, answered and filled again without new objects.

import { RECORD_BYTES } from '../storage/ballot-record.ts'
import type { Answer } from './inbound.ts'

export type Settle = (answer: Answer) => void

export interface Batch {
  readonly id: number
  readonly bytes: Uint8Array
  readonly view: DataView
  /** Numbers of the answers (answer-book.ts). */
  readonly answers: Uint32Array
  /**
   * Who waits for each ballot. A place is overwritten as soon as it is served and the array is never replaced: an old array
   * that is garbage itself would keep every request alive that it ever saw, until the next full collection.
   */
  readonly settle: Settle[]
  count: number
  /** Its senders were told that it is not accepted; it may reach the disk all the same. */
  turnedDown: boolean
}

const NOBODY: Settle = () => {}

export interface Batches {
  /** An empty one, used before or new. */
  take(): Batch
  /** Nobody needs it any more. */
  giveBack(batch: Batch): void
  byId(id: number): Batch
}

/** As many as are needed at once are made, so the queue's limit is theirs. */
export function createBatches(batchMax: number): Batches {
  const all: Batch[] = []
  const spare: Batch[] = []
  return {
    take() {
      const used = spare.pop()
      if (used !== undefined) return used
      const bytes = new Uint8Array(batchMax * RECORD_BYTES)
      const batch: Batch = {
        id: all.length,
        bytes,
        view: new DataView(bytes.buffer),
        answers: new Uint32Array(batchMax),
        settle: new Array<Settle>(batchMax).fill(NOBODY),
        count: 0,
        turnedDown: false,
      }
      all.push(batch)
      return batch
    },
    giveBack(batch) {
      batch.count = 0
      batch.turnedDown = false
      spare.push(batch)
    },
    byId: (id) => all[id]!,
  }
}

/** Answers everybody who waits for ballot `i`. */
export function settleOne(batch: Batch, i: number, answer: Answer): void {
  const settle = batch.settle[i]!
  batch.settle[i] = NOBODY
  settle(answer)
}
