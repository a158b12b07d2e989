// Whoever can write the files rewrites a log with its chain made whole again: a checkpoint held outside shows it (LOG2).

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMerkleTree } from '../../server/storage/merkle-tree.ts'
import { keyNameOf, signedNoteOf } from '../../server/checkpoints/signed-note.ts'
import { createSigning } from '../../server/signing.ts'
import { RECORD_BYTES } from '../../server/storage/ballot-record.ts'
import { batchHash, NO_HASH } from '../../server/storage/batch-chain.ts'
import { chainHashOf, chainedBytesOf, type JournalRow } from '../../server/storage/journal-row.ts'
import { openBallotLogFile } from '../../server/storage/sqlite-ballot-log-file.ts'
import { openJournalFile } from '../../server/storage/sqlite-journal-file.ts'
import { walkChain, withBallotLogFile } from '../../server/storage/ballot-log-reader.ts'
import { checkCheckpoints } from '../../scripts/recount/checkpoints.ts'
import { createRandom, type Random } from '../../scripts/demo/random.ts'
import { ballot, packed, T0, voterKey } from '../support/ballots.ts'

/** WENZHENG_ROUNDS asks for more; `npm run faults -- tamper` for 100,000. */
const ROUNDS = Number(process.env['WENZHENG_ROUNDS'] ?? 300)
const SEED = Number(process.env['WENZHENG_SEED'] ?? 20_261_126)
const BALLOTS = 24
const EVENTS = 10

const signing = createSigning(new Uint8Array(32).fill(5))
let folder = ''
let logId = ''
const path = (name: string) => join(folder, name)

/** In memory between the rounds: what is written into the files that are checked. */
let records: Uint8Array[] = []
let rows: JournalRow[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tampering-'))
  const log = openBallotLogFile(path('ballots.db'))
  logId = log.logId
  const all = packed(
    Array.from({ length: BALLOTS }, (_, i) => ballot({ voterKey: voterKey(i), messageHash: [i, 1] })),
  )
  for (let at = 0; at < BALLOTS; at += 8) log.append(all.slice(at * RECORD_BYTES, (at + 8) * RECORD_BYTES))
  log.close()
  records = Array.from({ length: BALLOTS }, (_, i) => all.slice(i * RECORD_BYTES, (i + 1) * RECORD_BYTES))
  const journal = openJournalFile(path('journal.db'), null)
  for (let i = 0; i < EVENTS; i += 1) {
    const event = { type: 'LogAnnounced', logId: String(i).padStart(16, '0') } as never
    journal.append(
      { logs: i },
      {
        atMs: T0 + i,
        by: { role: 'system' },
        commandId: `c${String(i)}`,
        events: [{ stream: 'logs', event }],
      },
    )
  }
  rows = [...journal.rows(0, EVENTS)]
  journal.close()
  // At rest, so that a copy is whole.
  for (const name of ['ballots.db', 'journal.db'])
    for (const end of ['-wal', '-shm']) rmSync(path(`${name}${end}`), { force: true })
  writeFileSync(
    path('held.notes'),
    [noteOf('journal', rows.map(chainedBytesOf)), noteOf(`ballots/${logId}`, records)].join(''),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function noteOf(tree: string, entries: readonly Uint8Array[]): string {
  const grown = createMerkleTree()
  for (const entry of entries) grown.add(entry)
  const origin = `${keyNameOf(signing.publicKey)}/${tree}`
  return signedNoteOf(
    { origin, size: grown.size(), root: grown.root(), lines: [`time ${new Date(T0).toISOString()}`] },
    signing,
  )
}
const check = (journal: 'journal' | 'journal-now', ballots: 'ballots' | 'ballots-now') =>
  checkCheckpoints(path('held.notes'), signing.publicKey, path(`${journal}.db`), [path(`${ballots}.db`)])

/** Nothing of it must outlast the round. */
const QUICK = 'PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN'

/** The files as somebody who can do everything would leave them: triggers gone, the chain right. */
function writeLog(entries: readonly Uint8Array[], random: Random): void {
  copyFileSync(path('ballots.db'), path('ballots-now.db'))
  const db = new DatabaseSync(path('ballots-now.db'))
  db.exec(QUICK)
  db.exec('DROP TRIGGER batch_is_never_changed; DROP TRIGGER batch_is_never_removed; DELETE FROM batch')
  const insert = db.prepare(
    'INSERT INTO batch (first_sequence, count, chain_hash, records) VALUES (?, ?, ?, ?)',
  )
  let hash: Uint8Array = NO_HASH
  for (let at = 0; at < entries.length;) {
    const count = Math.min(1 + random.below(9), entries.length - at)
    const batch = Buffer.concat(entries.slice(at, at + count))
    hash = batchHash(hash, at + 1, count, batch)
    insert.run(at + 1, count, hash, batch)
    at += count
  }
  db.exec('COMMIT')
  db.close()
}
function writeJournal(entries: readonly JournalRow[]): void {
  copyFileSync(path('journal.db'), path('journal-now.db'))
  const db = new DatabaseSync(path('journal-now.db'))
  db.exec(QUICK)
  db.exec('DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_removed; DELETE FROM event')
  const insert = db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  let hash: Uint8Array = NO_HASH
  for (const [i, row] of entries.entries()) {
    const placed = { ...row, position: i + 1, stream_version: i + 1 }
    hash = chainHashOf(hash, placed)
    insert.run(
      ...[placed.position, placed.stream, placed.stream_version, placed.at_ms],
      ...[placed.command_id, placed.actor, placed.body, hash],
    )
  }
  db.exec('COMMIT')
  db.close()
}

/** One entry changed, left out, put in, doubled or moved, or the end cut off. */
function tamperedWith<T>(entries: readonly T[], random: Random, changed: (entry: T) => T): readonly T[] {
  const at = random.below(entries.length)
  const entry = entries[at]!
  const without = entries.toSpliced(at, 1)
  const ways = [
    () => entries.with(at, changed(entry)),
    () => without,
    () => entries.toSpliced(at, 0, changed(entry)),
    // Behind the last it would only be one more.
    () => entries.toSpliced(at, 0, entries[(at + 1) % entries.length]!),
    () => entries.slice(0, at),
    () => without.toSpliced((at + 1 + random.below(without.length - 1)) % without.length, 0, entry),
  ]
  return random.pick(ways)()
}
const flipped = (random: Random) => (record: Uint8Array) => {
  const copy = record.slice()
  copy[random.below(copy.length)]! ^= 1 << random.below(8)
  return copy
}
const reworded = (random: Random) => (row: JournalRow) =>
  random.below(2) === 0
    ? { ...row, at_ms: row.at_ms + 1 + random.below(9) }
    : { ...row, body: row.body.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)) }

test(
  `[LOG2] ${String(ROUNDS)} rewritten files, each with a whole chain: every one is named by the checkpoints (seed ${String(SEED)})`,
  { timeout: 60_000 + ROUNDS * 20 },
  () => {
    const random = createRandom(SEED)
    writeLog(records, random)
    writeJournal(rows)
    expect(check('journal-now', 'ballots-now')).toEqual({ held: 2, problems: [] })
    const unnoticed: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const isLog = random.below(2) === 0
      if (isLog) writeLog(tamperedWith(records, random, flipped(random)), random)
      else writeJournal(tamperedWith(rows, random, reworded(random)))
      const { held, problems } = isLog ? check('journal', 'ballots-now') : check('journal-now', 'ballots')
      if (held !== 1 || problems.length !== 1) unnoticed.push(round)
    }
    expect(unnoticed).toEqual([])
    // The chain alone would have said nothing.
    writeLog(records.slice(1), random)
    withBallotLogFile(path('ballots-now.db'), (db) => expect(walkChain(db).brokenAt).toBeNull())
  },
)
