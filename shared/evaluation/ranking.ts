// Turns the points of one category's units into a ranking by the rules of one scheme (RANK1–RANK5, RANK10). Exact throughout.

import type { Fraction } from '../basics/exact.ts'
import { compareTotals, showTotal, type Total } from './exact-total.ts'
import {
  type Candidate,
  type Coverage,
  measured,
  measureOf,
  type RankedPart,
  type UnrankedUnit,
} from './measure.ts'
import type { RankingBasis, RankingInput, RankingScheme } from './ranking-input.ts'
import { listsOf, type ListBoundaries } from './ranking-lists.ts'
import type { Method, TieStage } from './scheme.ts'
import { tieGroupsOf } from './tie-stages.ts'
import type { Unit } from './unit.ts'

export interface RankedUnit {
  readonly unit: Unit
  /** Shared by ties: 1, 2, 2, 4. */
  readonly place: number
  readonly total: Total
  /** In the order of METHODS; empty where totals were rolled up. */
  readonly parts: readonly RankedPart[]
  /** One a part; they sum to 1. */
  readonly weights: readonly Fraction[]
  /** Methods in force for the category that do not apply to this unit: the others carry their weight (EVAL3). */
  readonly redistributed: readonly Method[]
  readonly list: 'best' | 'worst' | null
  readonly vetoed: boolean
  /** The last stage that told this unit from one of equal total (RANK3). */
  readonly decidedBy: TieStage | null
}

export interface CategoryRanking {
  /** Every method that weighs anything. */
  readonly coverage: readonly Coverage[]
  /** One a method in force, in the order of `coverage`, for a unit to which all apply; they sum to 1. */
  readonly weights: readonly Fraction[]
  readonly listN: number
  /** By place; units that share one by public code. */
  readonly rows: readonly RankedUnit[]
  /** By public code. */
  readonly unranked: readonly UnrankedUnit[]
  readonly boundary: ListBoundaries
}

/** A row's total and weighted parts as shown: the parts sum to the total (RANK2). */
export function shownOf({ total, parts, weights }: RankedUnit): ReturnType<typeof showTotal> {
  return showTotal(
    total,
    parts.map(({ points }) => points),
    weights,
  )
}

/**
 * Ranks the units of ONE category. A unit not questioned takes the category's mean `tv`; a method that does not apply gives
 * its weight to the unit's others (EVAL3); a unit that lacks a method in force is unranked. O(n log n) in the number of units.
 */
export function rankCategory(
  inputs: readonly RankingInput[],
  scheme: RankingScheme,
  basis: RankingBasis = 'provisional',
): CategoryRanking {
  const measure = measureOf(inputs, scheme, basis)
  const ranked: Candidate[] = []
  const unranked: UnrankedUnit[] = []
  for (const input of [...inputs].sort(byCode)) {
    const one = measured(input, measure)
    if ('total' in one) ranked.push(one)
    else unranked.push(one)
  }
  const { coverage, inForce, shares } = measure
  return { coverage, weights: shares(inForce), ...placed(ranked, scheme), unranked }
}

/** Places, ties and lists of units that have a total. `candidates`: by public code, which orders who shares a place. */
export function placed(
  candidates: readonly Candidate[],
  scheme: Pick<RankingScheme, 'listMost' | 'tieStages' | 'floors'>,
): Pick<CategoryRanking, 'rows' | 'listN' | 'boundary'> {
  const sorted = [...candidates].sort((a, b) => compareTotals(b.total, a.total))
  const groups = tieGroupsOf(sorted, scheme.tieStages)
  const lists = listsOf(
    groups.map((group) =>
      group.members.map((member) => ({ vetoed: member.input.vetoed ?? false, total: member.total })),
    ),
    scheme,
  )
  let above = 0
  const rows = groups.flatMap((group, g) => {
    const place = above + 1
    above += group.members.length
    return group.members.map(({ input, parts, weights, redistributed, total }, m): RankedUnit => ({
      unit: input.unit,
      ...{ place, total, parts, weights, redistributed },
      list: lists.of[g]?.[m] ?? null,
      vetoed: input.vetoed ?? false,
      decidedBy: group.decidedBy,
    }))
  })
  return { rows, listN: lists.listN, boundary: lists.boundary }
}

function byCode(a: RankingInput, b: RankingInput): number {
  return a.unit.code - b.unit.code || (a.unit.unitId < b.unit.unitId ? -1 : 1)
}
