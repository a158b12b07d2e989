// What every JSON door of persons has in common: our own pages only, bounded bodies, who it is, answers nobody caches.

import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import type { z } from 'zod'
import type { Refusal } from '../../shared/basics/refusal.ts'
import { refuse, type Result } from '../../shared/basics/result.ts'
import { addressOf } from '../access/address.ts'
import { createLimit } from '../access/limits.ts'
import type { AccountIdentity, Logins } from '../access/logins.ts'
import type { OriginRule } from '../access/origin.ts'
import { parsed } from '../access/parsed.ts'
import { mayEnter, type MAY_ENTER } from '../access/roles.ts'
import type { Clock } from '../clock.ts'
import { sendRefusal } from './errors.ts'

export const JSON_MOST = '32kb'
export const COMMAND_MOST = '4mb'
/** From the headers to the last byte of a body; longer for what says that it is long. */
const BODY_WITHIN_MS = 10_000
const BODY_BYTES_A_MS = 100

export interface Doorway {
  /**
   * Refuses another site's page, any body that is not of these types (a form could be sent from anywhere), and one that
   * comes too slowly.
   */
  readonly ours: (...types: readonly string[]) => RequestHandler
  /** Limits how often one address may knock here, or one login where there is one. */
  readonly limited: (perSecond: number, burst: number) => RequestHandler
  /** Refuses who may not enter; asked before the body is read. */
  readonly only: (door: keyof typeof MAY_ENTER) => RequestHandler
  /** Whose request it is, by its cookie. */
  readonly accountOf: (request: Request) => AccountIdentity | null
}

export function createDoorway({
  origins,
  logins,
  clock,
}: {
  readonly origins: OriginRule
  readonly logins: Pick<Logins, 'identityOf'>
  readonly clock: Clock
}): Doorway {
  const accountOf = (request: Request) => logins.identityOf(request.headers.cookie)

  const gate =
    (refusalOf: (request: Request, response: Response) => Refusal | null): RequestHandler =>
    (request: Request, response: Response, next: NextFunction) => {
      const refusal = refusalOf(request, response)
      if (refusal === null) next()
      else sendRefusal(response, refusal)
    }

  const refuseSlow = (request: Request, response: Response) => {
    const length = Number(request.headers['content-length'] ?? 0)
    const withinMs = BODY_WITHIN_MS + length / BODY_BYTES_A_MS
    const cancel = clock.at(clock.nowMs() + withinMs, () => {
      if (request.complete || response.headersSent) return
      response.once('finish', () => request.destroy())
      sendRefusal(response.set('Connection', 'close'), { code: 'too_slow', detail: {} })
    })
    response.once('close', cancel)
  }

  return {
    ours: (...types) =>
      gate((request, response) => {
        if (!origins.allows(request.headers)) return { code: 'not_allowed', detail: {} }
        refuseSlow(request, response)
        return request.is([...types]) === false || request.headers['content-type'] === undefined
          ? { code: 'malformed', detail: { field: 'Content-Type' } }
          : null
      }),
    limited(perSecond, burst) {
      const limit = createLimit({ perSecond, burst, keysMost: 5_000 })
      return gate((request) => {
        const waitMs = limit.take(accountOf(request)?.loginId ?? addressOf(request), clock.nowMs())
        return waitMs === 0
          ? null
          : { code: 'too_many_requests', detail: { seconds: Math.ceil(waitMs / 1_000) } }
      })
    },
    only: (door) => gate((request) => mayEnter(accountOf(request), door)),
    accountOf,
  }
}

/** JSON up to a size; what is larger or no JSON is answered by errors.ts. */
export function jsonUpTo(most: string): RequestHandler {
  return express.json({ limit: most, type: 'application/json', strict: true })
}

/** The parsed body, or the refusal to answer with. An absent body is an empty object. */
export function bodyOf<T>(schema: z.ZodType<T>, request: Request): Result<T> {
  const body: unknown = request.body
  return body === undefined ? refuse('malformed', { field: 'body' }) : parsed(schema, body)
}

export function sendResult<T>(response: Response, result: Result<T>): void {
  if (result.ok) response.set('Cache-Control', 'no-store').json(result.value)
  else sendRefusal(response, result.refusal)
}
