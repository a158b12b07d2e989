// POST /api/evidence keeps a file as evidence; GET /api/evidence/:hash hands it out again, always as a download.

import express, { Router, type Request, type RequestHandler } from 'express'
import { PersonId } from '../../shared/basics/ids.ts'
import { refuse } from '../../shared/basics/result.ts'
import { ContentHash } from '../../shared/period/ids.ts'
import {
  EVIDENCE_BYTES_MOST,
  EVIDENCE_MEDIA_TYPES,
  EvidenceQuery,
} from '../../shared/protocol/evidence-api.ts'
import { parsed } from '../access/parsed.ts'
import type { EvidenceFiles } from '../evaluation/evidence-files.ts'
import { sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

/** What browsers call these files, and what they call a file they do not know; the content decides. */
const TYPES = [...Object.values(EVIDENCE_MEDIA_TYPES), 'application/octet-stream', 'application/vnd.ms-excel']
/** Bodies received at once, each held in memory. */
const RECEIVING_MOST = 4

export function evidenceRoutes({ ours, limited, only, accountOf }: Doorway, files: EvidenceFiles): Router {
  const router = Router()
  let receiving = 0
  const few: RequestHandler = (_request, response, next) => {
    if (receiving >= RECEIVING_MOST)
      return sendRefusal(response, refuse('queue_full', { count: receiving }).refusal)
    receiving += 1
    response.once('close', () => (receiving -= 1))
    next()
  }
  const put = async (request: Request) => {
    const account = accountOf(request)
    if (account === null) return refuse('not_signed_in')
    const query = parsed(EvidenceQuery, request.query)
    if (!query.ok) return query
    const body: unknown = request.body
    if (!(body instanceof Uint8Array) || body.length === 0) return refuse('malformed', { field: 'body' })
    return files.put(body, { name: query.value.name, by: PersonId.parse(account.personId) })
  }

  router.post(
    '/api/evidence',
    ours(...TYPES),
    limited(1, 20),
    only('evidenceAdd'),
    few,
    express.raw({ type: TYPES, limit: EVIDENCE_BYTES_MOST }),
    async (request, response) => sendResult(response, await put(request)),
  )
  router.get('/api/evidence/:hash', limited(10, 40), only('evidenceRead'), async (request, response) => {
    const hash = ContentHash.safeParse(request.params.hash)
    const found = hash.success ? await files.get(hash.data) : refuse('evidence_unknown')
    if (!found.ok) return sendRefusal(response, found.refusal)
    const { bytes, label } = found.value
    response
      .set('Cache-Control', 'no-store')
      .set('X-Content-Type-Options', 'nosniff')
      .set('Content-Security-Policy', "default-src 'none'; sandbox")
      .attachment(label.name)
      .type(EVIDENCE_MEDIA_TYPES[label.kind])
      .send(Buffer.from(bytes))
  })
  return router
}
