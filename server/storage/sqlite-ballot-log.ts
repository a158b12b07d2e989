// The BallotLog on a SQLite file, held by a worker thread: a row per packed batch, answered when it is on disk.

import type { LogId } from '../../shared/basics/ids.ts'
import type { BallotLog, LogBatch, LogHead } from './ballot-log.ts'
import { RECORD_BYTES } from './ballot-record.ts'
import type { PackedRead } from './sqlite-ballot-log-file.ts'
import type { BallotLogCalls } from './sqlite-ballot-log-worker.ts'
import { startWorker } from './worker-shell.ts'

/** A log that may also be a copy of another process's. */
export interface CopiedLog extends BallotLog {
  /** Takes batches of the log's own process behind the head. False: they do not follow from it, and nothing was taken. */
  adopt(batches: readonly LogBatch[]): Promise<boolean>
}

const CALLS = ['open', 'append', 'adopt', 'reopen', 'read', 'verifyChain', 'close'] as const

/**
 * Opens or makes the log `file`. Rejects with NotOurFile where it is foreign, corrupt, or its hash chain is broken: then it
 * was left as it was. `pagesMax` bounds its size in pages of 4096 bytes, to prove what a full disk does.
 */
export async function openSqliteBallotLog({
  file,
  pagesMax = null,
  newLogId,
}: {
  readonly file: string
  readonly pagesMax?: number | null
  /** Of a file that is made; drawn if nothing is said. */
  readonly newLogId?: LogId
}): Promise<CopiedLog> {
  const worker = startWorker<BallotLogCalls>(new URL('./sqlite-ballot-log-worker.ts', import.meta.url), CALLS)
  const { call } = worker
  const opened = await call.open(file, pagesMax, newLogId).catch(async (error: unknown) => {
    await worker.stop()
    throw error
  })
  let head: LogHead = opened.head
  return {
    logId: opened.logId,
    head: () => head,
    async append(records) {
      // A copy of its own to hand over: cloning the view would send the whole buffer behind it.
      head = await call.append(records.slice())
      return head
    },
    async adopt(batches) {
      const adopted = await call.adopt(batches)
      head = adopted.head
      return adopted.taken
    },
    async reopen() {
      head = await call.reopen()
      return head
    },
    read: async (after, limit) => batchesOf(await call.read(after, limit)),
    verifyChain: call.verifyChain,
    async close() {
      try {
        await call.close()
      } finally {
        await worker.stop()
      }
    },
  }
}

function batchesOf({ records, firstSequences, counts, chainHashes }: PackedRead): readonly LogBatch[] {
  const batches: LogBatch[] = []
  let at = 0
  for (const [i, firstSequence] of firstSequences.entries()) {
    const count = counts[i]!
    const end = at + count * RECORD_BYTES
    batches.push({ firstSequence, count, records: records.subarray(at, end), chainHash: chainHashes[i]! })
    at = end
  }
  return batches
}
