// The office's doors of 大数据佐证: what a kept file would bring, importing it whole, and the evidence with its deductions.

import { createHash } from 'node:crypto'
import { Router, type Request } from 'express'
import type { z } from 'zod'
import { PersonId, CommandId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { ContentHash } from '../../shared/period/ids.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import type { Period } from '../../shared/period/period.ts'
import {
  IndicatorFileRequest,
  IndicatorImportRequest,
  IndicatorsQuery,
  type IndicatorsImported,
} from '../../shared/protocol/indicators-api.ts'
import type { House } from '../../shared/show/house.ts'
import { parsed } from '../access/parsed.ts'
import { firstRefusal, type Show } from '../access/show.ts'
import type { EvidenceFiles } from '../evaluation/evidence-files.ts'
import { indicatorsAnswerOf } from '../evaluation/indicator-evidence.ts'
import { bodyOf, JSON_MOST, jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'
import { indicatorPreviewOf, indicatorTableOf, type IndicatorTable } from './indicator-rows.ts'

export function indicatorRoutes(
  { ours, limited, only, accountOf }: Doorway,
  {
    house,
    run,
    files,
  }: { readonly house: () => House; readonly run: Show['run']; readonly files: EvidenceFiles },
): Router {
  const router = Router()
  const office = [
    ours('application/json'),
    limited(1, 20),
    only('indicatorImport'),
    jsonUpTo(JSON_MOST),
  ] as const

  const tableIn = async (period: Period, fileHash: ContentHash): Promise<Result<IndicatorTable>> => {
    const file = await files.get(fileHash)
    return file.ok ? indicatorTableOf(file.value.bytes, period) : file
  }
  const imported = async (
    { periodId, fileHash, importId, words, replaces }: z.infer<typeof IndicatorImportRequest>,
    request: Request,
  ): Promise<Result<IndicatorsImported>> => {
    const period = collectingPeriodOf(house(), periodId)
    if (!period.ok) return period
    const table = await tableIn(period.value, fileHash)
    if (!table.ok) return table
    const { rows, errors } = table.value
    if (errors.length > 0) return refuse('csv_has_errors', { count: errors.length })
    const account = accountOf(request)
    if (account === null) return refuse('not_signed_in')
    const repeated = period.value.imports.some((each) => each.importId === importId)
    const answer = await run(
      {
        ...{ type: 'AcceptIndicatorCounts', periodId, replaces },
        source: { importId, words, fileHash },
        rows: rows.map(({ unit, indicatorId, numerator, denominator }) => ({
          ...{ unitId: unit.unitId, indicatorId, count: { numerator, denominator } },
        })),
      },
      {
        commandId: importCommandId(periodId, importId),
        by: { role: 'office', id: PersonId.parse(account.personId) },
      },
    )
    if (!answer.ok) return { ok: false, refusal: firstRefusal(answer.refusals) }
    return ok({ ok: true, rows: rows.length, repeated: repeated || answer.repeated })
  }

  router.post('/api/indicators/preview', ...office, async (request, response) => {
    const body = bodyOf(IndicatorFileRequest, request)
    if (!body.ok) return sendRefusal(response, body.refusal)
    const period = collectingPeriodOf(house(), body.value.periodId)
    if (!period.ok) return sendRefusal(response, period.refusal)
    const table = await tableIn(period.value, body.value.fileHash)
    sendResult(response, table.ok ? ok(indicatorPreviewOf(table.value, period.value)) : table)
  })
  router.post('/api/indicators/import', ...office, async (request, response) => {
    const body = bodyOf(IndicatorImportRequest, request)
    sendResult(response, body.ok ? await imported(body.value, request) : body)
  })
  router.get('/api/indicators/:periodId', limited(10, 40), only('periods'), (request, response) => {
    const id = PeriodId.safeParse(request.params['periodId'])
    const period = id.success ? own(house().periods, id.data) : undefined
    const query = parsed(IndicatorsQuery, request.query)
    if (period === undefined) return sendRefusal(response, { code: 'period_unknown', detail: {} })
    sendResult(response, query.ok ? ok(indicatorsAnswerOf(period, query.value)) : query)
  })
  return router
}

/** An import of a period runs once, whoever sends it and however often (LOG1). */
export function importCommandId(periodId: PeriodId, importId: string): CommandId {
  const hash = createHash('sha256').update(`${periodId} ${importId}`).digest('base64url')
  return CommandId.parse(`import_${hash}`)
}

/** A period that has its scheme, so that rows can be read against it; whether it still takes counts the core says. */
export function collectingPeriodOf({ periods }: House, periodId: PeriodId): Result<Period> {
  const period = own(periods, periodId)
  if (period === undefined) return refuse('period_unknown')
  return period.schemes.length === 0
    ? refuse('period_phase', { wanted: '收集佐证', phase: '草稿' })
    : ok(period)
}
