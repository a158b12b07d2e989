// Times and numbers as people read them: the city's zone, to the second, tabular.

const CITY_ZONE = 'Asia/Shanghai'

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: CITY_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})
const dayAndClock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: CITY_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

/** `20:03:07` */
export function timeOf(atMs: number): string {
  return clock.format(atMs)
}

/** `2026/11/23 20:03:07` */
export function dateTimeOf(atMs: number): string {
  return dayAndClock.format(atMs)
}

/** A length as `3:07`, or `1:02:03`; negative lengths carry a sign. */
export function lengthOf(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1_000)
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const [hours, minutes, rest] = parts.map((part) => String(part).padStart(2, '0'))
  const text = parts[0] === 0 ? `${parts[1]}:${rest}` : `${Number(hours)}:${minutes}:${rest}`
  return ms < 0 ? `-${text}` : text
}

/** Seconds left, as a countdown shows them: the last full second counts as 1, 0 only when it is over. */
export function secondsLeft(closesAtMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((closesAtMs - nowMs) / 1_000))
}

/** `12,010` */
export function countOf(n: number): string {
  return n.toLocaleString('zh-CN')
}

/** `12 %` of a part in a whole, one decimal; `—` without a whole. */
export function percentOf(part: number, whole: number): string {
  return whole === 0 ? '—' : `${((part * 100) / whole).toFixed(1)}%`
}
