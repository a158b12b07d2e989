// BallotLooks on the SQLite files of ballot logs, in a worker thread.

import type { BallotLooks } from './ballot-looks.ts'
import type { BallotLooksCalls } from './sqlite-ballot-looks-worker.ts'
import { startWorker } from './worker-shell.ts'

const CALLS = ['open', 'look', 'weigh', 'keep', 'close'] as const

/** `files`: ballot logs of this data folder, open for appending elsewhere in this process. */
export async function openSqliteBallotLooks(files: readonly string[]): Promise<BallotLooks> {
  const worker = startWorker<BallotLooksCalls>(
    new URL('./sqlite-ballot-looks-worker.ts', import.meta.url),
    CALLS,
  )
  const { call } = worker
  await call.open(files).catch(async (error: unknown) => {
    await worker.stop()
    throw error
  })
  return {
    look: call.look,
    weigh: call.weigh,
    keep: call.keep,
    async close() {
      try {
        await call.close()
      } finally {
        await worker.stop()
      }
    },
  }
}
