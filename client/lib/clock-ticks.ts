// When a page looks at the clock again: so that a countdown turns on its second on every screen, not a tick later (SHOW4).

/** A timer that fires a little early would read the second before. */
const AFTER_THE_TURN_MS = 2

/**
 * Milliseconds until the next look: looks come every `everyMs`, at moments at which what ends at `turnsAtMs` turns.
 * `everyMs` must divide a second, or the turns of most seconds fall between two looks.
 */
export function nextLookInMs(nowMs: number, everyMs: number, turnsAtMs: number | null): number {
  const sinceLast = (nowMs - (turnsAtMs ?? 0)) % everyMs
  const left = everyMs - (sinceLast < 0 ? sinceLast + everyMs : sinceLast)
  return left + AFTER_THE_TURN_MS
}
