// A reviewer's own desk: marks, recusals (回避), submission, and what of it the office may set right (EVAL6).

import type { PersonId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Reviewer } from '../evaluation/department.ts'
import type { Moment } from '../show/event.ts'
import { against, DONE, judged, refused, type Judgement } from '../show/judgement.ts'
import type { ReviewCommand } from './command.ts'
import { dutiesOf, isOverAt, progressOf, REVIEW_GRACE_MS, reviewerIn } from './duties.ts'
import type { ReviewEvent } from './event.ts'
import { deskOf } from './evolve.ts'
import { REVIEW_GRADES, type MarkSetAside, type ReviewDesk, type ReviewRound } from './round.ts'

type Of<T extends ReviewCommand['type']> = Extract<ReviewCommand, { type: T }>

/** So many a desk are kept aside; one more is refused, not dropped silently (SAFE2). */
const ASIDE_MOST = 500

/** Received after the close, or after the period was frozen, a mark is kept aside and not counted. */
export function judgeMark(
  { unitId, mark, revision }: Of<'GiveMark'>,
  round: ReviewRound,
  { nowMs, by }: Moment,
  collecting: boolean,
): Judgement<ReviewEvent> {
  const reviewer = by.role === 'reviewer' ? reviewerIn(round, by.id) : null
  if (reviewer === null) return refused('review_not_yours')
  const { reviewerId } = reviewer
  const desk = deskOf(round, reviewerId)
  const before = own(desk.marks, unitId)
  if (before?.revision === revision && before.mark === mark) return DONE
  if (
    desk.setAside.some((each) => each.unitId === unitId && each.revision === revision && each.mark === mark)
  )
    return DONE
  const why = nowMs > round.closesAtMs + REVIEW_GRACE_MS ? 'late' : collecting ? null : 'frozen'
  const aside: MarkSetAside | null =
    why === null ? null : { unitId, mark, revision, receivedAtMs: nowMs, why }
  return judged(
    [
      ...reasonsAgainstUnit(round, reviewer, unitId),
      against(nowMs < round.opensAtMs, 'review_not_open'),
      against(isRecused(desk, unitId), 'review_recused'),
      against(round.form === 'grades' && !isGrade(mark), 'mark_invalid'),
      against(aside === null && desk.submittedAtMs !== null, 'review_submitted'),
      against(aside === null && before !== undefined && revision <= before.revision, 'review_revision_old'),
      against(aside !== null && desk.setAside.length >= ASIDE_MOST, 'aside_full'),
    ],
    () => [
      aside === null
        ? { type: 'MarkGiven', roundId: round.id, reviewerId, unitId, mark, revision }
        : { type: 'MarkKeptAside', roundId: round.id, reviewerId, aside },
    ],
  )
}

/** Whole: every unit asked about has a mark, or the reviewer is recused from it. */
export function judgeSubmission(round: ReviewRound, { nowMs, by }: Moment): Judgement<ReviewEvent> {
  const reviewer = by.role === 'reviewer' ? reviewerIn(round, by.id) : null
  if (reviewer === null) return refused('review_not_yours')
  const { reviewerId } = reviewer
  if (deskOf(round, reviewerId).submittedAtMs !== null) return DONE
  const { asked, given } = progressOf(round, reviewer)
  return judged(
    [
      ...reasonsAgainstTime(round, nowMs),
      against(given < asked, 'review_incomplete', { count: asked - given }),
    ],
    () => [{ type: 'ReviewSubmitted', roundId: round.id, reviewerId }],
  )
}

export function judgeReopening(
  { reviewerId, reason }: Of<'ReopenReview'>,
  round: ReviewRound,
  { nowMs, by }: Moment,
): Judgement<ReviewEvent> {
  if (by.role !== 'office') return refused('not_allowed')
  return judged(
    [
      ...reasonsAgainstTime(round, nowMs),
      against(reviewerIn(round, reviewerId) === null, 'review_not_in_round'),
      against(deskOf(round, reviewerId).submittedAtMs === null, 'review_not_submitted'),
    ],
    () => [{ type: 'ReviewReopened', roundId: round.id, reviewerId, reason, by: by.id }],
  )
}

/** Until the close; by the reviewer for the own desk while it is not submitted, by the office for any. */
export function judgeRecusal(
  { reviewerId, unitId, reason }: Of<'RecuseReview'>,
  round: ReviewRound,
  { nowMs, by }: Moment,
): Judgement<ReviewEvent> {
  if (by.role !== 'office' && !isOwn(by, reviewerId)) return refused('not_allowed')
  const reviewer = reviewerIn(round, reviewerId)
  if (reviewer === null) return refused('review_not_in_round')
  const desk = deskOf(round, reviewerId)
  if (isRecused(desk, unitId)) return DONE
  return judged(
    [
      ...reasonsAgainstTime(round, nowMs),
      ...reasonsAgainstUnit(round, reviewer, unitId),
      against(by.role === 'reviewer' && desk.submittedAtMs !== null, 'review_submitted'),
    ],
    () => [{ type: 'ReviewRecused', roundId: round.id, reviewerId, unitId, reason, by: by.id }],
  )
}

export function judgeLiftRecusal(
  { reviewerId, unitId }: Of<'LiftReviewRecusal'>,
  round: ReviewRound,
  { nowMs, by }: Moment,
): Judgement<ReviewEvent> {
  const desk = deskOf(round, reviewerId)
  const recusal = desk.recusals.find((each) => each.unitId === unitId)
  if (recusal === undefined) return DONE
  // Who recused themselves may think better of it; what the office set, the office takes back.
  const mayLift = by.role === 'office' || (isOwn(by, reviewerId) && recusal.by === reviewerId)
  return judged(
    [
      against(!mayLift, 'not_allowed'),
      ...reasonsAgainstTime(round, nowMs),
      against(by.role === 'reviewer' && desk.submittedAtMs !== null, 'review_submitted'),
    ],
    () => [{ type: 'ReviewRecusalLifted', roundId: round.id, reviewerId, unitId }],
  )
}

function isOwn(by: Moment['by'], reviewerId: PersonId): by is { role: 'reviewer'; id: PersonId } {
  return by.role === 'reviewer' && by.id === reviewerId
}

function isRecused(desk: ReviewDesk, unitId: string): boolean {
  return desk.recusals.some((each) => each.unitId === unitId)
}

function isGrade(mark: number): boolean {
  return REVIEW_GRADES.some((grade) => grade === mark)
}

function reasonsAgainstTime(round: ReviewRound, nowMs: number) {
  return [
    against(round.phase !== 'planned' || nowMs < round.opensAtMs, 'review_not_open'),
    against(isOverAt(round, nowMs), 'review_round_over'),
  ]
}

/** A unit of the own organisation is a conflict of interest and is named as such; another's line is just not asked about. */
function reasonsAgainstUnit(round: ReviewRound, reviewer: Reviewer, unitId: string) {
  const unit = round.units.find((each) => each.unitId === unitId)
  const conflict = unit !== undefined && unit.organisationId === reviewer.organisationId
  const asked = dutiesOf(round, reviewer).some((each) => each.unitId === unitId)
  return [
    against(conflict, 'review_own_organisation', { unit: unit?.name ?? unitId }),
    against(!conflict && !asked, 'review_unit_not_asked'),
  ]
}
