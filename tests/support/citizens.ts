// Citizens at the three doors of a live server: what each sent, when, how it was answered, and how the log would know it.

import { createHash } from 'node:crypto'
import type { Choice } from '../../shared/ballot/choices.ts'
import type { PollView } from '../../shared/protocol/views.ts'
import { SMS_NUMBER } from '../../scripts/demo/city.ts'
import { twilioRequest, type MadeRequest } from '../../scripts/requests/signed-requests.ts'
import { wechatTextPush } from '../../scripts/requests/wechat-messages.ts'
import { doorSecrets } from './live-server.ts'
import { messageHashOf } from './logged-messages.ts'

export type Door = 'twilio' | 'wechat' | 'web'

/** One message with an id of its own; sent again it is the same message. */
export interface Letter {
  readonly door: Door
  /** E.164, openid or device token. */
  readonly from: string
  readonly messageId: string
  /** A choice's name by the web page. */
  readonly text: string
  readonly sentAtMs: number
}

export interface Answered {
  /** 0: the connection failed or nothing came in time. */
  readonly status: number
  readonly body: string
  readonly sentAtMs: number
  readonly answeredAtMs: number
}

const PATIENCE_MS = 20_000

export function hexOf(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length)
}

/** A message id in the channel's own form, drawn from a text. */
export function messageIdOf(door: Door, seed: string): string {
  switch (door) {
    case 'twilio':
      return `SM${hexOf(seed, 32)}`
    case 'wechat':
      return String(BigInt(`0x${hexOf(seed, 15)}`))
    case 'web':
      return hexOf(seed, 24)
  }
}

/** How the ballot log knows it. */
export function hashOf({ door, from, messageId }: Letter): string {
  return messageHashOf(door, door === 'web' ? `${from.split('.')[0] ?? ''}:${messageId}` : messageId)
}

export async function newDevice(base: string): Promise<string> {
  const answer = await fetch(`${base}/api/device`)
  return ((await answer.json()) as { deviceToken: string }).deviceToken
}

/** Sends any request; a connection that fails is an answer too (0). */
export async function knock(base: string, { path, method, headers, body }: MadeRequest): Promise<Answered> {
  const sentAtMs = Date.now()
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const content = method === 'GET' ? {} : { body }
  const { status, text } = await fetch(base + path, { method, headers, signal, ...content })
    .then(async (answer) => ({ status: answer.status, text: await answer.text() }))
    .catch(() => ({ status: 0, text: '' }))
  return { status, body: text, sentAtMs, answeredAtMs: Date.now() }
}

export function requestOf(
  base: string,
  letter: Letter,
  poll: Pick<PollView, 'windowId' | 'unit'>,
): MadeRequest {
  const { door, from, messageId, text, sentAtMs } = letter
  switch (door) {
    case 'twilio':
      return twilioRequest(
        { ...doorSecrets.twilio, publicUrl: base },
        { messageSid: messageId, from, to: SMS_NUMBER, text },
      )
    case 'wechat':
      return wechatTextPush(doorSecrets.wechat, { openid: from, messageId, sentAtMs, text }, sentAtMs)
    case 'web':
      return {
        method: 'POST',
        path: '/api/ballots',
        headers: { 'content-type': 'application/json', origin: base },
        body: JSON.stringify({
          deviceToken: from,
          ballotId: messageId,
          windowId: poll.windowId,
          unitCode: poll.unit.code,
          choice: text satisfies string as Choice,
        }),
      }
  }
}

/** A crowd in which every citizen has one voice: its letters, their first and their last answers. */
export interface Crowd {
  readonly letters: readonly Letter[]
  /** By letter: every answer it got, in order. */
  answersTo(letter: Letter): readonly Answered[]
  /** Sends letters of new citizens, one each `everyMs`, until `stop`; resolves when the last is answered. */
  run(everyMs: number): { stop(): Promise<void> }
  /** Sends one again. */
  deliver(letter: Letter): Promise<Answered>
  /** Those that never were answered 200. */
  unanswered(): readonly Letter[]
  /** Those that were. */
  answered(): readonly Letter[]
}

const SMS_AND_WECHAT = ['满意', '基本满意', '不满意'] as const
const BY_WEB = ['satisfied', 'fair', 'dissatisfied'] as const
/** The web page's devices, one a ballot. */
const DEVICES = 400

/** `devices`: of citizens at the web page; when they are used up the others go on. */
export async function gatherCrowd(base: string, poll: PollView, seed: string): Promise<Crowd> {
  const devices = await Promise.all(Array.from({ length: DEVICES }, () => newDevice(base)))
  const letters: Letter[] = []
  const answers = new Map<Letter, Answered[]>()
  const okay = (letter: Letter) => answers.get(letter)?.some(({ status }) => status === 200) === true

  const next = (): Letter => {
    const i = letters.length
    const door = (['twilio', 'wechat', 'web', 'wechat', 'twilio'] as const)[i % 5] ?? 'twilio'
    const device = door === 'web' ? devices.pop() : undefined
    const by = device === undefined && door === 'web' ? 'twilio' : door
    const letter: Letter = {
      door: by,
      from:
        device ??
        (by === 'twilio' ? `+86139${String(10_000_000 + i)}` : `o${hexOf(`${seed} citizen ${i}`, 27)}`),
      messageId: messageIdOf(by, `${seed} message ${i}`),
      text: (by === 'web' ? BY_WEB : SMS_AND_WECHAT)[i % 3] ?? '满意',
      sentAtMs: Date.now(),
    }
    letters.push(letter)
    return letter
  }
  const deliver = async (letter: Letter) => {
    const answer = await knock(base, requestOf(base, letter, poll))
    answers.set(letter, [...(answers.get(letter) ?? []), answer])
    return answer
  }
  return {
    letters,
    deliver,
    answersTo: (letter) => answers.get(letter) ?? [],
    answered: () => letters.filter((letter) => okay(letter)),
    unanswered: () => letters.filter((letter) => !okay(letter)),
    run(everyMs) {
      const underWay = new Set<Promise<unknown>>()
      const timer = setInterval(() => {
        const delivery: Promise<unknown> = deliver(next()).finally(() => underWay.delete(delivery))
        underWay.add(delivery)
      }, everyMs)
      return {
        async stop() {
          clearInterval(timer)
          await Promise.all(underWay)
        },
      }
    },
  }
}
