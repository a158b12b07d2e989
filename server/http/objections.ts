// POST /api/objections for everybody while a publication is in notice; GET for those who answer them (PUB1).

import { Router } from 'express'
import { PublicationId } from '../../shared/period/ids.ts'
import { ObjectionRequest } from '../../shared/protocol/publications-api.ts'
import type { PrivateDoors } from '../home/rooms.ts'
import { bodyOf, jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

const BODY_MOST = '8kb'

export function objectionRoutes(
  { ours, only, limited, accountOf }: Doorway,
  doors: Pick<PrivateDoors, 'fileObjection' | 'objections'>,
): Router {
  const router = Router()

  router.post(
    '/api/objections',
    ours('application/json'),
    // One a minute and address, five at once: a household may have more than one to make.
    limited(1 / 60, 5),
    jsonUpTo(BODY_MOST),
    async (request, response) => {
      const body = bodyOf(ObjectionRequest, request)
      if (!body.ok) return sendRefusal(response, body.refusal)
      sendResult(response, await doors.fileObjection(body.value))
    },
  )

  router.get('/api/objections', limited(5, 20), only('periods'), async (request, response) => {
    const id = PublicationId.safeParse(request.query['publication'])
    const isOffice = accountOf(request)?.role === 'office'
    const desk = id.success ? await doors.objections(id.data, isOffice) : null
    if (desk === null) return sendRefusal(response, { code: 'publication_unknown', detail: {} })
    response.set('Cache-Control', 'no-store').json(desk)
  })

  return router
}
