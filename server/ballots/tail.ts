// Takes away from a tally what was logged behind a seal: ballots that came too late to be sealed, each set aside by itself.

import { admissionOf } from '../../shared/ballot/admission.ts'
import { CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'
import { type VotingWindow } from '../../shared/ballot/poll.ts'
import type { PollResult } from '../../shared/ballot/tally.ts'
import type { BallotLog } from '../storage/ballot-log.ts'
import {
  channelIndexAt,
  choiceCodeAt,
  FIRST_INVALID_CODE,
  FLAG,
  hasFlag,
  orderMsAt,
  receivedMsAt,
  RECORD_BYTES,
  segmentHashAt,
  unitCodeAt,
  viewOf,
  windowNumberAt,
  windowNumberOf,
} from '../storage/ballot-record.ts'

const READ_BATCHES = 256

/**
 * `result` is the tally up to `watermark`; what comes back is the tally up to `upTo`. A receipt behind the seal is later
 * than close and drain, so such a ballot is early, late, stale or invalid. One that would be counted stays in: then the
 * recount differs, and a person looks (LOG3).
 */
export async function subtractTail(
  result: PollResult,
  window: VotingWindow,
  log: BallotLog,
  upTo: number,
  watermark: number,
): Promise<PollResult> {
  const channels = new Map(result.channels.map((count) => [count.channel, { ...count }]))
  const windowNumber = windowNumberOf(window.windowId)
  const takeAway = (view: DataView, at: number) => {
    if (windowNumberAt(view, at) !== windowNumber) return
    const channel: PollChannel = CHANNELS[channelIndexAt(view, at)]!
    const admission = admissionOf(
      {
        orderMs: orderMsAt(view, at),
        receivedAtMs: receivedMsAt(view, at),
        channel,
        unitCode: unitCodeAt(view, at),
        segmentHash: segmentHashAt(view, at),
        stale: hasFlag(view, at, FLAG.stale),
        isChoice: choiceCodeAt(view, at) < FIRST_INVALID_CODE,
      },
      window,
    )
    const count = channels.get(channel)
    if (count !== undefined && admission !== 'counted') count[admission] -= 1
  }
  for (let after = upTo; after < watermark;) {
    const batches = await log.read(after, READ_BATCHES)
    if (batches.length === 0) break
    for (const { firstSequence, count, records } of batches) {
      const view = viewOf(records)
      for (let i = Math.max(0, upTo + 1 - firstSequence); i < count; i++) {
        if (firstSequence + i <= watermark) takeAway(view, i * RECORD_BYTES)
      }
      after = firstSequence + count - 1
    }
  }
  return { kind: 'citizens', channels: [...channels.values()] }
}
