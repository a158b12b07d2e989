// Whom a reviewer rates in a round, what counts of it, and when a round takes marks (EVAL6, SHOW4).

import type { PersonId, UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Review, Reviewer } from '../evaluation/department.ts'
import type { PeriodId } from '../period/ids.ts'
import type { FrozenReview, PeriodUnit } from '../period/inputs.ts'
import { deskOf } from './evolve.ts'
import type { ReviewRound, RoundId, RoundUnit } from './round.ts'

/** What is received so long after the close still counts: controls stop at the close, the line takes time (as SCORE3). */
export const REVIEW_GRACE_MS = 2_000

export function reviewerIn(round: ReviewRound, reviewerId: string): Reviewer | null {
  return round.reviewers.find((each) => each.reviewerId === reviewerId) ?? null
}

/** Line authorities rate their own line; nobody rates a unit of the own organisation. */
export function mayRate(
  { group, organisationId }: Reviewer,
  unit: Pick<PeriodUnit, 'organisationId' | 'authorityId'>,
): boolean {
  if (unit.organisationId === organisationId) return false
  return group !== 'line' || unit.authorityId === organisationId
}

/** The units a reviewer is asked about, in the round's order; those recused from included. */
export function dutiesOf(round: ReviewRound, reviewer: Reviewer): readonly RoundUnit[] {
  return round.units.filter((unit) => unit.groups.includes(reviewer.group) && mayRate(reviewer, unit))
}

export interface DeskProgress {
  readonly reviewerId: PersonId
  /** Asked about, without those recused from. */
  readonly asked: number
  readonly given: number
  readonly recused: number
  readonly submittedAtMs: number | null
}

/** How far a reviewer is: counts only, never a mark. */
export function progressOf(round: ReviewRound, reviewer: Reviewer): DeskProgress {
  const desk = deskOf(round, reviewer.reviewerId)
  const recused = new Set<string>(desk.recusals.map(({ unitId }) => unitId))
  const duties = dutiesOf(round, reviewer)
  const asked = duties.filter(({ unitId }) => !recused.has(unitId))
  return {
    reviewerId: reviewer.reviewerId,
    asked: asked.length,
    given: asked.filter(({ unitId }) => own(desk.marks, unitId) !== undefined).length,
    recused: duties.length - asked.length,
    submittedAtMs: desk.submittedAtMs,
  }
}

export function isOpenAt(round: ReviewRound, nowMs: number): boolean {
  return round.phase === 'planned' && nowMs >= round.opensAtMs && nowMs <= round.closesAtMs
}

/** Over for good: nothing received from now on counts. */
export function isOverAt(round: ReviewRound, nowMs: number): boolean {
  return round.phase === 'planned' && nowMs > round.closesAtMs + REVIEW_GRACE_MS
}

/** What counts of a round: the last mark for each unit a reviewer is asked about and not recused from. */
export function countedReviewsOf(round: ReviewRound): readonly Review[] {
  return round.reviewers.flatMap((reviewer) => {
    const { marks, recusals } = deskOf(round, reviewer.reviewerId)
    const recused = new Set<string>(recusals.map(({ unitId }) => unitId))
    return dutiesOf(round, reviewer).flatMap(({ unitId }): Review[] => {
      const given = own(marks, unitId)
      if (given === undefined || recused.has(unitId)) return []
      return [{ reviewerId: reviewer.reviewerId, unitId, mark: given.mark }]
    })
  })
}

/** A period's rounds that take marks still, or will: its inputs are not complete before they are over. */
export function roundsNotOver(
  rounds: Readonly<Record<RoundId, ReviewRound>>,
  periodId: PeriodId,
  nowMs: number,
): readonly ReviewRound[] {
  return Object.values<ReviewRound>(rounds).filter(
    (round) => round.periodId === periodId && round.phase === 'planned' && !isOverAt(round, nowMs),
  )
}

/**
 * The marks of a period's rounds that are over, by unit, with the group and a number in place of the reviewer. Numbers follow
 * from the marks alone, so that nobody who knows the accounts can read a name off their order.
 */
export function departmentReviewsOf(
  rounds: Readonly<Record<RoundId, ReviewRound>>,
  periodId: PeriodId,
  nowMs: number,
): ReadonlyMap<UnitId, readonly FrozenReview[]> {
  const over = Object.values<ReviewRound>(rounds).filter(
    (round) => round.periodId === periodId && isOverAt(round, nowMs),
  )
  const desks = new Map<string, { readonly reviewer: Reviewer; readonly reviews: Review[] }>()
  for (const round of over) {
    for (const review of countedReviewsOf(round)) {
      const reviewer = reviewerIn(round, review.reviewerId)!
      const key = `${reviewer.group} ${reviewer.reviewerId}`
      const desk = desks.get(key) ?? { reviewer, reviews: [] }
      desk.reviews.push(review)
      desks.set(key, desk)
    }
  }
  const numbered = [...desks.values()]
    .map(({ reviewer, reviews }) => {
      const ordered = reviews.sort((a, b) => (a.unitId < b.unitId ? -1 : 1))
      const text = ordered.map(({ unitId, mark }) => `${unitId} ${mark}`).join('\n')
      return { group: reviewer.group, reviews: ordered, text: `${reviewer.group}\n${text}` }
    })
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  const byUnit = new Map<UnitId, FrozenReview[]>()
  numbered.forEach(({ group, reviews }, index) => {
    for (const { unitId, mark } of reviews)
      byUnit.set(unitId, [...(byUnit.get(unitId) ?? []), { group, reviewer: index + 1, mark }])
  })
  return byUnit
}
