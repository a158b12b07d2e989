// A recount straight from a log's batches, for planes that run on a log in memory.

import type { LogId } from '../../shared/basics/ids.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { PollCount, SealedTally } from '../../shared/ballot/tally.ts'
import type { BallotLog } from '../../server/storage/ballot-log.ts'
import { RECORD_BYTES, unpack, viewOf } from '../../server/storage/ballot-record.ts'
import { createRecount } from '../../server/storage/recount-tally.ts'

export async function recountBatches(
  log: BallotLog,
  window: VotingWindow,
  seals: Readonly<Record<LogId, SealedTally>>,
): Promise<PollCount> {
  const recount = createRecount(window)
  const upTo = seals[log.logId]?.sequence ?? 0
  for (const { firstSequence, records } of await log.read(0, Infinity)) {
    if (firstSequence > upTo) break
    const view = viewOf(records)
    for (let at = 0; at < view.byteLength; at += RECORD_BYTES) recount.add(unpack(view, at))
  }
  return recount.result()
}
