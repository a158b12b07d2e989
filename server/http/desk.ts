// The message desk's doors, for the office and the director: what is there with its counts, and marks on it.

import { Router } from 'express'
import { DeskMark, DeskQuery } from '../../shared/protocol/desk-api.ts'
import { PersonId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { ok } from '../../shared/basics/result.ts'
import type { House } from '../../shared/show/house.ts'
import type { PrivateDoors } from '../home/rooms.ts'
import { bodyOf, JSON_MOST, jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

export function deskRoutes(
  { ours, limited, only, accountOf }: Doorway,
  doors: Pick<PrivateDoors, 'desk' | 'markDesk'>,
  house: () => House,
): Router {
  const router = Router()
  // A page asks every two seconds, and a clerk may have several open.
  const door = [ours('application/json'), only('desk'), limited(10, 60), jsonUpTo(JSON_MOST)] as const

  router.post('/api/desk', ...door, async (request, response) => {
    const query = bodyOf(DeskQuery, request)
    sendResult(response, query.ok ? ok(await doors.desk(query.value)) : query)
  })

  router.post('/api/desk/mark', ...door, async (request, response) => {
    const mark = bodyOf(DeskMark, request)
    const who = accountOf(request)
    if (!mark.ok) return sendRefusal(response, mark.refusal)
    if (who === null) return sendRefusal(response, { code: 'not_signed_in', detail: {} })
    const name = own(house().people.people, PersonId.parse(who.personId))?.name ?? who.personId
    sendResult(response, ok({ marked: await doors.markDesk(mark.value, name) }))
  })
  return router
}
