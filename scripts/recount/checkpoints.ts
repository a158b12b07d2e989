// Holds checkpoints that somebody kept outside against the files: each must be the tree of what stands in its log today (LOG2).

import { readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { createMerkleTree, type MerkleTree } from '../../server/storage/merkle-tree.ts'
import { checkpointIn, keyNameOf, notesIn, type Checkpoint } from '../../server/checkpoints/signed-note.ts'
import { withBallotLogFile, type BatchRow } from '../../server/storage/ballot-log-reader.ts'
import { RECORD_BYTES } from '../../server/storage/ballot-record.ts'
import { chainedBytesOf, type JournalRow } from '../../server/storage/journal-row.ts'
import { withFileReadOnly } from '../../server/storage/sqlite-read-only.ts'

export interface CheckpointsChecked {
  /** Notes that are the trees of the files. */
  readonly held: number
  /** What is wrong, as Chinese sentences. */
  readonly problems: readonly string[]
}

/** `publicKey`: 32 bytes in hex, from wherever it was published. `notesFile`: notes one behind the other. */
export function checkCheckpoints(
  notesFile: string,
  publicKey: string,
  journalFile: string,
  logFiles: readonly string[],
): CheckpointsChecked {
  const notes = notesIn(readFileSync(notesFile, 'utf8'))
  const problems: string[] = notes.length === 0 ? [`${notesFile} 里没有检查点`] : []
  const byTree = new Map<string, Checkpoint[]>()
  for (const [i, note] of notes.entries()) {
    const checkpoint = checkpointIn(note, publicKey)
    if (checkpoint === null) {
      problems.push(`第${String(i + 1)}个检查点不是这把公钥签的，或被改动过`)
      continue
    }
    const tree = checkpoint.origin.slice(keyNameOf(publicKey).length + 1)
    byTree.set(tree, [...(byTree.get(tree) ?? []), checkpoint])
  }
  let held = 0
  const against = (tree: string, walk: (grow: (entry: Uint8Array) => void) => void) => {
    const found = problemsOf(tree, byTree.get(tree) ?? [], walk)
    held += found.held
    problems.push(...found.problems)
    byTree.delete(tree)
  }
  against('journal', (grow) => withFileReadOnly(journalFile, 'journal', (db) => walkJournal(db, grow)))
  for (const file of logFiles)
    withBallotLogFile(file, (db, logId) => against(`ballots/${logId}`, (grow) => walkLog(db, grow)))
  for (const [tree, missing] of byTree)
    problems.push(`${nameOf(tree)}没有给出，它的${String(missing.length)}个检查点无从核对`)
  return { held, problems }
}

function problemsOf(
  tree: string,
  checkpoints: readonly Checkpoint[],
  walk: (grow: (entry: Uint8Array) => void) => void,
): CheckpointsChecked {
  const waiting = checkpoints.toSorted((a, b) => b.size - a.size)
  const problems: string[] = []
  let held = 0
  const compare = (grown: MerkleTree) => {
    for (let next = waiting.at(-1); next?.size === grown.size(); next = waiting.at(-1)) {
      waiting.pop()
      if (Buffer.compare(next.root, grown.root()) === 0) held += 1
      else
        problems.push(`${nameOf(tree)}前${String(next.size)}条与检查点（${timeOf(next)}）不符：内容被改动过`)
    }
  }
  if (checkpoints.length > 0) {
    const grown = createMerkleTree()
    compare(grown)
    walk((entry) => {
      grown.add(entry)
      compare(grown)
    })
    const [most] = waiting
    if (most !== undefined)
      problems.push(
        `${nameOf(tree)}只有${String(grown.size())}条，检查点（${timeOf(most)}）时已有${String(most.size)}条：被截短，或退回到了从前`,
      )
  }
  return { held, problems }
}

function walkJournal(db: DatabaseSync, grow: (entry: Uint8Array) => void): void {
  const rows = db
    .prepare('SELECT * FROM event ORDER BY position')
    .iterate() as unknown as Iterable<JournalRow>
  for (const row of rows) grow(chainedBytesOf(row))
}

function walkLog(db: DatabaseSync, grow: (entry: Uint8Array) => void): void {
  const rows = db.prepare('SELECT records FROM batch ORDER BY first_sequence').iterate()
  for (const { records } of rows as unknown as Iterable<Pick<BatchRow, 'records'>>)
    for (let at = 0; at < records.byteLength; at += RECORD_BYTES)
      grow(records.subarray(at, at + RECORD_BYTES))
}

function nameOf(tree: string): string {
  return tree === 'journal' ? '流水' : `计票日志${tree.slice('ballots/'.length)}`
}

function timeOf({ lines }: Checkpoint): string {
  return lines.find((line) => line.startsWith('time '))?.slice('time '.length) ?? '时间不明'
}
