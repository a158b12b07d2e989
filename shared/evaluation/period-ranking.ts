// Ranks a period from its frozen inputs by its scheme, one ranking a category (RANK1–RANK5, EVAL3, EVAL9).

import { divide, fraction, fromJson, sum } from '../basics/exact.ts'
import type { PeriodInputs, PeriodUnit, UnitInputs } from '../period/inputs.ts'
import { CATEGORIES } from './categories.ts'
import { weightedTotal } from './exact-total.ts'
import { standingOf } from './period-points.ts'
import type { Candidate, UnrankedUnit } from './measure.ts'
import { type CategoryRanking, placed, rankCategory } from './ranking.ts'
import type { MethodPoints, RankingBasis, RankingInput } from './ranking-input.ts'
import { METHODS, type Method, type Scheme } from './scheme.ts'
import type { Category } from './unit.ts'

export interface PeriodRanking {
  readonly categories: Readonly<Record<Category, CategoryRanking>>
}

/** `basis`: final unless the period still runs (RANK10). Units and their evidence may come in any order (RANK8). */
export function rankPeriod(
  inputs: PeriodInputs,
  scheme: Scheme,
  basis: RankingBasis = 'final',
): PeriodRanking {
  const inCategory = byCategory(inputs.units)
  const ranked = (category: Category): CategoryRanking => {
    const units = inCategory[category]
    return inputs.rolled.length > 0
      ? rankRolled(units, inputs, scheme)
      : rankCategory(rankingInputsOf(units, inputs.evidence, scheme), scheme, basis)
  }
  const [office, station, institution, utility] = CATEGORIES.map(ranked) as [
    CategoryRanking,
    CategoryRanking,
    CategoryRanking,
    CategoryRanking,
  ]
  return { categories: { office, station, institution, utility } }
}

/** What a category is ranked from, in the order of `units`. A unit without evidence has nothing of any method. */
export function rankingInputsOf(
  units: readonly PeriodUnit[],
  evidence: readonly UnitInputs[],
  scheme: Scheme,
): readonly RankingInput[] {
  const byUnit = new Map(evidence.map((each) => [each.unitId, each]))
  return units.map((unit) => {
    const own = byUnit.get(unit.unitId)
    return own === undefined ? { unit, methods: {} } : rankingInputOf(unit, own, scheme)
  })
}

/** One unit's points. What weighs nothing neither ranks a unit nor keeps it apart, but may still break a tie. */
export function rankingInputOf(unit: PeriodUnit, evidence: UnitInputs, scheme: Scheme): RankingInput {
  const methods: Partial<Record<Method, MethodPoints>> = {}
  const notApplicable: Method[] = []
  const sample: Method[] = []
  const notDelivered: Method[] = []
  for (const method of METHODS) {
    const standing = standingOf(method, unit, evidence, scheme)
    const weighs = scheme.weightsBp[method] > 0
    if (standing.state === 'present') methods[method] = standing.given
    else if (standing.state === 'notApplicable') notApplicable.push(method)
    else if (standing.state === 'sample' && weighs) sample.push(method)
    else if (standing.state === 'notDelivered' && weighs) notDelivered.push(method)
  }
  const vetoed = evidence.vetoes.length > 0
  // 应报未报 is the graver: it also bars the organisation from 优秀.
  if (notDelivered.length > 0)
    return { unit, methods, notApplicable, vetoed, apart: { why: 'notDelivered', methods: notDelivered } }
  if (sample.length > 0)
    return { unit, methods, notApplicable, vetoed, apart: { why: 'sample', methods: sample } }
  return { unit, methods, notApplicable, vetoed }
}

/**
 * A half-year's or year's ranking of one category (EVAL9): the exact mean of a unit's totals over the quarters in which the
 * category was ranked; a unit that was not ranked in every one of them stands apart. No tie stage can apply.
 */
export function rankRolled(
  units: readonly PeriodUnit[],
  { rolled, evidence }: Pick<PeriodInputs, 'rolled' | 'evidence'>,
  scheme: Scheme,
): CategoryRanking {
  const byUnit = new Map(rolled.map((each) => [each.unitId, each]))
  const vetoed = new Set(evidence.flatMap(({ unitId, vetoes }) => (vetoes.length > 0 ? [unitId] : [])))
  const periodsOf = ({ unitId }: PeriodUnit) => byUnit.get(unitId)?.periods ?? []
  const quarters = new Set(units.flatMap((unit) => periodsOf(unit).map(({ periodId }) => periodId)))
  const candidates: Candidate[] = []
  const unranked: UnrankedUnit[] = []
  for (const unit of [...units].sort((a, b) => a.code - b.code || (a.unitId < b.unitId ? -1 : 1))) {
    const totals = new Map(periodsOf(unit).map((total) => [total.periodId, total]))
    if (totals.size === 0) unranked.push({ unit, why: 'noMethod', methods: [] })
    else if (totals.size < quarters.size) unranked.push({ unit, why: 'sample', methods: [] })
    else {
      const mean = divide(sum([...totals.values()].map(fromJson)), fraction(totals.size))
      const total = weightedTotal([mean], [fraction(1)])
      const input = { unit, methods: {}, vetoed: vetoed.has(unit.unitId) }
      candidates.push({ input, parts: [], weights: [], redistributed: [], total })
    }
  }
  return { coverage: [], weights: [], ...placed(candidates, scheme), unranked }
}

function byCategory(units: readonly PeriodUnit[]): Readonly<Record<Category, readonly PeriodUnit[]>> {
  const inCategory: Record<Category, PeriodUnit[]> = { office: [], station: [], institution: [], utility: [] }
  for (const unit of units) inCategory[unit.category].push(unit)
  return inCategory
}
