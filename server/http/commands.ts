// POST /api/commands: the socket's command for staff, for what is larger than a socket message (a panel, a list of units).

import { Router } from 'express'
import type { CommandAck, Identity } from '../../shared/protocol/socket-events.ts'
import { COMMAND_MOST, jsonUpTo, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

/** `runCommand`: the same door as the socket's (realtime/commands.ts). */
export function commandRoutes(
  { ours, limited, only, accountOf }: Doorway,
  runCommand: (identity: Identity, envelope: unknown) => Promise<CommandAck>,
): Router {
  const router = Router()
  router.post(
    '/api/commands',
    ours('application/json'),
    limited(20, 60),
    only('commands'),
    jsonUpTo(COMMAND_MOST),
    async (request, response) => {
      const account = accountOf(request)
      if (account === null) return sendRefusal(response, { code: 'not_signed_in', detail: {} })
      // The socket's ack as it is: what the show refuses is an answer, not an HTTP error.
      response.set('Cache-Control', 'no-store').json(await runCommand(account, request.body))
    },
  )
  return router
}
