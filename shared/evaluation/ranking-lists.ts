// Who is on 十优 and 十差: list length, ties across a boundary, vetoes and floors (RANK4, RANK5).

import type { Fraction } from '../basics/exact.ts'
import type { Total } from './exact-total.ts'

/** 'all_listed': tied units made the list longer than N. 'withheld': they would be on both lists, so neither takes them. */
export type ListBoundary = 'none' | 'all_listed' | 'withheld'

export interface ListBoundaries {
  readonly best: ListBoundary
  readonly worst: ListBoundary
}

export interface Placed {
  readonly vetoed: boolean
  readonly total: Total
}

interface ListRules {
  readonly listMost: number
  readonly floors?: { readonly noWorstFrom?: Fraction; readonly noBestBelow?: Fraction }
}

export interface Lists {
  /** 本类取N名; 0 below 8 ranked. */
  readonly listN: number
  /** In the shape of the groups handed in. */
  readonly of: readonly (readonly ('best' | 'worst' | null)[])[]
  readonly boundary: ListBoundaries
}

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
  let worstTaken = 0
  groups.forEach((group, g) => {
    const eligible = group.filter((one) => !one.vetoed).length
    // A veto lets the next move up, but never into the last N.
    if (bestTaken < listN && before < lastFrom && eligible > 0) {
      best.add(g)
      bestTaken += eligible
    }
    before += group.length
    if (listN > 0 && before > lastFrom) {
      worst.add(g)
      worstTaken += group.length
    }
  })
  const both = new Set([...best].filter((g) => worst.has(g)))
  const boundary = (taken: number): ListBoundary =>
    both.size > 0 ? 'withheld' : taken > listN ? 'all_listed' : 'none'

  return {
    listN,
    of: groups.map((group, g) =>
      group.map((one) => {
        if (both.has(g)) return null
        if (worst.has(g)) return isBelow(one.total, rules.floors?.noWorstFrom) ? 'worst' : null
        if (!best.has(g) || one.vetoed) return null
        return isFrom(one.total, rules.floors?.noBestBelow) ? 'best' : null
      }),
    ),
    boundary: { best: boundary(bestTaken), worst: boundary(worstTaken) },
  }
}

function isBelow(total: Total, floor: Fraction | undefined): boolean {
  return floor === undefined || total.num * floor.den < floor.num * total.den
}

function isFrom(total: Total, floor: Fraction | undefined): boolean {
  return floor === undefined || total.num * floor.den >= floor.num * total.den
}
