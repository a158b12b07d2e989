// Recounts a poll in a thread of its own, ended with it: the second tally that a result must equal (LOG3).

import type { LogId } from '../../shared/basics/ids.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { PollCount, SealedTally } from '../../shared/ballot/tally.ts'
import type { RecountCalls } from './sqlite-recount-worker.ts'
import { startWorker } from './worker-shell.ts'

/**
 * Counts `window` anew up to the seals from `files`, the ballot logs of this data folder. Rejects with an error that says
 * what differs where a log is missing, broken or not as it was sealed.
 */
export async function recountSqliteLogs(
  files: readonly string[],
  window: VotingWindow,
  seals: Readonly<Record<LogId, SealedTally>>,
): Promise<PollCount> {
  const worker = startWorker<RecountCalls>(new URL('./sqlite-recount-worker.ts', import.meta.url), [
    'recount',
  ])
  try {
    return await worker.call.recount(files, window, seals)
  } finally {
    await worker.stop()
  }
}
