// The system's clock with a lever: it runs by itself, and is moved ahead by hand so that weeks need not be waited for. For tests and the demo.

import { createSystemClock, type Clock } from '../server/clock.ts'

export interface ShiftedClock extends Clock {
  /** Moves time ahead; what falls due by that fires now, in order of its time. */
  shift(ms: number): void
  /** So far that this moment is just past. */
  shiftTo(atMs: number): void
}

/** `startMs`: what it shows at first; the past too. */
export function createShiftedClock(startMs = Date.now()): ShiftedClock {
  const system = createSystemClock()
  let ahead = startMs - system.nowMs()
  let waiting: readonly { readonly atMs: number; readonly fire: () => void }[] = []
  const clock: ShiftedClock = {
    nowMs: () => system.nowMs() + ahead,
    at(atMs, then) {
      let done = false
      let cancel: () => void = () => undefined
      const entry = {
        atMs,
        fire() {
          if (done) return
          cancel()
          if (clock.nowMs() < atMs) {
            cancel = system.at(atMs - ahead, () => entry.fire())
            return
          }
          done = true
          waiting = waiting.filter((other) => other !== entry)
          then()
        },
      }
      waiting = [...waiting, entry]
      cancel = system.at(atMs - ahead, () => entry.fire())
      return () => {
        done = true
        cancel()
        waiting = waiting.filter((other) => other !== entry)
      }
    },
    shift(ms) {
      ahead += ms
      for (const { fire } of [...waiting].sort((a, b) => a.atMs - b.atMs)) fire()
    },
    shiftTo(atMs) {
      clock.shift(Math.max(0, atMs - clock.nowMs()))
    },
  }
  return clock
}
