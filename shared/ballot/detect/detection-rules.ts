// The detectors' thresholds: fixed with a session or a period poll before it opens and kept in its journal (BAL9).

import { z } from 'zod'

const basisPoints = z.number().int().min(0).max(10_000)

export const DetectionRules = z.strictObject({
  /** Probability, in millionths, that a whole show without manipulation gets any finding at all. */
  familyAlphaPpm: z.number().int().min(1).max(100_000),
  /** Below this many counted ballots of a unit nothing is tested. */
  fewestBallots: z.number().int().min(100).max(1_000_000),
  /** Within seconds the odds of a choice may rise to this multiple (a shocking film, an angry answer): 16,000 is 1.6. */
  burstOddsBp: z.number().int().min(10_000).max(100_000),
  /** And on one channel to this multiple of what they rise to on the others in the same seconds. */
  channelOddsBp: z.number().int().min(10_000).max(100_000),
  /** Standard deviation of a choice's share among honest number segments (neighbourhoods, employers), at least; more where they show more. */
  segmentSpreadBp: z.number().int().min(1).max(3_000),
  /** Who may vote for one unit at most, where that is known: more ballots are impossible. */
  electorate: z.number().int().min(1).max(100_000_000).nullable(),
  /** The highest turnout held possible of that electorate, in basis points; null: only more than all of it is a finding. */
  mostTurnoutBp: basisPoints.nullable(),
})
export type DetectionRules = z.infer<typeof DetectionRules>

export const DEFAULT_DETECTION: DetectionRules = {
  familyAlphaPpm: 5_000,
  fewestBallots: 200,
  burstOddsBp: 16_000,
  channelOddsBp: 11_500,
  segmentSpreadBp: 700,
  electorate: null,
  mostTurnoutBp: null,
}
