// Numbers as sentences of an explanation carry them: exact inputs unrounded, results at two decimals (RANK2, RANK6).

import { type Fraction, fraction, multiply, show } from '../basics/exact.ts'

/** An input kept in ten-thousandths, without needless noughts: 980,000 → `98`, 5,000 → `0.5`. */
export function plain(tenThousandths: number): string {
  return trimmed((tenThousandths / 10_000).toFixed(4))
}

/** Basis points as a percentage: 3,500 → `35%`, 1,234 → `12.34%`. */
export function percentOfBp(bp: number): string {
  return `${trimmed((bp / 100).toFixed(2))}%`
}

/** A share of 1 as a percentage, rounded to two decimals where it has more: 7/17 → `41.18%`. */
export function percentOf(share: Fraction): string {
  return `${trimmed(show(multiply(share, fraction(100))))}%`
}

/** `7/17`: exact, for whoever recomputes it. */
export function ratioOf(share: Fraction): string {
  return share.den === 1n ? share.num.toString() : `${share.num}/${share.den}`
}

function trimmed(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal
}
