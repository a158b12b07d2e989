// A period's ranking and the way to it as a bundle tells them: exact fractions beside what is shown of them (PUB3, RANK2).

import { type Fraction, fraction, show, toJson } from '../../shared/basics/exact.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { showTotal } from '../../shared/evaluation/exact-total.ts'
import {
  departmentOf,
  indicatorScoresOf,
  indicatorsOf,
  segmentOf,
} from '../../shared/evaluation/period-points.ts'
import { rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import {
  ballotsIn,
  dissatisfiedShareOf,
  pollPointsOf,
  ratingsIn,
} from '../../shared/evaluation/poll-points.ts'
import type { RankedUnit } from '../../shared/evaluation/ranking.ts'
import { rectificationPointsOf } from '../../shared/evaluation/rectification.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { tvAverageOf } from '../../shared/evaluation/tv-points.ts'
import type { PeriodInputs, PeriodUnit, UnitInputs } from '../../shared/period/inputs.ts'
import type {
  PollsMember,
  PublishedCategory,
  PublishedRow,
  PublishedWorking,
  ResultsMember,
} from './bundle-members.ts'
import { canonicalHashOf, schemeHashOf } from './canonical.ts'
import { isSplitPublished, publishedInputsHashOf } from './published-inputs.ts'

/** `polls`: what the inputs were counted from, by its hash. */
export function resultsOf(inputs: PeriodInputs, scheme: Scheme, polls: PollsMember): ResultsMember {
  const { categories } = rankPeriod(inputs, scheme)
  const unitOf = new Map(inputs.units.map((unit) => [unit.unitId, unit]))
  return {
    schemeHash: schemeHashOf(scheme),
    inputsHash: publishedInputsHashOf(inputs, scheme),
    pollsHash: canonicalHashOf(polls),
    categories: CATEGORIES.map((category): PublishedCategory => {
      const { listN, coverage, boundary, rows, unranked } = categories[category]
      return {
        ...{ category, listN, ranked: rows.length, coverage, boundary },
        rows: rows.map(rowOf),
        unranked: unranked.map(({ unit, why, methods }) => ({ unitId: unit.unitId, why, methods })),
      }
    }),
    // A roll-up has totals alone: how each came about stands in the bundles it is made of.
    workings:
      inputs.rolled.length > 0
        ? []
        : inputs.evidence.flatMap((evidence) => {
            const unit = unitOf.get(evidence.unitId)
            return unit === undefined ? [] : [workingOf(unit, evidence, scheme)]
          }),
  }
}

function rowOf(row: RankedUnit): PublishedRow {
  const points = row.parts.map((part) => part.points)
  const shown = showTotal(row.total, points, row.weights)
  return {
    unitId: row.unit.unitId,
    place: row.place,
    total: toJson(fraction(row.total.num, row.total.den)),
    shown: shown.total,
    parts: row.parts.map(({ method, points: given, note }, i) => ({
      ...{ method, points: toJson(given), weight: toJson(row.weights[i]!) },
      ...{ shownPoints: show(given), shownPart: shown.parts[i]!, note },
    })),
    ...{ redistributed: row.redistributed, list: row.list, vetoed: row.vetoed, decidedBy: row.decidedBy },
  }
}

function workingOf(unit: PeriodUnit, evidence: UnitInputs, scheme: Scheme): PublishedWorking {
  const { citizens, rectification } = evidence
  const bigData = indicatorScoresOf(indicatorsOf(scheme, unit.category), evidence)
  const department = departmentOf(evidence, scheme)
  const segments = evidence.tv.map((segment) => ({ segment, result: segmentOf(segment, scheme) }))
  const tv = tvAverageOf(segments.map(({ result }) => result))
  return {
    unitId: unit.unitId,
    citizens:
      citizens === null
        ? null
        : isSplitPublished(citizens.split, scheme)
          ? {
              ratings: ratingsIn(citizens.split),
              points: orNull(pollPointsOf(citizens.split)),
              dissatisfiedShare: orNull(dissatisfiedShareOf(citizens.split)),
            }
          : { ratings: ratingsIn(citizens.split), points: null, dissatisfiedShare: null },
    bigData: bigData.indicators.map(({ indicatorId, count, rate, score }) => ({
      ...{ indicatorId, cases: count.denominator, rate: orNull(rate), score: orNull(score) },
    })),
    bigDataPoints: orNull(bigData.points),
    department: department.groups.map(({ group, reviews, mean }) => ({ group, reviews, mean: toJson(mean) })),
    departmentPoints: orNull(department.points),
    rectification:
      rectification.length === 0
        ? null
        : {
            items: rectification.length,
            weight: rectification.reduce((all, { weight }) => all + weight, 0),
          },
    rectificationPoints: orNull(rectificationPointsOf(rectification)),
    tv: segments.map(({ segment: { examiners, poll }, result: { points, note } }) => ({
      marks: examiners.marks.length,
      markSum: examiners.marks.reduce((all, mark) => all + mark, 0),
      points: toJson(points),
      ballots: poll === null ? null : ballotsIn(poll),
      joined: note === 'none',
    })),
    tvPoints: orNull(tv?.points ?? null),
  }
}

function orNull(of: Fraction | null) {
  return of === null ? null : toJson(of)
}
