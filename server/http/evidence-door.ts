// POST /api/evidence-door/indicators: another system's counts by a source's bearer token; making and ending tokens by the office.

import { Router } from 'express'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { EvidenceDoorRequest, INDICATOR_ROWS_MOST } from '../../shared/protocol/indicators-api.ts'
import type { IndicatorRow } from '../../shared/period/command.ts'
import type { KeptImported } from '../../shared/protocol/kept-table-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { ControlTokens } from '../access/control-tokens.ts'
import { createLimit } from '../access/limits.ts'
import { firstRefusal, type Show } from '../access/show.ts'
import type { ControlToken } from '../access/vault.ts'
import type { Clock } from '../clock.ts'
import { holdersOnly, tokenDesk } from './bearer-tokens.ts'
import { bodyOf, JSON_MOST, jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { unitFinder } from './indicator-rows.ts'
import { importCommandId, openedPeriodOf } from './kept-table.ts'

/** A row in JSON takes some 100 bytes. */
const BODY_MOST = `${Math.ceil((INDICATOR_ROWS_MOST * 130) / 1_000_000)}mb`
const NAMED_MOST = 20

export function evidenceDoorRoutes(
  { ours, limited, only, accountOf }: Doorway,
  {
    tokens,
    house,
    run,
    clock,
  }: {
    /** Of the office. */
    readonly tokens: ControlTokens
    readonly house: () => House
    readonly run: Show['run']
    readonly clock: Pick<Clock, 'nowMs'>
  },
): Router {
  const router = Router()
  const office = [
    ours('application/json'),
    limited(2, 20),
    only('sourceTokens'),
    jsonUpTo(JSON_MOST),
  ] as const
  const desk = tokenDesk({ accountOf }, tokens)
  router.get('/api/evidence-door/tokens', limited(2, 20), only('sourceTokens'), desk.list)
  router.post('/api/evidence-door/tokens', ...office, desk.make)
  router.post('/api/evidence-door/tokens/revoke', ...office, desk.revoke)

  const sendings = createLimit({ perSecond: 0.5, burst: 10, keysMost: 200 })
  const json = jsonUpTo(BODY_MOST)
  const byToken = holdersOnly(tokens, clock, 'source_token_invalid')
  const bySource = byToken(sendings, async (holder, request, response) => {
    // Only now: who has no token is not read.
    const unread = await new Promise<unknown>((read) => json(request, response, read))
    if (unread instanceof Error) throw unread
    const body = bodyOf(EvidenceDoorRequest, request)
    sendResult(response, body.ok ? await accepted(body.value, holder) : body)
  })
  router.post('/api/evidence-door/indicators', bySource)

  const accepted = async (
    { periodId, importId, words, replaces, rows }: EvidenceDoorRequest,
    holder: ControlToken,
  ): Promise<Result<KeptImported>> => {
    const period = openedPeriodOf(house(), periodId)
    if (!period.ok) return period
    const repeated = period.value.imports.some((each) => each.importId === importId)
    if (repeated) return ok({ ok: true, rows: rows.length, repeated })
    const unitIn = unitFinder(period.value)
    const read: IndicatorRow[] = []
    const unknown: string[] = []
    for (const [at, { unit, indicatorId, numerator, denominator }] of rows.entries()) {
      const found = unitIn(String(unit))
      if (found === null) unknown.push(`${unit}（第${at + 1}项）`)
      else if (numerator > denominator)
        return refuse('count_impossible', { row: at + 1, numerator, denominator })
      else read.push({ unitId: found.unitId, indicatorId, count: { numerator, denominator } })
    }
    if (unknown.length > 0) return refuse('unit_unknown', { unit: unknown.slice(0, NAMED_MOST).join('、') })
    const answer = await run(
      {
        ...{ type: 'AcceptIndicatorCounts', periodId, replaces, rows: read },
        source: { importId, words: `${holder.name}：${words}`.slice(0, 100), fileHash: null },
      },
      {
        commandId: importCommandId(periodId, importId),
        by: { role: 'office', id: holder.personId },
      },
    )
    if (!answer.ok) return { ok: false, refusal: firstRefusal(answer.refusals) }
    return ok({ ok: true, rows: rows.length, repeated: answer.repeated })
  }
  return router
}
