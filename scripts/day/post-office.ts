// Carries letters through the real doors as the carriers would: signed, in batches where they batch, again until answered.

import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { PollChannel } from '../../shared/ballot/choices.ts'
import type { WebBallotAnswer } from '../../shared/protocol/http-api.ts'
import { SMS_NUMBER } from '../demo/city.ts'
import { aliyunElement, aliyunPush } from '../requests/aliyun-messages.ts'
import { gatewayRequest } from '../requests/gateway-messages.ts'
import { tencentRequest } from '../requests/tencent-messages.ts'
import { twilioRequest, type MadeRequest } from '../requests/signed-requests.ts'
import { wechatTextPush } from '../requests/wechat-messages.ts'
import { DAY_SECRETS } from './day-server.ts'
import type { Letter } from './letters.ts'

/** Letters at most in a request, and requests under way. */
const DOOR_SHAPES: Readonly<Record<PollChannel, { readonly batch: number; readonly lanes: number }>> = {
  twilio: { batch: 1, lanes: 12 },
  wechat: { batch: 1, lanes: 16 },
  web: { batch: 1, lanes: 8 },
  tencent: { batch: 1, lanes: 8 },
  aliyun: { batch: 480, lanes: 2 },
  gateway: { batch: 400, lanes: 2 },
}
const AGAIN_AFTER_MS = 100
const GIVE_UP_AFTER_MS = 60_000

export interface Carried {
  readonly requests: number
  /** Requests that had no answer, or one that says to come again. */
  readonly again: number
  /** Web ballots that were answered otherwise than they should have been. */
  readonly wrongAnswers: readonly string[]
  readonly slowestMs: number
}

export interface PostOffice {
  /** Resolves when every one is answered; throws where a door refuses one for good. `onAnswered`: how many more are. */
  deliver(letters: readonly Letter[], onAnswered?: (letters: number) => void): Promise<void>
  carried(): Carried
}

const hex = (text: string, length: number) => createHash('sha256').update(text).digest('hex').slice(0, length)
const phoneOf = (person: number) => `139${String(10_000_000 + person)}`

export function createPostOffice(base: string, seed: number): PostOffice {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const port = Number(new URL(base).port)
  const devices = new Map<number, Promise<string>>()
  let [requests, again, slowestMs] = [0, 0, 0]
  const wrongAnswers: string[] = []

  const knock = (made: MadeRequest): Promise<{ status: number; body: string }> =>
    new Promise((answered) => {
      const failed = () => answered({ status: 0, body: '' })
      const { method, path, headers, body } = made
      const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) }
      const sent = request(
        { host: '127.0.0.1', port, method, path, headers: { ...headers, ...length }, agent, timeout: 20_000 },
        (res) => {
          let text = ''
          res.setEncoding('utf8').on('data', (more: string) => (text += more))
          res.on('end', () => answered({ status: res.statusCode ?? 0, body: text }))
          res.on('error', failed)
          res.on('aborted', failed)
        },
      )
      sent.on('error', failed)
      sent.on('timeout', () => sent.destroy())
      sent.end(body)
    })

  /** What is not answered, or answered "come again", is sent again as it was: that is what carriers do. */
  const insist = async (make: () => MadeRequest): Promise<{ status: number; body: string }> => {
    const startedAt = Date.now()
    for (;;) {
      const knockedAt = performance.now()
      const answer = await knock(make())
      requests += 1
      if (answer.status !== 0 && answer.status < 500) {
        slowestMs = Math.max(slowestMs, performance.now() - knockedAt)
        return answer
      }
      again += 1
      if (Date.now() - startedAt > GIVE_UP_AFTER_MS) throw new Error(`no answer from ${make().path}`)
      await new Promise((wait) => setTimeout(wait, AGAIN_AFTER_MS))
    }
  }

  /** Telephones of a city have addresses of their own; the proxy before the server says which. */
  const addressOf = (person: number) => `10.${(person >> 16) & 255}.${(person >> 8) & 255}.${person & 255}`
  const deviceOf = (person: number) => {
    const headers = { 'x-forwarded-for': addressOf(person) }
    const device =
      devices.get(person) ??
      insist(() => ({ method: 'GET', path: '/api/device', headers, body: '' })).then(
        ({ body }) => (JSON.parse(body) as { deviceToken: string }).deviceToken,
      )
    devices.set(person, device)
    return device
  }

  const webBallot = async ({ kind, person, poll, unitCode, choice, number }: Letter) => {
    const deviceToken = await deviceOf(person)
    const { status, body } = await insist(() => ({
      method: 'POST',
      path: '/api/ballots',
      headers: { 'content-type': 'application/json', origin: base, 'x-forwarded-for': addressOf(person) },
      body: JSON.stringify({
        ...{ deviceToken, ballotId: hex(`${seed} web ${number}`, 22), windowId: poll.windowId, unitCode },
        choice: kind === 'garbage' ? '满意吗' : choice,
      }),
    }))
    const right = {
      first: 'received',
      again: 'received',
      second: 'repeated',
      late: 'late',
      garbage: 'refused',
    }[kind]
    const answered = status === 200 ? (JSON.parse(body) as WebBallotAnswer).outcome : 'refused'
    if (answered !== right)
      wrongAnswers.push(`web ${kind} of ${person}: ${answered} (${status}), expected ${right}`)
  }

  const expectOk = ({ status, body }: { status: number; body: string }, door: string) => {
    if (status !== 200) throw new Error(`${door} answered ${status}: ${body.slice(0, 200)}`)
  }

  const carry = async (door: PollChannel, letters: readonly Letter[]) => {
    const [one] = letters
    if (one === undefined) return
    const number = phoneOf(one.person)
    switch (door) {
      case 'web':
        return webBallot(one)
      case 'twilio': {
        const account = { ...DAY_SECRETS.twilio, publicUrl: base }
        const messageSid = `SM${hex(`${seed} twilio ${one.number}`, 32)}`
        const sms = { messageSid, from: `+86${number}`, to: SMS_NUMBER, text: one.text }
        return expectOk(await insist(() => twilioRequest(account, sms)), door)
      }
      case 'wechat': {
        const openid = `o${hex(`${seed} openid ${one.person}`, 27)}`
        const text = {
          openid,
          messageId: String(10 ** 15 + one.number),
          sentAtMs: one.sentAtMs,
          text: one.text,
        }
        return expectOk(await insist(() => wechatTextPush(DAY_SECRETS.wechat, text, Date.now())), door)
      }
      case 'tencent': {
        const reply = { nationcode: '86', mobile: number, text: one.text, sentAtMs: one.sentAtMs }
        return expectOk(await insist(() => tencentRequest(DAY_SECRETS.tencentToken, reply)), door)
      }
      case 'aliyun': {
        const elements = letters.flatMap(({ person, text, sentAtMs, number: n }, i) => [
          aliyunElement({ from: phoneOf(person), text, sentAtMs, sequenceId: String(10 ** 12 + n) }),
          // Between the good ones some that are none (SAFE1); with them a push is 500 at most.
          ...(i % 50 === 0 ? ['{"phone_number":"nobody"}', '7'] : []),
        ])
        return expectOk(await insist(() => aliyunPush(DAY_SECRETS.aliyunToken, elements)), door)
      }
      case 'gateway': {
        const messages = letters.map(({ person, text, sentAtMs, number: n }) => ({
          ...{ id: `day-${seed}-${n}`, from: phoneOf(person), to: SMS_NUMBER, text },
          ts: n % 2 === 0 ? sentAtMs : Math.floor(sentAtMs / 1_000),
        }))
        const nonce = hex(`${seed} nonce ${one.number} ${Math.random()}`, 32)
        const stamp = { atMs: Date.now(), nonce }
        return expectOk(await insist(() => gatewayRequest(DAY_SECRETS.gatewaySecret, messages, stamp)), door)
      }
    }
  }

  return {
    async deliver(letters, onAnswered) {
      const lanes = (Object.keys(DOOR_SHAPES) as PollChannel[]).flatMap((door) => {
        const { batch, lanes: count } = DOOR_SHAPES[door]
        const waiting = letters.filter((letter) => letter.door === door)
        return Array.from({ length: count }, async () => {
          for (;;) {
            const some = waiting.splice(0, batch)
            if (some.length === 0) return
            for (const letter of some) if (letter.sentAtMs === 0) letter.sentAtMs = Date.now()
            await carry(door, some)
            onAnswered?.(some.length)
          }
        })
      })
      await Promise.all(lanes)
    },
    carried: () => ({ requests, again, wrongAnswers, slowestMs }),
  }
}
