// Waits of one length with one timer among them: a timer of its own would cost each request as much as reading its form.

import type { Clock } from '../clock.ts'

/** Calls `then` once, at or soon after the end of the wait; returns how to end it before. */
export type Patience = (then: () => void) => () => void

/** While anything waits the timer looks at least this often, so that it does not outlive the last wait by long. */
const LOOK_EVERY_MS = 1_000

/** Every wait is `ms` long, so the oldest is always the next to end. */
export function createPatience(clock: Clock, ms: number): Patience {
  const waits = new Set<{ readonly atMs: number; readonly then: () => void }>()
  let armed = false

  const arm = (nextMs: number, nowMs: number) => {
    armed = true
    clock.at(Math.min(nextMs, nowMs + LOOK_EVERY_MS), look)
  }
  const look = () => {
    armed = false
    const nowMs = clock.nowMs()
    for (const wait of waits) {
      if (wait.atMs > nowMs) {
        arm(wait.atMs, nowMs)
        return
      }
      waits.delete(wait)
      wait.then()
    }
  }
  return (then) => {
    const nowMs = clock.nowMs()
    const wait = { atMs: nowMs + ms, then }
    waits.add(wait)
    if (!armed) arm(wait.atMs, nowMs)
    return () => {
      waits.delete(wait)
    }
  }
}

/**
 * Resolves to what `promise` does, or to 'late' when patience ends. What comes later is not thrown away: it is on disk, and
 * a redelivery is answered with it.
 */
export function orLate<T>(patience: Patience, promise: Promise<T>): Promise<T | 'late'> {
  return new Promise((resolve, reject) => {
    const cancel = patience(() => resolve('late'))
    promise.then(
      (value) => {
        cancel()
        resolve(value)
      },
      (error: unknown) => {
        cancel()
        reject(error instanceof Error ? error : new Error(String(error)))
      },
    )
  })
}
