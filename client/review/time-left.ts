// How long a round still lasts, in the words of a calendar: days first, seconds only at the end.

/** `3天5小时`, `2小时10分`, `45秒`. */
export function timeLeftOf(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000))
  const [days, hours, minutes] = [86_400, 3_600, 60].map((unit) => Math.floor(seconds / unit)) as [
    number,
    number,
    number,
  ]
  if (days > 0) return `${days}天${hours % 24}小时`
  if (hours > 0) return `${hours}小时${minutes % 60}分`
  return minutes > 0 ? `${minutes}分${seconds % 60}秒` : `${seconds}秒`
}
