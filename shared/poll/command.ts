// What can be asked of a period poll: one zod schema a command, parsed once at the door.

import { z } from 'zod'
import { LogId, WindowId } from '../basics/ids.ts'
import { SealedTally } from '../ballot/tally.ts'
import { PollOutcome, PollSettings, PollUnitIds } from './period-poll.ts'

const pollId = WindowId

export const PollCommand = z.discriminatedUnion('type', [
  // The office prepares.
  z.strictObject({ type: z.literal('DraftPoll'), pollId, settings: PollSettings }),
  z.strictObject({ type: z.literal('RevisePoll'), pollId, settings: PollSettings }),
  z.strictObject({ type: z.literal('SetPollUnits'), pollId, unitIds: PollUnitIds }),
  z.strictObject({ type: z.literal('PlanPoll'), pollId }),
  z.strictObject({ type: z.literal('UnplanPoll'), pollId }),
  z.strictObject({ type: z.literal('DiscardPoll'), pollId }),
  // It runs, and is told.
  z.strictObject({
    type: z.literal('ExtendPoll'),
    pollId,
    closesAtMs: PollSettings.shape.closesAtMs,
    reason: z.string().trim().min(2).max(200),
  }),
  z.strictObject({ type: z.literal('RevealPoll'), pollId }),
  // The server itself: deadlines.
  z.strictObject({ type: z.literal('OpenPoll'), pollId }),
  z.strictObject({ type: z.literal('ClosePoll'), pollId }),
  z.strictObject({ type: z.literal('SealPollLog'), pollId, logId: LogId, seal: SealedTally }),
  z.strictObject({ type: z.literal('FreezePoll'), pollId }),
  z.strictObject({
    type: z.literal('VerifyPoll'),
    pollId,
    /** Of the quarantines under which both were counted (BAL9). */
    ofGeneration: z.number().int().min(0),
    /** Live tally and recount up to the seals (LOG3). */
    live: PollOutcome,
    recount: PollOutcome,
  }),
])
export type PollCommand = z.infer<typeof PollCommand>
export type PollCommandType = PollCommand['type']
