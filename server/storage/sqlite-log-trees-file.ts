// The trees over the logs, read on read-only connections of their own, and the file of their notes (LOG2).

import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { treeFrom, type MerkleTree } from './merkle-tree.ts'
import { logIdOf } from './ballot-log-reader.ts'
import { RECORD_BYTES } from './ballot-record.ts'
import { NO_HASH } from './batch-chain.ts'
import { chainedBytesOf, type JournalRow } from './journal-row.ts'
import type { KeptNote, NewNote, TreeHead } from './log-trees.ts'
import { openOurs } from './sqlite.ts'

/** Entries read in one slice: some 50 ms. */
const SLICE = 20_000

/** A log as a tree reads it. */
interface Source {
  readonly tree: string
  readonly db: DatabaseSync
  /** What stands behind entry `size`, a row at a time, each with its entries and the chain hash behind them. */
  behind(size: number): Iterable<{ readonly entries: readonly Uint8Array[]; readonly hash: Uint8Array }>
  /** The log's chain hash at `size`; null: it holds no row that ends there. */
  hashAt(size: number): Uint8Array | null
}

interface Grown {
  readonly source: Source
  readonly tree: MerkleTree
  lastHash: Uint8Array
  readonly isChanged: boolean
}

/** Synchronous: for a worker thread. `journal`, `logs`: files that are open elsewhere and appended to meanwhile. */
export function openLogTreesFile(file: string, journal: string, logs: readonly string[]) {
  const db = openOurs(file, 'checkpoints', {
    schema: readFileSync(new URL('./checkpoints-schema.sql', import.meta.url), 'utf8'),
  })
  const grown = [journalSource(journal), ...logs.map(logSource)].map((source): Grown => {
    const row = db.prepare('SELECT size, peaks, last_hash FROM tree WHERE name = ?').get(source.tree)
    if (row === undefined)
      return { source, tree: treeFrom(0, NO_HASH.slice(0, 0)), lastHash: NO_HASH, isChanged: false }
    const size = Number(row['size'])
    const lastHash = row['last_hash'] as Uint8Array
    const found = source.hashAt(size)
    const isChanged = found === null || Buffer.compare(found, lastHash) !== 0
    return { source, tree: treeFrom(size, row['peaks'] as Uint8Array), lastHash, isChanged }
  })
  const inTransaction = (work: () => void) => {
    db.exec('BEGIN IMMEDIATE')
    try {
      work()
      db.exec('COMMIT')
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  }
  const notesOf = (rows: readonly Record<string, unknown>[]): readonly KeptNote[] =>
    rows.map((row) => ({
      id: Number(row['id']),
      tree: String(row['tree']),
      size: Number(row['size']),
      atMs: Number(row['at_ms']),
      note: String(row['note']),
    }))

  return {
    grow(): boolean {
      let left = SLICE
      for (const each of grown) {
        if (each.isChanged) continue
        for (const { entries, hash } of each.source.behind(each.tree.size())) {
          for (const entry of entries) each.tree.add(entry)
          each.lastHash = hash
          left -= entries.length
          if (left <= 0) return true
        }
      }
      return false
    },

    heads: (): readonly TreeHead[] =>
      grown.map(({ source, tree, isChanged }) => ({
        ...{ tree: source.tree, size: tree.size(), root: tree.root(), isChanged },
      })),

    keep(notes: readonly NewNote[]): void {
      const insert = db.prepare('INSERT INTO note (tree, size, at_ms, timed, note) VALUES (?, ?, ?, ?, ?)')
      const grow = db.prepare(
        `INSERT INTO tree (name, size, peaks, last_hash) VALUES (?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET size = excluded.size, peaks = excluded.peaks, last_hash = excluded.last_hash`,
      )
      inTransaction(() => {
        for (const { tree, size, atMs, timed, note } of notes)
          insert.run(tree, size, atMs, timed ? 1 : 0, note)
        for (const { source, tree, lastHash, isChanged } of grown)
          if (!isChanged) grow.run(source.tree, tree.size(), tree.peaks(), lastHash)
      })
    },

    notes: (after: number, limit: number): readonly KeptNote[] =>
      notesOf(db.prepare('SELECT * FROM note WHERE id > ? ORDER BY id LIMIT ?').all(after, limit)),

    newest: (): readonly KeptNote[] =>
      notesOf(
        db
          .prepare('SELECT * FROM note WHERE id IN (SELECT max(id) FROM note GROUP BY tree) ORDER BY tree')
          .all(),
      ),

    heldTo: (): ReadonlyMap<string, number> =>
      new Map(
        db
          .prepare('SELECT name, held_to FROM holder')
          .all()
          .map((row) => [String(row['name']), Number(row['held_to'])]),
      ),

    held(holder: string, id: number): void {
      db.prepare(
        `INSERT INTO holder (name, held_to) VALUES (?, ?)
         ON CONFLICT (name) DO UPDATE SET held_to = max(held_to, excluded.held_to)`,
      ).run(holder, id)
    },

    prune(beforeMs: number): void {
      db.prepare(
        `DELETE FROM note WHERE timed = 1 AND at_ms < ? AND id NOT IN (SELECT max(id) FROM note GROUP BY tree)`,
      ).run(beforeMs)
    },

    close(): void {
      for (const { source } of grown) if (source.db.isOpen) source.db.close()
      if (db.isOpen) db.close()
    },
  }
}

/** Its entries are its rows as they are chained (journal-row.ts). */
function journalSource(file: string): Source {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 2_000 })
  const behind = db.prepare('SELECT * FROM event WHERE position > ? ORDER BY position')
  const at = db.prepare('SELECT chain_hash FROM event WHERE position = ?')
  return {
    tree: 'journal',
    db,
    *behind(size) {
      for (const row of behind.iterate(size) as unknown as Iterable<JournalRow>)
        yield { entries: [chainedBytesOf(row)], hash: row.chain_hash }
    },
    hashAt: (size) => hashIn(size, at.get(size)),
  }
}

interface BatchRow {
  readonly chain_hash: Uint8Array
  readonly records: Uint8Array
}

/** Its entries are its packed records of RECORD_BYTES. */
function logSource(file: string): Source {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 2_000 })
  const behind = db.prepare(
    'SELECT chain_hash, records FROM batch WHERE first_sequence > ? ORDER BY first_sequence',
  )
  const at = db.prepare('SELECT chain_hash FROM batch WHERE first_sequence + count - 1 = ?')
  return {
    tree: `ballots/${logIdOf(db, file)}`,
    db,
    *behind(size) {
      for (const { records, chain_hash: hash } of behind.iterate(size) as unknown as Iterable<BatchRow>) {
        const entries: Uint8Array[] = []
        for (let from = 0; from < records.byteLength; from += RECORD_BYTES)
          entries.push(records.subarray(from, from + RECORD_BYTES))
        yield { entries, hash }
      }
    },
    hashAt: (size) => hashIn(size, at.get(size)),
  }
}

function hashIn(size: number, row: Record<string, unknown> | undefined): Uint8Array | null {
  if (size === 0) return NO_HASH
  return row === undefined ? null : (row['chain_hash'] as Uint8Array)
}
