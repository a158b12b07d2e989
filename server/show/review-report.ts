// What the marks of a round that is over tell about who gave them: distributions, uniform marks, influence, mutual favour (EVAL6).

import { show } from '../../shared/basics/exact.ts'
import { own } from '../../shared/basics/own.ts'
import {
  departmentResultOf,
  influencesOf,
  reciprocalFavoursOf,
  reviewerReportsOf,
  type OrganisationId,
  type ReviewerWeights,
} from '../../shared/evaluation/department.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import type { RoundReport } from '../../shared/protocol/reviews-api.ts'
import { countedReviewsOf } from '../../shared/review/duties.ts'
import { deskOf } from '../../shared/review/evolve.ts'
import type { ReviewRound } from '../../shared/review/round.ts'
import type { House } from '../../shared/show/house.ts'
import { namesOf, personNameOf, roundHeadOf, unitNameIn } from './review-views.ts'

const INFLUENCES_SHOWN = 60
/** Where to look, not a verdict: ten points above what all others give, with at least two marks each way. */
const FAVOUR = { fromPoints: 10, fromReviews: 2 }

/** To be asked only of a round that is over. */
export function roundReportOf(round: ReviewRound, house: House, nowMs: number): RoundReport {
  const reviews = countedReviewsOf(round)
  const reviewers = new Map(round.reviewers.map((each) => [each.reviewerId as string, each]))
  const weights = weightsOf(round, house)
  const organisationOf = new Map<string, OrganisationId>(
    round.units.flatMap(({ unitId, organisationId }) =>
      organisationId === null ? [] : [[unitId, organisationId] as const],
    ),
  )
  const organisationName = namesOf(house)
  const called = (id: string | null) => organisationName(id) ?? ''
  const byUnit = Map.groupBy(reviews, ({ unitId }) => unitId)
  const reports = reviewerReportsOf(reviews).map(({ reviewerId, reviews: n, mean, bands, uniform }) => {
    const reviewer = reviewers.get(reviewerId)!
    return {
      reviewerId,
      name: personNameOf(house, reviewerId),
      organisation: called(reviewer.organisationId),
      group: reviewer.group,
      reviews: n,
      mean: show(mean),
      bands: [...bands],
      uniform,
      setAside: deskOf(round, reviewerId).setAside.length,
    }
  })
  return {
    head: roundHeadOf(round, house, nowMs),
    bands: Array.from({ length: 10 }, (_, at) =>
      reports.reduce((total, { bands }) => total + (bands[at] ?? 0), 0),
    ),
    reviewers: reports,
    influences: influencesOf(reviews, reviewers, weights)
      .slice(0, INFLUENCES_SHOWN)
      .map(({ reviewerId, unitId, points }) => ({
        reviewerId,
        name: personNameOf(house, reviewerId),
        unitName: unitNameIn(round, unitId),
        points: show(points),
      })),
    favours: reciprocalFavoursOf(reviews, reviewers, organisationOf, FAVOUR).map((favour) => ({
      organisations: [called(favour.organisations[0]), called(favour.organisations[1])],
      above: [show(favour.above[0]), show(favour.above[1])],
      reviews: [...favour.reviews],
    })),
    units: round.units.map(({ unitId, code, name }) => {
      const ofUnit = byUnit.get(unitId) ?? []
      const { points } = departmentResultOf(ofUnit, reviewers, weights)
      return { unitId, code, name, points: points === null ? null : show(points), n: ofUnit.length }
    }),
  }
}

/** By the scheme of the round's period. */
function weightsOf({ periodId }: ReviewRound, house: House): ReviewerWeights {
  return own(house.periods, periodId)?.schemes.at(-1)?.scheme.reviewersBp ?? DEFAULT_SCHEME.reviewersBp
}
