// Sends SMS through the city's own gateway: a signed JSON POST to SMS_OUT_URL, signed as its batches to us are (channels/gateway.ts).
//
// The body is an array of {id, to, from, text}; X-Ts (s), X-Nonce, X-Sig. 2xx means that all of it was taken but what is named in
// `refused` (an array of ids). The gateway must take a message twice under one id once: what got no answer is sent again.

import { hash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { OutgoingSms, SendAnswer, SendFate, SmsSender } from '../invitations/sender.ts'
import { signatureOf } from './gateway-stamp.ts'

const ANSWER_WITHIN_MS = 10_000
const ANSWER_MOST = 64 * 1024
const Taken = z.object({ refused: z.array(z.string().max(128)).max(1_000).default([]) })

export function createGatewaySender({
  url,
  secret,
  clock,
  withinMs = ANSWER_WITHIN_MS,
}: {
  readonly url: string
  readonly secret: string
  readonly clock: Clock
  readonly withinMs?: number
}): SmsSender {
  const post = async (messages: readonly OutgoingSms[]): Promise<Response> => {
    const body = JSON.stringify(messages)
    const ts = String(Math.floor(clock.nowMs() / 1_000))
    const nonce = randomBytes(16).toString('hex')
    const signature = signatureOf(secret, ts, nonce, hash('sha256', body, 'hex'))
    return fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-ts': ts, 'x-nonce': nonce, 'x-sig': signature },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    })
  }
  return {
    idempotent: true,
    async send(messages) {
      let response: Response
      let text: string
      try {
        response = await post(messages)
        text = await textUpTo(response, ANSWER_MOST)
      } catch {
        return all(messages, { kind: 'unsure' })
      }
      const { status } = response
      if (status === 429 || status === 408 || status >= 500) return all(messages, { kind: 'retry' })
      // A request that is wrong as a whole is wrong for every message: somebody must look at it.
      if (!response.ok)
        return all(messages, { kind: 'retry' }, `短信网关拒绝了请求（HTTP ${String(status)}）`)
      const taken = Taken.safeParse(attemptJson(text))
      if (!taken.success) return all(messages, { kind: 'unsure' })
      const refused = new Set(taken.data.refused)
      return {
        fates: messages.map(({ id }) => ({ kind: refused.has(id) ? 'refused' : 'sent' })),
        broken: null,
      }
    },
  }
}

function all(messages: readonly OutgoingSms[], fate: SendFate, broken: string | null = null): SendAnswer {
  return { fates: messages.map(() => fate), broken }
}

async function textUpTo(response: Response, most: number): Promise<string> {
  if (response.body === null) return ''
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body) {
    size += part.length
    if (size > most) throw new Error('the gateway answers too much')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** An empty answer is a plain yes. */
function attemptJson(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    return null
  }
}
