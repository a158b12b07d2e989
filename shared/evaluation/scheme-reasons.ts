// Why a scheme may not be saved: parts that do not sum up, results that all-best or all-worst would miss, rules that contradict (EVAL2, SCORE8).

import { repeatedIn } from '../basics/repeated.ts'
import { compare, fraction, HUNDRED, ZERO } from '../basics/exact.ts'
import type { Refusal, RefusalCode, RefusalDetail } from '../basics/refusal.ts'
import { reason } from '../show/judgement.ts'
import { CATEGORIES, CATEGORY_NAMES } from './categories.ts'
import { departmentPointsOf, ReviewerGroup } from './department.ts'
import { pollPointsOf } from './poll-points.ts'
import { METHODS, type Scheme } from './scheme.ts'
import { segmentPointsOf } from './tv-points.ts'

const WHOLE = 10_000

/** All of them, in the order of the screen; empty: it may be saved. */
export function reasonsAgainstScheme(scheme: Scheme): readonly Refusal[] {
  const { weightsBp, reviewersBp, tv, tieStages, indicators, vetoKinds } = scheme
  const sum = METHODS.reduce((all, method) => all + weightsBp[method], 0)
  const reviewers = ReviewerGroup.options.reduce((all, group) => all + reviewersBp[group], 0)
  const tvSum = tv.examinersBp + tv.pollBp
  return [
    ...when(sum !== WHOLE, 'scheme_weights', { sum }),
    ...when(reviewers !== WHOLE, 'scheme_reviewers', { sum: reviewers }),
    ...when(tvSum !== WHOLE, 'scheme_tv_shares', { sum: tvSum }),
    ...(reviewers === WHOLE && tvSum === WHOLE ? when(!endsHold(scheme), 'form_invalid') : []),
    ...repeatedIn(indicators.map(({ indicatorId }) => indicatorId)).map((id) =>
      reason('indicator_duplicate', { indicator: id }),
    ),
    ...indicators
      .filter(({ categories }) => repeatedIn(categories).length > 0)
      .map(({ name }) => reason('indicator_category_twice', { indicator: name })),
    ...indicators
      .filter(({ floor, full }) => floor > full)
      .map(({ name }) => reason('indicator_floor', { indicator: name })),
    ...(weightsBp.bigData === 0 ? [] : CATEGORIES)
      .filter(
        (category) =>
          !indicators.some(({ categories, weight }) => weight > 0 && categories.includes(category)),
      )
      .map((category) => reason('indicator_missing', { category: CATEGORY_NAMES[category] })),
    ...repeatedIn(vetoKinds).map((kind) => reason('veto_kind_duplicate', { kind })),
    ...when(repeatedIn(tieStages).length > 0, 'scheme_tie_stages'),
  ]
}

/** SCORE8: what all-worst and all-best come to, computed as the ranking would. */
function endsHold({ tv, reviewersBp }: Scheme): boolean {
  const n = tv.pollFromN
  const [best, worst] = [
    { satisfied: n, fair: 0, dissatisfied: 0, unsure: 0 },
    { satisfied: 0, fair: 0, dissatisfied: n, unsure: 0 },
  ]
  const marks = (mark: number) => ReviewerGroup.options.map((group) => ({ group, mark }))
  const ends = [
    { of: [pollPointsOf(best), pollPointsOf(worst)] },
    { of: [segmentPointsOf(HUNDRED, best, tv).points, segmentPointsOf(ZERO, worst, tv).points] },
    {
      of: [
        departmentPointsOf(marks(100), reviewersBp).points,
        departmentPointsOf(marks(0), reviewersBp).points,
      ],
    },
  ]
  return ends.every(({ of: [high, low] }) => isExactly(high, 100) && isExactly(low, 0))
}

function isExactly(points: ReturnType<typeof pollPointsOf> | undefined, whole: number): boolean {
  return points !== null && points !== undefined && compare(points, fraction(whole)) === 0
}

function when(condition: boolean, code: RefusalCode, detail: RefusalDetail = {}): readonly Refusal[] {
  return condition ? [reason(code, detail)] : []
}
