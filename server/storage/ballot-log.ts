// BallotLog (port): append a batch, resolved when it is on disk; read it back; one hash chain over the batches.

import type { LogId } from '../../shared/basics/ids.ts'

/**
 * `records` holds packed ballots of RECORD_BYTES each (storage/ballot-record.ts). Their sequence numbers follow from
 * `firstSequence` without a gap.
 */
export interface LogBatch {
  readonly firstSequence: number
  readonly count: number
  readonly records: Uint8Array
  /** Hex SHA-256 over (previous hash, first sequence, count, records). */
  readonly chainHash: string
}

export interface LogHead {
  /** Last sequence on disk; 0 = empty. */
  readonly sequence: number
  readonly chainHash: string
}

export interface BallotLog {
  readonly logId: LogId
  /**
   * Appends one packed batch. Resolves after fsync with the head that holds it. Rejects where the storage fails; then
   * nothing of it may be acknowledged, and whether it is on disk is unknown until the log is opened again.
   * Calls are queued in order.
   */
  append(records: Uint8Array): Promise<LogHead>
  /** The head as of the last append that resolved. */
  head(): LogHead
  /**
   * After a rejected append, and until this resolves, every append is rejected. Opens the storage again and resolves with
   * what is really on disk, which may hold a batch whose append was rejected. Rejects while the storage still fails.
   */
  reopen(): Promise<LogHead>
  /** Batches that hold a sequence greater than `after`, in order, at most `limit` batches and perhaps fewer; none: no more. */
  read(after: number, limit: number): Promise<readonly LogBatch[]>
  /** Walks the chain; the first sequence of the batch that does not fit, or null. */
  verifyChain(): Promise<number | null>
  close(): Promise<void>
}
