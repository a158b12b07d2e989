// Grades a quarter's organisations from their own scores, their units' published totals and what is on file (GRADE1–GRADE3).

import { add, compare, type Fraction, fraction, fromJson, multiply, toJson } from '../basics/exact.ts'
import { own } from '../basics/own.ts'
import type { OrganisationId } from '../evaluation/department.ts'
import {
  type BarReason,
  type Grade,
  gradedOf,
  type OrganisationPeriod,
  proposalsOf,
} from '../evaluation/grade.ts'
import type { Organisation } from '../evaluation/organisation.ts'
import { frozenInputsOf } from '../period/frozen-inputs.ts'
import type { PeriodId } from '../period/ids.ts'
import type { Period } from '../period/period.ts'
import { type Assessment, type Card, NO_FACTS, type SettledRow } from './assessment.ts'
import type { UnitsResult } from './command.ts'

export interface Grading {
  readonly period: Period
  readonly assessment: Assessment
  readonly organisations: readonly Organisation[]
  readonly results: readonly UnitsResult[]
  /** All periods and assessments: the one before tells last time's grade, those of the year their cards. */
  readonly periods: Readonly<Record<PeriodId, Period>>
  readonly grades: Readonly<Record<PeriodId, Assessment>>
}

/** By organisation id. One without a score of its own is named, and not graded. */
export function settledRowsOf(grading: Grading): readonly SettledRow[] {
  const { assessment, organisations, results } = grading
  const unitsOf = new Map(results.map((result) => [result.organisationId, result]))
  const sorted = [...organisations].sort((a, b) => (a.organisationId < b.organisationId ? -1 : 1))
  const totals = new Map<OrganisationId, Fraction>()
  for (const { organisationId } of sorted) {
    const score = own(assessment.scores, organisationId)
    if (score !== undefined)
      totals.set(organisationId, totalOf(score.hundredths, unitsOf.get(organisationId), assessment))
  }
  return sorted.map((organisation): SettledRow => {
    const { organisationId } = organisation
    const units = unitsOf.get(organisationId)
    const total = totals.get(organisationId)
    const facts = own(assessment.facts, organisationId) ?? NO_FACTS
    const vetoed = isVetoed(organisationId, grading.period)
    const common = {
      organisationId,
      ownHundredths: own(assessment.scores, organisationId)?.hundredths ?? null,
      units: units?.units ?? 0,
      unitsMean: units === undefined ? null : { num: units.num, den: units.den },
      vetoed,
    }
    const bars = barsOf(organisationId, grading)
    if (total === undefined)
      return { ...common, bars, total: null, byBands: null, grade: null, proposals: [] }
    const of: OrganisationPeriod = {
      ...{ organisationId, total, bars, vetoed },
      provincePlace: organisation.kind === 'department' ? facts.provincePlace : null,
      before: gradeBefore(organisationId, grading),
      failedRectification: facts.failedRectification !== null,
      noImprovementBySetDay: facts.noImprovement !== null,
      lastOfKind: isLastOfKind(organisation, sorted, totals),
    }
    const { bands, lastPlaceCards } = assessment.rules
    const { grade, byBands } = gradedOf(of, bands)
    return {
      ...common,
      ...{ bars, grade, byBands, total: toJson(total) },
      proposals: proposalsOf(of, bands, { lastPlaceCards }),
    }
  })
}

/** Own score and units' mean by their shares; without ranked units the own score counts alone. */
function totalOf(hundredths: number, units: UnitsResult | undefined, { rules }: Assessment): Fraction {
  const ownScore = fraction(hundredths, 100)
  if (units === undefined) return ownScore
  return add(
    multiply(ownScore, fraction(rules.ownBp, 10_000)),
    multiply(fromJson(units), fraction(rules.unitsBp, 10_000)),
  )
}

/** GRADE3, EVAL3: 双挂钩 concerns city departments. */
function barsOf(organisationId: OrganisationId, grading: Grading): readonly BarReason[] {
  const { assessment, organisations, period } = grading
  const kind = organisations.find((each) => each.organisationId === organisationId)?.kind
  const facts = own(assessment.facts, organisationId) ?? NO_FACTS
  const { provinceLowFrom } = assessment.rules
  const bars: BarReason[] = []
  if (kind === 'department') {
    const { provincePlace } = facts
    if (provincePlace !== null && provinceLowFrom !== null && provincePlace >= provinceLowFrom)
      bars.push('low_in_province')
    if (facts.criticised !== null) bars.push('criticised_by_name')
    if (facts.targetsUnmet !== null) bars.push('targets_unmet')
  }
  const mine = new Set(
    period.units.filter((unit) => unit.organisationId === organisationId).map(({ unitId }) => unitId),
  )
  if (
    frozenInputsOf(period)?.evidence.some(
      ({ unitId, notDelivered }) => mine.has(unitId) && notDelivered.length > 0,
    )
  )
    bars.push('not_delivered')
  if (yellowCardsOf(organisationId, grading).length > 0) bars.push('yellow_card')
  return bars
}

function isVetoed(organisationId: OrganisationId, { units, vetoes }: Period): boolean {
  const mine = new Set(
    units.filter((unit) => unit.organisationId === organisationId).map(({ unitId }) => unitId),
  )
  return vetoes.some(({ unitId, relief }) => relief === null && mine.has(unitId))
}

/** Cards in force that were given in the calendar year in which the period ends (GRADE2). */
export function yellowCardsOf(
  organisationId: OrganisationId,
  { period, periods, grades }: Pick<Grading, 'period' | 'periods' | 'grades'>,
): readonly Card[] {
  const year = period.endsOn.slice(0, 4)
  return Object.values<Assessment>(grades)
    .filter(({ periodId }) => own(periods, periodId)?.endsOn.slice(0, 4) === year)
    .flatMap(({ cards }) =>
      cards.filter(
        (card) =>
          card.relief === null &&
          card.organisationId === organisationId &&
          card.proposal.kind === 'yellow_card',
      ),
    )
}

/**
 * The grade that holds: as settled; 优秀 where two persons confirmed it and it is still proposed (GRADE3); never 优秀 with a
 * yellow card of the year.
 */
export function gradeInForce(
  row: SettledRow,
  context: Pick<Grading, 'period' | 'periods' | 'grades'>,
): Grade | null {
  const { organisationId, grade, proposals } = row
  const cards = own(context.grades, context.period.id)?.cards ?? []
  const isRaised =
    proposals.some(({ kind }) => kind === 'excellent') &&
    cards.some(
      (card) =>
        card.relief === null && card.organisationId === organisationId && card.proposal.kind === 'excellent',
    )
  const wanted = isRaised ? 'excellent' : grade
  return wanted === 'excellent' && yellowCardsOf(organisationId, context).length > 0 ? 'qualified' : wanted
}

/** The grade of the last settled quarter before this one. */
function gradeBefore(organisationId: OrganisationId, { period, periods, grades }: Grading): Grade | null {
  const [last] = Object.values<Assessment>(grades)
    .flatMap((assessment) => {
      const of = own(periods, assessment.periodId)
      const row = assessment.settlements.at(-1)?.rows.find((each) => each.organisationId === organisationId)
      return of === undefined || row === undefined || of.endsOn >= period.startsOn ? [] : [{ of, row }]
    })
    .sort((a, b) => (a.of.endsOn < b.of.endsOn ? 1 : -1))
  return last === undefined ? null : gradeInForce(last.row, { period: last.of, periods, grades })
}

function isLastOfKind(
  { organisationId, kind }: Organisation,
  all: readonly Organisation[],
  totals: ReadonlyMap<OrganisationId, Fraction>,
): boolean {
  const mine = totals.get(organisationId)!
  const others = all.flatMap((each) =>
    each.kind === kind && each.organisationId !== organisationId
      ? (totals.get(each.organisationId) ?? [])
      : [],
  )
  return others.length > 0 && others.every((total) => compare(mine, total) <= 0)
}
