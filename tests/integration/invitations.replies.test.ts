// Invitations on the real server: the sending, the reply by SMS or WeChat, the reason, the call-back, and leaving.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DryRun } from '../../shared/protocol/invitations-api.ts'
import {
  readWechatReply,
  wechatEventXml,
  wechatPush,
  wechatTextXml,
} from '../../scripts/requests/wechat-messages.ts'
import {
  ACCESS_NUMBER,
  batchOf,
  eventually,
  listOf,
  phoneOf,
  PLAN,
  POLL,
  startInvitedCity,
  WECHAT,
  type InvitedCity,
} from '../support/invited-city.ts'

let city: InvitedCity

beforeEach(async () => {
  city = await startInvitedCity()
})
afterEach(() => city.close())

test('[BAL8] [POLL1] from list to reply: who was invited answers 3 without a code, gives a reason, and is called back', async () => {
  const batchId = await city.drawnBatch(listOf(30), 5)
  const tried = await city.post('/api/invitations/dry-run', { batchId, plan: PLAN })
  const dry = (await tried.json()) as DryRun
  expect(dry).toMatchObject({ messages: 15, segments: 15, bySegments: [15], tookMs: 1_000 })
  expect(dry.texts[0]?.text).toMatch(/^【市评议办】您近日在虚构单位\d办理业务/)
  expect(city.sms.received).toEqual([])
  await city.sendAll(batchId)
  expect(city.sms.wrong).toBe(0)
  expect(new Set(city.sms.received.map(({ to }) => to)).size).toBe(15)
  const invited = (n: number) => city.sms.received.find(({ text }) => text.includes(`单位${String(n)}`))!
  const angry = invited(2).to
  expect(await city.reply(angry, '3')).toBe('received')
  await eventually(() => city.sms.received.length === 16)
  expect(city.sms.received[15]).toMatchObject({ to: angry, from: ACCESS_NUMBER })
  expect(city.sms.received[15]!.text).toContain('请回复原因')
  expect(await city.reply(angry, '2 等了三个月，电话13912345678没人接')).toBe('invalid')
  expect(await city.reply(invited(1).to, '满意')).toBe('received')
  expect(await city.reply(invited(3).to, '还行吧你们自己看')).toBe('invalid')
  expect(await city.reply(`+86${phoneOf(999)}`, '3')).toBe('invalid')

  await eventually(async () => (await city.callbacks()).rows[0]?.listed === 2)
  const listed = await city.callbacks()
  expect(listed.rows).toHaveLength(1)
  expect(listed.rows[0]).toMatchObject({
    unitCode: 2,
    words: '等了三个月,电话＊＊＊没人接',
    hasPhone: true,
    status: 'to_call',
  })
  expect(listed.reasons).toEqual([{ unitCode: 2, listed: [0, 1, 0, 0, 0], words: 0 }])
  expect(JSON.stringify(listed)).not.toContain(angry.slice(3))
  const { callbackId } = listed.rows[0]!
  const look = await city.post('/api/callbacks/look', { pollId: POLL, callbackId })
  expect(await look.json()).toEqual({ phone: angry })
  expect(
    (await city.post('/api/callbacks/mark', { pollId: POLL, callbackId, status: 'reached' })).status,
  ).toBe(200)
  expect(await city.callbacks()).toMatchObject({ looks: 1, rows: [{ status: 'reached' }] })
  await eventually(async () => (await city.view()).batches[0]?.progress?.replied === 2)
  expect((await city.view()).batches[0]?.progress).toMatchObject({
    sent: 15,
    failed: 0,
    unsure: 0,
    waiting: 0,
  })

  const disk = city.bytesOnDisk()
  for (let n = 1; n <= 30; n++) expect(disk).not.toContain(phoneOf(n))
  expect(await city.loggedBallots()).toEqual([
    ...['2 dissatisfied', '2 REASON_GIVEN', '1 satisfied', '3 FREE_TEXT'],
    '0 MISSING_OPTION',
  ])
})

test('[BAL8] who wants out gets nothing more: rows are wiped, the next list leaves them out, the ballot stays', async () => {
  await city.sendAll(await city.drawnBatch(listOf(6), 5))
  const [first] = city.sms.received
  expect(await city.reply(first!.to, '3')).toBe('received')
  await eventually(async () => (await city.callbacks()).rows.length === 1)
  expect(await city.reply(first!.to, '退订')).toBe('invalid')
  await eventually(async () => (await city.callbacks()).rows.length === 0)
  const next = await city.upload(listOf(9))
  expect(next.preview).toMatchObject({ records: 3, left: 1, invitedBefore: 5 })
  const before = city.sms.received.length
  expect((await city.post('/api/invitations/fix', { batchId: next.batchId })).status).toBe(200)
  expect((await city.post('/api/invitations/draw', { batchId: next.batchId, perUnit: 9 })).status).toBe(200)
  await city.sendAll(next.batchId)
  expect(city.sms.received.slice(before).map(({ to }) => to)).not.toContain(first!.to)
  expect(city.sms.received.length - before).toBe(3)
  expect((await city.loggedBallots())[0]).toMatch(/^\d dissatisfied$/)
})

test('[BAL8] a WeChat user is asked in the answer, gives a reason, and on unfollowing everything of theirs goes', async () => {
  const openid = 'oCanary_WeChat_4711'
  const push = async (xml: string) => {
    await city.clock.calmlyForward(1_000)
    const { path, headers, body } = wechatPush(
      WECHAT,
      xml,
      city.clock.nowMs(),
      `nonce${String(city.nextNumber())}`,
    )
    const response = await fetch(city.running.localUrl + path, { method: 'POST', headers, body })
    return response.text()
  }
  const says = async (text: string) => {
    const said = {
      openid,
      text,
      messageId: String(7_000_000 + city.nextNumber()),
      sentAtMs: city.clock.nowMs(),
    }
    return readWechatReply(WECHAT, await push(wechatTextXml(said))).text
  }
  expect(await says('不满意 2')).toContain('请回复原因')
  expect(await says('1 窗口没有人')).toContain('已收到您的原因')
  await eventually(async () => (await city.callbacks()).rows.length === 1)
  expect((await city.callbacks()).rows[0]).toMatchObject({ listed: 1, words: '窗口没有人', hasPhone: false })
  await push(wechatEventXml(openid, city.clock.nowMs(), 'unsubscribe'))
  await eventually(async () => (await city.callbacks()).rows.length === 0)
  expect(city.bytesOnDisk()).not.toContain(openid)
  // What was said of the unit stays as a number, and the ballot as a ballot.
  expect((await city.callbacks()).reasons).toEqual([{ unitCode: 2, listed: [1, 0, 0, 0, 0], words: 0 }])
  expect(await city.loggedBallots()).toEqual(['2 dissatisfied', '2 REASON_GIVEN'])
})

test('[POLL3] after a restart replies still find their invitation, and a list that was being read is gone', async () => {
  await city.sendAll(await city.drawnBatch(listOf(6), 5))
  await city.upload(listOf(3, 100))
  await city.running.stop()
  await city.start()
  const [first] = city.sms.received
  expect(await city.reply(first!.to, '1')).toBe('received')
  expect((await city.view()).batches).toHaveLength(1)
  await eventually(async () => (await city.view()).batches[0]?.progress?.replied === 1)
  expect(await city.loggedBallots()).toHaveLength(1)
})

test('a gateway that says no to everything pauses the batch, and it goes on when told', async () => {
  const batchId = await city.drawnBatch(listOf(6), 5)
  city.sms.answer = () => ({ status: 401 })
  await city.run({ type: 'PlanInvitations', ...batchOf(batchId), plan: PLAN })
  await city.run({ type: 'StartInvitations', ...batchOf(batchId) })
  await city.untilPhase(batchId, 'paused')
  expect((await city.view()).batches[0]).toMatchObject({ reason: '短信网关拒绝了请求（HTTP 401）' })
  city.sms.answer = () => ({ status: 200 })
  await city.run({ type: 'ResumeInvitations', ...batchOf(batchId) })
  await city.untilPhase(batchId, 'done')
  expect((await city.view()).batches[0]?.progress).toMatchObject({ sent: 6, failed: 0 })
})
