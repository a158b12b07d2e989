// The hours in which invitations are sent, in the city's time (UTC+8 all year): nobody is woken by one.

const OFFSET_MS = 8 * 3_600_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export interface SendingHours {
  readonly fromHour: number
  readonly toHour: number
}

/** 0 within the hours, else in how many ms they begin. */
export function waitForHours({ fromHour, toHour }: SendingHours, nowMs: number): number {
  const ofDay = (((nowMs + OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS
  if (ofDay >= fromHour * HOUR_MS && ofDay < toHour * HOUR_MS) return 0
  return (fromHour * HOUR_MS - ofDay + DAY_MS) % DAY_MS
}

/** How long `messages` take at a pace within the hours, from now on, if nothing fails. */
export function sendingTook(
  { perSecond, ...hours }: SendingHours & { readonly perSecond: number },
  messages: number,
  nowMs: number,
): number {
  let leftMs = Math.ceil(messages / perSecond) * 1_000
  let atMs = nowMs
  while (leftMs > 0) {
    atMs += waitForHours(hours, atMs)
    const ofDay = (((atMs + OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS
    const untilEndMs = hours.toHour * HOUR_MS - ofDay
    const nowSentMs = Math.min(leftMs, untilEndMs)
    leftMs -= nowSentMs
    atMs += nowSentMs
  }
  return atMs - nowMs
}
