// POST /api/receipt: what became of a message, for whoever holds its receipt code (BAL10).

import { Router } from 'express'
import { parseReceiptCode } from '../../shared/ballot/receipt-code.ts'
import { receiptSentenceOf } from '../../shared/ballot/receipt-standing.ts'
import { ReceiptRequest, type ReceiptAnswer } from '../../shared/protocol/http-api.ts'
import type { Receipts } from '../ballots/receipts.ts'
import { bodyOf, jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

const BODY_MOST = '1kb'
/** By address. A carrier puts thousands behind one; 50 bits are not guessed at this pace. */
const A_SECOND = 5
const BURST = 60

export function receiptRoutes({ ours, limited }: Doorway, receipts: Receipts): Router {
  const router = Router()
  const door = [ours('application/json'), limited(A_SECOND, BURST), jsonUpTo(BODY_MOST)] as const

  router.post('/api/receipt', ...door, async (request, response) => {
    const body = bodyOf(ReceiptRequest, request)
    if (!body.ok) return sendRefusal(response, body.refusal)
    const code = parseReceiptCode(body.value.code)
    if (code === null) return sendRefusal(response, { code: 'receipt_malformed', detail: {} })
    const found = await receipts.lookUp(code)
    if (!found.ok) return sendRefusal(response, found.refusal)
    const answer: ReceiptAnswer = {
      receipts: found.value.map((standing) => ({ ...standing, sentence: receiptSentenceOf(standing) })),
    }
    sendResult(response, { ok: true, value: answer })
  })
  return router
}
