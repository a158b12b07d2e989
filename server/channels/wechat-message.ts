// What WeChat pushes to us, parsed from its flat XML, and the answer we push back.

import { refuse, ok, type Result } from '../../shared/basics/result.ts'
import { cdata, readFlatXml } from './wechat-xml.ts'

interface Pushed {
  /** Who wrote: the openid, this account's own name for a person. */
  readonly openid: string
  /** The account's original id (gh_…), who answers. */
  readonly account: string
  /** Unix seconds. */
  readonly createTime: number
  /** The same in all three deliveries. */
  readonly id: string
}

export type WechatPush =
  | ({ readonly kind: 'text'; readonly text: string } & Pushed)
  | ({ readonly kind: 'event'; readonly event: string; readonly eventKey: string } & Pushed)
  /** A picture, a voice, a place …: no text. */
  | ({ readonly kind: 'other'; readonly type: string } & Pushed)

const OPENID = /^[A-Za-z0-9_-]{1,64}$/
const SECONDS = /^\d{1,11}$/
const MESSAGE_ID = /^\d{1,32}$/
const TYPE = /^[A-Za-z_]{1,40}$/
const EVENT_KEY_MOST = 1_024

/** Refuses with the field's name. MsgId stays a string: it is larger than a number can hold. */
export function parseWechatPush(xml: string): Result<WechatPush> {
  const fields = readFlatXml(xml)
  if (fields === null) return refuse('malformed', { field: 'xml' })
  const of = (name: string) => fields.get(name) ?? ''

  const openid = of('FromUserName')
  if (!OPENID.test(openid)) return refuse('malformed', { field: 'FromUserName' })
  const account = of('ToUserName')
  if (!OPENID.test(account)) return refuse('malformed', { field: 'ToUserName' })
  if (!SECONDS.test(of('CreateTime'))) return refuse('malformed', { field: 'CreateTime' })
  const createTime = Number(of('CreateTime'))
  const type = of('MsgType')
  if (!TYPE.test(type)) return refuse('malformed', { field: 'MsgType' })

  if (type === 'event') {
    const event = of('Event')
    const eventKey = of('EventKey')
    if (!TYPE.test(event)) return refuse('malformed', { field: 'Event' })
    if (eventKey.length > EVENT_KEY_MOST) return refuse('malformed', { field: 'EventKey' })
    const id = `event:${openid}:${createTime}:${event}:${eventKey}`
    return ok({ kind: 'event', event, eventKey, openid, account, createTime, id })
  }
  const id = of('MsgId')
  if (!MESSAGE_ID.test(id)) return refuse('malformed', { field: 'MsgId' })
  if (type !== 'text') return ok({ kind: 'other', type, openid, account, createTime, id })
  if (!fields.has('Content')) return refuse('malformed', { field: 'Content' })
  return ok({ kind: 'text', text: of('Content'), openid, account, createTime, id })
}

/** The text reply, in the clear; it is encrypted before it leaves. */
export function wechatReplyXml(push: Pushed, text: string, nowMs: number): string {
  return (
    `<xml><ToUserName>${cdata(push.openid)}</ToUserName>` +
    `<FromUserName>${cdata(push.account)}</FromUserName>` +
    `<CreateTime>${Math.floor(nowMs / 1_000)}</CreateTime>` +
    `<MsgType><![CDATA[text]]></MsgType><Content>${cdata(text)}</Content></xml>`
  )
}

/** What a reply in safe mode leaves as. */
export function wechatEnvelopeXml(
  encrypt: string,
  signature: string,
  timestamp: string,
  nonce: string,
): string {
  return (
    `<xml><Encrypt>${cdata(encrypt)}</Encrypt><MsgSignature>${cdata(signature)}</MsgSignature>` +
    `<TimeStamp>${timestamp}</TimeStamp><Nonce>${cdata(nonce)}</Nonce></xml>`
  )
}
