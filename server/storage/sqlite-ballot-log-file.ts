// A ballot log's SQLite file, as its worker thread holds it: append a batch durably, read batches back, walk the chain.

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { LogBatch, LogHead } from './ballot-log.ts'
import { RECORD_BYTES, RECORD_FORMAT } from './ballot-record.ts'
import { assertChain, logIdOf, walkChain, type BatchRow } from './ballot-log-reader.ts'
import { batchHash, NO_HASH, toHex } from './batch-chain.ts'
import { openOurs } from './sqlite.ts'

/** A read gives fewer batches than asked for once it holds this much. */
const READ_BYTES_MAX = 4 << 20

/** Batches on their way between threads: one buffer for all records, so that a read is one copy. */
export interface PackedRead {
  readonly records: Uint8Array
  readonly firstSequences: readonly number[]
  readonly counts: readonly number[]
  readonly chainHashes: readonly string[]
}

export type BallotLogFile = ReturnType<typeof openBallotLogFile>

/**
 * Synchronous: for a worker thread. `pagesMax` bounds the file for tests of a full disk (SQLite pages of 4096 bytes).
 * `newLogId`: of a file that is made.
 * Throws NotOurFile where the file is foreign, corrupt or its chain is broken, or the driver's error.
 */
export function openBallotLogFile(
  file: string,
  pagesMax: number | null = null,
  newLogId = randomBytes(8).toString('hex'),
) {
  let db = open(file, pagesMax, newLogId)
  let sql = prepare(db)
  const logId = logIdOf(db, file)
  let { sequence, hash } = headOf(db)
  /** Set by a failed commit: what is on disk is unknown until reopen() has looked. */
  let broken = false

  const head = (): LogHead => ({ sequence, chainHash: toHex(hash) })

  return {
    logId,
    head,

    /** Returns once the batch is on disk (WAL, synchronous FULL: the commit ends with an fsync). */
    append(records: Uint8Array): LogHead {
      if (broken) throw new Error('the ballot log failed and was not opened again')
      const count = records.byteLength / RECORD_BYTES
      if (count < 1 || !Number.isInteger(count))
        throw new RangeError('append takes whole records, at least one')
      const first = sequence + 1
      const chained = batchHash(hash, first, count, records)
      try {
        sql.insert.run(first, count, chained, records)
      } catch (error) {
        broken = true
        throw error
      }
      sequence += count
      hash = chained
      return head()
    },

    /**
     * Takes batches of another file of this log behind our head, each with its chain hash, in one commit. False: they do not
     * follow from what is here, and nothing was taken.
     */
    adopt(batches: readonly LogBatch[]): boolean {
      let [after, before] = [sequence, hash]
      const rows = batches.map(({ firstSequence, count, records, chainHash }) => {
        const chained = batchHash(before, firstSequence, count, records)
        const fits =
          firstSequence === after + 1 &&
          records.byteLength === count * RECORD_BYTES &&
          toHex(chained) === chainHash
        after += count
        before = chained
        return { fits, insert: [firstSequence, count, chained, records] as const }
      })
      if (rows.some(({ fits }) => !fits)) return false
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const { insert } of rows) sql.insert.run(...insert)
        db.exec('COMMIT')
      } catch (error) {
        broken = true
        throw error
      }
      ;[sequence, hash] = [after, before]
      return true
    },

    /**
     * After a failed append: opens the file again, writes and syncs all of its write-ahead log anew (the kernel may have
     * forgotten that a page was never written) and says what is on disk.
     */
    reopen(): LogHead {
      if (db.isOpen) db.close()
      db = open(file, pagesMax, newLogId)
      const busy = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy']
      if (busy !== 0) throw new Error(`${file}: the write-ahead log cannot be written back`)
      ;({ sequence, hash } = headOf(db))
      sql = prepare(db)
      broken = false
      return head()
    },

    read(after: number, limit: number): PackedRead {
      const rows: BatchRow[] = []
      let bytes = 0
      for (const row of sql.from.iterate(startOf(sql, after)) as unknown as Iterable<BatchRow>) {
        if (row.first_sequence + row.count - 1 <= after) continue
        rows.push(row)
        bytes += row.records.byteLength
        if (rows.length >= limit || bytes >= READ_BYTES_MAX) break
      }
      const records = new Uint8Array(bytes)
      let at = 0
      for (const row of rows) {
        records.set(row.records, at)
        at += row.records.byteLength
      }
      return {
        records,
        firstSequences: rows.map((row) => row.first_sequence),
        counts: rows.map((row) => row.count),
        chainHashes: rows.map((row) => toHex(row.chain_hash)),
      }
    },

    verifyChain: (): number | null => walkChain(db).brokenAt,

    close(): void {
      if (db.isOpen) db.close()
    },
  }
}

function open(file: string, pagesMax: number | null, newLogId: string): DatabaseSync {
  if (existsSync(file)) assertChain(file)
  const schema = readFileSync(new URL('./ballot-log-schema.sql', import.meta.url), 'utf8')
  const identity = `INSERT INTO log VALUES (1, '${newLogId}', ${RECORD_FORMAT}, ${RECORD_BYTES})`
  const db = openOurs(file, 'ballots', { schema: `${schema}; ${identity}` })
  if (pagesMax !== null) db.exec(`PRAGMA max_page_count = ${pagesMax}`)
  return db
}

/** The head as the last batch gives it; the chain up to it was walked when the file was opened. */
function headOf(db: DatabaseSync): { sequence: number; hash: Uint8Array } {
  const row = db
    .prepare('SELECT first_sequence, count, chain_hash FROM batch ORDER BY first_sequence DESC LIMIT 1')
    .get() as unknown as Omit<BatchRow, 'records'> | undefined
  return row
    ? { sequence: row.first_sequence + row.count - 1, hash: row.chain_hash }
    : { sequence: 0, hash: NO_HASH }
}

function prepare(db: DatabaseSync) {
  return {
    insert: db.prepare('INSERT INTO batch (first_sequence, count, chain_hash, records) VALUES (?, ?, ?, ?)'),
    holding: db.prepare('SELECT max(first_sequence) AS first FROM batch WHERE first_sequence <= ?'),
    from: db.prepare(
      'SELECT first_sequence, count, chain_hash, records FROM batch WHERE first_sequence >= ? ORDER BY first_sequence',
    ),
  }
}

/** The first sequence of the batch that holds `after` + 1, or of the last one before it. */
function startOf(sql: ReturnType<typeof prepare>, after: number): number {
  const row = sql.holding.get(after + 1)
  return Number(row?.['first'] ?? 0)
}
