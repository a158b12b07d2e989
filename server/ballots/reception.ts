// Turns one message into a packed ballot with its poll, voter, choice and times, and knows what its sender is answered.

import { admissionByTimes } from '../../shared/ballot/admission.ts'
import { INVALID_REASONS } from '../../shared/ballot/ballot.ts'
import type { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import { CHANNELS, CHOICES } from '../../shared/ballot/choices.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { choiceCodeOf, FLAG, pack } from '../storage/ballot-record.ts'
import { ballotNumber, invalidNumber, NO_POLL, type BallotAnswer } from './answer-book.ts'
import type { FirstRefusals } from './first-refusals.ts'
import type { Inbound } from './inbound.ts'
import { createMessageReader, type Invited, type ProbedAt } from './message-reading.ts'
import { carrierOrderMs } from './order-time.ts'
import type { PollRouting } from './poll-routing.ts'
import { isTransit } from './transit-times.ts'
import type { VoterKeys } from './voter-key.ts'

/** The key under which voters whose message no poll took are known. */
export const NO_POLL_KEY_ID = 'no-poll'

/** Where a record is written: `bytes` and `view` look at the same buffer. */
export interface RecordSpace {
  readonly view: DataView
  readonly bytes: Uint8Array
}

export interface Reception {
  /**
   * Packs the message at `offset` and gives the number of its answer (answer-book.ts). The hash is the first 64 bits of
   * SHA-256(channel NUL message id). Throws where the voter's key cannot be had.
   */
  receive(message: Inbound, hashHigh: number, hashLow: number, space: RecordSpace, offset: number): number
  /** From now on no receipt is stamped earlier than this (LOG3). */
  stampNoEarlierThan(atMs: number): void
}

/** Told, before it is on disk, for which unit of which period poll a message was read as a ballot. */
export type OnPeriodBallot = (message: Inbound, windowId: WindowId, unitCode: UnitCode) => void

/** The message hash of a voter's ballot that counts, or null: where it is another message's, the answer is 'repeated'. */
export type RegisteredHash = (windowNumber: number, unitCode: number, voterKey: Uint8Array) => number | null

export function createReception({
  routing,
  registeredHash,
  voterKeys,
  firstRefusals,
  invited,
  probedAt,
  onPeriodBallot = () => {},
}: {
  readonly routing: PollRouting
  readonly registeredHash: RegisteredHash
  readonly voterKeys: VoterKeys
  readonly firstRefusals: FirstRefusals
  readonly invited?: Invited
  readonly probedAt?: ProbedAt
  readonly onPeriodBallot?: OnPeriodBallot
}): Reception {
  const read = createMessageReader(routing, invited, probedAt)
  let notBeforeMs = 0
  const nobody: Uint8Array = new Uint8Array(0)
  /** One for all messages: filled and packed before the next is looked at. */
  const ballot = {
    voterKey: nobody,
    orderMs: 0,
    receivedMs: 0,
    hashHigh: 0,
    hashLow: 0,
    windowNumber: 0,
    unitCode: 0,
    choiceCode: 0,
    channelIndex: 0,
    flags: 0,
    segmentHash: 0,
  }

  const takeIdentity = (keyId: string, identity: string) => {
    ballot.voterKey = voterKeys.voterKeyOf(keyId, identity)
    ballot.segmentHash = voterKeys.segmentHashOf(keyId, identity)
  }

  const takeNobodys = (message: Inbound, reasonIndex: number, probedAtMs: number | null): number => {
    takeIdentity(NO_POLL_KEY_ID, message.identity)
    // A probe is ordered by when it was sent: what lies between is its transit, in the log for good.
    const measures = probedAtMs !== null && isTransit(ballot.receivedMs - probedAtMs)
    ballot.orderMs = measures ? probedAtMs : ballot.receivedMs
    ballot.windowNumber = 0
    ballot.unitCode = 0
    ballot.flags = measures ? FLAG.carrierTimeUsed : 0
    ballot.choiceCode = choiceCodeOf(INVALID_REASONS[reasonIndex] ?? 'MISSING_SUBJECT')
    return reasonIndex < 0 ? NO_POLL : invalidNumber(reasonIndex, false)
  }

  const take = (message: Inbound): number => {
    const reading = read(message, ballot.receivedMs)
    const { poll, reason } = reading
    const reasonIndex = reason === null ? -1 : INVALID_REASONS.indexOf(reason)
    if (poll === null) return takeNobodys(message, reasonIndex, reading.probedAtMs ?? null)

    const { window, windowNumber, slot, unitPlaces } = poll
    const { channel } = message
    const carrierMs = carrierOrderMs(
      message.carrierMs,
      ballot.receivedMs,
      window.drainMs[channel],
      window.opensAtMs,
    )
    takeIdentity(window.voterKeyId, message.identity)
    ballot.orderMs = carrierMs ?? ballot.receivedMs
    ballot.windowNumber = windowNumber
    ballot.unitCode = reading.unitCode
    ballot.flags = carrierMs === null ? 0 : FLAG.carrierTimeUsed
    if (reading.reason !== null) {
      // Who was asked and has answered is not corrected.
      const first = reading.reason !== 'REASON_GIVEN' && firstRefusals.take(windowNumber, ballot.voterKey)
      if (first) ballot.flags |= FLAG.firstRefused
      ballot.choiceCode = choiceCodeOf(reading.reason)
      return invalidNumber(reasonIndex, first)
    }

    if (window.kind === 'period') onPeriodBallot(message, window.windowId, reading.unitCode as UnitCode)
    const stale = carrierMs !== null && carrierMs < window.opensAtMs
    if (stale) ballot.flags |= FLAG.stale
    const choiceIndex = CHOICES.indexOf(reading.choice)
    // A choice is read for a unit of the poll.
    const unitPlace = unitPlaces.get(reading.unitCode)!
    ballot.choiceCode = choiceIndex
    // BAL9: who is set aside for the time being is answered as everybody else, so that nobody learns how to get round it.
    const admission = admissionByTimes(
      {
        orderMs: ballot.orderMs,
        receivedAtMs: ballot.receivedMs,
        channel,
        unitCode: ballot.unitCode,
        segmentHash: ballot.segmentHash,
        stale,
        isChoice: true,
      },
      window,
    )
    if (admission !== 'counted') {
      // A choice is never invalid.
      return ballotNumber(slot, unitPlace, admission === 'invalid' ? 'late' : admission, choiceIndex)
    }
    return ballotNumber(slot, unitPlace, answerIfCounted(window.phase), choiceIndex)
  }

  const answerIfCounted = (phase: VotingWindow['phase']): BallotAnswer => {
    // Voided before its time: its ballots are kept, but it is over (SHOW3).
    if (phase === 'shut') return 'late'
    const known = registeredHash(ballot.windowNumber, ballot.unitCode, ballot.voterKey)
    if (known === null || known === ballot.hashHigh) return 'received'
    ballot.flags |= FLAG.repeated
    return 'repeated'
  }

  return {
    receive(message, hashHigh, hashLow, { view, bytes }, offset) {
      ballot.receivedMs = Math.max(message.receivedAtMs, notBeforeMs)
      ballot.hashHigh = hashHigh
      ballot.hashLow = hashLow
      ballot.channelIndex = CHANNELS.indexOf(message.channel)
      const answer = take(message)
      pack(view, bytes, offset, ballot)
      return answer
    },
    stampNoEarlierThan(atMs) {
      notBeforeMs = Math.max(notBeforeMs, atMs)
    },
  }
}
