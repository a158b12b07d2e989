// Reads a ballot log's file without changing it: what a recount, and the check before opening, need.

import type { DatabaseSync } from 'node:sqlite'
import type { LogId } from '../../shared/basics/ids.ts'
import { RECORD_BYTES, RECORD_FORMAT } from './ballot-record.ts'
import { batchHash, NO_HASH } from './batch-chain.ts'
import { NotOurFile } from './sqlite.ts'
import { withFileReadOnly } from './sqlite-read-only.ts'

export interface BatchRow {
  readonly first_sequence: number
  readonly count: number
  readonly chain_hash: Uint8Array
  readonly records: Uint8Array
}

/** Opens the ballot log `file` read-only for as long as `work` takes. Throws NotOurFile where it is none of ours. */
export function withBallotLogFile<T>(file: string, work: (db: DatabaseSync, logId: LogId) => T): T {
  return withFileReadOnly(file, 'ballots', (db) => work(db, logIdOf(db, file)))
}

/**
 * Walks the batches up to `upTo` (a sequence; default all), each once its hash is found to fit. `brokenAt`: the first
 * sequence of the batch that does not fit, or null; `sequence` and `hash` are of the last batch that did.
 */
export function walkChain(db: DatabaseSync, each: (row: BatchRow) => void = () => {}, upTo = Infinity) {
  let sequence = 0
  let hash: Uint8Array = NO_HASH
  const rows = db
    .prepare('SELECT first_sequence, count, chain_hash, records FROM batch ORDER BY first_sequence')
    .iterate() as unknown as Iterable<BatchRow>
  for (const row of rows) {
    if (row.first_sequence > upTo) break
    const chained = batchHash(hash, row.first_sequence, row.count, row.records)
    const fits =
      row.first_sequence === sequence + 1 &&
      row.records.byteLength === row.count * RECORD_BYTES &&
      Buffer.compare(chained, row.chain_hash) === 0
    if (!fits) return { sequence, hash, brokenAt: row.first_sequence }
    each(row)
    sequence += row.count
    hash = chained
  }
  return { sequence, hash, brokenAt: null }
}

/** Throws NotOurFile where the chain of the log is broken; the file is left as it was. */
export function assertChain(file: string): void {
  const { brokenAt } = withBallotLogFile(file, (db) => walkChain(db))
  if (brokenAt !== null) throw new NotOurFile(file, `the hash chain is broken at ballot ${brokenAt}`)
}

/** The id a log file was given when it was made. Throws NotOurFile for another record format. */
export function logIdOf(db: DatabaseSync, file: string): LogId {
  const row = db.prepare('SELECT log_id, record_format, record_bytes FROM log').get()
  if (row === undefined) throw new NotOurFile(file, 'the ballot log does not say which it is')
  if (row['record_format'] !== RECORD_FORMAT || row['record_bytes'] !== RECORD_BYTES) {
    throw new NotOurFile(file, `ballots of format ${String(row['record_format'])}, not ${RECORD_FORMAT}`)
  }
  const logId = String(row['log_id'])
  // By hand and not by zod: the worker threads that read logs do without it, which keeps them small.
  if (!/^[0-9a-f]{16}$/.test(logId)) throw new NotOurFile(file, 'the id of the ballot log is not in its form')
  return logId as LogId
}
