// The generic door: POST /channels/gateway, signed batches of SMS from whoever holds the operator's access number (BAL3).
//
// An array of {id, from, to, text, ts}, at most 1,000, with X-Ts, X-Nonce and X-Sig = hex HMAC-SHA256(secret, X-Ts LF X-Nonce LF
// hex SHA-256(body)). Answered 200 {code: 0, msg, outcomes, malformed} once everything acceptable is on disk, else a refusal:
// send the batch again. An answer carries no text for citizens (BAL7).

import { hash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { Refusal } from '../../shared/basics/refusal.ts'
import { addressOf } from '../access/address.ts'
import type { Limit } from '../access/limits.ts'
import type { Inbound } from '../ballots/inbound.ts'
import type { Clock } from '../clock.ts'
import { accessNumberOf } from './access-number.ts'
import { unixTimeMs } from './carrier-time.ts'
import {
  JSON_TYPE,
  answer,
  methodIs,
  refuseJson,
  refuseTooMany,
  typeIs,
  type Door,
  type Submit,
} from './door.ts'
import { STAMP_VALID_FOR_MS, isSigned, stampOf, type GatewayStamp } from './gateway-stamp.ts'
import { readJson, textIn, textOrNothingIn } from './json-as-written.ts'
import { observeFates, submitAll, type Fates } from './message-batch.ts'
import { createNonces } from './nonces.ts'
import { createPatience, orLate } from './patience.ts'
import { phoneNumberOf } from './phone-number.ts'
import { readBody } from './read-body.ts'

export interface GatewayDoorOptions {
  readonly secret: string
  /** The city's access numbers; empty: any. */
  readonly accessNumbers: () => readonly string[]
  readonly clock: Clock
  readonly submit: Submit
  /** Wrong signatures by address. A right one always passes. */
  readonly failures: Limit
  readonly observe: (outcome: string) => void
}

const ELEMENTS_MOST = 1_000
/** A thousand of the longest messages, escaped as \uXXXX. */
const BODY_MOST = 2 * 1024 * 1024
const BODY_WITHIN_MS = 10_000
/** Before a body is here nobody knows who sent it: so many larger ones are held at once. */
const SMALL_BODY = 64 * 1024
const LARGE_AT_ONCE = 32
const ANSWER_WITHIN_MS = 10_000
/** At 300 s each 666 requests a second; a batch is one. */
const NONCES_MOST = 200_000
/** Named one by one in an answer; the rest is a number. */
const MALFORMED_NAMED = 20
const ID = /^[\x21-\x7e]{1,128}$/

interface Told {
  readonly status: number
  readonly body: string | Refusal
}

export function createGatewayDoor(options: GatewayDoorOptions): Door {
  const { secret, accessNumbers, clock, submit, failures, observe } = options
  if (secret === '') throw new Error('a gateway without a secret must stay off')
  const patience = createPatience(clock, ANSWER_WITHIN_MS)
  const body = { most: BODY_MOST, patience: createPatience(clock, BODY_WITHIN_MS) }
  const nonces = createNonces<Told>({ most: NONCES_MOST, isFinal: ({ status }) => status === 200 })
  let large = 0

  const refuseAs = (res: ServerResponse, status: number, refusal: Refusal) => {
    observe(refusal.code)
    refuseJson(res, status, refusal)
  }
  const refuseUnsigned = (req: IncomingMessage, res: ServerResponse, refusal: Refusal) => {
    observe(refusal.code)
    const waitMs = failures.take(addressOf(req), clock.nowMs())
    if (waitMs > 0) refuseTooMany(res, waitMs, refuseJson)
    else refuseJson(res, 403, refusal)
  }

  const receive = async (req: IncomingMessage, res: ServerResponse, stamp: GatewayStamp, bytes: Buffer) => {
    const receivedAtMs = clock.nowMs()
    const bodyHash = hash('sha256', bytes)
    if (!isSigned(secret, stamp, bodyHash)) {
      refuseUnsigned(req, res, { code: 'signature_invalid', detail: {} })
      return
    }
    const json = readJson(bytes)
    if (!json.ok || !Array.isArray(json.value)) {
      refuseAs(res, 400, json.ok ? { code: 'malformed', detail: { field: 'JSON' } } : json.refusal)
      return
    }
    if (json.value.length > ELEMENTS_MOST) {
      refuseAs(res, 413, { code: 'too_large', detail: {} })
      return
    }
    const elements: readonly unknown[] = json.value
    const numbers = accessNumbers()
    const told = nonces.once(
      { nonce: stamp.nonce, bodyHash, nowMs: receivedAtMs, validUntilMs: stamp.tsMs + STAMP_VALID_FOR_MS },
      async () => {
        const fates = await submitAll(elements, (one) => readMessage(one, numbers, receivedAtMs), submit)
        observeFates(fates, observe)
        return toldOf(fates)
      },
    )
    if (told === 'other_body') refuseAs(res, 409, { code: 'nonce_reused', detail: {} })
    else if (told === 'full') refuseAs(res, 503, { code: 'queue_full', detail: { count: nonces.size() } })
    else {
      const inTime = await orLate(patience, told)
      if (inTime === 'late') refuseAs(res, 503, { code: 'answer_delayed', detail: {} })
      else if (typeof inTime.body === 'string') answer(res, inTime.status, JSON_TYPE, inTime.body)
      else refuseJson(res, inTime.status, inTime.body)
    }
  }

  /** False: too many large bodies are on their way. What it takes it gives back when the request is over. */
  const hasRoom = (req: IncomingMessage, res: ServerResponse): boolean => {
    if (Number(req.headers['content-length'] ?? Infinity) <= SMALL_BODY) return true
    if (large >= LARGE_AT_ONCE) return false
    large += 1
    res.once('close', () => (large -= 1))
    return true
  }

  return (req, res) => {
    if (!methodIs(req, res, ['POST'], refuseJson)) return
    if (!typeIs(req, res, ['application/json'], refuseJson)) return
    const stamp = stampOf(req)
    if (stamp === null) {
      refuseUnsigned(req, res, { code: 'signature_invalid', detail: {} })
      return
    }
    if (Math.abs(clock.nowMs() - stamp.tsMs) > STAMP_VALID_FOR_MS) {
      refuseUnsigned(req, res, { code: 'timestamp_skewed', detail: { seconds: STAMP_VALID_FOR_MS / 1_000 } })
      return
    }
    if (!hasRoom(req, res)) {
      refuseAs(res, 503, { code: 'queue_full', detail: { count: large } })
      return
    }
    readBody(req, res, body, refuseJson, (bytes) => {
      receive(req, res, stamp, bytes).catch(() => {
        refuseAs(res, 503, { code: 'internal_error', detail: {} })
      })
    })
  }
}

/** Refuses with the name of the field that is wrong. */
async function readMessage(
  element: unknown,
  numbers: readonly string[],
  receivedAtMs: number,
): Promise<Result<Inbound>> {
  const messageId = textIn(element, 'id') ?? ''
  if (!ID.test(messageId)) return refuse('malformed', { field: 'id' })
  const from = await phoneNumberOf(textOrNothingIn(element, 'from'))
  if (from === null) return refuse('malformed', { field: 'from' })
  const to = accessNumberOf(textOrNothingIn(element, 'to'), numbers)
  if (to === null) return refuse('malformed', { field: 'to' })
  const text = textIn(element, 'text')
  if (text === null) return refuse('malformed', { field: 'text' })
  return ok({
    channel: 'gateway',
    messageId,
    identity: `phone:${from}`,
    content: { kind: 'text', text },
    accessNumber: to,
    receivedAtMs,
    carrierMs: unixTimeMs(textOrNothingIn(element, 'ts')),
  })
}

function toldOf({ kept, malformed, refusal }: Fates): Told {
  if (refusal !== null) return { status: 503, body: refusal }
  const answered = {
    code: 0,
    msg: '接收成功',
    outcomes: Object.fromEntries(kept),
    malformed: { count: malformed.length, first: malformed.slice(0, MALFORMED_NAMED) },
  }
  return { status: 200, body: JSON.stringify(answered) }
}
