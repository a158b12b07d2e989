// BallotLooks on the SQLite files of ballot logs, in a worker thread.

import type { BallotLooks } from './ballot-looks.ts'
import type { BallotLooksCalls } from './sqlite-ballot-looks-worker.ts'
import { startWorker } from './worker-shell.ts'

const CALLS = ['open', 'add', 'look', 'weigh', 'keep', 'close'] as const

/** `files`: ballot logs as they can be read at the moment, open for appending elsewhere in this process. */
export async function openSqliteBallotLooks(files: () => readonly string[]): Promise<BallotLooks> {
  const worker = startWorker<BallotLooksCalls>(
    new URL('./sqlite-ballot-looks-worker.ts', import.meta.url),
    CALLS,
  )
  const { call } = worker
  let opened = files()
  await call.open(opened).catch(async (error: unknown) => {
    await worker.stop()
    throw error
  })
  const addNew = async () => {
    const more = files().filter((file) => !opened.includes(file))
    if (more.length === 0) return
    opened = [...opened, ...more]
    await call.add(more)
  }
  return {
    async look(...asked) {
      await addNew()
      return call.look(...asked)
    },
    async weigh(...asked) {
      await addNew()
      return call.weigh(...asked)
    },
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
