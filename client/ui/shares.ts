// What a split says in figures: n, the base of its rates, and each choice's own share. No share stands without its n (BAL11).

import { fraction, multiply, show, HUNDRED } from '../../shared/basics/exact.ts'
import type { Split } from '../../shared/ballot/tally.ts'

export interface Shares {
  /** All that counted, 不了解 among them. */
  readonly n: number
  /** n without 不了解: what every rate is of. */
  readonly base: number
  readonly satisfied: Share
  readonly fair: Share
  readonly dissatisfied: Share
}

export interface Share {
  readonly count: number
  /** `61.24`, in percent of the base; null where the base is 0. Equal counts show equal shares, so the three need not sum to 100.00. */
  readonly percent: string | null
  /** 0–1, for the length of a bar. */
  readonly part: number
}

export function sharesOf(split: Split): Shares {
  const base = split.satisfied + split.fair + split.dissatisfied
  const share = (count: number): Share => ({
    count,
    percent: base === 0 ? null : show(multiply(fraction(count, base), HUNDRED)),
    part: base === 0 ? 0 : count / base,
  })
  return {
    n: base + split.unsure,
    base,
    satisfied: share(split.satisfied),
    fair: share(split.fair),
    dissatisfied: share(split.dissatisfied),
  }
}
