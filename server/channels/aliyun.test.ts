// Proves the Aliyun door: behind its token, every element with a fate of its own, 200 only when all that is acceptable is on disk.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OFF, PATH_TOKENS, RECEIVED, startHotDoors } from '../../tests/support/hot-doors-server.ts'
import { aliyunCheck, aliyunElement, aliyunPath, aliyunPush } from '../../scripts/requests/aliyun-messages.ts'
import type { Answer } from '../ballots/inbound.ts'

const NOW = 1_800_000_000_000
const TOKEN = PATH_TOKENS.aliyun
const DONE = '{"code":0,"msg":"接收成功"}'
const reply = { from: '13800001234', text: '满意 03', sentAtMs: NOW - 4_000, sequenceId: '9007199254740993' }
const good = (n: number) =>
  aliyunElement({ ...reply, from: `138${String(n).padStart(8, '0')}`, sequenceId: String(10_000 + n) })
const refusedAnswer: Answer = { kind: 'refused', refusal: { code: 'accepting_off', detail: {} } }

describe('a push', () => {
  test('[BAL3][BAL4] a reply reaches the ballot plane with its carrier’s time at UTC+8 and every digit of its number', async () => {
    await using server = await startHotDoors()
    const answered = await server.send(aliyunPush(TOKEN, [aliyunElement(reply)]))
    expect([answered.status, answered.text]).toEqual([200, DONE])
    expect(answered.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(server.submitted).toEqual([
      {
        channel: 'aliyun',
        messageId: '9007199254740993',
        identity: 'phone:+8613800001234',
        content: { kind: 'text', text: '满意 03' },
        accessNumber: null,
        receivedAtMs: NOW,
        carrierMs: NOW - 4_000,
      },
    ])
    expect(server.observed).toEqual(['aliyun received'])
  })

  test('[BAL3] a sequence_id is the same as text and as a number, and its neighbour beyond 2^53 is another', async () => {
    await using server = await startHotDoors()
    const asText = aliyunElement(reply).replace('9007199254740993', '"9007199254740993"')
    const neighbour = aliyunElement({ ...reply, sequenceId: '9007199254740992' })
    await server.send(aliyunPush(TOKEN, [aliyunElement(reply), asText, neighbour]))
    expect(server.submitted.map(({ messageId }) => messageId)).toEqual([
      '9007199254740993',
      '9007199254740993',
      '9007199254740992',
    ])
  })

  test('the console’s check of the address is a GET', async () => {
    await using server = await startHotDoors()
    const answered = await server.send(aliyunCheck(TOKEN))
    expect([answered.status, answered.text]).toEqual([200, '{"code":0,"msg":"成功"}'])
  })

  test('[BAL4] a time that cannot be read is none, and costs nobody the ballot', async () => {
    await using server = await startHotDoors()
    const odd = ['"2026-02-31 00:00:00"', '"昨天"', '1800000000', 'null', '{}'].map((time, i) =>
      good(i).replace(/"send_time":"[^"]*"/, `"send_time":${time}`),
    )
    expect((await server.send(aliyunPush(TOKEN, odd))).status).toBe(200)
    expect(server.submitted.map(({ carrierMs }) => carrierMs)).toEqual(odd.map(() => null))
  })

  test('[POLL3] dest_code is Aliyun’s own: only where it is a registered number does it name a poll’s number', async () => {
    await using server = await startHotDoors({ accessNumbers: () => ['+10690001234'] })
    const sentTo = (destCode: string, n: number) =>
      aliyunElement({ ...reply, destCode, sequenceId: String(n) })
    await server.send(aliyunPush(TOKEN, [sentTo('10690001234', 1), sentTo('1234', 2), sentTo('', 3)]))
    expect(server.submitted.map(({ accessNumber }) => accessNumber)).toEqual(['+10690001234', null, null])
  })

  test('[BAL3] 500 elements are one push', async () => {
    await using server = await startHotDoors()
    const elements = Array.from({ length: 500 }, (_, i) => good(i))
    expect((await server.send(aliyunPush(TOKEN, elements))).text).toBe(DONE)
    expect(new Set(server.submitted.map(({ identity }) => identity)).size).toBe(500)
  })
})

describe('one bad element never fails the others', () => {
  const broken = [
    'null',
    '7',
    '"13800001234"',
    '[]',
    '{}',
    '{"__proto__":{"phone_number":"13800001234","content":"满意","sequence_id":1}}',
    good(900).replace('13800000900', '12345678901'),
    good(901).replace('"phone_number"', '"phone"'),
    good(902).replace('"content"', '"text"'),
    good(903).replace(/"content":"[^"]*"/, '"content":["满意"]'),
    good(904).replace(/"sequence_id":\d+/, '"sequence_id":null'),
    good(905).replace(/"sequence_id":\d+/, '"sequence_id":""'),
    good(906).replace(/"sequence_id":\d+/, `"sequence_id":"${'9'.repeat(65)}"`),
    good(907).replace(/"sequence_id":\d+/, '"sequence_id":{"$gt":0}'),
  ]

  test('[SAFE1] of a mixed batch the good are kept, each bad one is counted, and Aliyun need not come again', async () => {
    await using server = await startHotDoors()
    const mixed = broken.flatMap((bad, i) => [good(i), bad])
    const answered = await server.send(aliyunPush(TOKEN, mixed))
    expect([answered.status, answered.text]).toEqual([200, DONE])
    expect(server.submitted.map(({ messageId }) => messageId)).toEqual(
      broken.map((_, i) => String(10_000 + i)),
    )
    expect(server.observed.filter((outcome) => outcome === 'aliyun malformed')).toHaveLength(broken.length)
  })

  test('[SAFE1] whatever lies between the good ones: good ones lost 0, answers other than done 0', async () => {
    await using server = await startHotDoors()
    const junk = fc.oneof(
      fc.json(),
      fc
        .record(
          {
            phone_number: fc.anything(),
            content: fc.anything(),
            send_time: fc.anything(),
            dest_code: fc.anything(),
            sequence_id: fc.constant('!'),
          },
          { requiredKeys: [] },
        )
        .map((element) =>
          JSON.stringify(element, (_, value: unknown) => (typeof value === 'bigint' ? 1 : value)),
        ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(junk, fc.constant('good')), { maxLength: 30 }), async (parts) => {
        const before = server.submitted.length
        const elements = parts.map((part, i) => (part === 'good' ? good(i) : part))
        expect((await server.send(aliyunPush(TOKEN, elements))).text).toBe(DONE)
        const ids = server.submitted.slice(before).map(({ messageId }) => messageId)
        expect(ids).toEqual(parts.flatMap((part, i) => (part === 'good' ? [String(10_000 + i)] : [])))
      }),
      { numRuns: 200 },
    )
  })

  test('[SAFE1] a batch of bad ones alone, or of none, is done with', async () => {
    await using server = await startHotDoors()
    for (const elements of [broken, []]) {
      expect((await server.send(aliyunPush(TOKEN, elements))).text).toBe(DONE)
    }
    expect(server.submitted).toEqual([])
  })

  test('[BAL3] where some could not be put on disk Aliyun is told to come again', async () => {
    await using server = await startHotDoors()
    server.answers = async ({ messageId }) => (messageId === '10002' ? refusedAnswer : RECEIVED)
    const answered = await server.send(aliyunPush(TOKEN, [good(1), good(2), good(3)]))
    expect(answered.status).toBe(503)
    expect(JSON.parse(answered.text)).toEqual({ code: 1, msg: expect.stringContaining('暂时无法受理') })
    expect(server.submitted).toHaveLength(3)
    expect(server.observed).toEqual(['aliyun received', 'aliyun received', 'aliyun accepting_off'])
  })

  test('[BAL3] what throws behind the door fails that element alone, and is not acknowledged', async () => {
    await using server = await startHotDoors()
    server.answers = ({ messageId }) => {
      if (messageId === '10001') throw new Error('a bug')
      return messageId === '10002' ? Promise.reject(new Error('another')) : Promise.resolve(RECEIVED)
    }
    expect((await server.send(aliyunPush(TOKEN, [good(1), good(2), good(3)]))).status).toBe(503)
    expect(server.submitted).toHaveLength(3)
  })

  test('[BAL7] refused, late and repeated messages are on disk: Aliyun is done, and nobody is replied to', async () => {
    await using server = await startHotDoors()
    const kinds: Answer[] = [
      { kind: 'invalid', reason: 'UNRECOGNISED', first: true },
      { kind: 'no_poll' },
      { kind: 'late', choice: 'fair', unitName: '供水公司' },
      { kind: 'repeated', choice: 'fair', unitName: '供水公司' },
    ]
    server.answers = async ({ messageId }) => kinds[Number(messageId) - 10_000] ?? RECEIVED
    expect(
      (
        await server.send(
          aliyunPush(
            TOKEN,
            kinds.map((_, i) => good(i)),
          ),
        )
      ).text,
    ).toBe(DONE)
  })
})

describe('what is refused', () => {
  test('[SAFE1] a wrong token, a part of it, more than it: 404 as for any address that is none, whatever the method', async () => {
    await using server = await startHotDoors()
    const push = aliyunPush(TOKEN, [good(1)])
    for (const token of [
      '',
      'x',
      TOKEN.slice(1),
      `${TOKEN}/`,
      `${TOKEN}x`,
      TOKEN.toUpperCase(),
      `%61${TOKEN.slice(1)}`,
    ]) {
      for (const method of ['GET', 'POST', 'DELETE'] as const) {
        const answered = await server.send({ ...push, method: method as 'GET', path: aliyunPath(token) })
        expect([token, answered.status]).toEqual([token, 404])
        expect(answered.text).toContain('"code":"unknown_page"')
        if (token.length > 1) expect(answered.text).not.toContain(token)
      }
    }
    expect(server.submitted).toEqual([])
    expect(new Set(server.observed)).toEqual(new Set(['aliyun token_invalid']))
  })

  test('[SAFE1] off, it answers just the same, and Tencent’s token opens nothing here', async () => {
    await using off = await startHotDoors({ secrets: OFF })
    expect((await off.send(aliyunCheck(TOKEN))).status).toBe(404)
    expect((await off.send(aliyunCheck(''))).status).toBe(404)
    await using server = await startHotDoors()
    expect((await server.send(aliyunCheck(PATH_TOKENS.tencent))).status).toBe(404)
  })

  test('[SAFE1] other methods, bodies that are no array, too many elements, too many bytes', async () => {
    await using server = await startHotDoors()
    const push = aliyunPush(TOKEN, [good(1)])
    expect((await server.send({ ...push, method: 'PUT' as 'POST' })).status).toBe(405)
    for (const body of ['', '{', '{}', '"x"', '7', 'null', good(1), '['.repeat(50_000)]) {
      expect([body.slice(0, 9), (await server.send({ ...push, body })).status]).toEqual([
        body.slice(0, 9),
        400,
      ])
    }
    expect((await server.send({ ...push, body: `[${'0,'.repeat(2_000)}0]` })).status).toBe(413)
    expect((await server.send({ ...push, body: ' '.repeat(2 * 1024 * 1024 + 1) })).status).toBe(413)
    expect(server.submitted).toEqual([])
    expect((await server.send(push)).status).toBe(200)
  })

  test('[BAL3] a disk that stalls is answered within 700 ms with an error, and the redelivery with its fate', async () => {
    await using server = await startHotDoors()
    let onDisk: (answer: Answer) => void = () => {}
    const fate = new Promise<Answer>((done) => (onDisk = done))
    const reached = new Promise<void>((tell) => {
      server.answers = () => {
        tell()
        return fate
      }
    })
    const answered = server.send(aliyunPush(TOKEN, [good(1)]))
    await reached
    server.clock.forward(600)
    const late = await answered
    expect([late.status, late.text]).toEqual([503, expect.stringContaining('answer_delayed')])
    onDisk(RECEIVED)
    expect((await server.send(aliyunPush(TOKEN, [good(1)]))).text).toBe(DONE)
  })
})
