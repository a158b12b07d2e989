// Decides whether a ballot counts in its poll or why it is set aside: by times (BAL5, POLL3) and by quarantines (BAL9).

import type { PollChannel, VotingWindow } from './poll.ts'
import type { QuarantineRule } from './quarantine.ts'

export const ADMISSIONS = ['counted', 'early', 'late', 'stale', 'invalid', 'quarantined'] as const
export type Admission = (typeof ADMISSIONS)[number]

export interface Admissible {
  readonly orderMs: number
  readonly receivedAtMs: number
  readonly channel: PollChannel
  /** 0: none was recognised. */
  readonly unitCode: number
  /** Keyed hash of its number segment; 0: it has none. */
  readonly segmentHash: number
  /** A trusted carrier time before the poll opened (POLL3). */
  readonly stale: boolean
  /** It carries a choice, not a reason why there is none. */
  readonly isChoice: boolean
}

/** What judges a ballot: a recount needs no more of a window. */
export type AdmissionRules = Pick<VotingWindow, 'opensAtMs' | 'closesAtMs' | 'drainMs' | 'quarantines'>

/**
 * BAL5: counted if opensAt ≤ order time ≤ closesAt and receipt ≤ closesAt + drain of its channel. The phase that some
 * process has reached plays no part (SHOW4); `closesAtMs` null: the close has not been cued, nothing is late yet.
 */
export function admissionOf(ballot: Admissible, window: AdmissionRules): Admission {
  const admission = admissionByTimes(ballot, window)
  return admission === 'counted' && isQuarantined(ballot, window.quarantines) ? 'quarantined' : admission
}

/** The same as if there were no quarantine. */
export function admissionByTimes(
  ballot: Admissible,
  window: Pick<AdmissionRules, 'opensAtMs' | 'closesAtMs' | 'drainMs'>,
): Exclude<Admission, 'quarantined'> {
  if (!ballot.isChoice) return 'invalid'
  if (ballot.stale) return 'stale'
  if (ballot.orderMs < window.opensAtMs) return 'early'
  const { closesAtMs } = window
  if (closesAtMs === null) return 'counted'
  if (ballot.orderMs > closesAtMs) return 'late'
  return ballot.receivedAtMs > closesAtMs + window.drainMs[ballot.channel] ? 'late' : 'counted'
}

/** BAL9: some rule holds of it. A choice plays no part: a ballot is not asked for it here. */
export function isQuarantined(
  ballot: Pick<Admissible, 'channel' | 'unitCode' | 'orderMs' | 'segmentHash'>,
  quarantines: readonly QuarantineRule[],
): boolean {
  return quarantines.some(
    ({ channel, unitCode, fromMs, toMs, segmentHash }) =>
      (channel === null || channel === ballot.channel) &&
      (unitCode === null || unitCode === ballot.unitCode) &&
      (fromMs === null || fromMs <= ballot.orderMs) &&
      (toMs === null || ballot.orderMs < toMs) &&
      (segmentHash === null || segmentHash === ballot.segmentHash),
  )
}
