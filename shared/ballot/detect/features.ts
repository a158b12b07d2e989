// What detectors see of a window: one row a counted ballot, in columns, without anything that names a voter.

import type { PollChannel } from '../choices.ts'

/**
 * Rows in any order; a detector must not depend on it. Each voter and unit has one row, the ballot that counts (BAL2), so
 * more copies of one voter cannot make a finding. Judged by times alone, as if no quarantine were in force: findings are a
 * function of ballots and thresholds, not of what people have decided since.
 */
export interface BallotColumns {
  readonly count: number
  /** BAL4; whole seconds where the carrier gives no more. */
  readonly orderMs: Float64Array
  readonly receivedMs: Float64Array
  /** Position in CHANNELS. */
  readonly channel: Uint8Array
  readonly unitCode: Uint16Array
  /** Position in CHOICES. */
  readonly choice: Uint8Array
  /** Keyed hash of the number segment; 0: none. */
  readonly segment: Uint32Array
}

/** `toMs`: the close, or while it is open the latest moment looked at. */
export interface LookedAt {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * Which clock tells a sender's rhythm: the carrier's where it passes messages on in batches, else our own receipt, which is
 * finer than the whole seconds of a carrier.
 */
export const PACED_BY_CARRIER: Readonly<Record<PollChannel, boolean>> = {
  twilio: false,
  wechat: false,
  web: false,
  aliyun: true,
  tencent: true,
  gateway: true,
}

export function emptyColumns(capacity: number): BallotColumns {
  return {
    count: capacity,
    orderMs: new Float64Array(capacity),
    receivedMs: new Float64Array(capacity),
    channel: new Uint8Array(capacity),
    unitCode: new Uint16Array(capacity),
    choice: new Uint8Array(capacity),
    segment: new Uint32Array(capacity),
  }
}

/** Copies of the given rows. */
export function rowsOf(from: BallotColumns, rows: Int32Array): BallotColumns {
  const to = emptyColumns(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    to.orderMs[i] = from.orderMs[row]!
    to.receivedMs[i] = from.receivedMs[row]!
    to.channel[i] = from.channel[row]!
    to.unitCode[i] = from.unitCode[row]!
    to.choice[i] = from.choice[row]!
    to.segment[i] = from.segment[row]!
  }
  return to
}
