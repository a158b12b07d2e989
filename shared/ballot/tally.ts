// The tally of one poll: what is counted by choice and channel, what was set aside, and how it is read.

import { z } from 'zod'
import { UnitCode } from '../basics/ids.ts'
import { PollChannel } from './poll.ts'

const count = z.number().int().min(0)

/** Ballots by choice. */
export const Split = z.strictObject({ satisfied: count, fair: count, dissatisfied: count, unsure: count })
export type Split = z.infer<typeof Split>

export const EMPTY_SPLIT: Split = { satisfied: 0, fair: 0, dissatisfied: 0, unsure: 0 }

/** What a channel delivered: each message is exactly one of these. `received` is their sum. */
export const ChannelCount = z.strictObject({
  channel: PollChannel,
  split: Split,
  duplicate: count,
  early: count,
  late: count,
  stale: count,
  invalid: count,
  /** Set aside by a quarantine (BAL9): it would count but for that. */
  quarantined: count,
})
export type ChannelCount = z.infer<typeof ChannelCount>

/**
 * A poll's result: every channel it runs on, in the order of CHANNELS, whether anything came or not, so that two results
 * are equal exactly where their JSON is.
 */
export const PollResult = z.strictObject({
  kind: z.literal('citizens'),
  channels: z.array(ChannelCount),
})
export type PollResult = z.infer<typeof PollResult>

/**
 * What came for one unit: only channels from which something did, in the order of CHANNELS. What named no unit is in the
 * poll's result alone.
 */
export const UnitTally = z.strictObject({ code: UnitCode, channels: z.array(ChannelCount) })
export type UnitTally = z.infer<typeof UnitTally>

/** A poll in all and by unit: units in the order of the poll, those for which nothing came left out. */
export const CountedPoll = z.strictObject({ result: PollResult, units: z.array(UnitTally) })
export type CountedPoll = z.infer<typeof CountedPoll>

/** BAL9: a poll as its quarantines leave it, and as if there were none; null where there are none. */
export const PollCount = CountedPoll.extend({ unfiltered: CountedPoll.nullable() })
export type PollCount = z.infer<typeof PollCount>

/** LOG3: a log's state when it was sealed for a window. `chainHash` is hex SHA-256 of its last batch. */
export const SealedTally = z.strictObject({
  sequence: count,
  /** Rows of this window in the log, whatever became of them. */
  count,
  chainHash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type SealedTally = z.infer<typeof SealedTally>
