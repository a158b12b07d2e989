// Invitations on the real server: a clerk's list, the draw, the sending, the reply by SMS, the reason, the call-back, and leaving.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { INVALID_REASONS } from '../../shared/ballot/ballot.ts'
import { CHOICES } from '../../shared/ballot/choices.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Config } from '../../server/config.ts'
import {
  choiceCodeAt,
  FIRST_INVALID_CODE,
  RECORD_BYTES,
  unitCodeAt,
  viewOf,
  windowNumberAt,
  windowNumberOf,
} from '../../server/storage/ballot-record.ts'
import { openSqliteBallotLog } from '../../server/storage/sqlite-ballot-log.ts'
import type { Running } from '../../server/start.ts'
import { WindowId } from '../../shared/basics/ids.ts'
import { DEFAULT_TEMPLATE } from '../../shared/invitation/invitation-text.ts'
import { drawSample, listHashOf, type DrawRecord } from '../../shared/invitation/draw.ts'
import type { BatchId, SendingPlan } from '../../shared/invitation/batch.ts'
import type {
  CallbacksView,
  DryRun,
  InvitationsView,
  UploadView,
} from '../../shared/protocol/invitations-api.ts'
import { DEFAULT_POLL_RULES, type PollSettings } from '../../shared/poll/period-poll.ts'
import type { Command } from '../../shared/show/house.ts'
import { gatewayRequest } from '../../scripts/requests/gateway-messages.ts'
import {
  readWechatReply,
  wechatEventXml,
  wechatPush,
  wechatTextXml,
} from '../../scripts/requests/wechat-messages.ts'
import { gbkOf } from '../support/gbk.ts'
import { OFFICE, unitOf } from '../support/given-parts.ts'
import { doorSecrets } from '../support/live-server.ts'
import { createCalmClock, type CalmClock } from '../support/calm-clock.ts'
import { startSmsStandIn, type SmsStandIn } from '../support/sms-stand-in.ts'
import { cleanUp, startTestServer, testConfig } from '../support/test-server.ts'

const SECRET = 'the gateway and we know it'
const NUMBER = '10690000001'
const WECHAT = doorSecrets.wechat
const POLL = WindowId.parse('00000000a001')
const DAY_MS = 86_400_000
const phoneOf = (n: number) => `1391234${String(n).padStart(4, '0')}`
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

let clock: CalmClock
let config: Config
let running: Running
let sms: SmsStandIn
let cookie: string
let sent = 0

async function start(): Promise<void> {
  running = await startTestServer(config, { clock })
}

beforeEach(async () => {
  clock = createCalmClock()
  sms = await startSmsStandIn(SECRET)
  config = testConfig({
    ...{ SMS_GATEWAY_SECRET: SECRET, SMS_OUT_URL: sms.url, WECHAT_APP_SECRET: 'unused-in-tests' },
    ...{ WECHAT_TOKEN: WECHAT.token, WECHAT_APP_ID: WECHAT.appId },
    WECHAT_ENCODING_AES_KEY: WECHAT.encodingAesKey,
  })
  await start()
  const token = running.setupUrl!.split('setup=')[1]
  const answer = await post('/api/setup', {
    ...{ token, personId: 'ping', name: '平', role: 'office', password: 'a long password' },
  })
  cookie = answer.headers.get('set-cookie')!.split(';')[0]!
  await run({ type: 'ImportUnits', units: [1, 2, 3].map((n) => unitOf(n)) })
  await run({ type: 'SetAccessNumbers', numbers: [NUMBER] })
  await openPoll()
})
afterEach(async () => {
  await cleanUp()
  await sms.close()
})

async function openPoll(): Promise<void> {
  const opensAtMs = clock.nowMs() + 3_600_000
  const settings: PollSettings = {
    ...{ title: '上半年评议', rehearsal: false, channels: ['gateway', 'wechat'], accessNumbers: [NUMBER] },
    ...{ offersUnsure: false, visibility: 'hidden', opensAtMs, closesAtMs: opensAtMs + 14 * DAY_MS },
    ...{ rules: DEFAULT_POLL_RULES, replaces: null },
  }
  await run({ type: 'DraftPoll', pollId: POLL, settings })
  await run({ type: 'SetPollUnits', pollId: POLL, unitIds: [1, 2, 3].map((n) => unitOf(n).unitId) })
  await run({ type: 'PlanPoll', pollId: POLL })
  clock.moveTo(opensAtMs)
  await eventually(() => running.app.runner.house().polls[POLL]?.stage.phase === 'open')
}

/** Work on other threads and sockets has its time; the clock stands still. */
async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise<void>((turn) => setTimeout(turn, 2))
}

async function run(command: Command): Promise<void> {
  const who = { commandId: `command-${String((sent += 1))}-x`, by: OFFICE }
  const answer = await running.app.runner.run(command, who)
  if (!answer.ok) throw new Error(`${command.type}: ${JSON.stringify(answer.refusals)}`)
}

function post(path: string, body: unknown, type = 'application/json'): Promise<Response> {
  return fetch(running.localUrl + path, {
    method: 'POST',
    headers: { 'content-type': type, origin: running.localUrl, cookie: cookie ?? '' },
    body: body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
  })
}
async function get<T>(path: string): Promise<T> {
  const response = await fetch(running.localUrl + path, { headers: { cookie } })
  expect(response.status, await response.clone().text()).toBe(200)
  return (await response.json()) as T
}
async function refusalOf(response: Response): Promise<string> {
  return ((await response.json()) as { refusal: { code: string } }).refusal.code
}

async function upload(csv: string | Uint8Array): Promise<UploadView> {
  await clock.calmlyForward(10_000)
  const path = `/api/invitations/upload?pollId=${POLL}&title=${encodeURIComponent('三月办件')}`
  const answer = await post(path, typeof csv === 'string' ? Buffer.from(csv) : csv, 'text/csv')
  expect(answer.status, await answer.clone().text()).toBe(200)
  const { batchId } = (await answer.json()) as { batchId: string }
  let view: UploadView
  do {
    await clock.calmlyForward(200)
    view = await get<UploadView>(`/api/invitations/upload?batchId=${batchId}`)
  } while (view.phase === 'reading')
  return view
}

const HEAD = '单位,手机号,事项,日期\n'
/** People 1 … n, served in turn by units 1, 2 and 3. */
const listOf = (n: number, from = 1) =>
  HEAD +
  Array.from(
    { length: n },
    (_, i) => `${String(((from + i - 1) % 3) + 1)},${phoneOf(from + i)},不动产登记,3月2日\n`,
  ).join('')

const plan: SendingPlan = {
  ...{ template: DEFAULT_TEMPLATE, sender: 'gateway', from: NUMBER, perSecond: 50, fromHour: 0, toHour: 24 },
}
const which = (batchId: BatchId) => ({ pollId: POLL, batchId })

async function drawnBatch(csv: string, perUnit = 100): Promise<BatchId> {
  const { batchId } = await upload(csv)
  expect((await post('/api/invitations/fix', { batchId })).status).toBe(200)
  expect((await post('/api/invitations/draw', { batchId, perUnit })).status).toBe(200)
  return batchId
}
async function sendAll(batchId: BatchId): Promise<void> {
  await run({ type: 'PlanInvitations', ...which(batchId), plan })
  await run({ type: 'StartInvitations', ...which(batchId) })
  await untilPhase(batchId, 'done')
}
async function untilPhase(batchId: BatchId, phase: string): Promise<void> {
  await eventually(async () => {
    await clock.calmlyForward(1_000)
    return running.app.runner.house().invitations.batches[batchId]?.phase === phase
  })
}

/** A text from a citizen through the city's gateway; what became of it. */
async function reply(from: string, text: string): Promise<string> {
  const id = `reply-${String((sent += 1))}`
  await clock.calmlyForward(1_000)
  const message = { id, from, to: NUMBER, text, ts: clock.nowMs() }
  const { path, headers, body } = gatewayRequest(SECRET, [message], {
    ...{ atMs: clock.nowMs(), nonce: `nonce-${String(sent).padStart(8, '0')}` },
  })
  const response = await fetch(running.localUrl + path, { method: 'POST', headers, body })
  const { outcomes } = (await response.json()) as { outcomes: Record<string, number> }
  return Object.keys(outcomes).join()
}
const view = () => get<InvitationsView>(`/api/invitations?pollId=${POLL}`)
const callbacks = () => get<CallbacksView>(`/api/callbacks?pollId=${POLL}`)
/** Stops the server; what its ballot log holds of the poll, as unit and choice or reason. */
async function loggedBallots(): Promise<readonly string[]> {
  await running.stop()
  const log = await openSqliteBallotLog({ file: join(config.dataDir, 'ballots.db') })
  const found: string[] = []
  for (const { records, count } of await log.read(0, 1_000)) {
    const view = viewOf(records)
    for (let at = 0; at < count * RECORD_BYTES; at += RECORD_BYTES) {
      if (windowNumberAt(view, at) !== windowNumberOf(POLL)) continue
      const code = choiceCodeAt(view, at)
      const choice = CHOICES[code] ?? INVALID_REASONS[code - FIRST_INVALID_CODE]
      found.push(`${String(unitCodeAt(view, at))} ${String(choice)}`)
    }
  }
  await log.close()
  return found
}
const bytesOnDisk = () =>
  readdirSync(config.dataDir)
    .map((name) => readFileSync(join(config.dataDir, name)).toString('latin1'))
    .join('')

describe('a list', () => {
  test('with a mark, faults, formulas and repetitions: right rows are counted, each fault has its line and no phone', async () => {
    const csv =
      `\ufeff单位名称, 联系电话 ,办理事项,办结日期,备注\r\n虚构单位1,${phoneOf(1)},不动产登记,3月2日,=1\r\n` +
      `２,+86 139-1234-0002,社保,,\r\n1,86${phoneOf(1)},又一件,,\r\n9,${phoneOf(3)},,,\r\n虚构单位3,1391234,,,\r\n` +
      `3,=1+1,,,\r\n3,,,,\r\n3,1.39E+10,,,\r\n,${phoneOf(4)},,,\r\n3,${phoneOf(5)},${'长'.repeat(41)},,\r\n3,${phoneOf(6)},"不动\n产",,\r\n`
    const { phase, preview } = await upload(csv)
    expect(phase).toBe('ready')
    expect(preview).toMatchObject({ records: 2, people: 2, duplicates: 1, faultCount: 8, left: 0 })
    expect(preview.units).toEqual([
      { unitCode: 1, n: 1 },
      { unitCode: 2, n: 1 },
    ])
    expect(preview.faults.map(({ line, column }) => `${String(line)} ${column}`)).toEqual([
      ...['5 单位名称', '6 联系电话', '7 联系电话', '8 联系电话', '9 联系电话', '10 单位名称'],
      ...['11 办理事项', '12 办理事项'],
    ])
    expect(preview.sample[0]).toMatchObject({ line: 2, phone: '139****0001', service: '不动产登记' })
    expect(JSON.stringify(preview)).not.toContain('1234')
  })

  test.each([
    ['GBK', gbkOf(listOf(5)), 5],
    [
      'UTF-16 with tabs, as Excel saves it',
      Buffer.from(`\ufeff${listOf(4).replaceAll(',', '\t')}`, 'utf16le'),
      4,
    ],
    ['line ends of a Mac of old', Buffer.from(listOf(3).replaceAll('\n', '\r')), 3],
  ])('in %s is read', async (_, bytes, records) => {
    expect((await upload(bytes)).preview).toMatchObject({ records, faultCount: 0 })
  })

  test.each([
    ['单位,姓名\n1,张三\n', 'csv_columns'],
    ['', 'csv_nothing'],
    [HEAD, 'csv_nothing'],
    [`${HEAD}1,"${phoneOf(1)},x\n`, 'csv_unreadable'],
    ['单位,手机号,手机\n1,2,3\n', 'csv_unreadable'],
  ])('%j is refused, and leaves nothing', async (csv, code) => {
    await clock.calmlyForward(10_000)
    const path = `/api/invitations/upload?pollId=${POLL}&title=x`
    const answer = await post(path, Buffer.from(csv), 'text/csv')
    if (!answer.ok) {
      expect(await refusalOf(answer)).toBe(code)
      return
    }
    const { batchId } = (await answer.json()) as { batchId: string }
    let view: UploadView
    do {
      await clock.calmlyForward(200)
      view = await get<UploadView>(`/api/invitations/upload?batchId=${batchId}`)
    } while (view.phase === 'reading')
    expect(view).toMatchObject({ phase: 'refused', refusal: { code } })
    expect(await refusalOf(await post('/api/invitations/fix', { batchId }))).toBe(code)
  })

  test('is for the office alone, of a poll that can be asked for, one at a time', async () => {
    const csv = Buffer.from(listOf(1))
    const of = (pollId: string) => `/api/invitations/upload?pollId=${pollId}&title=x`
    expect(await refusalOf(await post(of('00000000ffff'), csv, 'text/csv'))).toBe('invitation_poll')
    expect(await refusalOf(await post(of(POLL), csv, 'text/plain'))).toBe('malformed')
    const office = cookie
    cookie = ''
    expect(await refusalOf(await post(of(POLL), csv, 'text/csv'))).toBe('not_signed_in')
    for (const path of ['/api/invitations', '/api/callbacks', '/api/invitations/draw-sheet'])
      expect((await fetch(`${running.localUrl}${path}?pollId=${POLL}`)).status).toBe(401)
    cookie = office
    await clock.calmlyForward(60_000)
    const long = Buffer.from(listOf(3_000))
    const both = await Promise.all([post(of(POLL), long, 'text/csv'), post(of(POLL), long, 'text/csv')])
    const refused = both.find(({ ok }) => !ok)
    expect(refused && (await refusalOf(refused))).toBe('upload_running')
  })
})

test('a draw is replayed from the sheet and the journal’s seed, and neither knows a phone', async () => {
  const batchId = await drawnBatch(listOf(90), 7)
  const sheet = await (
    await fetch(`${running.localUrl}/api/invitations/draw-sheet?batchId=${batchId}`, { headers: { cookie } })
  ).text()
  const rows = sheet
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','))
  const records: DrawRecord[] = rows.map(([unit, tag, person]) => ({
    unitCode: Number(unit),
    tag: tag!,
    person: person!,
  }))
  const batch = running.app.runner.house().invitations.batches[batchId]!
  const { seed, perUnit, chosenHash, listHash, drawn } = batch.draw!
  expect(listHashOf(records, sha256)).toBe(listHash)
  expect(batch.listHash).toBe(listHash)
  const again = drawSample(records, { seed, perUnit, sha256 })
  expect(again.chosenHash).toBe(chosenHash)
  expect(drawn.map(({ n }) => n)).toEqual([7, 7, 7])
  const chosen = new Set(again.records.map(({ tag }) => tag))
  expect(rows.filter(([, , , flag]) => flag === '1').map(([, tag]) => tag!)).toEqual(
    records.filter(({ tag }) => chosen.has(tag)).map(({ tag }) => tag),
  )
  expect(await refusalOf(await post('/api/invitations/draw', { batchId, perUnit: 7 }))).toBe('batch_phase')
  for (let n = 1; n <= 90; n++) expect(sheet).not.toContain(phoneOf(n))
})

test('[BAL8] [POLL1] from list to reply: who was invited answers 3 without a code, gives a reason, and is called back', async () => {
  const batchId = await drawnBatch(listOf(30), 5)
  const tried = await post('/api/invitations/dry-run', { batchId, plan })
  const dry = (await tried.json()) as DryRun
  expect(dry).toMatchObject({ messages: 15, segments: 15, bySegments: [15], tookMs: 1_000 })
  expect(dry.texts[0]?.text).toMatch(/^【市评议办】您近日在虚构单位\d办理业务/)
  expect(sms.received).toEqual([])
  await sendAll(batchId)
  expect(sms.wrong).toBe(0)
  expect(new Set(sms.received.map(({ to }) => to)).size).toBe(15)
  const invited = (n: number) => sms.received.find(({ text }) => text.includes(`单位${String(n)}`))!
  const angry = invited(2).to
  expect(await reply(angry, '3')).toBe('received')
  await eventually(() => sms.received.length === 16)
  expect(sms.received[15]).toMatchObject({ to: angry, from: NUMBER })
  expect(sms.received[15]!.text).toContain('请回复原因')
  expect(await reply(angry, '2 等了三个月，电话13912345678没人接')).toBe('invalid')
  expect(await reply(invited(1).to, '满意')).toBe('received')
  expect(await reply(invited(3).to, '还行吧你们自己看')).toBe('invalid')
  expect(await reply(`+86${phoneOf(999)}`, '3')).toBe('invalid')

  await eventually(async () => (await callbacks()).rows[0]?.listed === 2)
  const listed = await callbacks()
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
  const look = await post('/api/callbacks/look', { pollId: POLL, callbackId })
  expect(await look.json()).toEqual({ phone: angry })
  expect((await post('/api/callbacks/mark', { pollId: POLL, callbackId, status: 'reached' })).status).toBe(
    200,
  )
  expect(await callbacks()).toMatchObject({ looks: 1, rows: [{ status: 'reached' }] })
  await eventually(async () => (await view()).batches[0]?.progress?.replied === 2)
  expect((await view()).batches[0]?.progress).toMatchObject({ sent: 15, failed: 0, unsure: 0, waiting: 0 })

  const disk = bytesOnDisk()
  for (let n = 1; n <= 30; n++) expect(disk).not.toContain(phoneOf(n))
  expect(await loggedBallots()).toEqual([
    ...['2 dissatisfied', '2 REASON_GIVEN', '1 satisfied', '3 FREE_TEXT'],
    '0 MISSING_OPTION',
  ])
})

test('[BAL8] who wants out gets nothing more: rows are wiped, the next list leaves them out, the ballot stays', async () => {
  await sendAll(await drawnBatch(listOf(6), 5))
  const [first] = sms.received
  expect(await reply(first!.to, '3')).toBe('received')
  await eventually(async () => (await callbacks()).rows.length === 1)
  expect(await reply(first!.to, '退订')).toBe('invalid')
  await eventually(async () => (await callbacks()).rows.length === 0)
  const next = await upload(listOf(9))
  expect(next.preview).toMatchObject({ records: 3, left: 1, invitedBefore: 5 })
  const before = sms.received.length
  expect((await post('/api/invitations/fix', { batchId: next.batchId })).status).toBe(200)
  expect((await post('/api/invitations/draw', { batchId: next.batchId, perUnit: 9 })).status).toBe(200)
  await sendAll(next.batchId)
  expect(sms.received.slice(before).map(({ to }) => to)).not.toContain(first!.to)
  expect(sms.received.length - before).toBe(3)
  expect((await loggedBallots())[0]).toMatch(/^\d dissatisfied$/)
})

test('[BAL8] a WeChat user is asked in the answer, gives a reason, and on unfollowing everything of theirs goes', async () => {
  const openid = 'oCanary_WeChat_4711'
  const push = async (xml: string) => {
    await clock.calmlyForward(1_000)
    const { path, headers, body } = wechatPush(WECHAT, xml, clock.nowMs(), `nonce${String((sent += 1))}`)
    const response = await fetch(running.localUrl + path, { method: 'POST', headers, body })
    return response.text()
  }
  const says = async (text: string) => {
    const said = { openid, text, messageId: String(7_000_000 + (sent += 1)), sentAtMs: clock.nowMs() }
    return readWechatReply(WECHAT, await push(wechatTextXml(said))).text
  }
  expect(await says('不满意 2')).toContain('请回复原因')
  expect(await says('1 窗口没有人')).toContain('已收到您的原因')
  await eventually(async () => (await callbacks()).rows.length === 1)
  expect((await callbacks()).rows[0]).toMatchObject({ listed: 1, words: '窗口没有人', hasPhone: false })
  await push(wechatEventXml(openid, clock.nowMs(), 'unsubscribe'))
  await eventually(async () => (await callbacks()).rows.length === 0)
  expect(bytesOnDisk()).not.toContain(openid)
  // What was said of the unit stays as a number, and the ballot as a ballot.
  expect((await callbacks()).reasons).toEqual([{ unitCode: 2, listed: [1, 0, 0, 0, 0], words: 0 }])
  expect(await loggedBallots()).toEqual(['2 dissatisfied', '2 REASON_GIVEN'])
})

test('[POLL3] after a restart replies still find their invitation, and a list that was being read is gone', async () => {
  await sendAll(await drawnBatch(listOf(6), 5))
  await upload(listOf(3, 100))
  await running.stop()
  await start()
  const [first] = sms.received
  expect(await reply(first!.to, '1')).toBe('received')
  expect((await view()).batches).toHaveLength(1)
  await eventually(async () => (await view()).batches[0]?.progress?.replied === 1)
  expect(await loggedBallots()).toHaveLength(1)
})

test('a gateway that says no to everything pauses the batch, and it goes on when told', async () => {
  const batchId = await drawnBatch(listOf(6), 5)
  sms.answer = () => ({ status: 401 })
  await run({ type: 'PlanInvitations', ...which(batchId), plan })
  await run({ type: 'StartInvitations', ...which(batchId) })
  await untilPhase(batchId, 'paused')
  expect((await view()).batches[0]).toMatchObject({ reason: '短信网关拒绝了请求（HTTP 401）' })
  sms.answer = () => ({ status: 200 })
  await run({ type: 'ResumeInvitations', ...which(batchId) })
  await untilPhase(batchId, 'done')
  expect((await view()).batches[0]?.progress).toMatchObject({ sent: 6, failed: 0 })
})
