// The configurable numbers of a session, fixed with it and kept in its journal, so that a replay judges as the evening did.

import { z } from 'zod'
import { DEFAULT_DETECTION, DetectionRules } from '../ballot/detect/detection-rules.ts'

const ms = z.number().int().min(0).max(600_000)

export const SessionRules = z.strictObject({
  /** How long after the close a ballot may still arrive, by channel (BAL5). */
  drainMs: z.strictObject({ twilio: ms, web: ms, wechat: ms, aliyun: ms, tencent: ms, gateway: ms }),
  /** Measured 99th percentile of SMS transit; SMS is refused for windows under three times this (POLL2). */
  smsTransitMs: ms,
  /** Reveal waits this long after frozen (SHOW9). */
  examinersRevealDelayMs: ms,
  pollRevealDelayMs: ms,
  rankingRevealDelayMs: ms,
  /** When a detector speaks (BAL9). */
  detection: DetectionRules.default(DEFAULT_DETECTION),
})
export type SessionRules = z.infer<typeof SessionRules>

export const DEFAULT_RULES: SessionRules = {
  drainMs: { twilio: 2_000, web: 2_000, wechat: 20_000, aliyun: 90_000, tencent: 90_000, gateway: 90_000 },
  smsTransitMs: 60_000,
  examinersRevealDelayMs: 0,
  pollRevealDelayMs: 10_000,
  rankingRevealDelayMs: 90_000,
  detection: DEFAULT_DETECTION,
}

/** Fixed by SHOW9, SHOW10, SCORE2 and SCORE3. */
export const CUE_MS = 5_000
export const SHORTEST_WINDOW_MS = 10_000
export const EXTEND_AT_LEAST_BEFORE_MS = 5_000
export const WITHDRAW_WITHIN_MS = 10_000
export const SCORE_GRACE_MS = 2_000
export const UNLOCK_WITHIN_MS = 5_000
/** LOG3: each process seals its log this long after the last drain. */
export const SEAL_AFTER_DRAIN_MS = 500
/** LOG3: a window whose recount and tally differ is verified again this often. */
export const VERIFY_AGAIN_MS = 30_000
/** A request that waits for its second person lapses after this. */
export const REQUEST_EXPIRES_MS = 600_000
/** SHOW5: below this many ballots only n is shown. */
export const SPLIT_FROM_N = 100
export const FEWEST_SEATS = 5
