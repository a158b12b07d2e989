// The Tencent Cloud door: POST /channels/tencent/TOKEN, one reply to an SMS a request (BAL3).
//
// Source: cloud.tencent.com "SMS Reply": one JSON object without an id, answered {result, errmsg}. An answer carries no text,
// so no citizen is replied to here (BAL7).

import { createHmac, hkdfSync } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { sentenceOf, type Refusal } from '../../shared/basics/refusal.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { Inbound } from '../ballots/inbound.ts'
import type { Clock } from '../clock.ts'
import { accessNumberOf } from './access-number.ts'
import { unixTimeMs } from './carrier-time.ts'
import { JSON_TYPE, answer, methodIs, type Door, type Refuse, type Submit } from './door.ts'
import { readJson, textIn, textOrNothingIn } from './json-as-written.ts'
import { observeFates, submitAll } from './message-batch.ts'
import { createPatience, orLate } from './patience.ts'
import { phoneNumberIn } from './phone-number.ts'
import { readBody } from './read-body.ts'

export interface TencentDoorOptions {
  /** At least 16 random bytes, the same after a restart: without it a message's hash would betray its sender's number. */
  readonly idSecret: Uint8Array
  readonly accessNumbers: () => readonly string[]
  readonly clock: Clock
  readonly submit: Submit
  readonly observe: (outcome: string) => void
}

const BODY_MOST = 64 * 1024
const BODY_WITHIN_MS = 5_000
/** Tencent does not say how long it waits. */
const ANSWER_WITHIN_MS = 3_000
/** What a reply consists of: the same in every delivery. */
const FIELDS = ['extend', 'mobile', 'nationcode', 'sign', 'text', 'time'] as const

/** Behind its token: see path-token.ts. */
export function createTencentDoor(options: TencentDoorOptions): Door {
  const { accessNumbers, clock, submit, observe } = options
  if (options.idSecret.length < 16) throw new Error('the secret of message ids needs at least 16 bytes')
  const idKey = Buffer.from(hkdfSync('sha256', options.idSecret, '', 'wenzheng tencent message id', 32))
  const patience = createPatience(clock, ANSWER_WITHIN_MS)
  const body = { most: BODY_MOST, patience: createPatience(clock, BODY_WITHIN_MS) }

  const receive = async (res: ServerResponse, bytes: Buffer) => {
    const receivedAtMs = clock.nowMs()
    const read = (reply: unknown) => readReply(reply, idKey, accessNumbers(), receivedAtMs)
    const json = readJson(bytes)
    if (!json.ok) {
      refuseAs('malformed', res, 400, json.refusal)
      return
    }
    const fates = await orLate(patience, submitAll([json.value], read, submit))
    if (fates === 'late') {
      refuseAs('answer_delayed', res, 503, { code: 'answer_delayed', detail: {} })
      return
    }
    observeFates(fates, observe)
    const [bad] = fates.malformed
    if (bad !== undefined) {
      refuseTencent(res, 400, { code: 'malformed', detail: { field: bad.field } })
    } else if (fates.refusal !== null) refuseTencent(res, 503, fates.refusal)
    else answer(res, 200, JSON_TYPE, JSON.stringify({ result: 0, errmsg: 'OK' }))
  }

  const refuseAs = (outcome: string, res: ServerResponse, status: number, refusal: Refusal) => {
    observe(outcome)
    refuseTencent(res, status, refusal)
  }

  return (req, res) => {
    if (!methodIs(req, res, ['POST'], refuseTencent)) return
    readBody(req, res, body, refuseTencent, (bytes) => {
      receive(res, bytes).catch(() => {
        refuseAs('internal_error', res, 503, { code: 'internal_error', detail: {} })
      })
    })
  }
}

/** Refuses with the name of the field that is wrong. */
async function readReply(
  reply: unknown,
  idKey: Uint8Array,
  numbers: readonly string[],
  receivedAtMs: number,
): Promise<Result<Inbound>> {
  const from = await phoneNumberIn(textOrNothingIn(reply, 'nationcode'), textOrNothingIn(reply, 'mobile'))
  if (from === null) return refuse('malformed', { field: 'mobile' })
  const text = textIn(reply, 'text')
  if (text === null) return refuse('malformed', { field: 'text' })
  const fields = FIELDS.map((field) => textOrNothingIn(reply, field))
  // Empty unless it was applied for; where it is one of the registered numbers the reply belongs to that number's poll.
  const to = numbers.length === 0 ? null : accessNumberOf(textOrNothingIn(reply, 'extend'), numbers)
  return ok({
    channel: 'tencent',
    messageId: createHmac('sha256', idKey).update(JSON.stringify(fields)).digest('base64url'),
    identity: `phone:${from}`,
    content: { kind: 'text', text },
    accessNumber: to,
    receivedAtMs,
    carrierMs: unixTimeMs(textOrNothingIn(reply, 'time')),
  })
}

/** `{result, errmsg}` as Tencent knows it. */
const refuseTencent: Refuse = (res, status, refusal, more) => {
  const errmsg = `${refusal.code}: ${sentenceOf(refusal)}`
  answer(res, status, JSON_TYPE, JSON.stringify({ result: 1, errmsg }), more)
}
