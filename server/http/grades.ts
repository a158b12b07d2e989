// GET /api/grades/:id for office and auditor, POST /api/grades/:id/settle for the office: organisations' grades of a quarter (GRADE1).

import { Router, type Request, type Response } from 'express'
import { PersonId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import type { Period } from '../../shared/period/period.ts'
import type { House } from '../../shared/show/house.ts'
import type { Grades } from '../evaluation/grades.ts'
import { jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

export function gradeRoutes(
  { ours, only, limited, accountOf }: Doorway,
  { grades, house }: { readonly grades: Grades; readonly house: () => House },
): Router {
  const router = Router()
  const periodOf = (request: Request, response: Response): Period | null => {
    const id = PeriodId.safeParse(request.params['id'])
    const period = id.success ? own(house().periods, id.data) : undefined
    if (period === undefined) sendRefusal(response, { code: 'period_unknown', detail: {} })
    return period ?? null
  }

  router.get('/api/grades/:id', limited(10, 40), only('periods'), (request, response) => {
    const period = periodOf(request, response)
    if (period !== null) response.set('Cache-Control', 'no-store').json(grades.answerOf(period))
  })

  router.post(
    '/api/grades/:id/settle',
    ours('application/json'),
    limited(1, 5),
    only('settleGrades'),
    jsonUpTo('1kb'),
    async (request, response) => {
      const period = periodOf(request, response)
      const account = accountOf(request)
      if (period === null || account === null) return
      sendResult(response, await grades.settle(period, PersonId.parse(account.personId)))
    },
  )

  return router
}
