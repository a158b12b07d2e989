// One ballot as it is logged, and the order that decides which of a voter's ballots counts (BAL2).

import type { UnitCode, WindowId } from '../basics/ids.ts'
import { CHANNELS, CHOICES } from './choices.ts'
import type { Choice, PollChannel } from './poll.ts'

/** Why a message is no ballot. Appended to only: the position is the number kept in the log (16 + index). */
export const INVALID_REASONS = [
  'EMPTY',
  'TOO_LONG',
  'OPT_OUT',
  'HELP',
  'QUESTION',
  'NEGATION',
  'AMBIGUOUS_OPTION',
  'AMBIGUOUS_SUBJECT',
  'MISSING_OPTION',
  'MISSING_SUBJECT',
  'UNKNOWN_OPTION',
  'UNKNOWN_SUBJECT',
  'SUBJECT_CLOSED',
  'FREE_TEXT',
  'UNRECOGNISED',
  /** Valid text, but the poll does not run on this channel. */
  'CHANNEL_NOT_OFFERED',
  /** The answer to 请回复原因 after 不满意. */
  'REASON_GIVEN',
  /** A probe of ours: it measures how long its channel takes, and is nobody's ballot (POLL2). */
  'PROBE',
] as const
export type InvalidReason = (typeof INVALID_REASONS)[number]

export interface Ballot {
  /** Null: no poll took the message (现在没有评议). */
  readonly windowId: WindowId | null
  /** The unit's public code; null where no unit was recognised. */
  readonly unitCode: UnitCode | null
  /** 16 bytes, BAL8. */
  readonly voterKey: Uint8Array
  /** A choice, or why there is none. */
  readonly choice: Choice | InvalidReason
  readonly channel: PollChannel
  readonly receivedAtMs: number
  /** BAL4: min(carrier time, receipt), or receipt. */
  readonly orderMs: number
  /** Whether the carrier's time was used (BAL4). */
  readonly carrierTimeUsed: boolean
  /** A trusted carrier time before the poll opened (POLL3): kept, counted nowhere. */
  readonly stale: boolean
  /** First 8 bytes of SHA-256(channel NUL message id), as two unsigned 32-bit numbers; the first is in the order key. */
  readonly messageHash: readonly [number, number]
  /** Keyed hash of the number segment it came from (BAL9), 32 bits; 0: it came from no number. */
  readonly segmentHash: number
}

/** A ballot with its place in a log; sequences start at 1 and have no gap. */
export interface LoggedBallot extends Ballot {
  readonly sequence: number
}

/** BAL2: (order time ms, first 32 bits of the message hash, choice number). Negative: a comes first and counts. */
export function compareOrder(
  a: { readonly orderMs: number; readonly hash: number; readonly choice: number },
  b: { readonly orderMs: number; readonly hash: number; readonly choice: number },
): number {
  return a.orderMs - b.orderMs || a.hash - b.hash || a.choice - b.choice
}

/** The same for whole ballots; the channel only tells apart what is equal in all three, as in the index. */
export function compareBallots(a: Ballot, b: Ballot): number {
  const keyOf = ({ orderMs, messageHash: [hash], choice }: Ballot) => ({
    ...{ orderMs, hash },
    choice: CHOICES.indexOf(choice as Choice),
  })
  return compareOrder(keyOf(a), keyOf(b)) || CHANNELS.indexOf(a.channel) - CHANNELS.indexOf(b.channel)
}
