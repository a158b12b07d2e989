// The journal's file, as its worker thread holds it: append with expected versions, read, and walk the hash chain (LOG1).

import type { DatabaseSync } from 'node:sqlite'
import type { Recorded } from '../../shared/show/house.ts'
import type { NewEvents } from './journal.ts'
import { firstMisfit, NO_HASH, recordedOf, rowsOf, type JournalHead, type JournalRow } from './journal-row.ts'
import { openOurs } from './sqlite.ts'

const COLUMNS = 'position, stream, stream_version, at_ms, command_id, actor, body, chain_hash'

export type JournalFile = ReturnType<typeof openJournalFile>

/** Synchronous: for a worker thread. Throws NotOurFile, or the driver's error. */
export function openJournalFile(file: string, pagesMax: number | null) {
  const open = () => {
    const opened = openOurs(file, 'journal')
    if (pagesMax !== null) opened.exec(`PRAGMA max_page_count = ${String(pagesMax)}`)
    return opened
  }
  let db = open()
  let sql = prepare(db)
  let mustReopen = false

  /**
   * After a failed commit it is unknown what is on disk, and the kernel may have forgotten that a page was not written.
   * So the file is opened again, and all of the write-ahead log is written and synced anew before it is believed.
   */
  const ready = () => {
    if (!mustReopen) return sql
    if (db.isOpen) db.close()
    db = open()
    const busy = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy']
    if (busy !== 0) throw new Error(`${file}: the write-ahead log cannot be written back`)
    sql = prepare(db)
    mustReopen = false
    return sql
  }

  const ranAfter = (commandId: string, position: number) =>
    (ready().ofCommand.all(commandId) as unknown as JournalRow[]).some((row) => row.position > position)
  const rowHead = (): JournalHead => {
    const row = ready().head.get() as unknown as JournalRow | undefined
    return row ? { position: row.position, chainHash: row.chain_hash } : { position: 0, chainHash: NO_HASH }
  }
  const versionOf = (stream: string) => Number(ready().version.get(stream)?.['version'] ?? 0)

  const write = (rows: readonly JournalRow[]) => {
    const { insert } = ready()
    for (const row of rows) {
      insert.run(
        ...[row.position, row.stream, row.stream_version, row.at_ms],
        ...[row.command_id, row.actor, row.body, row.chain_hash],
      )
    }
  }
  /** All or nothing; false: `work` wrote nothing and said no. */
  const inTransaction = (work: () => boolean): boolean => {
    const { begin, commit, rollback } = ready()
    begin.run()
    try {
      const wrote = work()
      ;(wrote ? commit : rollback).run()
      return wrote
    } catch (error) {
      mustReopen = true
      throw error
    }
  }

  return {
    head() {
      const { position, chainHash } = rowHead()
      return { position, chainHash: Buffer.from(chainHash).toString('hex') }
    },

    append(expected: Readonly<Record<string, number>>, given: NewEvents): readonly Recorded[] | 'conflict' {
      let rows: readonly JournalRow[] = []
      const wrote = inTransaction(() => {
        if (Object.entries(expected).some(([stream, at]) => versionOf(stream) !== at)) return false
        if (given.decidedAt !== undefined && ranAfter(given.commandId, given.decidedAt)) return false
        rows = rowsOf(given, rowHead(), versionOf)
        write(rows)
        return true
      })
      // As a read would give it: who folds this and who replays the file get the same value (SHOW7).
      return wrote ? rows.map(recordedOf) : 'conflict'
    },

    /** What `append` would write, where nobody else writes before it is adopted. */
    draft: (given: NewEvents): readonly JournalRow[] => rowsOf(given, rowHead(), versionOf),

    /** Takes rows another journal holds behind our head. False: they do not follow from it, and nothing was written. */
    adopt: (rows: readonly JournalRow[]): boolean =>
      inTransaction(() => {
        if (firstMisfit(rowHead(), rows) !== null) return false
        write(rows)
        return true
      }),

    rows: (after: number, limit: number): readonly JournalRow[] =>
      ready().read.all(after, limit) as unknown as JournalRow[],

    read(after: number, limit: number): readonly Recorded[] {
      return (ready().read.all(after, limit) as unknown as JournalRow[]).map(recordedOf)
    },

    readStream(stream: string): readonly Recorded[] {
      return (ready().readStream.all(stream) as unknown as JournalRow[]).map(recordedOf)
    },

    ofCommand(commandId: string): readonly Recorded[] {
      return (ready().ofCommand.all(commandId) as unknown as JournalRow[]).map(recordedOf)
    },

    verifyChain(): number | null {
      let before: JournalHead = { position: 0, chainHash: NO_HASH }
      for (const row of ready().read.iterate(0, -1) as unknown as Iterable<JournalRow>) {
        if (firstMisfit(before, [row]) !== null) return row.position
        before = { position: row.position, chainHash: row.chain_hash }
      }
      return null
    },

    close(): void {
      if (db.isOpen) db.close()
    },
  }
}

function prepare(db: DatabaseSync) {
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    version: db.prepare('SELECT max(stream_version) AS version FROM event WHERE stream = ?'),
    insert: db.prepare(`INSERT INTO event (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    head: db.prepare(`SELECT ${COLUMNS} FROM event ORDER BY position DESC LIMIT 1`),
    read: db.prepare(`SELECT ${COLUMNS} FROM event WHERE position > ? ORDER BY position LIMIT ?`),
    readStream: db.prepare(`SELECT ${COLUMNS} FROM event WHERE stream = ? ORDER BY stream_version`),
    ofCommand: db.prepare(`SELECT ${COLUMNS} FROM event WHERE command_id = ? ORDER BY position`),
  }
}
