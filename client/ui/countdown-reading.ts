// What a countdown reads at one moment of the server's clock (SHOW4): the digits, and whether the calm last ten seconds run.

import { lengthOf, secondsLeft } from '../lib/format.ts'

export interface CountdownReading {
  readonly secondsLeft: number
  /** `3:07` */
  readonly text: string
  /** The last ten seconds, 10 and 1 included. */
  readonly last: boolean
  readonly over: boolean
}

/** Null: no close is set (on cue, not cued yet). */
export function countdownReading(closesAtMs: number | null, nowMs: number): CountdownReading | null {
  if (closesAtMs === null) return null
  const seconds = secondsLeft(closesAtMs, nowMs)
  return {
    secondsLeft: seconds,
    text: lengthOf(seconds * 1_000),
    last: seconds > 0 && seconds <= 10,
    over: seconds === 0,
  }
}
