// LogTrees on SQLite files, in a worker thread.

import type { LogTrees } from './log-trees.ts'
import type { LogTreesCalls } from './sqlite-log-trees-worker.ts'
import { startWorker } from './worker-shell.ts'

const CALLS = [
  ...(['open', 'grow', 'heads', 'keep', 'notes', 'newest'] as const),
  ...(['heldTo', 'held', 'prune', 'close'] as const),
]

/** `file`: where the notes are kept. `journal`, `logs`: open for appending elsewhere in this process. Rejects with NotOurFile. */
export async function openSqliteLogTrees(
  file: string,
  journal: string,
  logs: readonly string[],
): Promise<LogTrees> {
  const worker = startWorker<LogTreesCalls>(new URL('./sqlite-log-trees-worker.ts', import.meta.url), CALLS)
  const { open, close, ...calls } = worker.call
  await open(file, journal, logs).catch(async (error: unknown) => {
    await worker.stop()
    throw error
  })
  return {
    ...calls,
    async close() {
      try {
        await close()
      } finally {
        await worker.stop()
      }
    },
  }
}
