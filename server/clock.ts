// The one clock of a process: wall time at the start plus the monotonic clock, never before the last record (SAFE5).

export interface Clock {
  /** Milliseconds since 1970, never going back. */
  nowMs(): number
  /** Calls back once at or after `atMs`; returns how to cancel. Time by hand in tests. */
  at(atMs: number, then: () => void): () => void
}

const LONGEST_TIMER_MS = 2_000_000_000

/** `notBeforeMs`: the time of the last record; a system clock that is behind it is held there. */
export function createSystemClock(notBeforeMs = 0): Clock {
  const startedAtMs = Math.max(Date.now(), notBeforeMs)
  const startedAt = performance.now()
  const nowMs = () => Math.floor(startedAtMs + (performance.now() - startedAt))
  return {
    nowMs,
    at(atMs, then) {
      let timer: NodeJS.Timeout
      const wait = () => {
        const left = atMs - nowMs()
        timer = left <= 0 ? setTimeout(then, 0) : setTimeout(wait, Math.min(left, LONGEST_TIMER_MS))
      }
      wait()
      return () => {
        clearTimeout(timer)
      }
    },
  }
}
