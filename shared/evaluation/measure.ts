// Which methods a category is ranked by, what weight each has for a unit, and the total a unit comes to (EVAL3, RANK2, RANK10).

import { type Fraction, fraction, mean } from '../basics/exact.ts'
import { type Total, weightedTotal } from './exact-total.ts'
import type { Apart, MethodPoints, RankingBasis, RankingInput, RankingScheme } from './ranking-input.ts'
import { METHODS, type Method } from './scheme.ts'
import type { Unit } from './unit.ts'

/** A method that weighs anything: for how many units it is present, and whether the category is ranked by it. */
export interface Coverage {
  readonly method: Method
  readonly units: number
  readonly ranked: boolean
}

export interface RankedPart {
  readonly method: Method
  /** 0–100, before its weight. */
  readonly points: Fraction
  /** redistributed: it has no other note, and carries a share of the weight of a method that does not apply. */
  readonly note: MethodPoints['note'] | 'categoryMean' | 'redistributed'
}

export interface UnrankedUnit {
  readonly unit: Unit
  readonly why: Apart['why'] | 'noMethod'
  /** What is too small, was not delivered, or is not there. */
  readonly methods: readonly Method[]
}

/** A unit with a total, and what it is made of. */
export interface Candidate {
  readonly input: RankingInput
  readonly parts: readonly RankedPart[]
  readonly weights: readonly Fraction[]
  readonly redistributed: readonly Method[]
  readonly total: Total
}

/** What the units of one category are measured by, the same for all of them. */
export interface Measure {
  readonly coverage: readonly Coverage[]
  readonly inForce: readonly Method[]
  readonly shares: (methods: readonly Method[]) => readonly Fraction[]
  readonly neutralTv: Fraction | null
  readonly basis: RankingBasis
  readonly tvAbsent: RankingScheme['tv']['absent']
}

export function measureOf(
  inputs: readonly RankingInput[],
  scheme: RankingScheme,
  basis: RankingBasis,
): Measure {
  const coverage = coverageOf(inputs, scheme, basis)
  return {
    ...{ coverage, basis },
    inForce: coverage.filter((each) => each.ranked).map((each) => each.method),
    shares: createShares(scheme),
    neutralTv: neutralTvOf(inputs, scheme),
    tvAbsent: scheme.tv.absent,
  }
}

/** A unit's total, or why it has none. */
export function measured(input: RankingInput, measure: Measure): Candidate | UnrankedUnit {
  const { parts, missing, redistributed } = partsOf(input, measure)
  // A place needs evidence of the unit's own: a final one is not had by the category's mean alone.
  const ofItsOwn = parts.some((part) => measure.basis === 'provisional' || part.note !== 'categoryMean')
  if (input.apart !== undefined) return { unit: input.unit, ...input.apart }
  if (missing.length > 0 || !ofItsOwn) return { unit: input.unit, why: 'noMethod', methods: missing }
  const weights = measure.shares(parts.map((part) => part.method))
  const points = parts.map((part) => part.points)
  return { input, parts, weights, redistributed, total: weightedTotal(points, weights) }
}

/** The mean tv result that a unit of the category takes which was not questioned; null where there is none to take (EVAL3). */
export function neutralTvOf(inputs: readonly RankingInput[], scheme: RankingScheme): Fraction | null {
  const results = inputs.flatMap((input) => (input.methods.tv === undefined ? [] : [input.methods.tv.points]))
  return scheme.tv.absent === 'redistribute' || results.length === 0 || results.length === inputs.length
    ? null
    : mean(results)
}

function coverageOf(
  inputs: readonly RankingInput[],
  scheme: RankingScheme,
  basis: RankingBasis,
): readonly Coverage[] {
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
  { inForce, neutralTv, tvAbsent }: Measure,
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
    else if (input.notApplicable?.includes(method) || (method === 'tv' && tvAbsent === 'redistribute'))
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
