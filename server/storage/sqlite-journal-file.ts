// The journal's file, as its worker thread holds it: append with expected versions, read, and walk the hash chain (LOG1).

import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Recorded, Stream } from '../../shared/show/house.ts'
import type { NewEvents } from './journal.ts'
import { openOurs } from './sqlite.ts'

const NO_HASH = Buffer.alloc(32)
const COLUMNS = 'position, stream, stream_version, at_ms, command_id, actor, body, chain_hash'

interface Row {
  readonly position: number
  readonly stream: Stream
  readonly stream_version: number
  readonly at_ms: number
  readonly command_id: string
  readonly actor: string
  readonly body: string
  readonly chain_hash: Uint8Array
}

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

  const head = () => {
    const row = ready().head.get() as unknown as Row | undefined
    return row
      ? { position: row.position, chainHash: Buffer.from(row.chain_hash).toString('hex') }
      : { position: 0, chainHash: NO_HASH.toString('hex') }
  }

  return {
    head,

    append(expected: Readonly<Record<string, number>>, given: NewEvents): readonly Recorded[] | 'conflict' {
      const { begin, commit, rollback, version, insert } = ready()
      const recorded: Recorded[] = []
      begin.run()
      try {
        const versions = new Map<string, number>()
        const versionOf = (stream: string) =>
          versions.get(stream) ?? Number(version.get(stream)?.['version'] ?? 0)
        for (const [stream, at] of Object.entries(expected)) {
          if (versionOf(stream) === at) continue
          rollback.run()
          return 'conflict'
        }
        const before = head()
        let position = before.position
        let chainHash: Uint8Array = Buffer.from(before.chainHash, 'hex')
        for (const { stream, event } of given.events) {
          position += 1
          const streamVersion = versionOf(stream) + 1
          versions.set(stream, streamVersion)
          const row = {
            position,
            stream,
            stream_version: streamVersion,
            at_ms: given.atMs,
            command_id: given.commandId,
            actor: canonicalJson(given.by),
            body: canonicalJson(event),
          }
          chainHash = chainHashOf(chainHash, row)
          insert.run(
            position,
            stream,
            streamVersion,
            row.at_ms,
            row.command_id,
            row.actor,
            row.body,
            chainHash,
          )
          // As a read would give it: who folds this and who replays the file get the same value (SHOW7).
          recorded.push(toRecorded({ ...row, chain_hash: chainHash }))
        }
        commit.run()
        return recorded
      } catch (error) {
        mustReopen = true
        throw error
      }
    },

    read(after: number, limit: number): readonly Recorded[] {
      return (ready().read.all(after, limit) as unknown as Row[]).map(toRecorded)
    },

    readStream(stream: string): readonly Recorded[] {
      return (ready().readStream.all(stream) as unknown as Row[]).map(toRecorded)
    },

    ofCommand(commandId: string): readonly Recorded[] {
      return (ready().ofCommand.all(commandId) as unknown as Row[]).map(toRecorded)
    },

    verifyChain(): number | null {
      let position = 0
      let chainHash: Uint8Array = NO_HASH
      for (const row of ready().read.iterate(0, -1) as unknown as Iterable<Row>) {
        position += 1
        chainHash = chainHashOf(chainHash, row)
        if (row.position !== position || !Buffer.from(chainHash).equals(row.chain_hash)) return row.position
      }
      return null
    },

    close(): void {
      if (db.isOpen) db.close()
    },
  }
}

/** SHA-256 over the hash before and the row's columns as a JSON array. */
export function chainHashOf(before: Uint8Array, row: Omit<Row, 'chain_hash'>): Uint8Array {
  const columns = [
    ...[row.position, row.stream, row.stream_version, row.at_ms],
    ...[row.command_id, row.actor, row.body],
  ]
  return createHash('sha256').update(before).update(JSON.stringify(columns)).digest()
}

/** JSON with its keys in order, so that one value has one text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

function toRecorded(row: Row): Recorded {
  return {
    position: row.position,
    stream: row.stream,
    streamVersion: row.stream_version,
    atMs: row.at_ms,
    by: JSON.parse(row.actor) as Recorded['by'],
    commandId: row.command_id,
    event: JSON.parse(row.body) as Recorded['event'],
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
