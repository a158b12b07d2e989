// GET /healthz (the process lives) and GET /readyz (it may be sent work, and if not, why not).

import { Router } from 'express'
import type { ReadyReasons } from './readiness.ts'

/** Both doors; neither tells anything about ballots or scores. */
export function healthRoutes({ reasons }: { readonly reasons: ReadyReasons }): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ ok: true })
  })
  router.get('/readyz', (_request, response) => {
    const why = reasons()
    const ready = why.length === 0
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ ready, reasons: why })
  })
  return router
}
