// Doors of persons: first set-up, signing in and out, who am I, new accounts, a new password.

import { Router, type Response } from 'express'
import type { Result } from '../../shared/basics/result.ts'
import {
  AddPersonRequest,
  ChangePasswordRequest,
  SetupRequest,
  SignInRequest,
} from '../../shared/protocol/http-api.ts'
import type { Accounts, SignedIn } from '../access/accounts.ts'
import { addressOf } from '../access/address.ts'
import type { Logins } from '../access/logins.ts'
import { bodyOf, jsonUpTo, JSON_MOST, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

export function accountRoutes(doorway: Doorway, accounts: Accounts, logins: Logins): Router {
  const router = Router()
  const { ours, limited, only, accountOf } = doorway
  const json = [ours('application/json'), jsonUpTo(JSON_MOST)] as const

  const sendSignedIn = (response: Response, result: Result<SignedIn>) => {
    if (!result.ok) return sendRefusal(response, result.refusal)
    response.set('Set-Cookie', result.value.setCookie)
    sendResult(response, { ok: true, value: result.value.me })
  }

  router.get('/api/setup', limited(1, 20), (request, response) => {
    const { token } = request.query
    const open = typeof token === 'string' && token.length <= 100 && accounts.isSetupOpen(token)
    response.set('Cache-Control', 'no-store').json({ open })
  })

  router.post('/api/setup', limited(0.2, 10), ...json, async (request, response) => {
    const body = bodyOf(SetupRequest, request)
    sendSignedIn(response, body.ok ? await accounts.setUp(body.value) : body)
  })

  router.post('/api/sign-in', limited(2, 30), ...json, async (request, response) => {
    const body = bodyOf(SignInRequest, request)
    if (!body.ok) return sendRefusal(response, body.refusal)
    sendSignedIn(response, await accounts.signIn(body.value, addressOf(request), accountOf(request)))
  })

  router.post('/api/sign-out', ...json, async (request, response) => {
    const account = accountOf(request)
    if (account !== null) await logins.end(account.loginId)
    response.set('Set-Cookie', logins.clearCookie).set('Cache-Control', 'no-store').status(204).end()
  })

  router.get('/api/me', (request, response) => {
    const account = accountOf(request)
    const me = account === null ? null : accounts.me(account)
    if (me === null) return sendRefusal(response, { code: 'not_signed_in', detail: {} })
    sendResult(response, { ok: true, value: me })
  })

  router.post(
    '/api/people',
    ours('application/json'),
    only('people'),
    jsonUpTo(JSON_MOST),
    async (request, response) => {
      const account = accountOf(request)
      if (account === null) return sendRefusal(response, { code: 'not_signed_in', detail: {} })
      const body = bodyOf(AddPersonRequest, request)
      sendResult(response, body.ok ? await accounts.add(account, body.value) : body)
    },
  )

  router.post('/api/people/password', limited(0.5, 10), ...json, async (request, response) => {
    const account = accountOf(request)
    if (account === null) return sendRefusal(response, { code: 'not_signed_in', detail: {} })
    const body = bodyOf(ChangePasswordRequest, request)
    sendSignedIn(
      response,
      body.ok ? await accounts.changePassword(account, body.value, addressOf(request)) : body,
    )
  })

  return router
}
