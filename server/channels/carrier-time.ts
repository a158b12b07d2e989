// Reads a carrier's time of sending. One that cannot be read is none: the ballot is ordered by its receipt (BAL4).

const CITY_TIME = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/
const UTC_8_MS = 8 * 3_600_000
const UNIX = /^(?:\d{10}|\d{13})$/

/** `YYYY-MM-DD HH:mm:ss` at UTC+8, whatever zone this machine is in; null where there is no such second. */
export function cityTimeMs(text: string): number | null {
  const [, ...parts] = CITY_TIME.exec(text) ?? []
  const [year, month, day, hour, minute, second] = parts.map(Number)
  if (year === undefined || month === undefined) return null
  const utcMs = Date.UTC(year, month - 1, day, hour, minute, second)
  // Date.UTC turns the 31st of February into the 3rd of March.
  return new Date(utcMs).toISOString().slice(0, 19).replace('T', ' ') === text ? utcMs - UTC_8_MS : null
}

/** Seconds since 1970 in ten digits, or milliseconds in thirteen. */
export function unixTimeMs(text: string): number | null {
  if (!UNIX.test(text)) return null
  return text.length === 10 ? Number(text) * 1_000 : Number(text)
}
