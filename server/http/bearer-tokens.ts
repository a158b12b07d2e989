// Doors for machines: who holds a bearer token is let in, so often and no oftener; and how tokens are listed, made and ended.

import type { Request, RequestHandler, Response } from 'express'
import { PersonId } from '../../shared/basics/ids.ts'
import type { RefusalCode } from '../../shared/basics/refusal.ts'
import { ControlTokenRequest, RevokeControlTokenRequest } from '../../shared/protocol/control-api.ts'
import { addressOf } from '../access/address.ts'
import type { ControlTokens } from '../access/control-tokens.ts'
import { createLimit, type Limit } from '../access/limits.ts'
import type { ControlToken } from '../access/vault.ts'
import type { Clock } from '../clock.ts'
import { bodyOf, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

type ThenFor = (holder: ControlToken, request: Request, response: Response) => unknown

/** `invalid`: what a stranger is told. Nothing of a stranger's body is read. */
export function holdersOnly(
  tokens: ControlTokens,
  clock: Pick<Clock, 'nowMs'>,
  invalid: RefusalCode,
): (limit: Limit, then: ThenFor) => RequestHandler {
  const wrongTokens = createLimit({ perSecond: 0.2, burst: 10, keysMost: 2_000 })
  return (limit, then) => async (request, response) => {
    const nowMs = clock.nowMs()
    const token = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '')?.[1]
    const holder = token === undefined ? null : tokens.holderOf(token)
    const waitMs =
      holder === null ? wrongTokens.take(addressOf(request), nowMs) : limit.take(holder.tokenId, nowMs)
    if (waitMs > 0)
      return sendRefusal(response, {
        code: 'too_many_requests',
        detail: { seconds: Math.ceil(waitMs / 1_000) },
      })
    if (holder === null) return sendRefusal(response, { code: invalid, detail: {} })
    await then(holder, request, response)
  }
}

/** For staff, behind their own guards. */
export function tokenDesk({ accountOf }: Pick<Doorway, 'accountOf'>, tokens: ControlTokens) {
  const list: RequestHandler = (_request, response) => {
    response.set('Cache-Control', 'no-store').json(tokens.list())
  }
  const make: RequestHandler = async (request, response) => {
    const body = bodyOf(ControlTokenRequest, request)
    const account = accountOf(request)
    if (account === null) return sendRefusal(response, { code: 'not_signed_in', detail: {} })
    const by = PersonId.parse(account.personId)
    sendResult(response, body.ok ? await tokens.make(by, body.value.name) : body)
  }
  const revoke: RequestHandler = async (request, response) => {
    const body = bodyOf(RevokeControlTokenRequest, request)
    if (!body.ok) return sendRefusal(response, body.refusal)
    await tokens.revoke(body.value.tokenId)
    response.set('Cache-Control', 'no-store').json({ ok: true })
  }
  return { list, make, revoke }
}
