// Sealed polls from the SQLite files of ballot logs, each time in a thread of its own that ends with it.

import type { CountBySql, RowsOfPolls } from './sealed-polls.ts'
import type { SealedPollsCalls } from './sqlite-sealed-polls-worker.ts'
import { startWorker } from './worker-shell.ts'

/** `files`: the ballot logs that can be read at the moment. */
export function sealedPollsOf(files: () => readonly string[]): {
  readonly countBySql: CountBySql
  readonly rowsOf: RowsOfPolls
} {
  return {
    countBySql: (polls) => inThread((call) => call.countFilesBySql(files(), polls)),
    rowsOf: (polls) => inThread((call) => call.rowsOfFiles(files(), polls)),
  }
}

async function inThread<T>(
  ask: (call: ReturnType<typeof startWorker<SealedPollsCalls>>['call']) => Promise<T>,
): Promise<T> {
  const worker = startWorker<SealedPollsCalls>(new URL('./sqlite-sealed-polls-worker.ts', import.meta.url), [
    'countFilesBySql',
    'rowsOfFiles',
  ])
  try {
    return await ask(worker.call)
  } finally {
    await worker.stop()
  }
}
