// The messages of a bench: signed Twilio requests as bytes ready to send, one in ten a repeat, one in a hundred forged.

import { twilioFormRequest, twilioFields, type TwilioAccount } from '../requests/signed-requests.ts'

export const SAID = ['满意', '基本满意', '不满意'] as const
export const SMS_NUMBER = '+85230010000'

export interface BenchRequest {
  readonly bytes: Buffer
  /** Number of the message; each is of a citizen of its own. */
  readonly message: number
  readonly isForged: boolean
}

export interface RequestSource {
  next(): BenchRequest
  /** The choice (index of SAID) that a message carries. */
  choiceOf(message: number): number
}

/** The same sequence for every server: which message is repeated or forged follows from its number alone. */
export function createRequestSource(account: TwilioAccount, prepared: number): RequestSource {
  const { host } = new URL(account.publicUrl)
  const choiceOf = (message: number) => message % SAID.length
  const bytesOf = (message: number, isForged: boolean): Buffer => {
    const hex = message.toString(16).padStart(32, '0')
    const { path, headers, body } = twilioFormRequest(
      account,
      twilioFields(account.accountSid, {
        from: `+86138${String(message).padStart(8, '0')}`,
        to: SMS_NUMBER,
        text: SAID[choiceOf(message)]!,
        messageSid: `SM${hex}`,
      }),
      undefined,
      ...(isForged ? ['AAAAAAAAAAAAAAAAAAAAAAAAAAA='] : []),
    )
    const lines = [
      `POST ${path} HTTP/1.1`,
      `host: ${host}`,
      'user-agent: TwilioProxy/1.1',
      'accept: */*',
      'connection: keep-alive',
      `content-length: ${Buffer.byteLength(body)}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ]
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
  }

  let sent = 0
  let messages = 0
  const ready: BenchRequest[] = []
  const recent: BenchRequest[] = []
  const make = (): BenchRequest => {
    sent += 1
    if (sent % 100 === 50) return { bytes: bytesOf(90_000_000 + sent, true), message: -1, isForged: true }
    if (sent % 10 === 0) {
      const again = recent[Math.imul(sent, 0x85ebca6b) & 255]
      if (again !== undefined) return again
    }
    const message = (messages += 1)
    const request = { bytes: bytesOf(message, false), message, isForged: false }
    recent[message & 255] = request
    return request
  }
  for (let i = 0; i < prepared; i++) ready.push(make())
  ready.reverse()
  return { next: () => ready.pop() ?? make(), choiceOf }
}
