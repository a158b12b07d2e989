// Exact quotients of whole numbers for the verifier: never reduced but where they are written, compared by their continued fractions.

/** top ÷ bottom, bottom > 0. */
export type Ratio = readonly [top: bigint, bottom: bigint]

export const NONE: Ratio = [0n, 1n]

export function ratio(top: number | bigint, bottom: number | bigint = 1n): Ratio {
  const [t, b] = [BigInt(top), BigInt(bottom)]
  if (b === 0n) throw new Error('a quotient by nothing')
  return b < 0n ? [-t, -b] : [t, b]
}

export function plus(all: readonly Ratio[]): Ratio {
  let bottom = 1n
  for (const [, each] of all) bottom = (bottom / commonOf(bottom, each)) * each
  return [all.reduce((top, each) => top + each[0] * (bottom / each[1]), 0n), bottom]
}

export function times(...all: readonly Ratio[]): Ratio {
  return [all.reduce((top, each) => top * each[0], 1n), all.reduce((bottom, each) => bottom * each[1], 1n)]
}

export function over(a: Ratio, by: number | bigint): Ratio {
  return ratio(a[0], a[1] * BigInt(by))
}

/**
 * Which is larger, by their whole parts, then by the reciprocals of what is left, and so on: the terms of their continued
 * fractions, which end. Negative: a is smaller; 0: equal.
 */
export function order(a: Ratio, b: Ratio): number {
  let [x, y, turned] = [a, b, 1]
  for (;;) {
    const [p, q] = [floor(x), floor(y)]
    if (p !== q) return p < q ? -turned : turned
    const [restX, restY] = [x[0] - p * x[1], y[0] - q * y[1]]
    if (restX === 0n || restY === 0n) return restX === restY ? 0 : restX === 0n ? -turned : turned
    x = [x[1], restX]
    y = [y[1], restY]
    turned = -turned
  }
}

/** The largest whole number that is no larger. */
export function floor([top, bottom]: Ratio): bigint {
  const whole = top / bottom
  return top < 0n && whole * bottom !== top ? whole - 1n : whole
}

/** Lowest terms as the files write them. */
export function written([top, bottom]: Ratio): { num: string; den: string } {
  const common = commonOf(top < 0n ? -top : top, bottom)
  return { num: (top / common).toString(), den: (bottom / common).toString() }
}

export function read({ num, den }: { readonly num: string; readonly den: string }): Ratio {
  return ratio(BigInt(num), BigInt(den))
}

/** Two decimals, a half upwards. */
export function rounded(value: Ratio): string {
  return asDecimals(floor([value[0] * 200n + value[1], value[1] * 2n]))
}

export function asDecimals(hundredths: bigint): string {
  const size = hundredths < 0n ? -hundredths : hundredths
  const cents = (size % 100n).toString().padStart(2, '0')
  return `${hundredths < 0n ? '-' : ''}${(size / 100n).toString()}.${cents}`
}

/**
 * The parts of a total in hundredths so that they sum to the rounded total: what is left over goes, one hundredth each, to the
 * parts with the largest remainders, the first of equal ones first.
 */
export function apportioned(parts: readonly Ratio[], total: Ratio): readonly string[] {
  const whole = floor([total[0] * 200n + total[1], total[1] * 2n])
  const cents = parts.map((part) => floor([part[0] * 100n, part[1]]))
  const left = parts.map((part, i): Ratio => [part[0] * 100n - cents[i]! * part[1], part[1]])
  let missing = whole - cents.reduce((sum, each) => sum + each, 0n)
  const given = new Set<number>()
  while (missing > 0n && given.size < parts.length) {
    let best = -1
    left.forEach((each, i) => {
      if (!given.has(i) && (best < 0 || order(each, left[best]!) > 0)) best = i
    })
    given.add(best)
    missing -= 1n
  }
  return cents.map((each, i) => asDecimals(given.has(i) ? each + 1n : each))
}

function commonOf(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y > 0n) [x, y] = [y, x % y]
  return x === 0n ? 1n : x
}
