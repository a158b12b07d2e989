// GET /api/ledger… for the staff, GET /api/promises for everybody: the rectification ledger and the promises in it (EVAL7).

import { Router } from 'express'
import { dayOf } from '../../shared/basics/city-day.ts'
import { own } from '../../shared/basics/own.ts'
import { ItemId } from '../../shared/evaluation/rectification.ts'
import { LedgerQuery } from '../../shared/protocol/ledger-api.ts'
import type { House } from '../../shared/show/house.ts'
import { parsed } from '../access/parsed.ts'
import type { Clock } from '../clock.ts'
import { ledgerAnswerOf, ledgerItemOf } from '../show/ledger-views.ts'
import { promisesAnswerOf } from '../show/promises-of.ts'
import type { Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'
import { createEtagged } from './etagged.ts'

export function ledgerRoutes({ only, limited }: Doorway, house: () => House, clock: Clock): Router {
  const router = Router()
  const etagged = createEtagged(clock)
  let made: { readonly ledger: unknown; readonly today: string; readonly content: string } | null = null

  /** Made anew only where the ledger or the day is another, however many ask. */
  const promises = (nowMs: number): string => {
    const { ledger } = house()
    const today = dayOf(nowMs)
    if (made?.ledger !== ledger || made.today !== today)
      made = {
        ledger,
        today,
        content: JSON.stringify({ ...promisesAnswerOf(house(), nowMs), serverNowMs: 0 }),
      }
    return made.content
  }

  router.get('/api/ledger', limited(5, 40), only('ledger'), (request, response) => {
    const query = parsed(LedgerQuery, request.query)
    if (!query.ok) return sendRefusal(response, query.refusal)
    response.set('Cache-Control', 'no-store').json(ledgerAnswerOf(house(), query.value, clock.nowMs()))
  })

  router.get('/api/ledger/:id', limited(5, 40), only('ledger'), (request, response) => {
    const id = ItemId.safeParse(request.params['id'])
    const item = id.success ? own(house().ledger.items, id.data) : undefined
    if (item === undefined) return sendRefusal(response, { code: 'item_unknown', detail: {} })
    response.set('Cache-Control', 'no-store').json(ledgerItemOf(item, house(), clock.nowMs()))
  })

  router.get('/api/promises', (request, response) => {
    const content = promises(clock.nowMs())
    etagged(request, response, { content, tag: 'promises' }, (serverNowMs) =>
      content.replace('"serverNowMs":0', `"serverNowMs":${serverNowMs}`),
    )
  })

  return router
}
