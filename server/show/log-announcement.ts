// Names this process's ballot log in the journal, before its first ballot (LOG3).

import type { BallotLog } from '../storage/ballot-log.ts'
import type { Runner } from './runner.ts'

/** Without it nothing could be frozen. Stops the runner and rejects where it cannot be written. */
export async function announceLog(runner: Runner, logId: BallotLog['logId']): Promise<void> {
  const who = { commandId: `announce-${logId}`, by: { role: 'system' } } as const
  const answer = await runner.run({ type: 'AnnounceLog', logId }, who)
  if (answer.ok) return
  await runner.stop()
  throw new Error(`the ballot log could not be announced: ${answer.refusals[0]?.code ?? ''}`)
}
