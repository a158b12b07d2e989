// The city's calendar: which day a moment belongs to, in the one time zone of China (UTC+8, all year).

const OFFSET_MS = 8 * 3_600_000
export const DAY_MS = 86_400_000

/** Milliseconds since 1970 → `2026-03-31`. Days compare as text. */
export function dayOf(atMs: number): string {
  return new Date(atMs + OFFSET_MS).toISOString().slice(0, 10)
}

/** When a day begins, in milliseconds since 1970. */
export function startOfDayMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - OFFSET_MS
}

/** The day so many days later; earlier where negative. */
export function dayAfter(day: string, days: number): string {
  return dayOf(startOfDayMs(day) + days * DAY_MS)
}
