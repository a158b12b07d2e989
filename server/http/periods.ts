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
import { periodHeadOf, periodsInOrder } from '../../shared/period/head.ts'
import { PeriodKind, type Period } from '../../shared/period/period.ts'
import type { PeriodsAnswer } from '../../shared/protocol/period-api.ts'
import type { House } from '../../shared/show/house.ts'
import { parsed } from '../access/parsed.ts'
import type { Clock } from '../clock.ts'
import { missingAnswerOf, periodAnswerOf } from '../evaluation/period-answer.ts'
import type { PastResults } from '../evaluation/past-results.ts'
import type { PeriodRankings } from '../evaluation/period-rankings.ts'
import { rankingAnswerOf } from '../evaluation/ranking-answer.ts'
import { historyOf, periodBefore, trendsAnswerOf } from '../evaluation/trends.ts'
import { unitCardOf } from '../evaluation/unit-card.ts'
import type { Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

const page = z.coerce.number().int().min(1).max(1_000).default(1)
const q = z.string().trim().max(40).default('')
const organisation = OrganisationId.nullable().default(null)
const Missing = z.object({
  ...{ method: Method.nullable().default(null), category: Category.nullable().default(null), q, page },
})
const Ranking = z.object({
  ...{ category: Category, list: z.enum(['best', 'worst']).nullable().default(null), organisation, q, page },
})
const Trends = z.object({ kind: PeriodKind, category: Category, organisation })

export function periodRoutes(
  { only, limited }: Doorway,
  {
    house,
    rankings,
    past,
    clock,
  }: {
    readonly house: () => House
    readonly rankings: PeriodRankings
    readonly past: PastResults
    readonly clock: Pick<Clock, 'nowMs'>
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
    const periods = periodsInOrder(house()).map((period) => periodHeadOf(period, house()))
    const list: PeriodsAnswer = {
      serverNowMs: clock.nowMs(),
      periods,
      organisations: organisationsOf(house()),
    }
    answer(response, list)
  })

  router.get('/api/periods/:id', ...asking, async (request, response) => {
    const period = periodOf(request, response)
    if (period === null) return
    const ranked = await rankings.of(period)
    answer(response, periodAnswerOf(period, ranked?.inputs ?? null, house(), clock.nowMs()))
  })

  router.get('/api/periods/:id/missing', ...asking, async (request, response) => {
    const period = periodOf(request, response)
    const query = period === null ? null : queryOf(Missing, request, response)
    if (period === null || query === null) return
    const ranked = await rankings.of(period)
    if (ranked === null) answer(response, { total: 0, rows: [] })
    else answer(response, missingAnswerOf(period, ranked.inputs, house(), query))
  })

  router.get('/api/periods/:id/ranking', ...asking, async (request, response) => {
    const period = periodOf(request, response)
    const query = period === null ? null : queryOf(Ranking, request, response)
    if (period === null || query === null) return
    const ranked = await rankings.of(period)
    if (ranked === null)
      return sendRefusal(response, { code: 'period_phase', detail: { phase: '草稿', wanted: '收集佐证' } })
    answer(response, rankingAnswerOf(ranked, await placesBefore(period), house(), query))
  })

  router.get('/api/periods/:id/units/:unitId', ...asking, async (request, response) => {
    const period = periodOf(request, response)
    if (period === null) return
    const unitId = UnitId.safeParse(request.params['unitId'])
    const unit = period.units.find((each) => unitId.success && each.unitId === unitId.data)
    const ranked = await rankings.of(period)
    if (unit === undefined || ranked === null)
      return sendRefusal(response, {
        code: 'unit_unknown',
        detail: { unit: String(request.params['unitId']) },
      })
    const history = await historyOf(unit.unitId, unit.category, period, house(), past)
    const before = await placesBefore(period)
    answer(response, unitCardOf(unit.unitId, period, ranked, { before, history }, house())!)
  })

  router.get('/api/trends', ...asking, async (request, response) => {
    const query = queryOf(Trends, request, response)
    if (query === null) return
    answer(response, await trendsAnswerOf(query.kind, query.category, query.organisation, house(), past))
  })

  return router
}

function organisationsOf({ registry }: House): PeriodsAnswer['organisations'] {
  return Object.values<Organisation>(registry.organisations)
    .map(({ organisationId, name }) => ({ organisationId, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
}
