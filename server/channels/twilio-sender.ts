// Sends SMS through Twilio's own client: POST …/Messages.json, one request a message, which Twilio cannot tell from its repetition.
//
// Hence at most once: what may have been taken (no answer, 5xx) is never sent again. Codes: twilio.com/docs/api/errors.

import type { RequestClient } from 'twilio'
import type { OutgoingSms, SendFate, SmsSender } from '../invitations/sender.ts'

const ANSWER_WITHIN_MS = 15_000
/** The account cannot send at all: wrong password, suspended, no credit, a number that is not ours. */
const BROKEN = new Map([
  [20003, '账号或令牌不正确'],
  [20005, '账号未激活'],
  [21606, '发送号码不属于本账号'],
  [21603, '发送号码不能发送短信'],
  [30002, '账号已被停用'],
])
/** Never reached the other side. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** `httpClient`: the package's own way to put another client in its place, which tests do. */
export function createTwilioSender({
  accountSid,
  authToken,
  httpClient,
}: {
  readonly accountSid: string
  readonly authToken: string
  readonly httpClient?: RequestClient
}): SmsSender {
  const client = async () => {
    // 35 MB: loaded by a server that sends, and by no other.
    const { default: twilio } = await import('twilio')
    return twilio(accountSid, authToken, { timeout: ANSWER_WITHIN_MS, ...(httpClient && { httpClient }) })
  }
  let made: ReturnType<typeof client> | null = null

  const sendOne = async ({
    to,
    from,
    text,
  }: OutgoingSms): Promise<{ fate: SendFate; broken: string | null }> => {
    try {
      const { messages } = await (made ??= client())
      await messages.create({ to, from, body: text })
      return { fate: { kind: 'sent' }, broken: null }
    } catch (error) {
      return fateOf(error)
    }
  }
  return {
    idempotent: false,
    async send(messages) {
      const answers = await Promise.all(messages.map(sendOne))
      return {
        fates: answers.map(({ fate }) => fate),
        broken: answers.find(({ broken }) => broken !== null)?.broken ?? null,
      }
    },
  }
}

function fateOf(error: unknown): { fate: SendFate; broken: string | null } {
  const { status, code } = (error ?? {}) as { readonly status?: unknown; readonly code?: unknown }
  if (typeof status !== 'number') {
    const notSent = typeof code === 'string' && NOT_SENT.has(code)
    return { fate: { kind: notSent ? 'retry' : 'unsure' }, broken: null }
  }
  const why = typeof code === 'number' ? BROKEN.get(code) : undefined
  if (why !== undefined || status === 401 || status === 403) {
    return { fate: { kind: 'retry' }, broken: `Twilio 拒绝发送：${why ?? `HTTP ${String(status)}`}` }
  }
  if (status === 429) return { fate: { kind: 'retry' }, broken: null }
  return { fate: { kind: status >= 500 ? 'unsure' : 'refused' }, broken: null }
}
