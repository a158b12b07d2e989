// The doors of 大数据佐证: what a kept file would bring, importing it whole, and the evidence with its deductions.

import { Router } from 'express'
import { own } from '../../shared/basics/own.ts'
import { ok } from '../../shared/basics/result.ts'
import { evidenceOf } from '../../shared/period/packed-evidence.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import { IndicatorsQuery, type IndicatorCountRow } from '../../shared/protocol/indicators-api.ts'
import { parsed } from '../access/parsed.ts'
import { indicatorsAnswerOf } from '../evaluation/indicator-evidence.ts'
import { sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'
import { indicatorTableOf } from './indicator-rows.ts'
import { keptTableDoors, type KeptTable, type KeptTableDeps } from './kept-table.ts'

const COUNTS: KeptTable<IndicatorCountRow> = {
  door: 'indicatorImport',
  read: indicatorTableOf,
  knownOf(row, period) {
    const known = own(own(evidenceOf(period).indicators, row.unit.unitId) ?? {}, row.indicatorId)
    return known === undefined ? undefined : { ...row, ...known }
  },
  fields: [
    { name: '分子', text: ({ numerator }) => String(numerator) },
    { name: '分母', text: ({ denominator }) => String(denominator) },
  ],
  commandOf: (taken, rows) => ({
    ...{ type: 'AcceptIndicatorCounts', ...taken },
    rows: rows.map(({ unit, indicatorId, numerator, denominator }) => ({
      ...{ unitId: unit.unitId, indicatorId, count: { numerator, denominator } },
    })),
  }),
}

export function indicatorRoutes(doorway: Doorway, deps: KeptTableDeps): Router {
  const { limited, only } = doorway
  const { house } = deps
  const router = Router()
  const table = keptTableDoors(doorway, deps, COUNTS)
  router.post('/api/indicators/preview', ...table.preview)
  router.post('/api/indicators/import', ...table.take)
  router.get('/api/indicators/:periodId', limited(10, 40), only('periods'), (request, response) => {
    const id = PeriodId.safeParse(request.params['periodId'])
    const period = id.success ? own(house().periods, id.data) : undefined
    const query = parsed(IndicatorsQuery, request.query)
    if (period === undefined) return sendRefusal(response, { code: 'period_unknown', detail: {} })
    sendResult(response, query.ok ? ok(indicatorsAnswerOf(period, query.value)) : query)
  })
  return router
}
