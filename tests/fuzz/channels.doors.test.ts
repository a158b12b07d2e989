// Mutates signatures, bodies and addresses of the hot doors: of what nobody signed nothing is accepted, and no input ends the server.

import { parse, stringify } from 'node:querystring'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TWILIO, WECHAT, startHotDoors, type HotDoorsServer } from '../support/hot-doors-server.ts'
import { messageSidOf, twilioRequest, type MadeRequest } from '../../scripts/requests/signed-requests.ts'
import { wechatPush, wechatTextPush, wechatTextXml } from '../../scripts/requests/wechat-messages.ts'

const NOW = 1_800_000_000_000
let server: HotDoorsServer
beforeAll(async () => {
  // Limits out of the way: here every forgery is to be looked at.
  const wide = { perSecond: 1e9, burst: 1e9, keysMost: 10 }
  server = await startHotDoors({ limits: { failures: wide, issued: wide, byAddress: wide, byDevice: wide } })
})
afterAll(() => server[Symbol.asyncDispose]())

const sms = twilioRequest(TWILIO, {
  from: '+85291234567',
  to: '+85230000001',
  text: '不满意 03',
  messageSid: messageSidOf(7),
})
const text = { openid: 'oABCDEFGH', text: '不满意', messageId: '24456219123456789012', sentAtMs: NOW }
const push = wechatTextPush(WECHAT, text, NOW)

/** One character of a text put in another's place, taken out or put in. */
const mutationOf = (whole: string, letters: string) =>
  fc
    .record({
      at: fc.nat({ max: whole.length - 1 }),
      letter: fc.constantFrom(...Array.from(letters)),
      how: fc.constantFrom('replace', 'drop', 'insert', 'swap'),
    })
    .map(({ at, letter, how }) => {
      if (how === 'replace') return whole.slice(0, at) + letter + whole.slice(at + 1)
      if (how === 'drop') return whole.slice(0, at) + whole.slice(at + 1)
      if (how === 'insert') return whole.slice(0, at) + letter + whole.slice(at)
      return whole.slice(0, at) + whole.charAt(at + 1) + whole.charAt(at) + whole.slice(at + 2)
    })

async function expectRefused(made: MadeRequest) {
  const before = server.submitted.length
  const { status } = await server.send(made)
  expect(server.submitted.length).toBe(before)
  expect([400, 403, 413, 415]).toContain(status)
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/='

test('[SAFE1] Twilio: mutated signatures accepted: 0', async () => {
  const right = sms.headers['x-twilio-signature'] ?? ''
  await fc.assert(
    fc.asyncProperty(mutationOf(right, BASE64), async (signature) => {
      fc.pre(signature !== right)
      await expectRefused({ ...sms, headers: { ...sms.headers, 'x-twilio-signature': signature } })
    }),
    { numRuns: 300 },
  )
})

test('[SAFE1] Twilio: mutated bodies under the old signature accepted with another meaning: 0', async () => {
  server.answers = async () => ({ kind: 'no_poll' })
  await fc.assert(
    fc.asyncProperty(mutationOf(sms.body, 'A1&=+%From'), async (body) => {
      const before = server.submitted.length
      const { status } = await server.send({ ...sms, body })
      expect([200, 400, 403]).toContain(status)
      // Where it passes it is the same message: an empty field less, or another escape of the same character.
      for (const message of server.submitted.slice(before)) {
        expect(message).toMatchObject({
          messageId: messageSidOf(7),
          identity: 'phone:+85291234567',
          content: { kind: 'text', text: '不满意 03' },
          accessNumber: '+85230000001',
        })
      }
    }),
    { numRuns: 600 },
  )
})

test('[SAFE1] Twilio: addresses of another meaning accepted: 0', async () => {
  const sent = { from: '+85291234567', to: '+85230000001', text: 'A', messageSid: messageSidOf(8) }
  const made = twilioRequest(TWILIO, sent, `${sms.path}?show=1`)
  await fc.assert(
    fc.asyncProperty(mutationOf('show=1', 'abcshow=&1/.'), async (query) => {
      // The package also tries the query escaped anew: `&show=1` is the same query, spelt otherwise.
      fc.pre(stringify(parse(query)) !== 'show=1')
      await expectRefused({ ...made, path: `${sms.path}?${query}` })
    }),
    { numRuns: 200 },
  )
})

test('[SAFE1] WeChat: mutated queries and envelopes accepted: 0', async () => {
  const [path = '', query = ''] = push.path.split('?')
  const signed = query.slice(query.indexOf('timestamp='))
  await fc.assert(
    fc.asyncProperty(mutationOf(signed, '0123456789abcdef&=_'), async (mutated) => {
      const same = (name: string) =>
        new URLSearchParams(mutated).get(name) === new URLSearchParams(signed).get(name)
      fc.pre(!(same('timestamp') && same('nonce') && same('msg_signature')))
      await expectRefused({ ...push, path: `${path}?${mutated}` })
    }),
    { numRuns: 250 },
  )
  const sealed = /<Encrypt><!\[CDATA\[(.*)\]\]><\/Encrypt>/.exec(push.body)?.[1] ?? ''
  await fc.assert(
    fc.asyncProperty(mutationOf(sealed, BASE64), async (mutated) => {
      fc.pre(mutated !== sealed)
      await expectRefused({ ...push, body: push.body.replace(sealed, () => mutated) })
    }),
    { numRuns: 250 },
  )
})

test('[SAFE1] WeChat: signed and sealed, but mutated inside: the same text or nothing, and the server lives', async () => {
  await fc.assert(
    fc.asyncProperty(mutationOf(wechatTextXml(text), '<>![]CDAT/&;03'), async (xml) => {
      expect([200, 400]).toContain((await server.send(wechatPush(WECHAT, xml, NOW))).status)
    }),
    { numRuns: 250 },
  )
})

test('[SAFE1] any bytes at any door are answered', async () => {
  const doors = ['/channels/twilio/sms', '/channels/wechat', '/api/ballots', '/api/device']
  const types = ['application/x-www-form-urlencoded', 'text/xml', 'application/json', 'x']
  const before = server.submitted.length
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        method: fc.constantFrom('POST' as const, 'GET' as const),
        path: fc
          .tuple(fc.constantFrom(...doors), fc.webQueryParameters())
          .map(([door, query]) => `${door}?${query}`),
        headers: fc.record({
          'content-type': fc.constantFrom(...types),
          'x-twilio-signature': fc.base64String({ minLength: 28, maxLength: 28 }),
        }),
        body: fc.oneof(
          fc.json(),
          fc.webQueryParameters(),
          fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
        ),
      }),
      async (made) => {
        expect((await server.send(made)).status).toBeGreaterThanOrEqual(200)
      },
    ),
    { numRuns: 400 },
  )
  expect(server.submitted.length).toBe(before)
  expect((await server.send(sms)).status).toBe(200)
})
