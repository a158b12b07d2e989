// Turns the points of one category's units into a ranking by the rules of one scheme (RANK1–RANK4, RANK10). Exact throughout.

import { type Fraction, fraction, mean } from '../basics/exact.ts'
import { compareTotals, type Total, weightedTotal } from './exact-total.ts'
import { listsOf, type ListBoundaries } from './ranking-lists.ts'
import { METHODS, type Method, type Scheme, type TieStage } from './scheme.ts'
import { tieGroupsOf } from './tie-stages.ts'
import type { Unit } from './unit.ts'

/** What a method gives a unit. */
export interface MethodPoints {
  /** 0–100. */
  readonly points: Fraction
  readonly note: 'none' | 'categoryMean' | 'examinersOnly'
  /** Of `citizens`: 不满意 ÷ n without 不了解. */
  readonly dissatisfiedShare?: Fraction
}

export interface RankingInput {
  readonly unit: Unit
  readonly methods: Readonly<Partial<Record<Method, MethodPoints>>>
  /** Wins over every redistribution: the unit is listed apart (EVAL3). */
  readonly apart?: 'sample' | 'notDelivered'
  /** 一票否决: never on 十优; place and total stay (RANK5). */
  readonly vetoed?: boolean
}

/** The part of a scheme a ranking needs. Without floors the lists are as long as RANK4 says. */
export interface RankingScheme extends Pick<Scheme, 'weightsBp' | 'listMost' | 'tieStages'> {
  readonly floors?: {
    /** No 十差 at or above this total. */
    readonly noWorstFrom?: Fraction
    /** No 十优 below this total. */
    readonly noBestBelow?: Fraction
  }
}

export interface RankedUnit {
  readonly unit: Unit
  /** Shared by ties: 1, 2, 2, 4. */
  readonly place: number
  readonly total: Total
  /** One a method in force, in the order of `coverage`. */
  readonly parts: readonly RankedPart[]
  readonly list: 'best' | 'worst' | null
  /** The last stage that told this unit from one of equal total (RANK3). */
  readonly decidedBy: TieStage | null
}

export interface RankedPart {
  readonly method: Method
  /** 0–100, before its weight. */
  readonly points: Fraction
  readonly note: MethodPoints['note']
}

export interface CategoryRanking {
  /** Every method that weighs anything: for how many units it is present, and whether the category is ranked by it. */
  readonly coverage: readonly { readonly method: Method; readonly units: number; readonly ranked: boolean }[]
  /** One a method in force, in the order of `coverage`; they sum to 1. */
  readonly weights: readonly Fraction[]
  readonly listN: number
  /** By place; units that share one by public code. */
  readonly rows: readonly RankedUnit[]
  /** By public code. */
  readonly unranked: readonly {
    readonly unit: Unit
    readonly why: 'sample' | 'notDelivered' | 'noMethod'
  }[]
  readonly boundary: ListBoundaries
}

/**
 * Ranks the units of ONE category. A method is in force where it is present for at least 80 % of them, `tv` where any
 * unit was questioned; their weights are scaled to sum to 1. A unit not questioned takes the category's mean `tv`
 * (EVAL3); one that lacks another method in force is unranked. O(n log n) in the number of units.
 */
export function rankCategory(inputs: readonly RankingInput[], scheme: RankingScheme): CategoryRanking {
  const weighing = METHODS.filter((method) => scheme.weightsBp[method] > 0)
  const coverage = weighing.map((method) => {
    const units = inputs.filter((input) => input.methods[method] !== undefined).length
    const ranked = units > 0 && (method === 'tv' || units * 5 >= inputs.length * 4)
    return { method, units, ranked }
  })
  const inForce = coverage.filter((of) => of.ranked).map((of) => of.method)
  const weights = sharesOf(inForce, scheme)
  const tvMean = tvMeanOf(inputs)

  const ranked: Candidate[] = []
  const unranked: { unit: Unit; why: 'sample' | 'notDelivered' | 'noMethod' }[] = []
  for (const input of [...inputs].sort(byCode)) {
    const parts = partsOf(input, inForce, tvMean)
    if (input.apart !== undefined) unranked.push({ unit: input.unit, why: input.apart })
    else if (parts === null || parts.length === 0) unranked.push({ unit: input.unit, why: 'noMethod' })
    else
      ranked.push({
        input,
        parts,
        total: weightedTotal(
          parts.map((part) => part.points),
          weights,
        ),
      })
  }

  ranked.sort((a, b) => compareTotals(b.total, a.total))
  const groups = tieGroupsOf(ranked, scheme.tieStages)
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
    return group.members.map((member, m): RankedUnit => ({
      unit: member.input.unit,
      place,
      total: member.total,
      parts: member.parts,
      list: lists.of[g]?.[m] ?? null,
      decidedBy: group.decidedBy,
    }))
  })
  return { coverage, weights, listN: lists.listN, rows, unranked, boundary: lists.boundary }
}

interface Candidate {
  readonly input: RankingInput
  readonly parts: readonly RankedPart[]
  readonly total: Total
}

/** Weights of the methods in force, scaled to sum to 1: an absent method's weight goes to the others in proportion. */
function sharesOf(inForce: readonly Method[], scheme: RankingScheme): readonly Fraction[] {
  const whole = inForce.reduce((all, method) => all + scheme.weightsBp[method], 0)
  return inForce.map((method) => fraction(scheme.weightsBp[method], whole))
}

/** The mean of all tv results of the category, or null where none is needed or there is none. */
function tvMeanOf(inputs: readonly RankingInput[]): Fraction | null {
  const results = inputs.flatMap((input) => (input.methods.tv === undefined ? [] : [input.methods.tv.points]))
  return results.length === 0 || results.length === inputs.length ? null : mean(results)
}

/** A unit's points by the methods in force, or null where it lacks one. */
function partsOf(
  input: RankingInput,
  inForce: readonly Method[],
  tvMean: Fraction | null,
): readonly RankedPart[] | null {
  const parts: RankedPart[] = []
  for (const method of inForce) {
    const given = input.methods[method]
    if (given !== undefined) parts.push({ method, points: given.points, note: given.note })
    else if (method === 'tv' && tvMean !== null) parts.push({ method, points: tvMean, note: 'categoryMean' })
    else return null
  }
  return parts
}

function byCode(a: RankingInput, b: RankingInput): number {
  return a.unit.code - b.unit.code || (a.unit.unitId < b.unit.unitId ? -1 : 1)
}
