// When this process last wrote anything: its clock is never before that (SAFE5).

import type { BallotLog } from './storage/ballot-log.ts'
import { RECORD_BYTES, receivedMsAt, viewOf } from './storage/ballot-record.ts'
import type { Journal } from './storage/journal.ts'

/** Milliseconds since 1970 of the last event or the last ballot's receipt, whichever is later; 0: there is none. */
export async function lastRecordMsOf(
  journal: Pick<Journal, 'head' | 'read'>,
  log: Pick<BallotLog, 'head' | 'read'>,
): Promise<number> {
  const { position } = await journal.head()
  const event = position === 0 ? undefined : (await journal.read(position - 1, 1))[0]
  const { sequence } = log.head()
  const batch = sequence === 0 ? undefined : (await log.read(sequence - 1, 1)).at(-1)
  const receivedMs =
    batch === undefined ? 0 : receivedMsAt(viewOf(batch.records), (batch.count - 1) * RECORD_BYTES)
  return Math.max(event?.atMs ?? 0, receivedMs)
}
