// Stands in for a city's SMS gateway: takes signed batches at a port of this machine, checks them by code of its own, keeps what it got.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gatewaySignature } from '../../scripts/requests/gateway-messages.ts'

export interface SentSms {
  readonly id: string
  readonly to: string
  readonly from: string
  readonly text: string
}

export interface SmsStandIn {
  readonly url: string
  /** All messages of rightly signed requests, in order of arrival, repetitions included. */
  readonly received: SentSms[]
  /** Requests whose signature was wrong. */
  wrong: number
  /** What the next requests are answered; null: nothing, the line stays silent. */
  answer: (messages: readonly SentSms[]) => { readonly status: number; readonly body?: string } | null
  close(): Promise<void>
}

export async function startSmsStandIn(secret: string): Promise<SmsStandIn> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8')
      const header = (name: string) => String(request.headers[name] ?? '')
      if (header('x-sig') !== gatewaySignature(secret, header('x-ts'), header('x-nonce'), body)) {
        standIn.wrong += 1
        response.writeHead(403).end()
        return
      }
      const messages = JSON.parse(body) as SentSms[]
      standIn.received.push(...messages)
      const answer = standIn.answer(messages)
      if (answer !== null) response.writeHead(answer.status).end(answer.body ?? '')
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const standIn: SmsStandIn = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/sms`,
    received: [],
    wrong: 0,
    answer: () => ({ status: 200, body: '{"code":0}' }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return standIn
}
