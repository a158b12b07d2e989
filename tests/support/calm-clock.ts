// A clock moved by hand that stands still while somebody waits for an answer: else a slow machine would be taken for a stalled disk.

import { ANSWER_WITHIN_MS } from '../../server/private/private-store.ts'
import { createHandClock, type HandClock } from './hand-clock.ts'

export interface CalmClock extends HandClock {
  /** Moves time forward as soon as nobody waits for the private store or a door. */
  calmlyForward(ms: number): Promise<void>
}

export function createCalmClock(): CalmClock {
  const clock = createHandClock()
  let waiting = 0
  return {
    ...clock,
    at(atMs, then) {
      // The store's and the doors' own patience: so long, and given up as soon as the answer is there.
      if (atMs - clock.nowMs() !== ANSWER_WITHIN_MS) return clock.at(atMs, then)
      waiting += 1
      let over = false
      const end = () => {
        if (!over) waiting -= 1
        over = true
      }
      const cancel = clock.at(atMs, () => {
        end()
        then()
      })
      return () => {
        end()
        cancel()
      }
    },
    async calmlyForward(ms) {
      do await new Promise<void>((turn) => setTimeout(turn, 1))
      while (waiting > 0)
      clock.forward(ms)
    },
  }
}
