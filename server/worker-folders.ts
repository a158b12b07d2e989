// Which folder is whose where several processes work on one machine: DATA_DIR/worker-1, worker-2 …; without WORKERS it is DATA_DIR itself.

import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { filesOf } from './data-dir.ts'

export interface WorkerFolders {
  /** DATA_DIR: what is everybody's. */
  readonly root: string
  /** This process's own, locked by it. */
  readonly own: string
  /** Of processes that are no more: their ballots count, so this process opens their logs and seals them (LOG3). */
  readonly orphans: readonly string[]
}

/** `worker`: which of `workers` this process is, from 1; null: it is not one of several started together. */
export function workerFoldersOf(root: string, worker: number | null, workers: number): WorkerFolders {
  const there = existsSync(root) ? readdirSync(root) : []
  const numbers = there.flatMap((name) => {
    const number = /^worker-([1-9]\d{0,3})$/.exec(name)?.[1]
    return number === undefined ? [] : [Number(number)]
  })
  // One process opens them all; the others' places are taken.
  const orphans = worker === null ? numbers : worker === 1 ? numbers.filter((number) => number > workers) : []
  const isRootLeft = worker === 1 && existsSync(filesOf(root).ballots) && !movesIntoFirstWorker(root)
  return {
    root,
    own: worker === null ? root : folderOf(root, worker),
    orphans: [
      ...(isRootLeft ? [root] : []),
      ...orphans.toSorted((a, b) => a - b).map((number) => folderOf(root, number)),
    ],
  }
}

/** The first worker has a journal of its own where one process worked alone between two runs of several. */
function movesIntoFirstWorker(root: string): boolean {
  return existsSync(filesOf(root).journal) && !existsSync(filesOf(folderOf(root, 1)).journal)
}

/**
 * What one process left in DATA_DIR becomes the first worker's, so that going from one to several loses nothing. The caller
 * holds the lock of DATA_DIR.
 */
export function moveIntoFirstWorker(root: string): void {
  const first = folderOf(root, 1)
  const from = filesOf(root)
  if (!movesIntoFirstWorker(root)) return
  mkdirSync(first, { recursive: true, mode: 0o700 })
  // The journal last: as long as it is here, what is left is moved at the next start.
  for (const name of ['secrets', 'vault', 'private', 'checkpoints', 'ballots', 'journal'] as const) {
    for (const end of ['-wal', '-shm', '']) {
      const file = `${from[name]}${end}`
      if (existsSync(file)) renameSync(file, `${filesOf(first)[name]}${end}`)
    }
  }
}

const folderOf = (root: string, number: number) => join(root, `worker-${String(number)}`)
