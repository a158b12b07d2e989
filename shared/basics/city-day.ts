// The city's calendar: which day a moment belongs to, in the one time zone of China (UTC+8, all year).

const OFFSET_MS = 8 * 3_600_000

/** Milliseconds since 1970 → `2026-03-31`. Days compare as text. */
export function dayOf(atMs: number): string {
  return new Date(atMs + OFFSET_MS).toISOString().slice(0, 10)
}
