// Proves the Tencent door: behind its token, one reply a request, an id that is the same in every delivery and betrays nobody.

import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { PATH_TOKENS, startHotDoors } from '../../tests/support/hot-doors-server.ts'
import { tencentBody, tencentRequest } from '../../scripts/requests/tencent-messages.ts'

const NOW = 1_800_000_000_000
const TOKEN = PATH_TOKENS.tencent
const reply = { nationcode: '86', mobile: '13800001234', text: '不满意 03', sentAtMs: NOW - 2_000 }
const OK = '{"result":0,"errmsg":"OK"}'

test('[BAL3][BAL4] a reply reaches the ballot plane with its carrier’s time, and is answered as Tencent knows it', async () => {
  await using server = await startHotDoors()
  const answered = await server.send(tencentRequest(TOKEN, reply))
  expect([answered.status, answered.text]).toEqual([200, OK])
  expect(server.submitted).toEqual([
    {
      channel: 'tencent',
      messageId: expect.stringMatching(/^[\w-]{43}$/),
      identity: 'phone:+8613800001234',
      content: { kind: 'text', text: '不满意 03' },
      accessNumber: null,
      receivedAtMs: NOW,
      carrierMs: NOW - 2_000,
    },
  ])
})

test('[BAL3] a redelivery has the id of its first, whatever the order of its fields; any other field is another message', async () => {
  await using server = await startHotDoors()
  const time = Math.floor(reply.sentAtMs / 1_000)
  const { nationcode, mobile, text } = reply
  const first = { extend: '', mobile, nationcode, sign: '问政台', text, time }
  const turned = { time: String(time), text, sign: '问政台', nationcode, mobile, extend: '' }
  const others = [
    { ...first, time: time + 1 },
    { ...first, text: '不满意03' },
    { ...first, mobile: '13800001235' },
    { ...first, extend: '1' },
    { ...first, sign: '别的' },
    // The same characters, cut elsewhere.
    { ...first, sign: '问政', text: `台${text}` },
  ]
  for (const body of [first, turned, ...others]) await server.send(tencentBody(TOKEN, body))
  const ids = server.submitted.map(({ messageId }) => messageId)
  expect(ids[1]).toBe(ids[0])
  expect(new Set(ids).size).toBe(1 + others.length)
})

test('[BAL8] the id is keyed: whoever reads the log cannot try all numbers for the one that gives it', async () => {
  const idOf = async (fill: number) => {
    await using server = await startHotDoors({ deviceSecret: new Uint8Array(32).fill(fill) })
    await server.send(tencentRequest(TOKEN, reply))
    return server.submitted[0]?.messageId
  }
  const [one, again, other] = [await idOf(1), await idOf(1), await idOf(2)]
  expect(again).toBe(one)
  expect(other).not.toBe(one)
  const fields = JSON.stringify(['', reply.mobile, '86', '问政台', reply.text, String((NOW - 2_000) / 1_000)])
  for (const form of ['hex', 'base64url'] as const) {
    expect(createHash('sha256').update(fields).digest(form)).not.toBe(one)
  }
})

test('[BAL8] with its country’s code apart, a number is the same person', async () => {
  await using server = await startHotDoors()
  for (const [nationcode, mobile] of [
    ['86', '13800001234'],
    ['+86', '13800001234'],
    ['', '+86 138 0000 1234'],
    ['852', '91234567'],
  ] as const) {
    await server.send(tencentRequest(TOKEN, { ...reply, nationcode, mobile }))
  }
  expect(server.submitted.map(({ identity }) => identity)).toEqual([
    'phone:+8613800001234',
    'phone:+8613800001234',
    'phone:+8613800001234',
    'phone:+85291234567',
  ])
})

test('[POLL3] extend names a poll’s number only where it is registered', async () => {
  await using server = await startHotDoors({ accessNumbers: () => ['+10690001234'] })
  for (const extend of ['10690001234', '77', ''])
    await server.send(tencentRequest(TOKEN, { ...reply, extend }))
  expect(server.submitted.map(({ accessNumber }) => accessNumber)).toEqual(['+10690001234', null, null])
})

test('[SAFE1] what is no reply is refused with its field, as Tencent knows refusals', async () => {
  await using server = await startHotDoors()
  const whole = { mobile: '13800001234', nationcode: '86', text: '满意', time: 1_800_000_000 }
  for (const [body, field] of [
    [[whole], 'mobile'],
    [{ ...whole, mobile: '10086' }, 'mobile'],
    [{ ...whole, nationcode: 'CN' }, 'mobile'],
    [{ ...whole, text: null }, 'text'],
    ['{"mobile":', 'JSON'],
    ['null', 'mobile'],
  ] as const) {
    const answered = await server.send(tencentBody(TOKEN, body))
    expect(answered.status).toBe(400)
    expect(JSON.parse(answered.text)).toEqual({ result: 1, errmsg: expect.stringContaining(field) })
  }
  expect((await server.send(tencentBody(TOKEN, ' '.repeat(70_000)))).status).toBe(413)
  expect(server.submitted).toEqual([])
})

test('[SAFE1] a wrong token is 404 before anything else, a GET is none of Tencent’s', async () => {
  await using server = await startHotDoors()
  const wrong = await server.send(tencentRequest(PATH_TOKENS.aliyun, reply))
  expect([wrong.status, wrong.text]).toEqual([404, expect.stringContaining('unknown_page')])
  expect((await server.send({ path: `/channels/tencent/${TOKEN}` })).status).toBe(405)
  expect(server.submitted).toEqual([])
})

test('[BAL3] not on disk, or not known in time: no acknowledgement', async () => {
  await using server = await startHotDoors()
  server.answers = async () => ({ kind: 'refused', refusal: { code: 'queue_full', detail: { count: 9 } } })
  const refused = await server.send(tencentRequest(TOKEN, reply))
  expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('queue_full')])
  const reached = new Promise<void>((tell) => {
    server.answers = () => {
      tell()
      return new Promise(() => {})
    }
  })
  const late = server.send(tencentRequest(TOKEN, reply))
  await reached
  server.clock.forward(3_000)
  expect((await late).status).toBe(503)
})
