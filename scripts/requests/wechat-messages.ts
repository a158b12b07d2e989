// Makes messages as WeChat pushes them in safe mode, and reads the replies, by @wecom/crypto: none of the server's own crypto.

import { createHash } from 'node:crypto'
import { decrypt, encrypt, getSignature } from '@wecom/crypto'
import type { MadeRequest } from './signed-requests.ts'

export interface WechatAccount {
  readonly token: string
  readonly appId: string
  readonly encodingAesKey: string
}

export interface WechatText {
  readonly openid: string
  readonly text: string
  /** Digits; larger than a number holds in real life. */
  readonly messageId: string
  /** The carrier's time of sending; its seconds are what arrives. */
  readonly sentAtMs: number
}

export const WECHAT_PATH = '/channels/wechat'
const ACCOUNT_NAME = 'gh_0123456789ab'

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`

/** The XML of a text message. */
export function wechatTextXml({ openid, text, messageId, sentAtMs }: WechatText): string {
  return (
    `<xml><ToUserName>${cdata(ACCOUNT_NAME)}</ToUserName>\n<FromUserName>${cdata(openid)}</FromUserName>\n` +
    `<CreateTime>${Math.floor(sentAtMs / 1_000)}</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n` +
    `<Content>${cdata(text)}</Content>\n<MsgId>${messageId}</MsgId>\n</xml>`
  )
}

/** The XML of an event: subscribe, unsubscribe, SCAN, CLICK, VIEW. */
export function wechatEventXml(openid: string, sentAtMs: number, event: string, eventKey = ''): string {
  return (
    `<xml><ToUserName>${cdata(ACCOUNT_NAME)}</ToUserName><FromUserName>${cdata(openid)}</FromUserName>` +
    `<CreateTime>${Math.floor(sentAtMs / 1_000)}</CreateTime><MsgType><![CDATA[event]]></MsgType>` +
    `<Event>${cdata(event)}</Event><EventKey>${cdata(eventKey)}</EventKey></xml>`
  )
}

/** A push of any XML: encrypted, signed at `nowMs`. */
export function wechatPush(
  account: WechatAccount,
  xml: string,
  nowMs: number,
  nonce = '415670741',
): MadeRequest {
  return wechatSealedPush(account, encrypt(account.encodingAesKey, xml, account.appId), nowMs, nonce)
}

/** A push of an Encrypt made elsewhere, correctly signed. */
export function wechatSealedPush(
  account: WechatAccount,
  sealed: string,
  nowMs: number,
  nonce = '415670741',
): MadeRequest {
  const timestamp = String(Math.floor(nowMs / 1_000))
  const query = new URLSearchParams({
    signature: plainSignature(account.token, timestamp, nonce),
    timestamp,
    nonce,
    openid: 'oXXXXXXXXXXXXXXXXXXXXXXXXXXX',
    encrypt_type: 'aes',
    msg_signature: getSignature(account.token, timestamp, nonce, sealed),
  })
  return {
    method: 'POST',
    path: `${WECHAT_PATH}?${query.toString()}`,
    headers: { 'content-type': 'text/xml' },
    body: `<xml>\n    <ToUserName>${cdata(ACCOUNT_NAME)}</ToUserName>\n    <Encrypt>${cdata(sealed)}</Encrypt>\n</xml>`,
  }
}

/** A push of a text message. */
export function wechatTextPush(account: WechatAccount, text: WechatText, nowMs: number): MadeRequest {
  return wechatPush(account, wechatTextXml(text), nowMs)
}

/** The console's check of the address. */
export function wechatVerification(account: WechatAccount, echostr: string, nowMs: number): MadeRequest {
  const timestamp = String(Math.floor(nowMs / 1_000))
  const nonce = '1514711492'
  const signature = plainSignature(account.token, timestamp, nonce)
  const query = new URLSearchParams({ signature, echostr, timestamp, nonce })
  return { method: 'GET', path: `${WECHAT_PATH}?${query.toString()}`, headers: {}, body: '' }
}

/** SHA-1 over token, timestamp and nonce: it does not cover the body. */
export function plainSignature(token: string, timestamp: string, nonce: string): string {
  return createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex')
}

/** The text of a reply in safe mode; throws where its signature, its account or its form is wrong. */
export function readWechatReply(
  account: WechatAccount,
  body: string,
): { readonly to: string; readonly text: string } {
  const envelope = body
  const sealed = field(envelope, 'Encrypt')
  const signature = getSignature(
    account.token,
    field(envelope, 'TimeStamp'),
    field(envelope, 'Nonce'),
    sealed,
  )
  if (signature !== field(envelope, 'MsgSignature')) throw new Error('the reply is not signed')
  const { message, id } = decrypt(account.encodingAesKey, sealed)
  if (id !== account.appId) throw new Error('the reply is of another account')
  return { to: field(message, 'ToUserName'), text: field(message, 'Content') }
}

function field(xml: string, name: string): string {
  const inside = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1]
  if (inside === undefined) throw new Error(`no ${name} in ${xml}`)
  return inside.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1')
}
