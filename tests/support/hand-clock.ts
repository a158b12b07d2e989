// A clock moved by hand, so that no test sleeps.

import type { Clock } from '../../server/clock.ts'

export interface HandClock extends Clock {
  /** Moves time forward and runs what has come due, in order of its time. */
  forward(ms: number): void
  moveTo(atMs: number): void
}

export function createHandClock(startMs = 1_800_000_000_000): HandClock {
  let now = startMs
  let waiting: { readonly atMs: number; readonly then: () => void }[] = []
  const clock: HandClock = {
    nowMs: () => now,
    at(atMs, then) {
      const entry = { atMs, then }
      waiting.push(entry)
      return () => {
        waiting = waiting.filter((other) => other !== entry)
      }
    },
    forward: (ms) => {
      clock.moveTo(now + ms)
    },
    moveTo(atMs) {
      for (;;) {
        const due = waiting.filter((entry) => entry.atMs <= atMs).sort((a, b) => a.atMs - b.atMs)[0]
        if (due === undefined) break
        waiting = waiting.filter((other) => other !== due)
        now = Math.max(now, due.atMs)
        due.then()
      }
      now = Math.max(now, atMs)
    },
  }
  return clock
}
