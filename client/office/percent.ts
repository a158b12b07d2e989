// Percentages as clerks type them and basis points as schemes keep them.

/** 35 → 3500; 12.34 → 1234. Null where it is no share of 0–100 with at most two decimals. */
export function toBp(percent: number | null | undefined): number | null {
  if (percent === null || percent === undefined || !Number.isFinite(percent)) return null
  const bp = Math.round(percent * 100)
  return Math.abs(bp - percent * 100) > 1e-6 || bp < 0 || bp > 10_000 ? null : bp
}

export function toPercent(bp: number): number {
  return bp / 100
}

/** The sum in basis points; null where a share is missing or is none. */
export function sumBp(percents: readonly (number | null | undefined)[]): number | null {
  let sum = 0
  for (const percent of percents) {
    const bp = toBp(percent)
    if (bp === null) return null
    sum += bp
  }
  return sum
}

export const WHOLE_BP = 10_000

/** `合计 100%`, or by how much it is off. */
export function sumWords(sum: number | null): string {
  if (sum === null) return '有权重没有填，或不是0–100之间、最多两位小数的数。'
  if (sum === WHOLE_BP) return '合计 100%'
  const off = Math.abs(WHOLE_BP - sum) / 100
  return `合计 ${sum / 100}%，${sum < WHOLE_BP ? '还差' : '多出'} ${off}%`
}
