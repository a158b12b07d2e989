// The office's doors of the call-back list: rows without phones, one phone at a time and journalled, and where a call-back stands.

import { Router, type Request } from 'express'
import {
  CallbackRequest,
  CallbacksQuery,
  MarkCallbackRequest,
} from '../../shared/protocol/invitations-api.ts'
import type { Actor } from '../../shared/show/event.ts'
import { parsed } from '../access/parsed.ts'
import { actorOf } from '../access/roles.ts'
import type { PrivateDoors } from '../home/rooms.ts'
import { bodyOf, JSON_MOST, jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

export function callbackRoutes(doorway: Doorway, doors: PrivateDoors): Router {
  const { ours, limited, only, accountOf } = doorway
  const router = Router()
  const may = only('callbacks')
  const json = [ours('application/json'), limited(2, 20), may, jsonUpTo(JSON_MOST)]
  const byOf = (request: Request): Actor => {
    const account = accountOf(request)
    if (account === null) throw new Error('a door for the office let a stranger in')
    return actorOf(account)
  }

  router.get('/api/callbacks', limited(10, 40), may, async (request, response) => {
    const query = parsed(CallbacksQuery, request.query)
    if (!query.ok) return sendRefusal(response, query.refusal)
    const { pollId, after } = query.value
    sendResult(response, { ok: true, value: await doors.callbacks(pollId, after) })
  })
  router.post('/api/callbacks/look', ...json, async (request, response) => {
    const body = bodyOf(CallbackRequest, request)
    if (!body.ok) return sendRefusal(response, body.refusal)
    const { pollId, callbackId } = body.value
    const phone = await doors.lookAtCallback(pollId, callbackId, byOf(request))
    sendResult(response, phone.ok ? { ok: true, value: { phone: phone.value } } : phone)
  })
  router.post('/api/callbacks/mark', ...json, async (request, response) => {
    const body = bodyOf(MarkCallbackRequest, request)
    if (!body.ok) return sendRefusal(response, body.refusal)
    const { pollId, callbackId, status } = body.value
    sendResult(response, await doors.markCallback(pollId, callbackId, status, byOf(request)))
  })
  return router
}
