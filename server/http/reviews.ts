// GET /api/reviews… for office and auditor, GET /api/review-desk for a reviewer: rounds, progress, reports, the own desk (EVAL6).

import { Router, type Request } from 'express'
import { own } from '../../shared/basics/own.ts'
import { PersonId } from '../../shared/basics/ids.ts'
import { isOverAt } from '../../shared/review/duties.ts'
import { RoundId, type ReviewRound } from '../../shared/review/round.ts'
import type { House } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'
import { roundReportOf } from '../show/review-report.ts'
import { reviewDeskOf, roundAnswerOf, roundsAnswerOf } from '../show/review-views.ts'
import type { Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

export function reviewRoutes(
  { only, limited, accountOf }: Doorway,
  house: () => House,
  clock: Pick<Clock, 'nowMs'>,
): Router {
  const router = Router()
  const roundOf = (request: Request): ReviewRound | null => {
    const id = RoundId.safeParse(request.params['id'])
    return id.success ? (own(house().reviews, id.data) ?? null) : null
  }

  router.get('/api/reviews', limited(5, 30), only('reviewRounds'), (_request, response) => {
    response.set('Cache-Control', 'no-store').json(roundsAnswerOf(house(), clock.nowMs()))
  })

  router.get('/api/reviews/:id', limited(5, 30), only('reviewRounds'), (request, response) => {
    const round = roundOf(request)
    if (round === null) return sendRefusal(response, { code: 'review_round_unknown', detail: {} })
    response.set('Cache-Control', 'no-store').json(roundAnswerOf(round, house(), clock.nowMs()))
  })

  router.get('/api/reviews/:id/report', limited(2, 20), only('reviewRounds'), (request, response) => {
    const round = roundOf(request)
    if (round === null) return sendRefusal(response, { code: 'review_round_unknown', detail: {} })
    // Until then nobody sees what was given: not the office, not the auditor.
    if (!isOverAt(round, clock.nowMs()))
      return sendRefusal(response, { code: 'review_report_early', detail: {} })
    response.set('Cache-Control', 'no-store').json(roundReportOf(round, house(), clock.nowMs()))
  })

  router.get('/api/review-desk', limited(2, 20), only('reviewDesk'), (request, response) => {
    const account = accountOf(request)
    const person = account === null ? undefined : own(house().people.people, PersonId.parse(account.personId))
    const desk = person === undefined ? null : reviewDeskOf(person, house(), clock.nowMs())
    if (desk === null) return sendRefusal(response, { code: 'not_signed_in', detail: {} })
    response.set('Cache-Control', 'no-store').json(desk)
  })

  return router
}
