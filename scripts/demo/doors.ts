// The citizens' three doors from outside: signed Twilio requests, encrypted WeChat messages, the web page's ballots.

import { createHash } from 'node:crypto'
import type { PollView } from '../../shared/protocol/views.ts'
import { twilioRequest, type MadeRequest } from '../requests/signed-requests.ts'
import { wechatTextPush } from '../requests/wechat-messages.ts'
import type { CrowdMessage } from './crowd.ts'

export interface DoorSecrets {
  readonly twilio: { readonly accountSid: string; readonly authToken: string }
  readonly wechat: { readonly token: string; readonly appId: string; readonly encodingAesKey: string }
}

export interface Doors {
  /** Sends one message and resolves with the HTTP status of its answer. */
  send(message: CrowdMessage, poll: PollView): Promise<number>
}

function hexOf(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length)
}

/** `prefix` keeps the citizens and messages of one poll apart from another's; `publicUrl` is what Twilio signs. */
export function createDoors(
  base: string,
  smsNumber: string,
  secrets: DoorSecrets,
  prefix: string,
  nowMs: () => number,
  publicUrl = base,
): Doors {
  const devices = new Map<number, Promise<string>>()
  const deviceOf = (citizen: number) => {
    let device = devices.get(citizen)
    device ??= fetch(`${base}/api/device`)
      .then((answer) => answer.json() as Promise<{ deviceToken: string }>)
      .then((answer) => answer.deviceToken)
    devices.set(citizen, device)
    return device
  }
  const statusOf = async ({ path, method, headers, body }: MadeRequest) => {
    const answer = await fetch(base + path, { method, headers, body })
    await answer.arrayBuffer()
    return answer.status
  }
  return {
    async send(message, poll) {
      switch (message.door) {
        case 'twilio': {
          const sms = {
            messageSid: `SM${hexOf(`${prefix}-${message.message}`, 32)}`,
            from: `+86138${String(10_000_000 + message.citizen)}`,
            to: smsNumber,
            text: message.text,
          }
          return statusOf(twilioRequest({ ...secrets.twilio, publicUrl }, sms))
        }
        case 'wechat': {
          const sentAtMs = nowMs()
          const text = {
            openid: `o${hexOf(`citizen-${message.citizen}`, 27)}`,
            messageId: String(BigInt(`0x${hexOf(`${prefix}-${message.message}`, 15)}`)),
            sentAtMs,
            text: message.text,
          }
          return statusOf(wechatTextPush(secrets.wechat, text, sentAtMs))
        }
        case 'web': {
          const answer = await fetch(`${base}/api/ballots`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', origin: base },
            body: JSON.stringify({
              deviceToken: await deviceOf(message.citizen),
              ballotId: hexOf(`${prefix}-${message.message}`, 24),
              windowId: poll.windowId,
              unitCode: poll.unit.code,
              choice: message.choice,
            }),
          })
          await answer.arrayBuffer()
          return answer.status
        }
      }
    },
  }
}
