// The Aliyun door: GET and POST /channels/aliyun/TOKEN, replies to SMS in batches (SmsUp), answered within 700 ms (BAL3).
//
// Source: help.aliyun.com "SmsUp": a JSON array; only HTTP 200 ends the deliveries, anything else brings them again after
// 1, 5 and 10 minutes and, by newer documents, for hours. An answer carries no text, so no citizen is replied to here (BAL7).

import type { ServerResponse } from 'node:http'
import { sentenceOf } from '../../shared/basics/refusal.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { Inbound } from '../ballots/inbound.ts'
import type { Clock } from '../clock.ts'
import { accessNumberOf } from './access-number.ts'
import { cityTimeMs } from './carrier-time.ts'
import { JSON_TYPE, answer, methodIs, type Door, type Refuse, type Submit } from './door.ts'
import { readJson, textIn, textOrNothingIn } from './json-as-written.ts'
import { observeFates, submitAll } from './message-batch.ts'
import { createPatience, orLate } from './patience.ts'
import { phoneNumberOf } from './phone-number.ts'
import { readBody } from './read-body.ts'

export interface AliyunDoorOptions {
  readonly accessNumbers: () => readonly string[]
  readonly clock: Clock
  readonly submit: Submit
  readonly observe: (outcome: string) => void
}

const BODY_MOST = 2 * 1024 * 1024
const BODY_WITHIN_MS = 5_000
const ELEMENTS_MOST = 2_000
/** Aliyun waits 700 ms. */
const ANSWER_WITHIN_MS = 600
const SEQUENCE_ID = /^[A-Za-z0-9_-]{1,64}$/

/** Behind its token: see path-token.ts. */
export function createAliyunDoor({ accessNumbers, clock, submit, observe }: AliyunDoorOptions): Door {
  const patience = createPatience(clock, ANSWER_WITHIN_MS)
  const body = { most: BODY_MOST, patience: createPatience(clock, BODY_WITHIN_MS) }

  const receive = async (res: ServerResponse, bytes: Buffer) => {
    const receivedAtMs = clock.nowMs()
    const elements = readJson(bytes)
    if (!elements.ok || !Array.isArray(elements.value)) {
      observe('malformed')
      refuseAliyun(
        res,
        400,
        elements.ok ? { code: 'malformed', detail: { field: 'JSON' } } : elements.refusal,
      )
      return
    }
    if (elements.value.length > ELEMENTS_MOST) {
      observe('too_large')
      refuseAliyun(res, 413, { code: 'too_large', detail: {} })
      return
    }
    const numbers = accessNumbers()
    const read = (element: unknown) => readReply(element, numbers, receivedAtMs)
    const fates = await orLate(patience, submitAll(elements.value, read, submit))
    // Neither is 200: Aliyun brings the batch again, and what was kept is known by its sequence_id.
    if (fates === 'late') {
      observe('answer_delayed')
      refuseAliyun(res, 503, { code: 'answer_delayed', detail: {} })
      return
    }
    observeFates(fates, observe)
    if (fates.refusal === null) answer(res, 200, JSON_TYPE, JSON.stringify({ code: 0, msg: '接收成功' }))
    else refuseAliyun(res, 503, fates.refusal)
  }

  return (req, res) => {
    if (!methodIs(req, res, ['GET', 'POST'], refuseAliyun)) return
    if (req.method === 'GET') {
      // The console's check of the address.
      answer(res, 200, JSON_TYPE, JSON.stringify({ code: 0, msg: '成功' }))
      return
    }
    readBody(req, res, body, refuseAliyun, (bytes) => {
      receive(res, bytes).catch(() => {
        observe('internal_error')
        refuseAliyun(res, 503, { code: 'internal_error', detail: {} })
      })
    })
  }
}

/** Refuses with the name of the field that is wrong. */
async function readReply(
  element: unknown,
  numbers: readonly string[],
  receivedAtMs: number,
): Promise<Result<Inbound>> {
  const messageId = textIn(element, 'sequence_id') ?? ''
  if (!SEQUENCE_ID.test(messageId)) return refuse('malformed', { field: 'sequence_id' })
  const from = await phoneNumberOf(textOrNothingIn(element, 'phone_number'))
  if (from === null) return refuse('malformed', { field: 'phone_number' })
  const text = textIn(element, 'content')
  if (text === null) return refuse('malformed', { field: 'content' })
  // Made up by Aliyun for each SMS it was a reply to: it is one of our numbers by registration only, else it says nothing.
  const to = numbers.length === 0 ? null : accessNumberOf(textOrNothingIn(element, 'dest_code'), numbers)
  return ok({
    channel: 'aliyun',
    messageId,
    identity: `phone:${from}`,
    content: { kind: 'text', text },
    accessNumber: to,
    receivedAtMs,
    carrierMs: cityTimeMs(textOrNothingIn(element, 'send_time')),
  })
}

/** `{code, msg}` as Aliyun knows it; it looks at the status alone. */
const refuseAliyun: Refuse = (res, status, refusal, more) => {
  const msg = `${refusal.code}: ${sentenceOf(refusal)}`
  answer(res, status, JSON_TYPE, JSON.stringify({ code: 1, msg }), more)
}
