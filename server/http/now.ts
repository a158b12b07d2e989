// GET /api/now: what the citizen page polls. One snapshot for all, the same as the socket's topic `now`.

import { createHash } from 'node:crypto'
import { Router } from 'express'
import type { TopicMessage } from '../../shared/protocol/socket-events.ts'
import type { Clock } from '../clock.ts'

/** `board`: the latest message of a topic with its snapshot as JSON (realtime/board.ts). */
export function nowRoutes(
  board: { readonly look: (topic: 'now') => { readonly message: TopicMessage; readonly json: string } },
  clock: Clock,
): Router {
  const router = Router()
  let last = { json: '', hash: '' }

  router.get('/api/now', (request, response) => {
    const { message, json } = board.look('now')
    const serverNowMs = clock.nowMs()
    if (json !== last.json) {
      last = { json, hash: createHash('sha256').update(json).digest('base64url').slice(0, 22) }
    }
    // The second is in it: a page that is told "not modified" reuses the old answer, and with it the old clock.
    const etag = `W/"${last.hash}-${message.version.join('.')}-${Math.floor(serverNowMs / 1_000)}"`
    response.set({ 'Cache-Control': 'public, max-age=1', ETag: etag })
    if (request.headers['if-none-match'] === etag) {
      response.status(304).end()
      return
    }
    response
      .type('application/json')
      .send(`{"version":${JSON.stringify(message.version)},"serverNowMs":${serverNowMs},"now":${json}}`)
  })

  return router
}
