// Holds snapshots back by an output's delay, so that what is drawn goes with a picture that arrives late; order is never lost.

/** What a snapshot says of its own showing. */
export interface Timed {
  readonly delayMs: number
  /** The safe still waits for nothing. */
  readonly panic: boolean
}

export interface HoldBack<T extends Timed> {
  offer(snapshot: T): void
  stop(): void
}

interface HoldBackDeps<T> {
  readonly nowMs: () => number
  /** Calls once after so long; returns how to call it off. */
  readonly later: (ms: number, call: () => void) => () => void
  readonly show: (snapshot: T) => void
}

/** A minute at ten a second, and room; beyond it the oldest waiting one is passed over. */
const WAITING_MOST = 700

/** The first one is shown at once: until then there is no picture. A shorter delay passes over what it overtakes. */
export function createHoldBack<T extends Timed>({ nowMs, later, show }: HoldBackDeps<T>): HoldBack<T> {
  let waiting: { readonly snapshot: T; readonly dueMs: number }[] = []
  let shown = false
  let callOff = () => undefined as void

  const wake = () => {
    callOff()
    const due = waiting.filter((one) => one.dueMs <= nowMs())
    waiting = waiting.slice(due.length)
    const newest = due.at(-1)
    if (newest !== undefined) show(newest.snapshot)
    const next = waiting[0]
    if (next !== undefined) callOff = later(next.dueMs - nowMs(), wake)
  }

  return {
    offer(snapshot) {
      const delayMs = shown && !snapshot.panic ? snapshot.delayMs : 0
      shown = true
      const dueMs = nowMs() + delayMs
      waiting = [...waiting.filter((one) => one.dueMs < dueMs), { snapshot, dueMs }].slice(-WAITING_MOST)
      if (snapshot.panic) waiting = waiting.slice(-1)
      wake()
    },
    stop() {
      callOff()
      waiting = []
    },
  }
}
