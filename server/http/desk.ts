// The message desk's doors, for the office and the director: what is there with its counts, and marks on it.

import { Router } from 'express'
import { DeskMark, DeskQuery } from '../../shared/protocol/desk-api.ts'
import { PersonId, type WindowId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { ok } from '../../shared/basics/result.ts'
import type { House } from '../../shared/show/house.ts'
import { votingWindowsOf } from '../../shared/show/voting-windows.ts'
import type { Desk } from '../desk/desk.ts'
import { deskAnswerOf, type DeskSurroundings } from '../desk/desk-view.ts'
import { bodyOf, JSON_MOST, jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

export function deskRoutes(
  { ours, limited, only, accountOf }: Doorway,
  {
    desk,
    house,
    invalidOf,
    answerOf,
  }: {
    readonly desk: Desk
    readonly house: () => House
    /** Of a poll's messages, those that were no ballot for each of INVALID_REASONS. */
    readonly invalidOf: (windowId: WindowId) => readonly number[]
    readonly answerOf: DeskSurroundings['answerOf']
  },
): Router {
  const surroundings: DeskSurroundings = {
    answerOf,
    invalid: () => votingWindowsOf(house()).map(({ windowId }) => invalidOf(windowId)),
  }
  const router = Router()
  // A page asks every two seconds, and a clerk may have several open.
  const door = [ours('application/json'), only('desk'), limited(10, 60), jsonUpTo(JSON_MOST)] as const

  router.post('/api/desk', ...door, (request, response) => {
    const query = bodyOf(DeskQuery, request)
    sendResult(response, query.ok ? ok(deskAnswerOf(desk, query.value, surroundings)) : query)
  })

  router.post('/api/desk/mark', ...door, async (request, response) => {
    const mark = bodyOf(DeskMark, request)
    const who = accountOf(request)
    if (!mark.ok) return sendRefusal(response, mark.refusal)
    if (who === null) return sendRefusal(response, { code: 'not_signed_in', detail: {} })
    try {
      const name = own(house().people.people, PersonId.parse(who.personId))?.name ?? who.personId
      const marked = await desk.mark(mark.value, name)
      sendResult(response, ok({ marked }))
    } catch {
      sendRefusal(response, { code: 'storage_failed', detail: {} })
    }
  })
  return router
}
