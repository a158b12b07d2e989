// Who is on 十优 and 十差: list length, ties across a boundary, vetoes and floors (RANK4, RANK5).

import type { Fraction } from '../basics/exact.ts'
import type { Total } from './exact-total.ts'
import type { ListWarnings } from './list-words.ts'
import type { Scheme } from './scheme.ts'

/** 'all_listed': tied units make the list longer than N. 'withheld': they would be on both lists, so neither takes them. */
export type ListBoundary = 'none' | 'all_listed' | 'withheld'

export interface ListBoundaries {
  readonly best: ListBoundary
  readonly worst: ListBoundary
}

export interface Placed {
  readonly vetoed: boolean
  readonly total: Total
}

/** `floors`: in hundredths of a point; null: none. */
type ListRules = Pick<Scheme, 'listMost' | 'floors'>

export interface Lists {
  /** 本类取N名; 0 below 8 ranked. */
  readonly listN: number
  /** In the shape of the groups handed in. */
  readonly of: readonly (readonly ('best' | 'worst' | null)[])[]
  readonly boundary: ListBoundaries
}

const WARN_WORST_FROM = 7_500
const WARN_BEST_BELOW = 6_000
const FEWEST_RANKED = 8

/** `groups`: units that share a place together, best first. */
export function listsOf(groups: readonly (readonly Placed[])[], rules: ListRules): Lists {
  const ranked = groups.reduce((all, group) => all + group.length, 0)
  const listN = ranked < FEWEST_RANKED ? 0 : Math.min(rules.listMost, Math.floor(ranked / 4))
  const lastFrom = ranked - listN

  const best = new Set<number>()
  const worst = new Set<number>()
  let before = 0
  let bestTaken = 0
  groups.forEach((group, g) => {
    const eligible = group.filter((one) => !one.vetoed).length
    // A veto lets the next move up, but never into the last N.
    if (bestTaken < listN && before < lastFrom && eligible > 0) {
      best.add(g)
      bestTaken += eligible
    }
    before += group.length
    if (before > lastFrom) worst.add(g)
  })
  const both = new Set([...best].filter((g) => worst.has(g)))

  const { noWorstFrom, noBestBelow } = rules.floors
  const of = groups.map((group, g) =>
    group.map((one) => {
      if (both.has(g)) return null
      if (worst.has(g)) return noWorstFrom === null || !isFrom(one.total, noWorstFrom) ? 'worst' : null
      if (!best.has(g) || one.vetoed) return null
      return noBestBelow === null || isFrom(one.total, noBestBelow) ? 'best' : null
    }),
  )
  const boundary = (list: 'best' | 'worst'): ListBoundary => {
    if (both.size > 0) return 'withheld'
    return of.flat().filter((each) => each === list).length > listN ? 'all_listed' : 'none'
  }
  return { listN, of, boundary: { best: boundary('best'), worst: boundary('worst') } }
}

/** Of a list that reads oddly, though it is by the rules (RANK4). */
export function listWarningsOf(
  rows: readonly { readonly list: 'best' | 'worst' | null; readonly total: Fraction }[],
): ListWarnings {
  const count = (list: 'best' | 'worst', isOdd: (total: Fraction) => boolean) =>
    rows.filter((row) => row.list === list && isOdd(row.total)).length
  return {
    worstFrom75: count('worst', (total) => isFrom(total, WARN_WORST_FROM)),
    bestBelow60: count('best', (total) => !isFrom(total, WARN_BEST_BELOW)),
  }
}

/** Whether an exact total is at or above so many hundredths of a point. */
function isFrom(total: Fraction, hundredths: number): boolean {
  return total.num * 100n >= BigInt(hundredths) * total.den
}
