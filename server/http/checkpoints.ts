// GET /api/checkpoints and /api/checkpoints/notes: what was signed of the logs, for the auditor and whoever answers for the show.

import { Readable } from 'node:stream'
import { Router } from 'express'
import { ok } from '../../shared/basics/result.ts'
import { NotesQuery, type CheckpointsAnswer } from '../../shared/protocol/checkpoints-api.ts'
import { parsed } from '../access/parsed.ts'
import type { Checkpoints } from '../checkpoints/checkpoints.ts'
import type { Clock } from '../clock.ts'
import { sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

export function checkpointRoutes(
  { limited, only }: Doorway,
  checkpoints: Pick<Checkpoints, 'view' | 'notes'>,
  clock: Pick<Clock, 'nowMs'>,
): Router {
  const router = Router()
  const may = only('checkpoints')
  router.get('/api/checkpoints', limited(5, 20), may, async (_request, response) => {
    const answer: CheckpointsAnswer = { serverNowMs: clock.nowMs(), ...(await checkpoints.view()) }
    sendResult(response, ok(answer))
  })
  router.get('/api/checkpoints/notes', limited(1, 10), may, (request, response) => {
    const query = parsed(NotesQuery, request.query)
    if (!query.ok) return sendRefusal(response, query.refusal)
    response.set({ 'Cache-Control': 'no-store', 'Content-Type': 'text/plain; charset=utf-8' })
    response.attachment('checkpoints.notes')
    const notes = Readable.from(notesBehind(checkpoints, query.value.after))
    // Cut off, so that nobody takes part of them for all.
    notes.on('error', () => response.destroy())
    response.on('close', () => notes.destroy())
    notes.pipe(response)
  })
  return router
}

async function* notesBehind(checkpoints: Pick<Checkpoints, 'notes'>, after: number): AsyncGenerator<string> {
  for (let last = after; ;) {
    const page = await checkpoints.notes(last)
    if (page.length === 0) return
    yield page.map(({ note }) => note).join('')
    last = page.at(-1)!.id
  }
}
