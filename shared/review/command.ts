// What can be asked of a review round: one zod schema a command, parsed once at the door.

import { z } from 'zod'
import { PersonId, UnitId } from '../basics/ids.ts'
import { RoundId, RoundSettings, RoundUnits } from './round.ts'

const roundId = RoundId
const reason = z.string().trim().min(2).max(200)

export const REVIEWERS_MOST = 2_000

export const ReviewCommand = z.discriminatedUnion('type', [
  // The office
  z.strictObject({ type: z.literal('DraftRound'), roundId, settings: RoundSettings }),
  z.strictObject({ type: z.literal('ReviseRound'), roundId, settings: RoundSettings }),
  z.strictObject({ type: z.literal('SetRoundUnits'), roundId, units: RoundUnits }),
  /** In a draft all of them; later only more, and fewer where nothing was given yet. */
  z.strictObject({
    type: z.literal('SetRoundReviewers'),
    roundId,
    reviewerIds: z.array(PersonId).max(REVIEWERS_MOST),
  }),
  z.strictObject({ type: z.literal('PlanRound'), roundId }),
  z.strictObject({ type: z.literal('UnplanRound'), roundId }),
  z.strictObject({ type: z.literal('DiscardRound'), roundId }),
  z.strictObject({
    type: z.literal('ExtendRound'),
    roundId,
    closesAtMs: RoundSettings.shape.closesAtMs,
    reason,
  }),
  z.strictObject({ type: z.literal('ReopenReview'), roundId, reviewerId: PersonId, reason }),
  z.strictObject({ type: z.literal('LiftReviewRecusal'), roundId, reviewerId: PersonId, unitId: UnitId }),
  /** 回避: by the reviewer for the own desk, by the office for any. */
  z.strictObject({ type: z.literal('RecuseReview'), roundId, reviewerId: PersonId, unitId: UnitId, reason }),

  // The reviewer, for the own desk
  z.strictObject({
    type: z.literal('GiveMark'),
    roundId,
    unitId: UnitId,
    mark: z.number().int().min(0).max(100),
    /** Counted up by the reviewer's page for each unit, so that what is delivered twice or late changes nothing. */
    revision: z.number().int().min(1).max(1_000_000),
  }),
  z.strictObject({ type: z.literal('SubmitReview'), roundId }),
])
export type ReviewCommand = z.infer<typeof ReviewCommand>
export type ReviewCommandType = ReviewCommand['type']
