// A review round after one more event (SHOW7).

import type { PersonId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import type { ReviewEvent } from './event.ts'
import { EMPTY_DESK, type ReviewDesk, type ReviewRound } from './round.ts'

/** Null where the round is discarded. Throws where an event is of a round that was never drafted. */
export function evolveRound(round: ReviewRound | null, event: ReviewEvent, atMs: number): ReviewRound | null {
  if (event.type === 'RoundDrafted')
    return {
      ...event.settings,
      id: event.roundId,
      phase: 'draft',
      chosen: { line: [], district: [], town: [] },
      units: [],
      reviewers: [],
      desks: {},
      extensions: [],
    }
  if (round === null) throw new Error(`review round ${event.roundId} was never drafted`)
  const atDesk = (reviewerId: PersonId, change: (desk: ReviewDesk) => Partial<ReviewDesk>): ReviewRound => {
    const desk = deskOf(round, reviewerId)
    return { ...round, desks: { ...round.desks, [reviewerId]: { ...desk, ...change(desk) } } }
  }
  switch (event.type) {
    case 'RoundRevised':
      return { ...round, ...event.settings }
    case 'RoundUnitsSet':
      return { ...round, chosen: event.units }
    case 'RoundReviewersSet':
      return { ...round, reviewers: event.reviewers }
    case 'RoundPlanned':
      return { ...round, phase: 'planned', units: event.units }
    case 'RoundUnplanned':
      return { ...round, phase: 'draft', units: [] }
    case 'RoundDiscarded':
      return null
    case 'RoundExtended': {
      const { closesAtMs, reason } = event
      return { ...round, closesAtMs, extensions: [...round.extensions, { closesAtMs, reason, atMs }] }
    }
    case 'ReviewReopened': {
      const { reviewerId, reason, by } = event
      return atDesk(reviewerId, ({ reopened }) => ({
        submittedAtMs: null,
        reopened: [...reopened, { reason, by, atMs }],
      }))
    }
    case 'ReviewRecused': {
      const { reviewerId, unitId, reason, by } = event
      return atDesk(reviewerId, ({ recusals }) => ({
        recusals: [...recusals, { unitId, reason, by, atMs }],
      }))
    }
    case 'ReviewRecusalLifted':
      return atDesk(event.reviewerId, ({ recusals }) => ({
        recusals: recusals.filter(({ unitId }) => unitId !== event.unitId),
      }))
    case 'MarkGiven': {
      const { reviewerId, unitId, mark, revision } = event
      return atDesk(reviewerId, ({ marks }) => ({ marks: { ...marks, [unitId]: { mark, revision, atMs } } }))
    }
    case 'MarkKeptAside':
      return atDesk(event.reviewerId, ({ setAside }) => ({ setAside: [...setAside, event.aside] }))
    case 'ReviewSubmitted':
      return atDesk(event.reviewerId, () => ({ submittedAtMs: atMs }))
    default:
      return unreachable(event)
  }
}

export function deskOf(round: ReviewRound, reviewerId: PersonId): ReviewDesk {
  return own(round.desks, reviewerId) ?? EMPTY_DESK
}
