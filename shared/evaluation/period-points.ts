// What each of the five methods makes of a unit's frozen evidence: points, or why there are none (EVAL3–EVAL8).

import { type Fraction, fromJson } from '../basics/exact.ts'
import type { TvSegment, UnitInputs } from '../period/inputs.ts'
import { departmentPointsOf, type DepartmentResult } from './department.ts'
import { bigDataResultOf, type IndicatorDefinition, type IndicatorScore } from './indicator.ts'
import { dissatisfiedShareOf, pollPointsOf, ratingsIn } from './poll-points.ts'
import type { MethodPoints } from './ranking-input.ts'
import { rectificationPointsOf } from './rectification.ts'
import type { Method, Scheme } from './scheme.ts'
import { segmentPointsOf, tvAverageOf, type TvResult } from './tv-points.ts'
import type { Category } from './unit.ts'

/**
 * Where a method stands for a unit. absent: nothing was delivered and nobody said why; for `tv` the ranking then takes the
 * category's mean. `n`: how many ballots, or indicators left, there are.
 */
export type MethodStanding =
  | { readonly state: 'present'; readonly given: MethodPoints }
  | { readonly state: 'sample'; readonly n: number }
  | { readonly state: 'notApplicable' }
  | { readonly state: 'notDelivered' }
  | { readonly state: 'absent' }

/**
 * Evidence wins over a confirmed notApplicable, so that nobody can have a bad result or a small sample confirmed away; what a
 * deadline found missing stays missing.
 */
export function standingOf(
  method: Method,
  unit: { readonly category: Category },
  evidence: UnitInputs,
  scheme: Scheme,
): MethodStanding {
  if (evidence.notDelivered.includes(method)) return { state: 'notDelivered' }
  const found = foundOf(method, unit.category, evidence, scheme)
  const excused = found.state === 'absent' && evidence.notApplicable.includes(method)
  return excused ? { state: 'notApplicable' } : found
}

function foundOf(method: Method, category: Category, evidence: UnitInputs, scheme: Scheme): MethodStanding {
  switch (method) {
    case 'citizens':
      return citizensOf(evidence, scheme)
    case 'bigData': {
      const definitions = indicatorsOf(scheme, category)
      const scored = definitions.filter(({ weight }) => weight > 0)
      const counted = new Set(evidence.bigData.map(({ indicatorId }) => indicatorId))
      if (scored.length === 0 || !scored.every(({ indicatorId }) => counted.has(indicatorId)))
        return { state: 'absent' }
      const { points } = indicatorScoresOf(definitions, evidence)
      return points === null ? { state: 'sample', n: 0 } : present(points)
    }
    case 'department': {
      const { points } = departmentOf(evidence, scheme)
      return points === null ? { state: 'absent' } : present(points)
    }
    case 'rectification': {
      const points = rectificationPointsOf(evidence.rectification)
      // None due: there was nothing to put right (EVAL7).
      return points === null ? { state: 'notApplicable' } : present(points)
    }
    case 'tv': {
      const result = tvAverageOf(evidence.tv.map((segment) => segmentOf(segment, scheme)))
      return result === null ? { state: 'absent' } : { state: 'present', given: result }
    }
  }
}

function citizensOf({ citizens }: UnitInputs, { citizensFromN }: Scheme): MethodStanding {
  if (citizens === null) return { state: 'absent' }
  const n = ratingsIn(citizens.split)
  const points = pollPointsOf(citizens.split)
  const dissatisfiedShare = dissatisfiedShareOf(citizens.split)
  if (points === null || dissatisfiedShare === null || n < citizensFromN) return { state: 'sample', n }
  return { state: 'present', given: { points, note: 'none', dissatisfiedShare } }
}

/** The indicators a unit of the category is measured by. */
export function indicatorsOf(scheme: Scheme, category: Category): readonly IndicatorDefinition[] {
  return scheme.indicators.filter(({ categories }) => categories.includes(category))
}

/** Scores of those that have counts. 0 of 0 is a count, and drops out; no count at all is missing. */
export function indicatorScoresOf(
  definitions: readonly IndicatorDefinition[],
  { bigData }: UnitInputs,
): { readonly points: Fraction | null; readonly indicators: readonly IndicatorScore[] } {
  return bigDataResultOf(
    definitions.flatMap((definition) => {
      const count = bigData.find(({ indicatorId }) => indicatorId === definition.indicatorId)
      return count === undefined
        ? []
        : [
            {
              definition,
              count: { numerator: count.numerator, denominator: count.denominator },
              ...(count.lifted ? { lifted: count.lifted } : {}),
            },
          ]
    }),
  )
}

export function departmentOf({ department }: UnitInputs, { reviewersBp }: Scheme): DepartmentResult {
  return departmentPointsOf(department, reviewersBp)
}

export function segmentOf({ examiners, poll }: TvSegment, { tv }: Pick<Scheme, 'tv'>): TvResult {
  return segmentPointsOf(fromJson(examiners), poll, tv)
}

function present(points: Fraction): MethodStanding {
  return { state: 'present', given: { points, note: 'none' } }
}
