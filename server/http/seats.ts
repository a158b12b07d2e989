// Doors of tablets: codes for the director to hand out, and the trade of a code for a device token.

import { Router } from 'express'
import { PairRequest, SeatCodeRequest, SeatCodesRequest } from '../../shared/protocol/http-api.ts'
import { addressOf } from '../access/address.ts'
import type { Pairing } from '../access/pairing.ts'
import { bodyOf, jsonUpTo, JSON_MOST, sendResult, type Doorway } from './doorway.ts'

export function seatRoutes({ ours, limited, only }: Doorway, pairing: Pairing): Router {
  const router = Router()
  const json = jsonUpTo(JSON_MOST)
  const staff = [ours('application/json'), only('seatCodes'), json] as const

  router.post('/api/seats/code', ...staff, async (request, response) => {
    const body = bodyOf(SeatCodeRequest, request)
    sendResult(response, body.ok ? await pairing.codeOf(body.value.sessionId, body.value.seatId) : body)
  })

  router.post('/api/seats/codes', ...staff, async (request, response) => {
    const body = bodyOf(SeatCodesRequest, request)
    sendResult(response, body.ok ? await pairing.codesOf(body.value.sessionId) : body)
  })

  router.post(
    '/api/seats/pair',
    limited(2, 100),
    ours('application/json'),
    json,
    async (request, response) => {
      const body = bodyOf(PairRequest, request)
      sendResult(response, body.ok ? await pairing.pair(body.value.code, addressOf(request)) : body)
    },
  )

  return router
}
