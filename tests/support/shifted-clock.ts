// The system's clock with a lever: it runs by itself, and a test moves it ahead so that weeks need not be waited for.

import { createSystemClock, type Clock } from '../../server/clock.ts'

export interface ShiftedClock extends Clock {
  /** Moves time ahead; what falls due by that fires now, in order of its time. */
  shift(ms: number): void
  /** So far that this moment is just past. */
  shiftTo(atMs: number): void
}

export function createShiftedClock(): ShiftedClock {
  const system = createSystemClock()
  let ahead = 0
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
            cancel = system.at(atMs - ahead, entry.fire)
            return
          }
          done = true
          waiting = waiting.filter((other) => other !== entry)
          then()
        },
      }
      waiting = [...waiting, entry]
      cancel = system.at(atMs - ahead, entry.fire)
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
