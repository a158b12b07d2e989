// Proves the web page's doors: signed device tokens, bounded rates, our own pages only, and an answer in a sentence.

import { describe, expect, test } from 'vitest'
import type { ApiRefusal } from '../../shared/protocol/http-api.ts'
import {
  PUBLIC_URL,
  receiptHere,
  startHotDoors,
  type HotDoorsServer,
} from '../../tests/support/hot-doors-server.ts'
import { createDeviceTokens } from './device-token.ts'
import type { Answer } from '../ballots/inbound.ts'

const ballot = { ballotId: 'ballot-0001', windowId: '0123456789ab', unitCode: 3, choice: 'dissatisfied' }
const JSON_HEADERS = { 'content-type': 'application/json' }

const deviceOf = async (server: HotDoorsServer) => {
  const answered = await server.send({ path: '/api/device' })
  expect(answered.status).toBe(200)
  return (JSON.parse(answered.text) as { deviceToken: string }).deviceToken
}
const post = (server: HotDoorsServer, body: unknown, headers: Record<string, string> = {}) =>
  server.send({
    method: 'POST',
    path: '/api/ballots',
    headers: { ...JSON_HEADERS, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const refusalOf = (text: string) => (JSON.parse(text) as ApiRefusal).refusal

describe('a ballot', () => {
  test('[BAL3][BAL10] from an issued device is handed on, scoped by its device, and answered with a sentence and receipt', async () => {
    await using server = await startHotDoors()
    const deviceToken = await deviceOf(server)
    const device = deviceToken.split('.')[0] ?? ''
    const answered = await post(server, { ...ballot, deviceToken })
    expect(answered.status).toBe(200)
    expect(JSON.parse(answered.text)).toEqual({
      outcome: 'received',
      sentence: '已收到您对“云岭区供水公司”的评议：满意。每人只计一次，以最早一条为准。',
      receipt: receiptHere('web', `${device}:ballot-0001`),
    })
    expect(server.submitted).toEqual([
      {
        channel: 'web',
        messageId: `${device}:ballot-0001`,
        identity: `web:${device}`,
        content: { kind: 'choice', windowId: '0123456789ab', unitCode: 3, choice: 'dissatisfied' },
        accessNumber: null,
        receivedAtMs: server.clock.nowMs(),
        carrierMs: null,
      },
    ])
  })

  test.each<[Answer, string]>([
    [{ kind: 'repeated', choice: 'fair', unitName: '甲' }, 'repeated'],
    [{ kind: 'early', choice: 'fair', unitName: '甲' }, 'early'],
    [{ kind: 'late', choice: 'fair', unitName: '甲' }, 'late'],
    [{ kind: 'no_poll' }, 'no_poll'],
    [{ kind: 'invalid', reason: 'CHANNEL_NOT_OFFERED', first: false }, 'invalid'],
  ])('[BAL7] the web page is always answered: $1', async (answer, outcome) => {
    await using server = await startHotDoors()
    server.answers = async () => answer
    const answered = await post(server, { ...ballot, deviceToken: await deviceOf(server) })
    expect(answered.status).toBe(200)
    expect(JSON.parse(answered.text)).toMatchObject({ outcome, sentence: expect.stringMatching(/。$/) })
  })

  test('[SAFE2, SAFE3] refused or stalled is 503 with the reason', async () => {
    await using server = await startHotDoors()
    const deviceToken = await deviceOf(server)
    server.answers = async () => ({ kind: 'refused', refusal: { code: 'queue_full', detail: { count: 7 } } })
    const full = await post(server, { ...ballot, deviceToken })
    expect(full.status).toBe(503)
    expect(refusalOf(full.text)).toEqual({
      code: 'queue_full',
      detail: { count: 7 },
      sentence: '当前排队7张，暂不受理，请稍后重试。',
    })
    server.answers = () => new Promise(() => {})
    const sent = post(server, { ...ballot, deviceToken })
    while (server.submitted.length < 2) await new Promise(setImmediate)
    server.clock.forward(10_000)
    expect(refusalOf((await sent).text).code).toBe('answer_delayed')
  })
})

describe('device tokens', () => {
  test('[SAFE1] a token changed in any letter, of another server, or made up is refused', async () => {
    await using server = await startHotDoors()
    const issued = await deviceOf(server)
    const others = createDeviceTokens(new Uint8Array(32).fill(8)).issue()
    const [id = '', mac = ''] = issued.split('.')
    for (const deviceToken of [others, '', id, `${id}.`, `${id}.${mac}x`, `${mac}.${id}`, ` ${issued}`]) {
      const answered = await post(server, { ...ballot, deviceToken })
      expect(answered.status).toBe(403)
      expect(refusalOf(answered.text).code).toBe('device_token_invalid')
    }
    expect(server.submitted).toEqual([])

    const tokens = createDeviceTokens(new Uint8Array(32).fill(7))
    expect(tokens.verify(issued)).toBe(id)
    for (let at = 0; at < issued.length; at += 1) {
      const changed = issued.slice(0, at) + (issued.charAt(at) === 'A' ? 'E' : 'A') + issued.slice(at + 1)
      expect(tokens.verify(changed)).toBeNull()
    }
  })

  test('[SAFE1] two browsers get two devices; a short secret is refused at the start', async () => {
    await using server = await startHotDoors()
    expect(await deviceOf(server)).not.toBe(await deviceOf(server))
    expect(() => createDeviceTokens(new Uint8Array(15))).toThrow()
  })

  test('[SAFE1] a token is no cookie and is never cached', async () => {
    await using server = await startHotDoors()
    const { headers } = await server.send({ path: '/api/device' })
    expect(headers['set-cookie']).toBeUndefined()
    expect(headers['cache-control']).toBe('no-store')
  })
})

describe('bounds', () => {
  test('[SAFE1] requests of another shape are refused with the field', async () => {
    await using server = await startHotDoors()
    const deviceToken = await deviceOf(server)
    for (const [body, field] of [
      ['', 'JSON'],
      ['{', 'JSON'],
      ['[]', 'JSON'],
      ['null', 'JSON'],
      [{ ...ballot }, 'deviceToken'],
      [{ ...ballot, deviceToken, choice: '满意' }, 'choice'],
      [{ ...ballot, deviceToken, unitCode: 0 }, 'unitCode'],
      [{ ...ballot, deviceToken, unitCode: '3' }, 'unitCode'],
      [{ ...ballot, deviceToken, windowId: 'x' }, 'windowId'],
      [{ ...ballot, deviceToken, ballotId: 'a:b' }, 'ballotId'],
      [{ ...ballot, deviceToken, extra: 1 }, 'JSON'],
    ] as const) {
      const answered = await post(server, body)
      expect(answered.status).toBe(400)
      expect(refusalOf(answered.text)).toMatchObject({ code: 'malformed', detail: { field } })
    }
    expect(server.submitted).toEqual([])
  })

  test('[SAFE1] one device and one address have a rate each, and get it back with time', async () => {
    await using server = await startHotDoors({
      limits: {
        byDevice: { perSecond: 1, burst: 2, keysMost: 10 },
        byAddress: { perSecond: 1, burst: 4, keysMost: 10 },
        issued: { perSecond: 1, burst: 2, keysMost: 10 },
      },
    })
    const [one, two] = [await deviceOf(server), await deviceOf(server)]
    expect((await server.send({ path: '/api/device' })).status).toBe(429)
    const statuses = []
    for (const deviceToken of [one, one, one, two, two]) {
      statuses.push((await post(server, { ...ballot, deviceToken })).status)
    }
    expect(statuses).toEqual([200, 200, 429, 200, 429])
    const limited = await post(server, { ...ballot, deviceToken: two })
    expect(limited.headers['retry-after']).toBe('1')
    expect(refusalOf(limited.text)).toMatchObject({ code: 'too_many_requests', detail: { seconds: 1 } })
    server.clock.forward(1_000)
    expect((await post(server, { ...ballot, deviceToken: two })).status).toBe(200)
  })

  test('[SAFE1] only our own pages may post: another Origin is refused, none is a program with a token', async () => {
    await using server = await startHotDoors()
    const deviceToken = await deviceOf(server)
    const from = async (origin: string) => (await post(server, { ...ballot, deviceToken }, { origin })).status
    expect(await from(PUBLIC_URL)).toBe(200)
    expect(await from(`http://127.0.0.1:${server.port}`)).toBe(200)
    expect(await from('https://evil.test')).toBe(403)
    expect(await from('null')).toBe(403)
    expect(await from(`${PUBLIC_URL}.evil.test`)).toBe(403)
    expect(server.submitted).toHaveLength(2)
  })

  test('[SAFE1] JSON under another name is refused, so that no form of another site can post it', async () => {
    await using server = await startHotDoors()
    const body = { ...ballot, deviceToken: await deviceOf(server) }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
      expect((await post(server, body, { 'content-type': type })).status).toBe(415)
    }
  })
})
