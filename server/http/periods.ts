// GET /api/periods… and /api/trends: what office and auditor read of evaluation periods, their rankings and cards.

import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { OrganisationId } from '../../shared/evaluation/department.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import { Method } from '../../shared/evaluation/scheme.ts'
import { Category } from '../../shared/evaluation/unit.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import type { PeriodUnit } from '../../shared/period/inputs.ts'
import { periodHeadOf, periodsInOrder } from '../../shared/period/head.ts'
import { PeriodKind, type Period } from '../../shared/period/period.ts'
import type { PeriodsAnswer } from '../../shared/protocol/period-api.ts'
import type { House } from '../../shared/show/house.ts'
import { parsed } from '../access/parsed.ts'
import type { Clock } from '../clock.ts'
import { deductionsAnswerOf } from '../evaluation/deductions-answer.ts'
import { notApplicableAnswerOf } from '../evaluation/not-applicable-answer.ts'
import { missingAnswerOf, periodAnswerOf } from '../evaluation/period-answer.ts'
import type { PastResults } from '../evaluation/past-results.ts'
import type { PeriodRankings } from '../evaluation/period-rankings.ts'
import { rankingAnswerOf } from '../evaluation/ranking-answer.ts'
import { historyOf, periodBefore, trendsAnswerOf } from '../evaluation/trends.ts'
import type { Tallying } from '../evaluation/tallying.ts'
import { unitCardOf } from '../evaluation/unit-card.ts'
import { sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

const page = z.coerce.number().int().min(1).max(1_000).default(1)
const q = z.string().trim().max(40).default('')
const organisation = OrganisationId.nullable().default(null)
export const MissingQuery = z.object({
  ...{ method: Method.nullable().default(null), category: Category.nullable().default(null), q, page },
})
export const RankingQuery = z.object({
  ...{ category: Category, list: z.enum(['best', 'worst']).nullable().default(null), organisation, q, page },
})
export const TrendsQuery = z.object({ kind: PeriodKind, category: Category, organisation })

export function periodRoutes(
  { ours, only, limited }: Doorway,
  {
    house,
    rankings,
    past,
    tallying,
    clock,
    prepare,
  }: {
    readonly house: () => House
    readonly rankings: PeriodRankings
    readonly past: PastResults
    readonly tallying: Pick<Tallying, 'again' | 'state'>
    readonly clock: Pick<Clock, 'nowMs'>
    /** Rankings will be asked for soon. */
    readonly prepare: () => void
  },
): Router {
  const router = Router()
  const asking = [limited(20, 60), only('periods')] as const

  const periodOf = (request: Request, response: Response): Period | null => {
    const id = PeriodId.safeParse(request.params['id'])
    const period = id.success ? own(house().periods, id.data) : undefined
    if (period === undefined) sendRefusal(response, { code: 'period_unknown', detail: {} })
    return period ?? null
  }
  /** The query as asked for, or null once it was refused. */
  const queryOf = <T>(schema: z.ZodType<T>, request: Request, response: Response): T | null => {
    const query = parsed(schema, { ...request.query })
    if (query.ok) return query.value
    sendRefusal(response, query.refusal)
    return null
  }
  const answer = (response: Response, value: object) => response.set('Cache-Control', 'no-store').json(value)
  const placesBefore = async (period: Period): Promise<ReadonlyMap<UnitId, number>> => {
    const before = periodBefore(period, house())
    const results = before === null ? null : await past.of(before)
    if (results === null) return new Map()
    return new Map(
      period.units.flatMap(({ unitId }) => {
        const place = results.of(unitId)?.place
        return place === null || place === undefined ? [] : [[unitId, place] as const]
      }),
    )
  }

  router.get('/api/periods', ...asking, (_request, response) => {
    // Whoever opens the list looks at a ranking next.
    prepare()
    const periods = periodsInOrder(house()).map((period) => periodHeadOf(period, house()))
    const list: PeriodsAnswer = {
      serverNowMs: clock.nowMs(),
      periods,
      organisations: organisationsOf(house()),
    }
    answer(response, list)
  })

  router.get('/api/periods/:id', ...asking, (request, response) => {
    const period = periodOf(request, response)
    if (period === null) return
    const inputs = rankings.inputsOf(period)
    answer(response, periodAnswerOf(period, inputs, house(), clock.nowMs(), tallying.state(period.id)))
  })

  router.get('/api/periods/:id/missing', ...asking, (request, response) => {
    const period = periodOf(request, response)
    const query = period === null ? null : queryOf(MissingQuery, request, response)
    if (period === null || query === null) return
    const inputs = rankings.inputsOf(period)
    if (inputs === null) answer(response, { total: 0, rows: [] })
    else answer(response, missingAnswerOf(period, inputs, house(), query))
  })

  router.get('/api/periods/:id/not-applicable', ...asking, (request, response) => {
    const period = periodOf(request, response)
    const query = period === null ? null : queryOf(MissingQuery, request, response)
    if (period === null || query === null) return
    answer(response, notApplicableAnswerOf(period, house(), query))
  })

  router.get('/api/periods/:id/ranking', ...asking, async (request, response) => {
    const period = periodOf(request, response)
    const query = period === null ? null : queryOf(RankingQuery, request, response)
    if (period === null || query === null) return
    const ranked = await rankings.of(period)
    if (!ranked.ok) return sendRefusal(response, ranked.refusal)
    answer(response, rankingAnswerOf(ranked.value, await placesBefore(period), house(), query))
  })

  router.get('/api/periods/:id/units/:unitId', ...asking, async (request, response) => {
    const period = periodOf(request, response)
    const unit = period === null ? null : unitIn(period, request, response)
    if (period === null || unit === null) return
    const told = await rankings.unit(period, unit.unitId)
    if (!told.ok) return sendRefusal(response, told.refusal)
    const { ranked, evidence } = told.value
    const card = await told.value.card()
    if (!card.ok) return sendRefusal(response, card.refusal)
    const history = await historyOf(unit.unitId, unit.category, period, house(), past)
    const before = await placesBefore(period)
    answer(
      response,
      unitCardOf(unit.unitId, period, ranked, { card: card.value, evidence }, { before, history }, house())!,
    )
  })

  router.get('/api/periods/:id/units/:unitId/deductions', ...asking, async (request, response) => {
    const period = periodOf(request, response)
    const unit = period === null ? null : unitIn(period, request, response)
    if (period === null || unit === null) return
    const found = await deductionsAnswerOf(period, unit, house(), clock.nowMs(), rankings)
    if (found.ok) answer(response, found.value)
    else sendRefusal(response, found.refusal)
  })

  router.post(
    '/api/periods/:id/tally',
    ours('application/json'),
    limited(1, 5),
    only('tally'),
    (request, response) => {
      const period = periodOf(request, response)
      if (period !== null) sendResult(response, tallying.again(period.id))
    },
  )

  router.get('/api/trends', ...asking, async (request, response) => {
    const query = queryOf(TrendsQuery, request, response)
    if (query === null) return
    answer(response, await trendsAnswerOf(query.kind, query.category, query.organisation, house(), past))
  })

  return router
}

/** The unit of the path as the period knows it, or null once it was refused. */
function unitIn({ units }: Period, request: Request, response: Response): PeriodUnit | null {
  const unitId = UnitId.safeParse(request.params['unitId'])
  const unit = units.find((each) => unitId.success && each.unitId === unitId.data)
  if (unit !== undefined) return unit
  const detail = { unit: String(request.params['unitId']).slice(0, 64) }
  sendRefusal(response, { code: 'unit_unknown', detail })
  return null
}

function organisationsOf({ registry }: House): PeriodsAnswer['organisations'] {
  return Object.values<Organisation>(registry.organisations)
    .map(({ organisationId, name }) => ({ organisationId, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
}
