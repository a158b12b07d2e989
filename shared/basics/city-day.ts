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

/** `2026-03-31` → `2026年3月31日`. */
export function dayWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** `2026年1月1日至3月31日`; the year twice only where it changes. */
export function spanWords({
  startsOn,
  endsOn,
}: {
  readonly startsOn: string
  readonly endsOn: string
}): string {
  const end = dayWords(endsOn)
  return `${dayWords(startsOn)}至${startsOn.slice(0, 4) === endsOn.slice(0, 4) ? end.slice(5) : end}`
}

/** The day so many days later; earlier where negative. */
export function dayAfter(day: string, days: number): string {
  return dayOf(startOfDayMs(day) + days * DAY_MS)
}
