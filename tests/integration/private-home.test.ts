// Invitations, call-backs and the message desk over two processes: whichever a clerk or a citizen reaches, there is one list, one desk, one effect.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listOf, phoneOf, POLL, refusalOf } from '../support/invited-city.ts'
import {
  beforeLong,
  sendAllAt,
  startTwoOffices,
  type Office,
  type TwoOffices,
} from '../support/two-offices.ts'

let city: TwoOffices

beforeAll(async () => {
  city = await startTwoOffices()
})
afterAll(() => city.close())

/** A list brought in at the one, drawn at the other. */
async function drawnBatch(from: Office, at: Office, people: number, first = 1) {
  const { batchId, phase } = await from.upload(listOf(people, first))
  expect(phase).toBe('ready')
  await at.posted('/api/invitations/fix', { batchId })
  await from.posted('/api/invitations/draw', { batchId, perUnit: 100 })
  return batchId
}
/** Of the people who were sent something last, the first of a unit. */
const sentTo = (unit: number, behind = 0) =>
  city.sms.received.slice(behind).find(({ text }) => text.includes(`单位${String(unit)}`))!.to
const progressAt = async (office: Office) => (await office.view()).batches[0]?.progress

test(
  '[BAL7] the desk shows at either what was heard at either, and marks agree',
  { timeout: 60_000 },
  async () => {
    const { a, b } = city
    const heardOf = async (office: Office) => {
      const { reasons } = (await office.desk()).counts
      return reasons.reduce((sum, { count }) => sum + count, 0)
    }
    expect(await a.reply('+8613900001111', '路灯坏了三天，我叫王建国')).toBe('invalid')
    expect(await b.reply('+8613900002222', '停水了')).toBe('invalid')
    for (const office of [a, b]) {
      await beforeLong(async () => {
        const texts = (await office.desk()).groups.map(({ text }) => text)
        return texts.includes('停水了') && texts.includes('路灯坏了三天，我叫〔姓名〕')
      })
      // What each counted by itself, together.
      await beforeLong(async () => (await heardOf(office)) === 2)
    }
    const { id } = (await b.desk()).groups.find(({ text }) => text === '停水了')!
    expect(await b.posted('/api/desk/mark', { groups: [id], state: 'handled', note: '已转水务' })).toEqual({
      marked: 1,
    })
    expect((await a.desk()).groups.find((group) => group.id === id)).toMatchObject({
      state: 'handled',
      by: '平',
      note: '已转水务',
    })
    await expectNothingInRedis(['路灯坏了', '停水了', '王建国', '已转水务', '3900001111'])
  },
)

test(
  '[BAL8] [POLL1] a list brought to one process and sent from the other: each person once, replies at either are for the right unit',
  { timeout: 60_000 },
  async () => {
    const { a, b, sms } = city
    const batchId = await drawnBatch(b, a, 9)
    await sendAllAt(b, batchId)
    expect(sms.received.map(({ to }) => to).sort()).toEqual(
      Array.from({ length: 9 }, (_, i) => `+86${phoneOf(i + 1)}`).sort(),
    )
    // Asked by the one why, and answered at the other.
    expect(await b.reply(sentTo(2), '3')).toBe('received')
    await beforeLong(() => sms.received.length === 10)
    expect(sms.received[9]!.text).toContain('请回复原因')
    expect(await a.reply(sentTo(2), '2 等了三个月，电话13912345678没人接')).toBe('invalid')
    expect(await a.reply(sentTo(3), '不满意')).toBe('received')
    await beforeLong(() => sms.received.length === 11)
    expect(await b.reply(sentTo(3), '1')).toBe('invalid')
    expect(await b.reply(sentTo(1), '满意')).toBe('received')

    for (const office of [a, b]) {
      await beforeLong(async () => (await office.callbacks()).reasons.length === 2)
      const { rows, reasons } = await office.callbacks()
      expect(rows.map(({ unitCode, listed, words }) => [unitCode, listed, words]).sort()).toEqual([
        [2, 2, '等了三个月,电话＊＊＊没人接'],
        [3, 1, null],
      ])
      expect(reasons.map(({ unitCode, listed }) => [unitCode, listed])).toEqual([
        [2, [0, 1, 0, 0, 0]],
        [3, [1, 0, 0, 0, 0]],
      ])
      await beforeLong(async () => (await progressAt(office))?.replied === 3)
      expect(await progressAt(office)).toMatchObject({ sent: 9, failed: 0, unsure: 0, waiting: 0 })
    }
    const { callbackId } = (await b.callbacks()).rows.find(({ unitCode }) => unitCode === 2)!
    expect(await b.posted('/api/callbacks/look', { pollId: POLL, callbackId })).toEqual({ phone: sentTo(2) })
    await b.posted('/api/callbacks/mark', { pollId: POLL, callbackId, status: 'reached' })
    expect((await a.callbacks()).rows.find((row) => row.callbackId === callbackId)).toMatchObject({
      status: 'reached',
    })
    const sheets = await Promise.all(
      [a, b].map(({ post: _, running }) =>
        fetch(`${running.localUrl}/api/invitations/draw-sheet?batchId=${batchId}`, {
          headers: { cookie: city.cookie },
        }).then((response) => response.text()),
      ),
    )
    expect(sheets[0]).toBe(sheets[1])
    expect(sheets[0]!.trim().split('\r\n')).toHaveLength(10)
    await expectNothingInRedis(['9123400', '等了三个月', '没人接'])
  },
)

test(
  '[BAL8] who opts out at the one process gets nothing more from the other: rows wiped, the next list leaves them out, nobody knows them',
  { timeout: 60_000 },
  async () => {
    const { a, b, sms } = city
    const first = sms.received.length
    await sendAllAt(a, await drawnBatch(a, b, 6, 101))
    const gone = sentTo(2, first)
    const asked = (await a.callbacks()).rows.length
    expect(await b.reply(gone, '3')).toBe('received')
    await beforeLong(async () => (await a.callbacks()).rows.length === asked + 1)
    expect(await b.reply(gone, '退订')).toBe('invalid')
    await beforeLong(async () => (await a.callbacks()).rows.length === asked)
    const { batchId, preview } = await b.upload(listOf(9, 101))
    expect(preview).toMatchObject({ records: 3, left: 1, invitedBefore: 5 })
    await b.posted('/api/invitations/fix', { batchId })
    await b.posted('/api/invitations/draw', { batchId, perUnit: 9 })
    const before = sms.received.length
    await sendAllAt(b, batchId)
    expect(sms.received.slice(before)).toHaveLength(3)
    expect(sms.received.slice(before).map(({ to }) => to)).not.toContain(gone)
    // A reply without a code is recognised nowhere any more.
    for (const office of [a, b]) expect(await office.reply(gone, '1')).toBe('invalid')
  },
)

test(
  '[SAFE3] the home away: doors say who is missing, ballots and replies go on; back again it hears what was said meanwhile, and sends nobody twice',
  { timeout: 60_000 },
  async () => {
    const { a, b, sms } = city
    const first = sms.received.length
    await sendAllAt(b, await drawnBatch(b, b, 6, 201))
    const [angry, calm] = [sentTo(1, first), sentTo(3, first)]
    await a.stop()
    await beforeLong(async () => (await b.post('/api/desk', QUERY)).status === 503)
    const refused = await b.post('/api/desk', QUERY)
    const { refusal } = (await refused.clone().json()) as { refusal: { sentence: string } }
    expect(refusal.sentence).toContain('现在联系不上它')
    for (const path of ['/api/invitations', '/api/callbacks']) {
      const answer = await fetch(`${b.running.localUrl}${path}?pollId=${POLL}`, {
        headers: { cookie: city.cookie },
      })
      expect([answer.status, await refusalOf(answer)]).toEqual([503, 'private_home_away'])
    }
    // Who was invited is still known here.
    expect(await b.reply(angry, '3')).toBe('received')
    expect(await b.reply(angry, '5')).toBe('invalid')
    expect(await b.reply('+8613900003333', '停电了')).toBe('invalid')
    const before = sms.received.length
    await a.start()
    await beforeLong(async () => (await b.post('/api/desk', QUERY)).status === 200)
    await beforeLong(async () => (await b.callbacks()).rows.some(({ listed }) => listed === 5))
    await beforeLong(async () => (await b.desk()).groups.some(({ text }) => text === '停电了'))
    await beforeLong(async () => (await progressAt(b))?.replied === 1)
    // Only the question why, and no invitation again.
    expect(sms.received.slice(before).map(({ to, text }) => [to, text.slice(0, 5)])).toEqual([
      [angry, '请回复原因'],
    ])
    // The other way round: the first message behind a restart is known.
    await b.stop()
    await b.start()
    expect(await b.reply(calm, '2')).toBe('received')
    await beforeLong(async () => (await progressAt(a))?.replied === 2)
  },
)

test(
  '[BAL8] a Redis that was emptied brings nobody back, makes no second home, and nothing is sent again',
  { timeout: 60_000 },
  async () => {
    const { a, b, sms, redis } = city
    const home = a.running.app.runner.house().privateHome
    const gone = sms.received[0]!.to
    expect(await a.reply(gone, '退订')).toBe('invalid')
    const rows = (await a.callbacks()).rows.length
    const count = sms.received.length
    await redis.send('FLUSHALL')
    // Its journal is whole again before anything new is taken, and both follow it.
    await beforeLong(async () => {
      const ran = await b.running.app.runner.run(
        { type: 'SetAccessNumbers', numbers: b.running.app.runner.house().registry.accessNumbers as never },
        { commandId: `after-flush-${String(Date.now())}`, by: { role: 'system' } },
      )
      return ran.ok || ran.refusals[0]?.code !== 'storage_failed'
    })
    await beforeLong(async () => (await b.post('/api/desk', QUERY)).status === 200)
    for (const office of [a, b]) {
      expect(office.running.app.runner.house().privateHome).toEqual(home)
      expect((await office.callbacks()).rows).toHaveLength(rows)
      expect(await office.reply(gone, '1')).toBe('invalid')
    }
    expect(sms.received).toHaveLength(count)
  },
)

const QUERY = {
  ...{ reason: null, channel: null, state: null, unit: null, text: '' },
  ...{ skip: 0, limit: 200, version: null },
}

/** BAL8: neither in Redis' memory nor in what it writes to its disk. */
async function expectNothingInRedis(canaries: readonly string[]): Promise<void> {
  const files = readdirSync(city.redis.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  expect(files.length).toBeGreaterThan(0)
  const keys = (await city.redis.send('KEYS', '*')).split('\r\n').filter((word) => word.startsWith('wz:'))
  expect(keys.length).toBeGreaterThan(3)
  expect(keys.filter((key) => key.includes('line') || key.includes('private'))).toEqual([])
  const dumps = await Promise.all(keys.map((key) => city.redis.send('DUMP', key)))
  const disk = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('utf8'))
  for (const canary of canaries)
    for (const text of [...dumps, ...disk]) expect(text.includes(canary), canary).toBe(false)
}
