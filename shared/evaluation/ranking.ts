// Turns the points of one category's units into a ranking by the rules of one scheme (RANK1–RANK5, RANK10). Exact throughout.

import { type Fraction, fraction, mean } from '../basics/exact.ts'
import { compareTotals, type Total, weightedTotal } from './exact-total.ts'
import { listsOf, type ListBoundaries, type ListWarnings } from './ranking-lists.ts'
import { METHODS, type Method, type Scheme, type TieStage } from './scheme.ts'
import { tieGroupsOf } from './tie-stages.ts'
import type { Unit } from './unit.ts'

/** What a method gives a unit. */
export interface MethodPoints {
  /** 0–100. */
  readonly points: Fraction
  readonly note: 'none' | 'examinersOnly'
  /** Of `citizens`: 不满意 ÷ n without 不了解. */
  readonly dissatisfiedShare?: Fraction
}

export interface RankingInput<U extends Unit = Unit> {
  readonly unit: U
  readonly methods: Readonly<Partial<Record<Method, MethodPoints>>>
  /** Methods whose weight goes to this unit's others in proportion (EVAL3). One that gives it points is none of them. */
  readonly notApplicable?: readonly Method[]
  /** Wins over every redistribution: the unit is listed apart, with the methods that are to blame (EVAL3). */
  readonly apart?: Apart
  /** 一票否决: never on 十优; place and total stay (RANK5). */
  readonly vetoed?: boolean
}

export interface Apart {
  readonly why: 'sample' | 'notDelivered'
  readonly methods: readonly Method[]
}

/** The part of a scheme a ranking needs. */
export type RankingScheme = Pick<Scheme, 'weightsBp' | 'listMost' | 'tieStages' | 'floors'> & {
  readonly tv: Pick<Scheme['tv'], 'absent'>
}

/**
 * provisional: by the methods that are there for at least 80 % of the units they apply to (RANK10). final: by every method
 * that weighs anything; a unit that lacks one has to say why (EVAL3).
 */
export type RankingBasis = 'provisional' | 'final'

export interface RankedUnit<U extends Unit = Unit> {
  readonly unit: U
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

export interface RankedPart {
  readonly method: Method
  /** 0–100, before its weight. */
  readonly points: Fraction
  /** redistributed: it has no other note, and carries a share of the weight of a method that does not apply. */
  readonly note: MethodPoints['note'] | 'categoryMean' | 'redistributed'
}

export interface UnrankedUnit<U extends Unit = Unit> {
  readonly unit: U
  readonly why: 'sample' | 'notDelivered' | 'noMethod'
  /** What is too small, was not delivered, or is not there. */
  readonly methods: readonly Method[]
}

export interface CategoryRanking<U extends Unit = Unit> {
  /** Every method that weighs anything: for how many units it is present, and whether the category is ranked by it. */
  readonly coverage: readonly { readonly method: Method; readonly units: number; readonly ranked: boolean }[]
  /** One a method in force, in the order of `coverage`, for a unit to which all apply; they sum to 1. */
  readonly weights: readonly Fraction[]
  readonly listN: number
  /** By place; units that share one by public code. */
  readonly rows: readonly RankedUnit<U>[]
  /** By public code. */
  readonly unranked: readonly UnrankedUnit<U>[]
  readonly boundary: ListBoundaries
  readonly warnings: ListWarnings
}

/** The mean tv result that a unit of the category takes which was not questioned; null where there is none to take (EVAL3). */
export function neutralTvOf(inputs: readonly RankingInput[], scheme: RankingScheme): Fraction | null {
  const results = inputs.flatMap((input) => (input.methods.tv === undefined ? [] : [input.methods.tv.points]))
  return scheme.tv.absent === 'redistribute' || results.length === 0 || results.length === inputs.length
    ? null
    : mean(results)
}

/**
 * Ranks the units of ONE category. A unit not questioned takes the category's mean `tv`; a method that does not apply gives
 * its weight to the unit's others (EVAL3); a unit that lacks a method in force is unranked. O(n log n) in the number of units.
 */
export function rankCategory<U extends Unit>(
  inputs: readonly RankingInput<U>[],
  scheme: RankingScheme,
  basis: RankingBasis = 'provisional',
): CategoryRanking<U> {
  const coverage = coverageOf(inputs, scheme, basis)
  const inForce = coverage.filter((each) => each.ranked).map((each) => each.method)
  const neutralTv = neutralTvOf(inputs, scheme)
  const shares = createShares(scheme)

  const ranked: Candidate<U>[] = []
  const unranked: UnrankedUnit<U>[] = []
  for (const input of [...inputs].sort(byCode)) {
    const { parts, missing, redistributed } = partsOf(input, inForce, scheme, neutralTv)
    // A place needs evidence of the unit's own: a final one is not had by the category's mean alone.
    const ofItsOwn = parts.some((part) => basis === 'provisional' || part.note !== 'categoryMean')
    if (input.apart !== undefined) unranked.push({ unit: input.unit, ...input.apart })
    else if (missing.length > 0 || !ofItsOwn)
      unranked.push({ unit: input.unit, why: 'noMethod', methods: missing })
    else {
      const weights = shares(parts.map((part) => part.method))
      const points = parts.map((part) => part.points)
      ranked.push({ input, parts, weights, redistributed, total: weightedTotal(points, weights) })
    }
  }
  return { coverage, weights: shares(inForce), ...placed(ranked, scheme), unranked }
}

/** A unit with a total, and what it is made of. */
export interface Candidate<U extends Unit = Unit> {
  readonly input: RankingInput<U>
  readonly parts: readonly RankedPart[]
  readonly weights: readonly Fraction[]
  readonly redistributed: readonly Method[]
  readonly total: Total
}

/** Places, ties and lists of units that have a total. `candidates`: by public code, which orders who shares a place. */
export function placed<U extends Unit>(
  candidates: readonly Candidate<U>[],
  scheme: Pick<RankingScheme, 'listMost' | 'tieStages' | 'floors'>,
): Pick<CategoryRanking<U>, 'rows' | 'listN' | 'boundary' | 'warnings'> {
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
    return group.members.map(({ input, parts, weights, redistributed, total }, m): RankedUnit<U> => ({
      unit: input.unit,
      ...{ place, total, parts, weights, redistributed },
      list: lists.of[g]?.[m] ?? null,
      vetoed: input.vetoed ?? false,
      decidedBy: group.decidedBy,
    }))
  })
  return { rows, listN: lists.listN, boundary: lists.boundary, warnings: lists.warnings }
}

function coverageOf(
  inputs: readonly RankingInput[],
  scheme: RankingScheme,
  basis: RankingBasis,
): CategoryRanking['coverage'] {
  return METHODS.filter((method) => scheme.weightsBp[method] > 0).map((method) => {
    let units = 0
    let wanted = 0
    for (const input of inputs) {
      const present = input.methods[method] !== undefined
      if (present) units += 1
      if (present || !(input.notApplicable?.includes(method) ?? false)) wanted += 1
    }
    if (method === 'tv') return { method, units, ranked: units > 0 }
    return { method, units, ranked: basis === 'final' ? wanted > 0 : units > 0 && units * 5 >= wanted * 4 }
  })
}

/** Weights of the methods a unit is ranked by, scaled to sum to 1; those of one set of methods are made once. */
function createShares(scheme: RankingScheme): (methods: readonly Method[]) => readonly Fraction[] {
  const known = new Map<string, readonly Fraction[]>()
  return (methods) => {
    const key = methods.join()
    const shares = known.get(key) ?? sharesOf(methods, scheme)
    known.set(key, shares)
    return shares
  }
}

function sharesOf(methods: readonly Method[], scheme: RankingScheme): readonly Fraction[] {
  const whole = methods.reduce((all, method) => all + scheme.weightsBp[method], 0)
  return methods.map((method) => fraction(scheme.weightsBp[method], whole))
}

/** A unit's points by the methods in force, those it lacks, and those that do not apply to it. */
function partsOf(
  input: RankingInput,
  inForce: readonly Method[],
  scheme: RankingScheme,
  neutralTv: Fraction | null,
): {
  readonly parts: readonly RankedPart[]
  readonly missing: readonly Method[]
  readonly redistributed: readonly Method[]
} {
  const parts: RankedPart[] = []
  const missing: Method[] = []
  const redistributed: Method[] = []
  for (const method of inForce) {
    const given = input.methods[method]
    if (given !== undefined) parts.push({ method, points: given.points, note: given.note })
    else if (
      input.notApplicable?.includes(method) ||
      (method === 'tv' && scheme.tv.absent === 'redistribute')
    )
      redistributed.push(method)
    else if (method === 'tv' && neutralTv !== null)
      parts.push({ method, points: neutralTv, note: 'categoryMean' })
    else missing.push(method)
  }
  if (redistributed.length === 0) return { parts, missing, redistributed }
  return {
    parts: parts.map((part) => (part.note === 'none' ? { ...part, note: 'redistributed' } : part)),
    ...{ missing, redistributed },
  }
}

function byCode(a: RankingInput, b: RankingInput): number {
  return a.unit.code - b.unit.code || (a.unit.unitId < b.unit.unitId ? -1 : 1)
}
