// A moment as people in the city read it on a clock: HH:MM:SS in the one time zone of China.

const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 24 * 3_600_000

/** Milliseconds since 1970 → `20:05:09`, UTC+8, which China keeps all year. */
export function timeOf(atMs: number): string {
  const ofDay = Math.floor(((((atMs + OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS) / 1_000)
  const two = (of: number) => of.toString().padStart(2, '0')
  return `${two(Math.floor(ofDay / 3_600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}`
}
