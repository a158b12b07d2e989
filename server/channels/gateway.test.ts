// Proves the gateway door: only what is signed, now, with a nonce of its own is taken; each message has a fate of its own.

import { connect } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GATEWAY_SECRET, OFF, RECEIVED, startHotDoors } from '../../tests/support/hot-doors-server.ts'
import {
  gatewayBody,
  gatewayRequest,
  gatewaySignature,
  type GatewaySms,
} from '../../scripts/requests/gateway-messages.ts'
import type { Answer } from '../ballots/inbound.ts'

const NOW = 1_800_000_000_000
/** By openssl: see the test that uses it. */
const VECTOR = '899931e0c07aa7a24ad3becd24fc7ed85ff4c3f62198d772c088abcd88c7090a'
const sms: GatewaySms = {
  id: 'sp-1',
  from: '13800001234',
  to: '10690001',
  text: '满意 03',
  ts: NOW / 1_000 - 3,
}
let nonces = 0
const stamp = (changes: { atMs?: number; nonce?: string } = {}) => ({
  atMs: NOW,
  nonce: `nonce-${(nonces += 1)}-0000`,
  ...changes,
})
const signed = (messages: readonly unknown[], changes = {}) =>
  gatewayRequest(GATEWAY_SECRET, messages as GatewaySms[], stamp(changes))
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    ...sms,
    id: `sp-${i}`,
    from: `138${String(i).padStart(8, '0')}`,
  }))

describe('a signed batch', () => {
  test('[BAL3][BAL4] reaches the ballot plane, and is answered with what became of its messages', async () => {
    await using server = await startHotDoors()
    const answered = await server.send(signed([sms]))
    expect(answered.status).toBe(200)
    expect(JSON.parse(answered.text)).toEqual({
      code: 0,
      msg: '接收成功',
      outcomes: { received: 1 },
      malformed: { count: 0, first: [] },
    })
    expect(server.submitted).toEqual([
      {
        channel: 'gateway',
        messageId: 'sp-1',
        identity: 'phone:+8613800001234',
        content: { kind: 'text', text: '满意 03' },
        accessNumber: '10690001',
        receivedAtMs: NOW,
        carrierMs: NOW - 3_000,
      },
    ])
  })

  test('the signature is the documented one, computed here by hand', () => {
    // printf '1800000000\nnonce-00\n%s' "$(printf '[]' | sha256sum | cut -d' ' -f1)" | openssl dgst -sha256 -hmac secret
    expect(gatewaySignature('secret', '1800000000', 'nonce-00', '[]')).toBe(VECTOR)
  })

  test('[SAFE1] a thousand of the longest messages fit; one more does not, nor a byte too many', async () => {
    await using server = await startHotDoors()
    const longest = many(1_000).map((one) => ({ ...one, text: '满'.repeat(280) }))
    const body = JSON.stringify(longest).replaceAll('满', '\\u6ee1')
    expect((await server.send(gatewayBody(GATEWAY_SECRET, body, stamp()))).status).toBe(200)
    expect(server.submitted).toHaveLength(1_000)
    expect((await server.send(signed(many(1_001)))).status).toBe(413)
    const large = ' '.repeat(2 * 1024 * 1024 + 1)
    expect((await server.send(gatewayBody(GATEWAY_SECRET, large, stamp()))).status).toBe(413)
    expect(server.submitted).toHaveLength(1_000)
  })

  test('[BAL4] ts in seconds or milliseconds; one that is neither is none', async () => {
    await using server = await startHotDoors()
    const times = [NOW / 1_000, NOW - 1, String(NOW), 'soon', null, 1.5].map((ts, i) => ({
      ...sms,
      id: `t${i}`,
      ts,
    }))
    await server.send(signed(times))
    expect(server.submitted.map(({ carrierMs }) => carrierMs)).toEqual([NOW, NOW - 1, NOW, null, null, null])
  })

  test('[SAFE1] one bad message never fails the others, and is named', async () => {
    await using server = await startHotDoors({ accessNumbers: () => ['10690001'] })
    const batch = [
      null,
      sms,
      { ...sms, id: '' },
      { ...sms, id: 'b', from: '12345678901' },
      { ...sms, id: 'c', to: '10690002' },
      { ...sms, id: 'd', text: 7e300 },
      { ...sms, id: 'e', text: { '': '满意' } },
      { ...sms, id: 'f', from: '+852 9123 4567', to: '+10690001' },
      'x'.repeat(1_000),
    ]
    const answered = await server.send(signed(batch))
    expect(answered.status).toBe(200)
    expect(JSON.parse(answered.text)).toMatchObject({
      outcomes: { received: 3 },
      malformed: {
        count: 6,
        first: [
          { index: 0, field: 'id' },
          { index: 2, field: 'id' },
          { index: 3, field: 'from' },
          { index: 4, field: 'to' },
          { index: 6, field: 'text' },
          { index: 8, field: 'id' },
        ],
      },
    })
    // As at Twilio's door: the number as the city registered it.
    expect(server.submitted.map(({ accessNumber }) => accessNumber)).toEqual([
      '10690001',
      '10690001',
      '10690001',
    ])
  })

  test('[SAFE1] of a thousand bad ones twenty are named, the others counted', async () => {
    await using server = await startHotDoors()
    const { malformed } = JSON.parse((await server.send(signed(many(1_000).map(() => 0)))).text)
    expect(malformed.count).toBe(1_000)
    expect(malformed.first).toHaveLength(20)
  })
})

describe('a nonce', () => {
  test('[BAL3] with the same body is answered as before, and nothing is submitted twice', async () => {
    await using server = await startHotDoors()
    const first = signed([sms], { nonce: 'the-same-0' })
    const before = await server.send(first)
    server.answers = async () => ({ kind: 'no_poll' })
    server.clock.forward(300_000)
    expect(await server.send(first)).toMatchObject({ status: before.status, text: before.text })
    // Signed anew with the same nonce and body: as before too.
    const later = signed([sms], { nonce: 'the-same-0', atMs: NOW + 300_000 })
    expect((await server.send(later)).text).toBe(before.text)
    expect(server.submitted).toHaveLength(1)
  })

  test('[SAFE1] with another body is refused 409', async () => {
    await using server = await startHotDoors()
    await server.send(signed([sms], { nonce: 'the-same-1' }))
    const other = await server.send(signed([{ ...sms, id: 'sp-2' }], { nonce: 'the-same-1' }))
    expect([other.status, other.text]).toEqual([409, expect.stringContaining('nonce_reused')])
    expect(server.submitted).toHaveLength(1)
  })

  test('[BAL3] what was refused is worked for again, and is then answered as it became', async () => {
    await using server = await startHotDoors()
    server.answers = async ({ messageId }) =>
      messageId === 'sp-1' ? { kind: 'refused', refusal: { code: 'accepting_off', detail: {} } } : RECEIVED
    const request = signed(many(3), { nonce: 'the-same-2' })
    const refused = await server.send(request)
    expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('accepting_off')])
    server.answers = async () => RECEIVED
    expect(JSON.parse((await server.send(request)).text)).toMatchObject({ outcomes: { received: 3 } })
    expect(server.submitted).toHaveLength(6)
  })

  test('[BAL3] a second delivery while the first waits for the disk gets the same answer', async () => {
    await using server = await startHotDoors()
    let onDisk: (answer: Answer) => void = () => {}
    const fate = new Promise<Answer>((done) => (onDisk = done))
    const reached = new Promise<void>((tell) => {
      server.answers = () => {
        tell()
        return fate
      }
    })
    const request = signed([sms], { nonce: 'the-same-3' })
    const first = server.send(request)
    await reached
    const arrived = server.nextRequest()
    const second = server.send(request)
    await arrived
    onDisk(RECEIVED)
    const [one, two] = await Promise.all([first, second])
    expect([one.status, two.status, one.text === two.text]).toEqual([200, 200, true])
    expect(server.submitted).toHaveLength(1)
  })

  test('[BAL3] a disk that stalls is answered after 10 s with an error', async () => {
    await using server = await startHotDoors()
    const reached = new Promise<void>((tell) => {
      server.answers = () => {
        tell()
        return new Promise(() => {})
      }
    })
    const answered = server.send(signed([sms]))
    await reached
    server.clock.forward(10_000)
    expect(await answered).toMatchObject({ status: 503, text: expect.stringContaining('answer_delayed') })
  })
})

describe('what is refused', () => {
  test('[SAFE1] a clock more than 300 s off, either way; 300 s pass', async () => {
    await using server = await startHotDoors()
    for (const [offMs, status] of [
      [-301_000, 403],
      [-300_000, 200],
      [300_000, 200],
      [301_000, 403],
    ] as const) {
      const answered = await server.send(signed([sms], { atMs: NOW + offMs }))
      expect([offMs, answered.status]).toEqual([offMs, status])
      if (status === 403) expect(answered.text).toContain('timestamp_skewed')
    }
  })

  test('[SAFE1] a replay after 300 s', async () => {
    await using server = await startHotDoors()
    const request = signed([sms])
    await server.send(request)
    server.clock.forward(300_001)
    expect((await server.send(request)).status).toBe(403)
    expect(server.submitted).toHaveLength(1)
  })

  test('[SAFE1] headers that are absent, of another shape, or of another request', async () => {
    await using server = await startHotDoors({
      limits: { failures: { perSecond: 1e6, burst: 1e6, keysMost: 9 } },
    })
    const made = signed([sms])
    const other = signed([{ ...sms, id: 'x' }])
    const seconds = made.headers['x-ts'] ?? ''
    const sig = made.headers['x-sig'] ?? ''
    for (const changed of [
      { 'x-sig': '' },
      { 'x-sig': sig.slice(1) },
      { 'x-sig': `${sig.slice(0, 63)}${sig.endsWith('0') ? '1' : '0'}` },
      { 'x-sig': `${sig}, ${sig}` },
      { 'x-sig': other.headers['x-sig'] ?? '' },
      { 'x-nonce': '' },
      { 'x-nonce': 'short' },
      { 'x-nonce': 'n'.repeat(65) },
      { 'x-nonce': 'another-nonce' },
      { 'x-ts': '' },
      { 'x-ts': `${seconds}.0` },
      { 'x-ts': String(Number(seconds) + 1) },
      { 'x-ts': '-1800000000' },
      gatewayRequest(`${GATEWAY_SECRET}0`, [sms], stamp()).headers,
      gatewayRequest('', [sms], stamp()).headers,
    ]) {
      const answered = await server.send({ ...made, headers: { ...made.headers, ...changed } })
      expect([changed, answered.status]).toEqual([changed, 403])
    }
    expect((await server.send({ ...made, body: `${made.body} ` })).status).toBe(403)
    expect((await server.send({ ...made, headers: { 'content-type': 'application/json' } })).status).toBe(403)
    expect(server.submitted).toEqual([])
    expect((await server.send(made)).status).toBe(200)
  })

  test('[SAFE1] signed bodies that are no array, other methods, other media types', async () => {
    await using server = await startHotDoors()
    for (const body of ['', '{', '{}', '7', '"x"', '['.repeat(50_000)]) {
      const answered = await server.send(gatewayBody(GATEWAY_SECRET, body, stamp()))
      expect([body.slice(0, 9), answered.status]).toEqual([body.slice(0, 9), 400])
    }
    const made = signed([sms])
    expect((await server.send({ ...made, method: 'GET' })).status).toBe(405)
    const form = { ...made.headers, 'content-type': 'application/x-www-form-urlencoded' }
    expect((await server.send({ ...made, headers: form })).status).toBe(415)
    expect(server.submitted).toEqual([])
  })

  test('[SAFE1] off without a secret, and an empty one signs nothing', async () => {
    await using server = await startHotDoors({ secrets: { ...OFF, gateway: { secret: '' } } })
    const answered = await server.send(gatewayRequest('', [sms], stamp()))
    expect([answered.status, answered.text]).toEqual([404, expect.stringContaining('本通道未启用')])
  })

  test('[SAFE1] wrong signatures of one address are limited, a right one from there still passes', async () => {
    await using server = await startHotDoors({
      limits: { failures: { perSecond: 1, burst: 2, keysMost: 10 } },
    })
    const forged = () => gatewayRequest('a secret that is not ours', [sms], stamp())
    const statuses = []
    for (let i = 0; i < 4; i++) statuses.push((await server.send(forged())).status)
    expect(statuses).toEqual([403, 403, 429, 429])
    expect((await server.send(signed([sms]))).status).toBe(200)
  })

  test('[SAFE1] of large bodies nobody has signed for yet only so many are held; small ones still pass', async () => {
    await using server = await startHotDoors()
    const { headers } = signed([sms])
    const lines = Object.entries({ ...headers, host: 'x', 'content-length': '1000000' })
    const head = `POST /channels/gateway HTTP/1.1\r\n${lines.map(([k, v]) => `${k}: ${v}`).join('\r\n')}\r\n\r\n`
    const sockets = []
    for (let i = 0; i < 32; i++) {
      const arrived = server.nextRequest()
      const socket = connect(server.port, '127.0.0.1', () => socket.write(`${head}[`))
      sockets.push(socket)
      await arrived
    }
    const large = `[${' '.repeat(100_000)}]`
    const refused = await server.send(gatewayBody(GATEWAY_SECRET, large, stamp()))
    expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('queue_full')])
    expect((await server.send(signed([sms]))).status).toBe(200)
    // Whoever does not send on is told off after ten seconds, and makes room.
    const gone = sockets.map((socket) => new Promise((closed) => socket.resume().once('close', closed)))
    server.clock.forward(10_000)
    await Promise.all(gone)
    expect((await server.send(gatewayBody(GATEWAY_SECRET, large, stamp()))).status).toBe(200)
  })

  test('[SAFE1] any body under an old signature: accepted 0', async () => {
    await using server = await startHotDoors({
      limits: { failures: { perSecond: 1e6, burst: 1e6, keysMost: 9 } },
    })
    const made = signed([sms])
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (body) => {
        fc.pre(body !== made.body)
        expect((await server.send({ ...made, body })).status).toBe(403)
      }),
      { numRuns: 100 },
    )
    expect(server.submitted).toEqual([])
  })
})
