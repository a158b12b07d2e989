// Doors of control surfaces: POST /api/control/ACTION and GET /api/control/values by a bearer token; its making and ending by a signed-in director.

import { Router } from 'express'
import { CONTROL_ACTIONS, ControlRequest, type ControlAction } from '../../shared/protocol/control-api.ts'
import type { ConsoleSnapshot } from '../../shared/protocol/console-topic.ts'
import type { ControlTokens } from '../access/control-tokens.ts'
import { createLimit } from '../access/limits.ts'
import { newId } from '../access/secrets.ts'
import { mayRun } from '../access/roles.ts'
import { firstRefusal, type Show } from '../access/show.ts'
import type { Clock } from '../clock.ts'
import { controlCommandOf } from '../show/control-command.ts'
import { controlValuesOf } from '../show/control-values.ts'
import { holdersOnly, tokenDesk } from './bearer-tokens.ts'
import { bodyOf, jsonUpTo, JSON_MOST, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

/** How a control surface's commands begin in the journal: `control_TOKENID_…`. */
export const CONTROL_COMMAND = 'control_'

export function controlRoutes(
  { ours, limited, only, accountOf }: Doorway,
  {
    tokens,
    run,
    console,
    clock,
  }: {
    readonly tokens: ControlTokens
    readonly run: Show['run']
    /** The console's snapshot as of now. */
    readonly console: () => ConsoleSnapshot
    readonly clock: Clock
  },
): Router {
  const router = Router()
  const json = jsonUpTo(JSON_MOST)
  // A finger on a button, and a surface that asks for values four times a second.
  const triggers = createLimit({ perSecond: 10, burst: 30, keysMost: 200 })
  const readings = createLimit({ perSecond: 10, burst: 40, keysMost: 200 })
  const byToken = holdersOnly(tokens, clock, 'control_token_invalid')
  const desk = tokenDesk({ accountOf }, tokens)

  const director = [ours('application/json'), limited(2, 20), only('controlTokens'), json] as const
  router.get('/api/control/tokens', limited(2, 20), only('controlTokens'), desk.list)
  router.post('/api/control/tokens', ...director, desk.make)
  router.post('/api/control/tokens/revoke', ...director, desk.revoke)

  router.get(
    '/api/control/values',
    byToken(readings, (_, __, response) => {
      response.set('Cache-Control', 'no-store').json(controlValuesOf(console(), clock.nowMs()))
    }),
  )

  router.post(
    '/api/control/:action',
    byToken(triggers, async ({ tokenId, personId }, request, response) => {
      // Only now: who has no token is not read.
      const unread = await new Promise<unknown>((read) => json(request, response, read))
      if (unread instanceof Error) throw unread
      const action = CONTROL_ACTIONS.find((each) => each === request.params['action'])
      if (action === undefined) return sendRefusal(response, { code: 'unknown_page', detail: {} })
      const body =
        request.body === undefined ? { ok: true as const, value: {} } : bodyOf(ControlRequest, request)
      if (!body.ok) return sendRefusal(response, body.refusal)
      const commandId = `${CONTROL_COMMAND}${tokenId}_${body.value.id ?? newId()}`
      const command = controlCommandOf(action satisfies ControlAction, body.value, console(), commandId)
      if (!command.ok) return sendRefusal(response, command.refusal)
      const identity = { kind: 'account', role: 'director', personId, loginId: tokenId } as const
      const refusal = mayRun(identity, command.value)
      if (refusal !== null) return sendRefusal(response, refusal)
      const by = { role: 'director', id: personId } as const
      const answer = await run(command.value, { commandId, by })
      if (!answer.ok) return sendRefusal(response, firstRefusal(answer.refusals))
      response.set('Cache-Control', 'no-store').json({ ok: true, repeated: answer.repeated })
    }),
  )
  return router
}
