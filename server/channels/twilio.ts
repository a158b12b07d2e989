// The Twilio door: POST /channels/twilio/sms, signed by Twilio, answered with TwiML once the ballot is on disk (BAL3, BAL7).

import { parse } from 'node:querystring'
import type { IncomingMessage, ServerResponse } from 'node:http'
import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js'
import { addressOf } from '../access/address.ts'
import { createLimit, type Limit } from '../access/limits.ts'
import type { Answer } from '../ballots/inbound.ts'
import type { Clock } from '../clock.ts'
import { XML, answer, methodIs, refusePlain, refuseTooMany, typeIs } from './door.ts'
import type { Door, PollOn, ReceiptOf, Submit } from './door.ts'
import { createPatience, orLate } from './patience.ts'
import { phoneNumberOf } from './phone-number.ts'
import { readBody } from './read-body.ts'
import { RECEIPT_LENGTH, replyOf, withReceipt } from './replies.ts'
import { parseTwilioMessage, type TwilioMessage } from './twilio-message.ts'
import { hasSignatureShape, isSignedByTwilio } from './twilio-signature.ts'

export interface TwilioDoorOptions {
  readonly accountSid: string
  readonly authToken: string
  /** The address Twilio was given, without a slash at its end. Asked each time: a free port is known only when listening. */
  readonly publicUrl: () => string
  /** The city's access numbers; empty: any number of the account. */
  readonly accessNumbers: () => readonly string[]
  readonly clock: Clock
  readonly submit: Submit
  readonly receiptOf: ReceiptOf
  readonly pollOn: PollOn
  /** Wrong signatures by address. A right one always passes, also from an address that has used up its failures. */
  readonly failures: Limit
  readonly observe: (outcome: string) => void
}

const BODY_MOST = 64 * 1024
const BODY_WITHIN_MS = 10_000
/** Twilio waits 15 s. */
const ANSWER_WITHIN_MS = 14_000
const FIELDS_MOST = 200
export const EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
/** One segment a second leaves a long number; a short burst waits at Twilio. */
const SEGMENTS = { perSecond: 1, burst: 20, keysMost: 64 }
/** Acknowledgements leave so many segments to corrections: who was accepted needs no answer, who was not does. */
const KEPT_FOR_CORRECTIONS = 10

export function createTwilioDoor(options: TwilioDoorOptions): Door {
  const { accountSid, authToken, publicUrl, accessNumbers, clock, submit, failures, observe } = options
  const { receiptOf, pollOn } = options
  if (authToken === '') throw new Error('Twilio without an auth token must stay off')
  const segments = createLimit(SEGMENTS)
  const patience = createPatience(clock, ANSWER_WITHIN_MS)
  const body = { most: BODY_MOST, patience: createPatience(clock, BODY_WITHIN_MS) }

  const refuseSignature = (req: IncomingMessage, res: ServerResponse, waitMs: number) => {
    observe('signature_invalid')
    if (waitMs > 0) refuseTooMany(res, waitMs, refusePlain)
    else refusePlain(res, 403, { code: 'signature_invalid', detail: {} })
  }

  const receive = (req: IncomingMessage, res: ServerResponse, signature: string, bytes: Buffer) => {
    const receivedAtMs = clock.nowMs()
    const fields = parse(bytes.toString(), '&', '=', { maxKeys: FIELDS_MOST })
    let waitMs = 0
    const mayTryMore = () => (waitMs = failures.take(addressOf(req), receivedAtMs)) === 0
    if (!isSignedByTwilio(authToken, signature, publicUrl() + (req.url ?? ''), fields, mayTryMore)) {
      refuseSignature(req, res, waitMs)
      return
    }
    const message = parseTwilioMessage(fields, accountSid, accessNumbers())
    if (!message.ok) {
      observe('malformed')
      refusePlain(res, 400, message.refusal)
      return
    }
    void settle(res, message.value, receivedAtMs)
  }

  const settle = async (res: ServerResponse, message: TwilioMessage, receivedAtMs: number) => {
    try {
      // The same form as at every other SMS door; Twilio vouches also for numbers the library has not heard of.
      const from = (await phoneNumberOf(message.from)) ?? message.from
      const outcome = await orLate(
        patience,
        submit({
          channel: 'twilio',
          messageId: message.messageSid,
          identity: `phone:${from}`,
          content: { kind: 'text', text: message.text },
          accessNumber: message.to,
          receivedAtMs,
          carrierMs: null,
        }),
      )
      // Neither is acknowledged: Twilio's log shows the failure, and its retry (rp=all) brings the message again.
      if (outcome === 'late') refusePlain(res, 503, { code: 'answer_delayed', detail: {} })
      else if (outcome.kind === 'refused') refusePlain(res, 503, outcome.refusal)
      else answer(res, 200, XML, twimlFor(outcome, message))
      observe(outcome === 'late' ? 'answer_delayed' : outcome.kind)
    } catch {
      observe('internal_error')
      refusePlain(res, 503, { code: 'internal_error', detail: {} })
    }
  }

  /** BAL7: a correction for the first refused message, an acknowledgement where there is budget to spare, else nothing. */
  const twimlFor = (
    outcome: Exclude<Answer, { kind: 'refused' }>,
    { to: number, messageSid }: TwilioMessage,
  ): string => {
    const correction = outcome.kind === 'invalid'
    if (correction && (!outcome.first || outcome.reason === 'OPT_OUT')) return EMPTY_TWIML
    const sentence = replyOf(outcome, correction ? pollOn('twilio', number) : null)
    const length = sentence.length + RECEIPT_LENGTH
    const cost = length <= 70 ? 1 : Math.ceil(length / 67)
    const kept = correction ? 0 : KEPT_FOR_CORRECTIONS
    if (segments.take(number, clock.nowMs(), cost + kept) > 0) return EMPTY_TWIML
    segments.giveBack(number, kept)
    const twiml = new MessagingResponse()
    // Only here: at volume most answers are empty.
    twiml.message(withReceipt(sentence, receiptOf('twilio', messageSid)))
    return twiml.toString()
  }

  return (req, res) => {
    if (!methodIs(req, res, ['POST'], refusePlain)) return
    if (!typeIs(req, res, ['application/x-www-form-urlencoded'], refusePlain)) return
    const signature = req.headers['x-twilio-signature']
    if (!hasSignatureShape(signature)) {
      refuseSignature(req, res, failures.take(addressOf(req), clock.nowMs()))
      return
    }
    readBody(req, res, body, refusePlain, (bytes) => {
      try {
        receive(req, res, signature, bytes)
      } catch {
        observe('internal_error')
        refusePlain(res, 500, { code: 'internal_error', detail: {} })
      }
    })
  }
}
