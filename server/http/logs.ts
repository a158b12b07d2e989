// GET /api/logs/:logId/windows/:windowId: what is known here of a window's messages in one log, before it is asked to be excluded (LOG3).

import { Router } from 'express'
import { LogId, WindowId } from '../../shared/basics/ids.ts'
import type { LogKnown } from '../../shared/protocol/http-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

export function logRoutes(
  { only, limited }: Doorway,
  house: () => House,
  countInLog: (windowId: WindowId, logId: LogId) => Promise<number | null>,
): Router {
  const router = Router()
  // A whole log is read.
  router.get('/api/logs/:logId/windows/:windowId', limited(1, 5), only('logs'), async (request, response) => {
    const logId = LogId.safeParse(request.params['logId'])
    const windowId = WindowId.safeParse(request.params['windowId'])
    if (!logId.success || !house().logs.includes(logId.data))
      return sendRefusal(response, { code: 'log_unknown', detail: {} })
    if (!windowId.success) return sendRefusal(response, { code: 'window_unknown', detail: {} })
    const answer: LogKnown = { messages: await countInLog(windowId.data, logId.data) }
    response.set('Cache-Control', 'no-store').json(answer)
  })
  return router
}
