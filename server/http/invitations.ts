// The office's doors of invitations: upload a list, look, fix, draw, try the text; and the sheet by which anybody replays a draw.

import express, { Router, type Request, type RequestHandler } from 'express'
import { refuse, type Result } from '../../shared/basics/result.ts'
import {
  BatchQuery,
  BatchRequest,
  DrawRequest,
  DryRunRequest,
  PollQuery,
  UploadQuery,
  type UploadStarted,
} from '../../shared/protocol/invitations-api.ts'
import type { Actor } from '../../shared/show/event.ts'
import { parsed } from '../access/parsed.ts'
import { actorOf } from '../access/roles.ts'
import type { PrivateDoors } from '../home/rooms.ts'
import { CSV_TYPES } from './csv-door.ts'
import { RECORDS_BYTES_MOST } from './csv-service-records.ts'
import { bodyOf, JSON_MOST, jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

export function invitationRoutes(doorway: Doorway, doors: PrivateDoors): Router {
  const { ours, limited, only, accountOf } = doorway
  const router = Router()
  const may = only('invitations')
  const byOf = (request: Request): Actor => {
    const account = accountOf(request)
    if (account === null) throw new Error('a door for the office let a stranger in')
    return actorOf(account)
  }
  /** A JSON body parsed, and what is answered. */
  const takes = <T, A>(
    schema: Parameters<typeof bodyOf<T>>[0],
    answer: (body: T, request: Request) => Promise<Result<A>>,
  ): RequestHandler[] => [
    ours('application/json'),
    limited(5, 20),
    may,
    jsonUpTo(JSON_MOST),
    async (request, response) => {
      const body = bodyOf(schema, request)
      sendResult(response, body.ok ? await answer(body.value, request) : body)
    },
  ]

  const upload: RequestHandler = async (request, response) => {
    const query = parsed(UploadQuery, request.query)
    if (!query.ok) return sendRefusal(response, query.refusal)
    const body: unknown = request.body
    if (!(body instanceof Uint8Array)) return sendRefusal(response, refuse('csv_nothing').refusal)
    const { pollId, title } = query.value
    const started = await doors.upload(pollId, title, body)
    sendResult<UploadStarted>(
      response,
      started.ok ? { ok: true, value: { batchId: started.value } } : started,
    )
  }
  const sheet: RequestHandler = async (request, response) => {
    const query = parsed(BatchQuery, request.query)
    if (!query.ok) return sendRefusal(response, query.refusal)
    const { batchId } = query.value
    let page = await doors.drawSheet(batchId, 0)
    if (!page.ok) return sendRefusal(response, page.refusal)
    response.set('Cache-Control', 'no-store')
    response.set('Content-Disposition', 'attachment; filename="draw.csv"').type('text/csv; charset=utf-8')
    while (page.ok) {
      response.write(page.value.csv)
      const { next } = page.value
      if (next === null) break
      page = await doors.drawSheet(batchId, next)
    }
    response.end()
  }

  router.post(
    '/api/invitations/upload',
    ours(...CSV_TYPES),
    limited(0.2, 5),
    may,
    express.raw({ type: [...CSV_TYPES], limit: RECORDS_BYTES_MOST }),
    upload,
  )
  router.get('/api/invitations/upload', limited(10, 40), may, async (request, response) => {
    const query = parsed(BatchQuery, request.query)
    sendResult(response, query.ok ? await doors.uploadOf(query.value.batchId) : query)
  })
  router.get('/api/invitations', limited(10, 40), may, async (request, response) => {
    const query = parsed(PollQuery, request.query)
    if (!query.ok) return sendRefusal(response, query.refusal)
    sendResult(response, { ok: true, value: await doors.invitations(query.value.pollId) })
  })
  router.get('/api/invitations/draw-sheet', limited(1, 10), only('drawSheet'), sheet)
  router.post(
    '/api/invitations/fix',
    ...takes(BatchRequest, ({ batchId }, request) => doors.fix(batchId, byOf(request))),
  )
  router.post(
    '/api/invitations/discard',
    ...takes(BatchRequest, async ({ batchId }) => {
      await doors.discard(batchId)
      return { ok: true, value: null }
    }),
  )
  router.post(
    '/api/invitations/draw',
    ...takes(DrawRequest, ({ batchId, perUnit }, request) => doors.draw(batchId, perUnit, byOf(request))),
  )
  router.post(
    '/api/invitations/dry-run',
    ...takes(DryRunRequest, ({ batchId, plan }) => doors.dryRun(batchId, plan)),
  )
  return router
}
