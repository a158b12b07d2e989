// Finds from a logged ballot what its sender was answered, so that a redelivery after a restart gets the same (BAL3).

import { admissionByTimes } from '../../shared/ballot/admission.ts'
import { INVALID_REASONS, type InvalidReason } from '../../shared/ballot/ballot.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import {
  channelIndexAt,
  choiceCodeAt,
  FIRST_INVALID_CODE,
  FLAG,
  hasFlag,
  orderMsAt,
  receivedMsAt,
  segmentHashAt,
  unitCodeAt,
  VOTER_KEY_BYTES,
  windowNumberAt,
} from '../storage/ballot-record.ts'
import { ballotNumber, invalidNumber, NO_POLL } from './answer-book.ts'
import type { FirstRefusals } from './first-refusals.ts'
import type { PollRouting } from './poll-routing.ts'
import { isHeardWithoutPoll } from './message-reading.ts'

/**
 * The number of the answer, or null where its window is not known any more. A refused message takes its voter's first
 * correction along (BAL7).
 */
export function answerOfRecord(
  view: DataView,
  offset: number,
  routing: PollRouting,
  firstRefusals: FirstRefusals,
): number | null {
  const windowNumber = windowNumberAt(view, offset)
  const choiceCode = choiceCodeAt(view, offset)
  const reasonIndex = choiceCode - FIRST_INVALID_CODE
  if (windowNumber === 0) {
    const reason: InvalidReason | undefined = INVALID_REASONS[reasonIndex]
    return reason !== undefined && isHeardWithoutPoll(reason) ? invalidNumber(reasonIndex, false) : NO_POLL
  }
  if (reasonIndex >= 0) {
    const first = hasFlag(view, offset, FLAG.firstRefused)
    const voterKey = new Uint8Array(view.buffer, view.byteOffset + offset, VOTER_KEY_BYTES)
    if (first) firstRefusals.take(windowNumber, voterKey)
    return invalidNumber(reasonIndex, first)
  }
  const poll = routing.byNumber(windowNumber)
  const unitPlace = poll?.unitPlaces.get(unitCodeAt(view, offset))
  if (poll === null || unitPlace === undefined) return null
  const admission = admissionByTimes(
    {
      orderMs: orderMsAt(view, offset),
      receivedAtMs: receivedMsAt(view, offset),
      channel: CHANNELS[channelIndexAt(view, offset)]!,
      unitCode: unitCodeAt(view, offset),
      segmentHash: segmentHashAt(view, offset),
      stale: hasFlag(view, offset, FLAG.stale),
      isChoice: true,
    },
    poll.window,
  )
  const counted = hasFlag(view, offset, FLAG.repeated) ? 'repeated' : 'received'
  const kind = admission === 'counted' || admission === 'invalid' ? counted : admission
  return ballotNumber(poll.slot, unitPlace, kind, choiceCode)
}
