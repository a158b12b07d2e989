// One correctly signed sample a channel: a probe text, which is kept as every message is and is nobody's ballot.

import { randomBytes } from 'node:crypto'
import { unreachable } from '../../shared/basics/result.ts'
import { CHANNEL_NAMES, type PollChannel } from '../../shared/ballot/choices.ts'
import type { Config } from '../../server/config.ts'
import { aliyunElement, aliyunPush } from '../requests/aliyun-messages.ts'
import { gatewayRequest } from '../requests/gateway-messages.ts'
import { twilioRequest, type MadeRequest } from '../requests/signed-requests.ts'
import { tencentRequest } from '../requests/tencent-messages.ts'

export interface Sample {
  readonly made: MadeRequest
  /** What it is, as a Chinese sentence without a secret. */
  readonly says: string
  /** What the answer says to the citizen, or as it is. */
  readonly read: (text: string) => string
}

export interface SampleContext {
  readonly config: Config
  /** As Twilio was told. */
  readonly publicUrl: string
  /** One of the city's numbers, or any. */
  readonly accessNumber: string
  readonly deviceToken: string
  readonly nowMs: number
  /** What the sample says: a probe of the server's own, so that it measures its way too. */
  readonly text: string
}

/** A number no operator gives out. */
const FROM = '13000000000'
/** No window has it. */
const NO_WINDOW = 'ffffffffffff'
const asItIs = (text: string) => text

/** Null: the channel's secrets are not set. */
export async function sampleOf(channel: PollChannel, context: SampleContext): Promise<Sample | null> {
  const { config, publicUrl, accessNumber: to, deviceToken, nowMs, text: said } = context
  const unique = randomBytes(16).toString('hex')
  const sms = (more: string) => `${CHANNEL_NAMES[channel]}：来自虚构号码 ${FROM} 的一条短信“${said}”，${more}`
  switch (channel) {
    case 'twilio': {
      if (config.twilio === null) return null
      const account = { ...config.twilio, publicUrl }
      const made = twilioRequest(account, { from: `+86${FROM}`, to, text: said, messageSid: `SM${unique}` })
      const says = sms(`发到 ${to}，按 ${publicUrl} 签名，MessageSid SM${unique}`)
      return { made, says, read: (text) => /<Message>([^<]*)</.exec(text)?.[1] ?? text }
    }
    case 'wechat': {
      const { wechat } = config
      if (wechat === null) return null
      // A package for development, which brings the other half of the encryption.
      const { readWechatReply, wechatTextPush } = await import('../requests/wechat-messages.ts')
      const messageId = String(BigInt(`0x${unique.slice(0, 15)}`))
      const made = wechatTextPush(
        wechat,
        { openid: `oProbe${unique.slice(0, 22)}`, text: said, messageId, sentAtMs: nowMs },
        nowMs,
      )
      const says = `${CHANNEL_NAMES[channel]}：来自虚构关注者的一条文本“${said}”，已加密并签名，MsgId ${messageId}`
      return {
        made,
        says,
        read: (text) => (text.startsWith('<xml>') ? readWechatReply(wechat, text).text : text),
      }
    }
    case 'web': {
      const ballot = { deviceToken, ballotId: unique, windowId: NO_WINDOW, unitCode: 1, choice: 'satisfied' }
      return {
        made: {
          method: 'POST',
          path: '/api/ballots',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(ballot),
        },
        says: `${CHANNEL_NAMES[channel]}：一台新设备投给一场并不存在的评议的一票，编号 ${unique}`,
        read: (text) => /"sentence":"([^"]*)"/.exec(text)?.[1] ?? text,
      }
    }
    case 'aliyun': {
      if (config.aliyun === null) return null
      // More digits than a number holds, as Aliyun's may have.
      const sequenceId = String(BigInt(`0x9${unique.slice(0, 15)}`))
      const element = aliyunElement({ from: FROM, text: said, sentAtMs: nowMs, sequenceId })
      const made = aliyunPush(config.aliyun.pathToken, [element])
      return { made, says: sms(`一个元素的数组，sequence_id ${sequenceId}`), read: asItIs }
    }
    case 'tencent': {
      if (config.tencent === null) return null
      // It has no number of its own: the moment in the text makes it another message than the last probe's.
      const reply = { nationcode: '86', mobile: FROM, text: said, sentAtMs: nowMs }
      return { made: tencentRequest(config.tencent.pathToken, reply), says: sms('一个对象'), read: asItIs }
    }
    case 'gateway': {
      if (config.gateway === null) return null
      const message = { id: `probe-${unique}`, from: FROM, to, text: said, ts: nowMs }
      const made = gatewayRequest(config.gateway.secret, [message], { atMs: nowMs, nonce: unique })
      return { made, says: sms(`发到 ${to}，一个元素的数组，已签名，id probe-${unique}`), read: asItIs }
    }
    default:
      return unreachable(channel)
  }
}
