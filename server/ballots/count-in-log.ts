// How many messages of a window lie in one log as far as it can be read here: what is known of a log that sends no seal (LOG3).

import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import type { BallotLogs } from '../storage/ballot-logs.ts'
import { RECORD_BYTES, viewOf, windowNumberAt, windowNumberOf } from '../storage/ballot-record.ts'

/** So many batches are looked through at a time, so that no screen waits. */
const READ_BATCHES = 64

/** Whatever became of each message. Null: neither the log nor a copy is here. Work: O(messages of the log). */
export async function countInLog(
  windowId: WindowId,
  logId: LogId,
  logs: Pick<BallotLogs, 'known'>,
): Promise<number | null> {
  const log = logs.known().find((each) => each.logId === logId)
  if (log === undefined) return null
  const windowNumber = windowNumberOf(windowId)
  let found = 0
  for (let after = 0; ;) {
    const batches = await log.read(after, READ_BATCHES)
    if (batches.length === 0) return found
    for (const { firstSequence, count, records } of batches) {
      const view = viewOf(records)
      for (let i = 0; i < count; i++) if (windowNumberAt(view, i * RECORD_BYTES) === windowNumber) found += 1
      after = firstSequence + count - 1
    }
  }
}
