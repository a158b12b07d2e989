// A moment as people in the city read it on a clock and a calendar, in the one time zone of China.

import { dayOf, dayWords } from '../../shared/basics/city-day.ts'

const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 24 * 3_600_000

/** Milliseconds since 1970 → `20:05:09`, UTC+8, which China keeps all year. */
export function timeOf(atMs: number): string {
  const ofDay = Math.floor(((((atMs + OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS) / 1_000)
  const two = (of: number) => of.toString().padStart(2, '0')
  return `${two(Math.floor(ofDay / 3_600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}`
}

/** Milliseconds since 1970 → `2026年3月1日 08:00`, for what lasts days. */
export function dateTimeOf(atMs: number): string {
  return `${dayWords(dayOf(atMs))} ${timeOf(atMs).slice(0, 5)}`
}
