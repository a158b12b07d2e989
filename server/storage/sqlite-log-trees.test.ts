// Trees over the files of a journal and of ballot logs: they grow with them, go on after a restart, and notice another log.

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ballot, packed, T0, voterKey } from '../../tests/support/ballots.ts'
import { createMerkleTree } from './merkle-tree.ts'
import { RECORD_BYTES } from './ballot-record.ts'
import { chainedBytesOf } from './journal-row.ts'
import { openBallotLogFile } from './sqlite-ballot-log-file.ts'
import { openJournalFile } from './sqlite-journal-file.ts'
import { openLogTreesFile } from './sqlite-log-trees-file.ts'
import { openSqliteLogTrees } from './sqlite-log-trees.ts'

let folder = ''
const path = (name: string) => join(folder, name)
const open = () => openLogTreesFile(path('checkpoints.db'), path('journal.db'), [path('ballots.db')])
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

let journal: ReturnType<typeof openJournalFile>
let log: ReturnType<typeof openBallotLogFile>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-trees-'))
  journal = openJournalFile(path('journal.db'), null)
  log = openBallotLogFile(path('ballots.db'))
})
afterEach(() => {
  journal.close()
  log.close()
  rmSync(folder, { recursive: true, force: true })
})

const cast = (from: number, count: number) => {
  const records = packed(
    Array.from({ length: count }, (_, i) =>
      ballot({ voterKey: voterKey(from + i), messageHash: [from + i, 1] }),
    ),
  )
  log.append(records)
  return records
}
const announce = (logId: string) => {
  const stream = 'logs' as const
  const event = { type: 'LogAnnounced', logId } as never
  const head = journal.head()
  journal.append(
    { [stream]: head.position },
    { atMs: T0, by: { role: 'system' }, commandId: `c-${logId}`, events: [{ stream, event }] },
  )
}
const rootOf = (entries: readonly Uint8Array[]) => {
  const tree = createMerkleTree()
  for (const entry of entries) tree.add(entry)
  return hex(tree.root())
}
const recordsIn = (...batches: readonly Uint8Array[]) =>
  batches.flatMap((records) =>
    Array.from({ length: records.byteLength / RECORD_BYTES }, (_, i) =>
      records.slice(i * RECORD_BYTES, (i + 1) * RECORD_BYTES),
    ),
  )

test('[LOG2] ballots and events are the leaves; a tree goes on after a restart where it was', () => {
  const first = cast(1, 7)
  announce('0123456789abcdef')
  const before = open()
  while (before.grow());
  const [events, ballots] = before.heads()
  expect(ballots).toMatchObject({ tree: `ballots/${log.logId}`, size: 7, isChanged: false })
  expect(hex(ballots!.root)).toBe(rootOf(recordsIn(first)))
  expect(hex(events!.root)).toBe(rootOf(journal.rows(0, 10).map(chainedBytesOf)))
  before.keep([])
  before.close()

  const second = cast(8, 5)
  const after = open()
  expect(after.heads()[1]!.size).toBe(7)
  while (after.grow());
  expect(hex(after.heads()[1]!.root)).toBe(rootOf(recordsIn(first, second)))
  expect(after.heads()[0]).toMatchObject({ tree: 'journal', size: 1 })
  after.close()
})

test('[LOG2] a log that was cut, rolled back or written anew is noticed, and its tree grows no more', () => {
  cast(1, 3)
  const early = path('early.db')
  new DatabaseSync(path('ballots.db')).exec(`VACUUM INTO '${early}'`)
  cast(4, 3)
  const trees = open()
  while (trees.grow());
  trees.keep([])
  trees.close()
  log.close()
  for (const end of ['', '-wal', '-shm']) rmSync(`${path('ballots.db')}${end}`, { force: true })
  copyFileSync(early, path('ballots.db'))

  const rolledBack = open()
  expect(rolledBack.heads().map(({ isChanged }) => isChanged)).toEqual([false, true])
  rolledBack.close()
  // As long as before, with other ballots behind the cut.
  log = openBallotLogFile(path('ballots.db'))
  cast(40, 3)
  const other = open()
  while (other.grow());
  expect(other.heads()[1]).toMatchObject({ size: 6, isChanged: true })
  other.keep([])
  other.close()
})

test('[LOG2] notes are kept in their order, timed ones for a while, and each holder is known by what it has', async () => {
  const trees = await openSqliteLogTrees(path('checkpoints.db'), path('journal.db'), [path('ballots.db')])
  const note = (tree: string, size: number, atMs: number, timed: boolean) => ({
    ...{ tree, size, atMs, timed },
    note: `${tree} ${String(size)}`,
  })
  await trees.keep([
    note('journal', 1, 10, false),
    note('journal', 2, 20, true),
    note('journal', 3, 30, true),
  ])
  expect((await trees.notes(1, 5)).map(({ id, size }) => [id, size])).toEqual([
    [2, 2],
    [3, 3],
  ])
  await trees.held('a', 2)
  await trees.held('a', 1)
  expect(await trees.heldTo()).toEqual(new Map([['a', 2]]))
  await trees.prune(100)
  expect((await trees.notes(0, 5)).map(({ size }) => size)).toEqual([1, 3])
  expect(await trees.newest()).toEqual([{ id: 3, tree: 'journal', size: 3, atMs: 30, note: 'journal 3' }])
  await trees.close()
})
