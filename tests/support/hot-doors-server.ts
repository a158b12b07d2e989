// The hot doors on a real port of this machine, with a ballot plane that answers what a test says and time moved by hand.

import { Agent, createServer, request, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answer, Inbound } from '../../server/ballots/inbound.ts'
import { createOriginRule } from '../../server/access/origin.ts'
import type { ReceiptOf } from '../../server/channels/door.ts'
import { createHotDoors, type ChannelSecrets, type HotDoorsOptions } from '../../server/channels/hot-doors.ts'
import { createHandClock, type HandClock } from './hand-clock.ts'
import type { MadeRequest, TwilioAccount } from '../../scripts/requests/signed-requests.ts'
import type { WechatAccount } from '../../scripts/requests/wechat-messages.ts'

export const PUBLIC_URL = 'https://vote.example.test'
export const TWILIO: TwilioAccount = {
  accountSid: 'AC00000000000000000000000000000001',
  authToken: '0123456789abcdef0123456789abcdef',
  publicUrl: PUBLIC_URL,
}
export const WECHAT: WechatAccount = {
  token: 'AAAAA',
  appId: 'wxba5fad812f8e6fb9',
  encodingAesKey: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
}

export const PATH_TOKENS = { aliyun: 'a1'.repeat(16), tencent: 'b2'.repeat(16) }
export const GATEWAY_SECRET = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'
/** No channel is on. */
export const OFF: ChannelSecrets = { twilio: null, wechat: null, aliyun: null, tencent: null, gateway: null }

export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface HotDoorsServer extends AsyncDisposable {
  readonly clock: HandClock
  readonly port: number
  /** What reached the ballot plane. */
  readonly submitted: readonly Inbound[]
  /** `DOOR OUTCOME`, in order. */
  readonly observed: readonly string[]
  readonly forgotten: readonly string[]
  /** What the ballot plane answers from now on; a promise that never resolves is a stalled disk. */
  answers: (message: Inbound) => Promise<Answer>
  /** Resolves when the next request has reached the server. */
  nextRequest(): Promise<void>
  send(made: Partial<MadeRequest>): Promise<Answered>
}

/** Not a code, but whose it is can be seen. */
export const receiptHere: ReceiptOf = (channel, messageId) => `of ${channel} ${messageId}`

export const RECEIVED: Answer = { kind: 'received', choice: 'satisfied', unitName: '云岭区供水公司' }

export async function startHotDoors(options: Partial<HotDoorsOptions> = {}): Promise<HotDoorsServer> {
  const clock = createHandClock()
  const submitted: Inbound[] = []
  const observed: string[] = []
  const forgotten: string[] = []
  let arrived: (() => void)[] = []

  const hotDoors = createHotDoors({
    secrets: {
      ...{ twilio: TWILIO, wechat: WECHAT },
      aliyun: { pathToken: PATH_TOKENS.aliyun },
      tencent: { pathToken: PATH_TOKENS.tencent },
      gateway: { secret: GATEWAY_SECRET },
    },
    deviceSecret: new Uint8Array(32).fill(7),
    publicUrl: () => PUBLIC_URL,
    origins: createOriginRule({ publicUrl: PUBLIC_URL, names: () => [], tls: false }),
    accessNumbers: () => [],
    clock,
    submit(message) {
      submitted.push(message)
      return server.answers(message)
    },
    receiptOf: receiptHere,
    pollOn: () => null,
    forget: (identity) => forgotten.push(identity),
    observe: (door, outcome) => observed.push(`${door} ${outcome}`),
    ...options,
  })
  // Longer than any test: a connection closed while idle would reset the next request.
  const http = createServer({ keepAliveTimeout: 600_000 }, (req, res) => {
    for (const tell of arrived.splice(0)) tell()
    if (hotDoors(req, res)) return
    res.writeHead(299).end('left to express')
  })
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening))
  const { port } = http.address() as AddressInfo

  const agent = new Agent({ keepAlive: true, maxSockets: 8 })

  const server: HotDoorsServer = {
    ...{ clock, port, submitted, observed, forgotten },
    answers: async () => RECEIVED,
    nextRequest: () => new Promise((tell) => (arrived = [...arrived, tell])),
    send: (made) => send(agent, port, made),
    async [Symbol.asyncDispose]() {
      agent.destroy()
      http.closeAllConnections()
      await new Promise((closed) => http.close(closed))
    },
  }
  return server
}

/** Sends as made, nothing added but Host and Content-Length. */
function send(
  agent: Agent,
  port: number,
  { method = 'GET', path = '/', headers = {}, body = '' }: Partial<MadeRequest>,
) {
  return new Promise<Answered>((resolve, reject) => {
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) }
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers: { ...length, ...headers }, agent },
      (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        )
        res.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
