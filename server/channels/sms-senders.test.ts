// What sends SMS for us, against stand-ins at ports of this machine: what is sent, how it is signed, and what each answer means.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { RequestClient } from 'twilio'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { startSmsStandIn, type SmsStandIn } from '../../tests/support/sms-stand-in.ts'
import { freePort } from '../../scripts/free-port.ts'
import { createGatewaySender } from './gateway-sender.ts'
import { createTwilioSender } from './twilio-sender.ts'

const messageOf = (n: number) => ({
  ...{ id: `id-${String(n)}`, to: `+8613912340${String(n).padStart(3, '0')}`, from: '10690000001' },
  text: '请回复1满意2基本满意3不满意',
})
const two = [messageOf(1), messageOf(2)]

describe('the city’s gateway', () => {
  const secret = 'the gateway and we know it'
  let standIn: SmsStandIn
  beforeEach(async () => {
    standIn = await startSmsStandIn(secret)
  })
  afterEach(() => standIn.close())
  const sender = (change: Partial<Parameters<typeof createGatewaySender>[0]> = {}) =>
    createGatewaySender({ url: standIn.url, secret, clock: createHandClock(), ...change })
  const kinds = async (send: ReturnType<ReturnType<typeof sender>['send']>) => {
    const { fates, broken } = await send
    return [fates.map(({ kind }) => kind).join(), broken]
  }

  test('gets one signed batch with our ids, and its yes is a yes to all but those it names', async () => {
    expect(await kinds(sender().send(two))).toEqual(['sent,sent', null])
    expect(standIn.received).toEqual(two)
    expect(standIn.wrong).toBe(0)
    standIn.answer = () => ({ status: 200, body: '{"refused":["id-2"]}' })
    expect(await kinds(sender().send(two))).toEqual(['sent,refused', null])
    standIn.answer = () => ({ status: 204 })
    expect(await kinds(sender().send(two))).toEqual(['sent,sent', null])
  })

  test.each([
    [429, 'retry,retry', false],
    [408, 'retry,retry', false],
    [503, 'retry,retry', false],
    [401, 'retry,retry', true],
    [302, 'unsure,unsure', false],
  ])('answers %i: %s', async (status, expected, isBroken) => {
    standIn.answer = () => ({ status })
    const [fates, broken] = await kinds(sender().send(two))
    expect([fates, broken !== null]).toEqual([expected, isBroken])
  })

  test('another secret is no secret: everything stops until somebody mends it', async () => {
    expect(await kinds(sender({ secret: 'another' }).send(two))).toEqual([
      'retry,retry',
      '短信网关拒绝了请求（HTTP 403）',
    ])
    expect(standIn.wrong).toBe(1)
  })

  test('[SAFE1] an answer that is no JSON, too long, never comes, or a port where nobody is: nobody knows', async () => {
    standIn.answer = () => ({ status: 200, body: '<html>' })
    expect(await kinds(sender().send(two))).toEqual(['unsure,unsure', null])
    standIn.answer = () => ({ status: 200, body: 'x'.repeat(70_000) })
    expect(await kinds(sender().send(two))).toEqual(['unsure,unsure', null])
    standIn.answer = () => null
    expect(await kinds(sender({ withinMs: 50 }).send(two))).toEqual(['unsure,unsure', null])
    const nobody = `http://127.0.0.1:${String(await freePort())}/`
    expect(await kinds(sender({ url: nobody }).send(two))).toEqual(['unsure,unsure', null])
  })
})

describe('Twilio, by its own client', () => {
  let server: Server
  let port: number
  let requests: { readonly path: string; readonly user: string; readonly form: URLSearchParams }[]
  let answer: (response: ServerResponse) => void

  /** The package's documented way to put another client in place: the same one, sent to this machine. */
  class ToThisMachine extends RequestClient {
    override request: RequestClient['request'] = (options) => {
      const { pathname } = new URL(options.uri)
      return super.request({ ...options, uri: `http://127.0.0.1:${String(port)}${pathname}` })
    }
  }
  const accountSid = 'AC00000000000000000000000000000001'
  const sender = () =>
    createTwilioSender({ accountSid, authToken: 'token', httpClient: new ToThisMachine({ timeout: 500 }) })
  const outcome = async (messages = [messageOf(1)]) => {
    const { fates, broken } = await sender().send(messages)
    return [fates.map(({ kind }) => kind).join(), broken]
  }
  const says = (status: number, body: object) => (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  beforeEach(async () => {
    requests = []
    answer = says(201, { sid: 'SM1', status: 'queued' })
    server = createServer((request: IncomingMessage, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const [, basic = ''] = (request.headers.authorization ?? '').split(' ')
        const form = new URLSearchParams(Buffer.concat(parts).toString())
        requests.push({ path: request.url ?? '', user: Buffer.from(basic, 'base64').toString(), form })
        answer(response)
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    port = (server.address() as AddressInfo).port
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })

  test('makes one message a person, in the account’s name', async () => {
    expect(await outcome(two)).toEqual(['sent,sent', null])
    expect(requests.map(({ path }) => path)).toEqual([
      ...Array.from({ length: 2 }, () => `/2010-04-01/Accounts/${accountSid}/Messages.json`),
    ])
    expect(requests[0]!.user).toBe(`${accountSid}:token`)
    const forms = requests
      .map(({ form }) => Object.fromEntries(form))
      .sort((a, b) => (a['To']! < b['To']! ? -1 : 1))
    expect(forms).toEqual(two.map(({ to, from, text }) => ({ To: to, From: from, Body: text })))
  })

  test.each([
    ['the person has replied STOP (21610)', 400, { code: 21610, message: 'x' }, 'refused', null],
    ['no number (21211)', 400, { code: 21211, message: 'x' }, 'refused', null],
    ['too many', 429, { code: 20429, message: 'x' }, 'retry', null],
    ['an error of theirs: it may have been taken', 500, { code: 20500, message: 'x' }, 'unsure', null],
    ['a wrong token', 401, { code: 20003, message: 'x' }, 'retry', 'Twilio 拒绝发送：账号或令牌不正确'],
    [
      'a number that is not ours',
      400,
      { code: 21606, message: 'x' },
      'retry',
      'Twilio 拒绝发送：发送号码不属于本账号',
    ],
  ])('%s', async (_, status, body, fate, broken) => {
    answer = says(status, body)
    expect(await outcome()).toEqual([fate, broken])
  })

  test('[SAFE1] no answer is unsure, a line that was never there is tried again', async () => {
    answer = () => undefined
    expect(await outcome()).toEqual(['unsure', null])
    port = await freePort()
    expect(await outcome()).toEqual(['retry', null])
  })
})
