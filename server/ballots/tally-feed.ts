// Tells listeners that tallies changed: at once after a quiet time, at most ten times a second under load.

import type { Clock } from '../clock.ts'

export const FEED_INTERVAL_MS = 100

export interface TallyFeed {
  /** Something changed; `collect` runs now or at the end of the running interval. */
  changed(): void
  stop(): void
}

/** `collect` gathers the tallies and tells the listeners; the next one starts no sooner than it has ended. */
export function createTallyFeed(clock: Clock, collect: () => Promise<void>): TallyFeed {
  let lastMs = -Infinity
  let waiting: (() => void) | null = null
  let collecting = false
  let again = false
  let stopped = false

  const run = () => {
    waiting = null
    if (stopped) return
    collecting = true
    again = false
    lastMs = clock.nowMs()
    void collect().finally(() => {
      collecting = false
      if (again) changed()
    })
  }
  const changed = () => {
    if (stopped || waiting !== null) return
    if (collecting) {
      again = true
      return
    }
    const dueMs = lastMs + FEED_INTERVAL_MS
    if (clock.nowMs() >= dueMs) run()
    else waiting = clock.at(dueMs, run)
  }
  return {
    changed,
    stop() {
      stopped = true
      waiting?.()
    },
  }
}
