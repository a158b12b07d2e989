// Decides by times alone whether a ballot counts in its poll, or why it is set aside (BAL5, POLL3).

import type { PollChannel, VotingWindow } from './poll.ts'

export const ADMISSIONS = ['counted', 'early', 'late', 'stale', 'invalid'] as const
export type Admission = (typeof ADMISSIONS)[number]

export interface Admissible {
  readonly orderMs: number
  readonly receivedAtMs: number
  readonly channel: PollChannel
  /** A trusted carrier time before the poll opened (POLL3). */
  readonly stale: boolean
  /** It carries a choice, not a reason why there is none. */
  readonly isChoice: boolean
}

/**
 * BAL5: counted if opensAt ≤ order time ≤ closesAt and receipt ≤ closesAt + drain of its channel. The phase that some
 * process has reached plays no part (SHOW4); `closesAtMs` null: the close has not been cued, nothing is late yet.
 */
export function admissionOf(
  ballot: Admissible,
  window: Pick<VotingWindow, 'opensAtMs' | 'closesAtMs' | 'drainMs'>,
): Admission {
  if (!ballot.isChoice) return 'invalid'
  if (ballot.stale) return 'stale'
  if (ballot.orderMs < window.opensAtMs) return 'early'
  const { closesAtMs } = window
  if (closesAtMs === null) return 'counted'
  if (ballot.orderMs > closesAtMs) return 'late'
  return ballot.receivedAtMs > closesAtMs + window.drainMs[ballot.channel] ? 'late' : 'counted'
}
