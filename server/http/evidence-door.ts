// POST /api/evidence-door/indicators: another system's counts by a source's bearer token; making and ending tokens by the office.

import { Router, type RequestHandler } from 'express'
import { PersonId } from '../../shared/basics/ids.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { ControlTokenRequest, RevokeControlTokenRequest } from '../../shared/protocol/control-api.ts'
import {
  EvidenceDoorRequest,
  INDICATOR_ROWS_MOST,
  type IndicatorsImported,
} from '../../shared/protocol/indicators-api.ts'
import type { IndicatorRow } from '../../shared/period/command.ts'
import type { House } from '../../shared/show/house.ts'
import { addressOf } from '../access/address.ts'
import type { ControlTokens } from '../access/control-tokens.ts'
import { createLimit } from '../access/limits.ts'
import { firstRefusal, type Show } from '../access/show.ts'
import type { ControlToken } from '../access/vault.ts'
import type { Clock } from '../clock.ts'
import { bodyOf, JSON_MOST, jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'
import { unitFinder } from './indicator-rows.ts'
import { collectingPeriodOf, importCommandId } from './indicators.ts'

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
  router.get('/api/evidence-door/tokens', limited(2, 20), only('sourceTokens'), (_request, response) => {
    response.set('Cache-Control', 'no-store').json(tokens.list())
  })
  router.post('/api/evidence-door/tokens', ...office, async (request, response) => {
    const body = bodyOf(ControlTokenRequest, request)
    const account = accountOf(request)
    if (account === null) return sendRefusal(response, { code: 'not_signed_in', detail: {} })
    sendResult(
      response,
      body.ok ? await tokens.make(PersonId.parse(account.personId), body.value.name) : body,
    )
  })
  router.post('/api/evidence-door/tokens/revoke', ...office, async (request, response) => {
    const body = bodyOf(RevokeControlTokenRequest, request)
    if (!body.ok) return sendRefusal(response, body.refusal)
    await tokens.revoke(body.value.tokenId)
    response.set('Cache-Control', 'no-store').json({ ok: true })
  })

  const sendings = createLimit({ perSecond: 0.5, burst: 10, keysMost: 200 })
  const wrongTokens = createLimit({ perSecond: 0.2, burst: 10, keysMost: 2_000 })
  const json = jsonUpTo(BODY_MOST)
  const bySource: RequestHandler = async (request, response) => {
    const token = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '')?.[1]
    const holder = token === undefined ? null : tokens.holderOf(token)
    const nowMs = clock.nowMs()
    const waitMs =
      holder === null ? wrongTokens.take(addressOf(request), nowMs) : sendings.take(holder.tokenId, nowMs)
    if (waitMs > 0)
      return sendRefusal(response, {
        code: 'too_many_requests',
        detail: { seconds: Math.ceil(waitMs / 1_000) },
      })
    if (holder === null) return sendRefusal(response, { code: 'source_token_invalid', detail: {} })
    // Only now: who has no token is not read.
    const unread = await new Promise<unknown>((read) => json(request, response, read))
    if (unread instanceof Error) throw unread
    const body = bodyOf(EvidenceDoorRequest, request)
    sendResult(response, body.ok ? await accepted(body.value, holder) : body)
  }
  router.post('/api/evidence-door/indicators', bySource)

  const accepted = async (
    { periodId, importId, words, replaces, rows }: EvidenceDoorRequest,
    holder: ControlToken,
  ): Promise<Result<IndicatorsImported>> => {
    const period = collectingPeriodOf(house(), periodId)
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
