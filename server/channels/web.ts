// The page's doors: GET /api/device issues a signed device token, POST /api/ballots takes a ballot of a device or a WeChat pass.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { WebBallotRequest, type DeviceAnswer, type WebBallotAnswer } from '../../shared/protocol/http-api.ts'
import type { z } from 'zod'
import type { RefusalCode } from '../../shared/basics/refusal.ts'
import { addressOf } from '../access/address.ts'
import type { Limit } from '../access/limits.ts'
import type { OriginRule } from '../access/origin.ts'
import type { Answer } from '../ballots/inbound.ts'
import type { Clock } from '../clock.ts'
import type { DeviceTokens } from './device-token.ts'
import { FOR_BROWSERS, JSON_TYPE, answer, methodIs, refuseJson, refuseTooMany, typeIs } from './door.ts'
import type { Door, PollOn, ReceiptOf, Submit } from './door.ts'
import { createPatience, orLate } from './patience.ts'
import { readBody } from './read-body.ts'
import { replyOf } from './replies.ts'

export interface WebDoorOptions {
  readonly tokens: DeviceTokens
  /** Whom a Cookie header stands for as `wechat:APPID:OPENID`, or null. */
  readonly wechatIdentityOf: (cookieHeader: string | undefined) => string | null
  readonly origins: OriginRule
  readonly clock: Clock
  readonly submit: Submit
  readonly receiptOf: ReceiptOf
  readonly pollOn: PollOn
  /** By address, for tokens and for ballots; by device or WeChat identity, for ballots. */
  readonly issued: Limit
  readonly byAddress: Limit
  readonly byDevice: Limit
  readonly observe: (outcome: string) => void
}

const BODY_MOST = 64 * 1024
const BODY_WITHIN_MS = 10_000
const ANSWER_WITHIN_MS = 10_000

export function createDeviceDoor({ tokens, issued, clock }: WebDoorOptions): Door {
  return (req, res) => {
    if (!methodIs(req, res, ['GET'], refuseJson)) return
    const waitMs = issued.take(addressOf(req), clock.nowMs())
    if (waitMs > 0) {
      refuseTooMany(res, waitMs, refuseJson)
      return
    }
    const issuedNow: DeviceAnswer = { deviceToken: tokens.issue() }
    answer(res, 200, JSON_TYPE, JSON.stringify(issuedNow), FOR_BROWSERS)
  }
}

export function createWebBallotDoor(options: WebDoorOptions): Door {
  const { tokens, wechatIdentityOf, origins, clock, submit, byAddress, byDevice, observe } = options
  const { receiptOf, pollOn } = options
  const patience = createPatience(clock, ANSWER_WITHIN_MS)
  const body = { most: BODY_MOST, patience: createPatience(clock, BODY_WITHIN_MS) }

  const senderOf = (deviceToken: string | null, cookie: string | undefined): Sender | RefusalCode => {
    if (deviceToken === null) {
      const identity = wechatIdentityOf(cookie)
      return identity === null
        ? 'wechat_pass_missing'
        : { channel: 'wechat', identity, scope: `page:${identity}` }
    }
    const device = tokens.verify(deviceToken)
    return device === null
      ? 'device_token_invalid'
      : { channel: 'web', identity: `web:${device}`, scope: device }
  }

  const receive = (req: IncomingMessage, res: ServerResponse, bytes: Buffer) => {
    const receivedAtMs = clock.nowMs()
    const request = parseRequest(bytes)
    if (typeof request === 'string') {
      observe('malformed')
      refuseJson(res, 400, { code: 'malformed', detail: { field: request } })
      return
    }
    const sender = senderOf(request.deviceToken, req.headers.cookie)
    if (typeof sender === 'string') {
      observe(sender)
      refuseJson(res, 403, { code: sender, detail: {} })
      return
    }
    const waitMs = byDevice.take(sender.identity, receivedAtMs)
    if (waitMs > 0) {
      observe('too_many_requests')
      refuseTooMany(res, waitMs, refuseJson)
      return
    }
    void settle(res, request, sender, receivedAtMs)
  }

  const settle = async (res: ServerResponse, request: WebBallot, sender: Sender, receivedAtMs: number) => {
    const { windowId, unitCode, choice } = request
    // Chosen by the page: scoped by the sender, so that nobody takes another's id in advance.
    const messageId = `${sender.scope}:${request.ballotId}`
    try {
      const outcome = await orLate(
        patience,
        submit({
          channel: sender.channel,
          messageId,
          identity: sender.identity,
          content: { kind: 'choice', windowId, unitCode, choice },
          accessNumber: null,
          receivedAtMs,
          carrierMs: null,
        }),
      )
      observe(outcome === 'late' ? 'answer_delayed' : outcome.kind)
      if (outcome === 'late') refuseJson(res, 503, { code: 'answer_delayed', detail: {} })
      else if (outcome.kind === 'refused') refuseJson(res, 503, outcome.refusal)
      else
        answer(
          res,
          200,
          JSON_TYPE,
          JSON.stringify(webAnswerOf(outcome, sender.channel, messageId)),
          FOR_BROWSERS,
        )
    } catch {
      observe('internal_error')
      refuseJson(res, 503, { code: 'internal_error', detail: {} })
    }
  }

  const webAnswerOf = (
    outcome: Exclude<Answer, { kind: 'refused' }>,
    channel: Sender['channel'],
    messageId: string,
  ): WebBallotAnswer => ({
    // The page gives no time of sending, so nothing from it is stale; should it ever be, it came before the opening.
    outcome: outcome.kind === 'stale' ? 'early' : outcome.kind,
    sentence: replyOf(outcome, pollOn(channel, null)),
    receipt: receiptOf(channel, messageId),
  })

  const mayKnock = (req: IncomingMessage, res: ServerResponse): boolean => {
    const { origin, host, cookie } = req.headers
    if (!origins.allows({ origin, host, cookie })) {
      observe('origin_not_allowed')
      refuseJson(res, 403, { code: 'origin_not_allowed', detail: {} })
      return false
    }
    const waitMs = byAddress.take(addressOf(req), clock.nowMs())
    if (waitMs === 0) return true
    observe('too_many_requests')
    refuseTooMany(res, waitMs, refuseJson)
    return false
  }

  return (req, res) => {
    if (!methodIs(req, res, ['POST'], refuseJson)) return
    if (!typeIs(req, res, ['application/json'], refuseJson)) return
    if (!mayKnock(req, res)) return
    readBody(req, res, body, refuseJson, (bytes) => {
      try {
        receive(req, res, bytes)
      } catch {
        observe('internal_error')
        refuseJson(res, 500, { code: 'internal_error', detail: {} })
      }
    })
  }
}

/** Who sends a ballot, and what its message ids are scoped by. */
interface Sender {
  readonly channel: 'web' | 'wechat'
  readonly identity: string
  readonly scope: string
}

type WebBallot = z.infer<typeof WebBallotRequest>

/** The request, or the name of the field that is wrong. */
function parseRequest(bytes: Buffer): WebBallot | string {
  let json: unknown
  try {
    json = JSON.parse(bytes.toString())
  } catch {
    return 'JSON'
  }
  const parsed = WebBallotRequest.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.') ?? ''
  return path === '' ? 'JSON' : path
}
