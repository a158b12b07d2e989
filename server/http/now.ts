// GET /api/now: what the citizen page polls. One snapshot for all, the same as the socket's topic `now`.

import { Router } from 'express'
import type { TopicMessage } from '../../shared/protocol/socket-events.ts'
import type { Clock } from '../clock.ts'
import { createEtagged } from './etagged.ts'

/** `board`: the latest message of a topic with its snapshot as JSON (realtime/board.ts). */
export function nowRoutes(
  board: { readonly look: (topic: 'now') => { readonly message: TopicMessage; readonly json: string } },
  clock: Clock,
): Router {
  const router = Router()
  const etagged = createEtagged(clock)

  router.get('/api/now', (request, response) => {
    const { message, json } = board.look('now')
    const { version } = message
    etagged(
      request,
      response,
      { content: json, tag: version.join('.') },
      (nowMs) => `{"version":${JSON.stringify(version)},"serverNowMs":${nowMs},"now":${json}}`,
    )
  })

  return router
}
