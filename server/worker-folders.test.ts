import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { moveIntoFirstWorker, workerFoldersOf } from './worker-folders.ts'

const roots: string[] = []
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})
function given(...folders: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'workers-'))
  roots.push(root)
  for (const folder of folders) mkdirSync(join(root, folder))
  return root
}

test('[LOG3] of several processes the first opens the folders that are no longer anybody’s', () => {
  const root = given('worker-1', 'worker-2', 'worker-3', 'worker-10', 'worker-x', 'evidence')
  expect(workerFoldersOf(root, 1, 2)).toEqual({
    root,
    own: join(root, 'worker-1'),
    orphans: [join(root, 'worker-3'), join(root, 'worker-10')],
  })
  expect(workerFoldersOf(root, 2, 2).orphans).toEqual([])
})

test('[LOG3] one process alone works in DATA_DIR and opens all folders of workers', () => {
  const root = given('worker-2')
  expect(workerFoldersOf(root, null, 1)).toEqual({ root, own: root, orphans: [join(root, 'worker-2')] })
  expect(workerFoldersOf(join(root, 'none yet'), null, 1).orphans).toEqual([])
})

test('[LOG3] what one process alone wrote between two runs of workers is opened by the first of them', () => {
  const root = given('worker-1', 'worker-2')
  for (const name of ['journal.db', 'ballots.db']) writeFileSync(join(root, name), name)
  // It moves into a first worker that has nothing.
  expect(workerFoldersOf(root, 1, 2).orphans).toEqual([])
  writeFileSync(join(root, 'worker-1', 'journal.db'), 'its own')
  expect(workerFoldersOf(root, 1, 2).orphans).toEqual([root])
  expect(workerFoldersOf(root, 2, 2).orphans).toEqual([])
})

test('[LOG1] what one process left becomes the first worker’s, once', () => {
  const root = given()
  for (const name of ['journal.db', 'ballots.db', 'ballots.db-wal', 'vault.db', 'private.db', 'secrets.json'])
    writeFileSync(join(root, name), name)
  moveIntoFirstWorker(root)
  expect(readFileSync(join(root, 'worker-1', 'ballots.db-wal'), 'utf8')).toBe('ballots.db-wal')
  expect(existsSync(join(root, 'journal.db'))).toBe(false)
  // Another journal in its place is not ours to lay over the first.
  writeFileSync(join(root, 'journal.db'), 'another')
  moveIntoFirstWorker(root)
  expect(readFileSync(join(root, 'worker-1', 'journal.db'), 'utf8')).toBe('journal.db')
})
