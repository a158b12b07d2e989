// The WeChat door: GET and POST /channels/wechat, safe mode only, answered within its five seconds and never before the disk.

import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'node:querystring'
import { addressOf } from '../access/address.ts'
import type { Limit } from '../access/limits.ts'
import type { Clock } from '../clock.ts'
import { FOR_BROWSERS, PLAIN, XML, answer, methodIs, refusePlain, refuseTooMany, typeIs } from './door.ts'
import type { Door, PollOn, ReceiptOf, Submit } from './door.ts'
import { createPatience, orLate } from './patience.ts'
import { createFirstSeen } from './first-seen.ts'
import { readBody } from './read-body.ts'
import { instructionsOf, replyOf, withReceipt } from './replies.ts'
import {
  decryptWechat,
  encryptWechat,
  isSignedByWechat,
  utf8,
  wechatSignatureOf,
  type WechatKey,
} from './wechat-crypto.ts'
import { parseWechatPush, wechatEnvelopeXml, wechatReplyXml, type WechatPush } from './wechat-message.ts'
import { XML_MOST, readFlatXml } from './wechat-xml.ts'

export interface WechatDoorOptions {
  readonly token: string
  readonly appId: string
  readonly key: WechatKey
  readonly clock: Clock
  readonly submit: Submit
  readonly receiptOf: ReceiptOf
  readonly pollOn: PollOn
  /** Wrong signatures by address. A right one always passes. */
  readonly failures: Limit
  /** A person unfollowed: what is kept of `wechat:APPID:OPENID` in the clear must go. Called once an event. */
  readonly forget: (identity: string) => void
  readonly observe: (outcome: string) => void
}

const BODY_MOST = XML_MOST
const BODY_WITHIN_MS = 4_000
/** WeChat waits 5 s and delivers three times in all. */
const ANSWER_WITHIN_MS = 4_500
const TIMESTAMP_WITHIN_MS = 300_000
const TIMESTAMP = /^\d{10}$/
const NONCE = /^[A-Za-z0-9_-]{1,64}$/
const ECHO_MOST = 256
/** A menu button whose key is this and a ballot's text is pressed for a ballot. */
const MENU_BALLOT = 'vote:'
/** Stands for a picture or a voice: no rule of the ballot text knows it. */
const NO_TEXT = '□'
/** Ends the deliveries without a message to the person. */
const DONE = 'success'

export function createWechatDoor(options: WechatDoorOptions): Door {
  const { token, appId, key, clock, submit, receiptOf, pollOn, failures, forget, observe } = options
  if (token === '' || appId === '') throw new Error('WeChat without a token or an app id must stay off')
  const firstSeen = createFirstSeen()
  const patience = createPatience(clock, ANSWER_WITHIN_MS)
  const body = { most: BODY_MOST, patience: createPatience(clock, BODY_WITHIN_MS) }

  const refuseSignature = (req: IncomingMessage, res: ServerResponse) => {
    observe('signature_invalid')
    const waitMs = failures.take(addressOf(req), clock.nowMs())
    if (waitMs > 0) refuseTooMany(res, waitMs, refusePlain)
    else refusePlain(res, 403, { code: 'signature_invalid', detail: {} })
  }

  /** Null: a parameter is absent, repeated, malformed, or the time is too far from ours. */
  const stampOf = (req: IncomingMessage, signedBy: 'signature' | 'msg_signature') => {
    const url = req.url ?? ''
    const query = parse(url.slice(url.indexOf('?') + 1), '&', '=', { maxKeys: 30 })
    const { timestamp, nonce, echostr } = query
    const signature = query[signedBy]
    if (typeof timestamp !== 'string' || !TIMESTAMP.test(timestamp)) return null
    if (Math.abs(clock.nowMs() - Number(timestamp) * 1_000) > TIMESTAMP_WITHIN_MS) return null
    if (typeof nonce !== 'string' || !NONCE.test(nonce) || typeof signature !== 'string') return null
    return { timestamp, nonce, signature, echostr }
  }

  /** The console's check: whoever knows the token is told the echostr as it is. */
  const verify = (req: IncomingMessage, res: ServerResponse) => {
    const stamp = stampOf(req, 'signature')
    if (stamp === null || !isSignedByWechat(token, stamp.signature, stamp.timestamp, stamp.nonce)) {
      refuseSignature(req, res)
    } else if (typeof stamp.echostr !== 'string' || stamp.echostr.length > ECHO_MOST) {
      refusePlain(res, 400, { code: 'malformed', detail: { field: 'echostr' } })
    } else answer(res, 200, PLAIN, stamp.echostr, FOR_BROWSERS)
  }

  /**
   * The plain `signature` does not cover the body, so only msg_signature over Encrypt counts: a message in the clear is
   * refused, also where it comes beside an Encrypt (compatible mode), of which only the inside is read.
   */
  const receive = (req: IncomingMessage, res: ServerResponse, bytes: Buffer) => {
    const receivedAtMs = clock.nowMs()
    const stamp = stampOf(req, 'msg_signature')
    const envelope = stamp === null ? null : readFlatXml(utf8(bytes) ?? '')
    const encrypt = envelope?.get('Encrypt')
    if (stamp === null || encrypt === undefined) return refuseSignature(req, res)
    if (!isSignedByWechat(token, stamp.signature, stamp.timestamp, stamp.nonce, encrypt)) {
      return refuseSignature(req, res)
    }
    const xml = decryptWechat(encrypt, key, appId)
    if (xml === null) return refuseSignature(req, res)
    const push = parseWechatPush(xml)
    if (!push.ok) {
      observe('malformed')
      return refusePlain(res, 400, push.refusal)
    }
    void settle(res, push.value, receivedAtMs)
  }

  const settle = async (res: ServerResponse, push: WechatPush, receivedAtMs: number) => {
    try {
      const text = ballotTextOf(push)
      if (text === null) {
        observe('event')
        reply(res, push, answerToEvent(push, receivedAtMs))
        return
      }
      const outcome = await orLate(
        patience,
        submit({
          channel: 'wechat',
          messageId: push.id,
          identity: identityOf(push),
          content: { kind: 'text', text },
          accessNumber: null,
          receivedAtMs,
          carrierMs: push.createTime * 1_000,
        }),
      )
      observe(outcome === 'late' ? 'answer_delayed' : outcome.kind)
      // Only 200 ends the deliveries. 503 is an answer WeChat does not know: it delivers again, and the answer is then known.
      if (outcome === 'late') refusePlain(res, 503, { code: 'answer_delayed', detail: {} })
      else if (outcome.kind === 'refused') refusePlain(res, 503, outcome.refusal)
      else {
        const sentence = replyOf(outcome, pollOn('wechat', null))
        reply(res, push, withReceipt(sentence, receiptOf('wechat', push.id)))
      }
    } catch {
      observe('internal_error')
      refusePlain(res, 503, { code: 'internal_error', detail: {} })
    }
  }

  const identityOf = (push: WechatPush) => `wechat:${appId}:${push.openid}`

  const answerToEvent = (push: WechatPush, nowMs: number): string | null => {
    if (push.kind !== 'event') return null
    switch (push.event) {
      case 'subscribe':
      case 'SCAN':
      case 'CLICK':
        return instructionsOf(pollOn('wechat', null))
      case 'unsubscribe':
        if (firstSeen(push.id, nowMs)) forget(identityOf(push))
        return null
      default:
        // VIEW leads to a page of its own; what we do not know needs no answer either.
        return null
    }
  }

  const reply = (res: ServerResponse, push: WechatPush, text: string | null) => {
    if (text === null) {
      answer(res, 200, PLAIN, DONE)
      return
    }
    const nowMs = clock.nowMs()
    const encrypt = encryptWechat(wechatReplyXml(push, text, nowMs), key, appId, randomBytes(16))
    const timestamp = String(Math.floor(nowMs / 1_000))
    const nonce = randomBytes(8).toString('hex')
    const signature = wechatSignatureOf(token, timestamp, nonce, encrypt)
    answer(res, 200, XML, wechatEnvelopeXml(encrypt, signature, timestamp, nonce))
  }

  return (req, res) => {
    if (!methodIs(req, res, ['GET', 'POST'], refusePlain)) return
    if (req.method === 'GET') {
      verify(req, res)
      return
    }
    if (!typeIs(req, res, ['text/xml', 'application/xml'], refusePlain)) return
    readBody(req, res, body, refusePlain, (bytes) => {
      try {
        receive(req, res, bytes)
      } catch {
        observe('internal_error')
        refusePlain(res, 500, { code: 'internal_error', detail: {} })
      }
    })
  }
}

/** What is to be read as a ballot; null for an event that is none. A picture or a voice is kept as not understood (BAL7). */
function ballotTextOf(push: WechatPush): string | null {
  if (push.kind === 'text') return push.text
  if (push.kind === 'other') return NO_TEXT
  const isBallot = push.event === 'CLICK' && push.eventKey.startsWith(MENU_BALLOT)
  return isBallot ? push.eventKey.slice(MENU_BALLOT.length) : null
}
