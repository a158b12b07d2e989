// What a hot door is, and how it reads a body and answers: node:http only, because express costs three quarters of the speed.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PollChannel } from '../../shared/ballot/choices.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { sentenceOf, type Refusal } from '../../shared/basics/refusal.ts'
import type { ApiRefusal } from '../../shared/protocol/http-api.ts'
import type { Answer, Inbound } from '../ballots/inbound.ts'

/** Takes one request whole: it answers every one, also where something throws behind it. */
export type Door = (req: IncomingMessage, res: ServerResponse) => void

/** The ballot plane's entrance: resolves once the message is on disk, or is refused and is not. */
export type Submit = (message: Inbound) => Promise<Answer>

/** The receipt code of a message (BAL10). */
export type ReceiptOf = (channel: PollChannel, messageId: string) => string

/** The poll that takes text at a channel and access number now, or null. */
export type PollOn = (channel: PollChannel, accessNumber: string | null) => VotingWindow | null

export const XML = 'text/xml; charset=utf-8'
export const PLAIN = 'text/plain; charset=utf-8'
export const JSON_TYPE = 'application/json; charset=utf-8'

/** What a browser is told besides; a gateway needs none of it. */
export const FOR_BROWSERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }

export function answer(
  res: ServerResponse,
  status: number,
  type: string,
  body: string,
  more: Readonly<Record<string, string>> = {},
): void {
  if (res.headersSent || res.destroyed) return
  res.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    ...more,
  })
  res.end(body)
}

/** `{refusal: {code, detail, sentence}}`. */
export function refuseJson(
  res: ServerResponse,
  status: number,
  refusal: Refusal,
  more?: Readonly<Record<string, string>>,
): void {
  const body: ApiRefusal = { refusal: { ...refusal, sentence: sentenceOf(refusal) } }
  answer(res, status, JSON_TYPE, JSON.stringify(body), { ...FOR_BROWSERS, ...more })
}

/** The same for gateways, which read none of it: a person looking into their console does. */
export function refusePlain(
  res: ServerResponse,
  status: number,
  refusal: Refusal,
  more?: Readonly<Record<string, string>>,
): void {
  answer(res, status, PLAIN, `${refusal.code}: ${sentenceOf(refusal)}\n`, more)
}

export type Refuse = typeof refuseJson

/** What is called when a request has used up its limit: 429 with the whole seconds to wait. */
export function refuseTooMany(res: ServerResponse, waitMs: number, refuse: Refuse): void {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
  refuse(res, 429, { code: 'too_many_requests', detail: { seconds } }, { 'Retry-After': String(seconds) })
}

/** False: the method is not one of these, and the request is answered 405. */
export function methodIs(
  req: IncomingMessage,
  res: ServerResponse,
  allowed: readonly string[],
  refuse: Refuse,
): boolean {
  const method = req.method ?? ''
  if (allowed.includes(method)) return true
  const refusal: Refusal = { code: 'method_not_allowed', detail: { method } }
  refuse(res, 405, refusal, { Allow: allowed.join(', ') })
  return false
}

/** False: the body is not of this media type, and the request is answered 415. Parameters such as charset are ignored. */
export function typeIs(
  req: IncomingMessage,
  res: ServerResponse,
  allowed: readonly string[],
  refuse: Refuse,
): boolean {
  const stated = req.headers['content-type'] ?? ''
  const type = stated.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (allowed.includes(type)) return true
  refuse(res, 415, { code: 'malformed', detail: { field: 'Content-Type' } })
  return false
}
