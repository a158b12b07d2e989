// The office invites in real Chromium: a list with a fault, the draw, the text, a dry-run, sending, replies, a call-back; axe on each.

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Running } from '../../server/start.ts'
import { UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import { DEFAULT_POLL_RULES } from '../../shared/poll/period-poll.ts'
import type { Command } from '../../shared/show/house.ts'
import { gatewayRequest } from '../../scripts/requests/gateway-messages.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { gbkOf } from '../support/gbk.ts'
import { OFFICE } from '../support/given-parts.ts'
import { openPage, pictureOfAll } from '../support/pages.ts'
import { startSmsStandIn, type SmsStandIn } from '../support/sms-stand-in.ts'
import { cleanUp, startTestServer, testConfig, until } from '../support/test-server.ts'

const SECRET = 'the gateway and we know it'
const NUMBER = '10690000001'
const POLL = WindowId.parse('00000000e2e1')
const UNITS = [
  '云岭区住房和城乡建设局城镇老旧小区改造工作领导小组办公室物业服务监督管理科',
  '望澜市政务服务中心',
  '青塘税务所',
]
const phoneOf = (n: number) => `1391234${String(n).padStart(4, '0')}`

let server: Running
let sms: SmsStandIn
let browser: Browser | undefined
let office: Page
let sent = 0

beforeAll(async () => {
  sms = await startSmsStandIn(SECRET)
  server = await startTestServer(testConfig({ SMS_GATEWAY_SECRET: SECRET, SMS_OUT_URL: sms.url }))
  await givenPoll()
  browser = await launchChromium()
  office = await openPage(browser, server.setupUrl!, { width: 1366, height: 900 })
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await cleanUp()
  await sms.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' && browser !== undefined)
    await pictureOfAll(browser, 'failed-invitations')
})

async function run(command: Command): Promise<void> {
  const who = { commandId: `command-${String((sent += 1))}`, by: OFFICE }
  const answer = await server.app.runner.run(command, who)
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusals))
}

async function givenPoll(): Promise<void> {
  const units = UNITS.map((name, i) => ({
    ...{ unitId: UnitId.parse(`u${String(i + 1)}`), code: UnitCode.parse(i + 1), name },
    category: 'station' as const,
    ...{ organisationId: null, authorityId: null },
  }))
  await run({ type: 'ImportUnits', units })
  await run({ type: 'SetAccessNumbers', numbers: [NUMBER] })
  const opensAtMs = Date.now() + 1_000
  const settings = {
    ...{ title: '第四季度市民评议', rehearsal: false, accessNumbers: [NUMBER], offersUnsure: false },
    ...{ visibility: 'hidden' as const, opensAtMs, closesAtMs: opensAtMs + 20 * 86_400_000 },
    ...{ rules: DEFAULT_POLL_RULES, replaces: null },
  }
  await run({ type: 'DraftPoll', pollId: POLL, settings: { ...settings, channels: ['gateway', 'web'] } })
  await run({ type: 'SetPollUnits', pollId: POLL, unitIds: units.map(({ unitId }) => unitId) })
  await run({ type: 'PlanPoll', pollId: POLL })
  await until(server.app.runner, (house) => house.polls[POLL]?.stage.phase === 'open')
}

async function reply(from: string, text: string): Promise<void> {
  const nowMs = Date.now()
  const id = `reply-${String((sent += 1))}`
  const { path, headers, body } = gatewayRequest(SECRET, [{ id, from, to: NUMBER, text, ts: nowMs }], {
    ...{ atMs: nowMs, nonce: `nonce-${String(sent).padStart(8, '0')}` },
  })
  const response = await fetch(server.localUrl + path, { method: 'POST', headers, body })
  expect(response.status).toBe(200)
}

async function noFaults(where: string): Promise<void> {
  expect(await accessibilityFaults(office), where).toEqual([])
}
/** For whoever looks at the screens by themselves. */
async function picture(name: string): Promise<void> {
  await office.screenshot({ path: `node_modules/.cache/wenzheng/invitations-${name}.png`, fullPage: true })
}

test('[BAL8] from a clerk’s file to a call-back, each step confirmed, and no phone on a screen but one at a time', async () => {
  await office.getByLabel('姓名').fill('王芳')
  await office.getByLabel('用户名').fill('wangfang')
  await office.getByLabel('密码', { exact: true }).fill('walk-wangfang-1')
  await office.getByLabel('再输一遍密码').fill('walk-wangfang-1')
  await office.getByText('评议办', { exact: true }).first().click()
  await office.getByRole('button', { name: /建立|开始|完成/ }).click()
  await office.getByRole('menuitem', { name: '评议期' }).waitFor()
  await office.goto(`${server.localUrl}/office#polls/${POLL}/invitations`)
  await office.getByText('还没有邀请').waitFor()
  await noFaults('no batch')
  await picture('empty')

  await office.getByRole('button', { name: '上传办件名单' }).click()
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${String((i % 3) + 1)},${phoneOf(i + 1)},不动产登记,3月2日`,
  )
  const csv = ['单位,手机号,事项,日期', ...rows, '9,13912349999,,', '1,=A1,,', rows[0]].join('\r\n')
  await office.locator('input[type=file]').setInputFiles({
    ...{ name: '三月办件.csv', mimeType: 'text/csv', buffer: gbkOf(csv) },
  })
  await office.getByText('有2处错误').waitFor()
  await office.getByText('重复1行').waitFor()
  await noFaults('preview')
  await picture('preview')
  await office.getByRole('button', { name: '固定名单：60条' }).click()

  await office.getByText('名单已固定', { exact: true }).waitFor()
  await office.getByRole('spinbutton').fill('5')
  await office.getByRole('button', { name: '随机抽取' }).click()
  await office
    .getByRole('button', { name: '抽 取', exact: true })
    .or(office.getByRole('button', { name: '抽取', exact: true }))
    .click()
  await office.getByRole('button', { name: '试算（不发送）' }).click()
  await office.getByText('没有发送任何短信').waitFor()
  expect(sms.received).toEqual([])
  await office.getByLabel('每天从').fill('0')
  await office.getByLabel('到', { exact: true }).fill('24')
  await noFaults('plan')
  await picture('plan')
  await office.getByRole('button', { name: '保存发送设置' }).click()
  await office.getByRole('button', { name: '开始发送' }).click()
  const dialog = office.getByRole('dialog')
  await dialog.getByText('开始向15人发送').last().waitFor()
  await dialog.getByRole('button', { name: '开始发送' }).click()
  await office.getByText('已发完', { exact: true }).waitFor()
  expect(new Set(sms.received.map(({ to }) => to)).size).toBe(15)

  const angry = sms.received.find(({ text }) => text.includes(UNITS[1]!))!
  await reply(angry.to, '3')
  await reply(angry.to, '2 跑了三趟 13912345678')
  await reply(sms.received.find(({ text }) => text.includes(UNITS[0]!))!.to, '1')
  await office.getByText('回复：2人').waitFor()
  await noFaults('replies')
  await picture('sent')

  await office.getByRole('tab', { name: '回访' }).click()
  await office.getByText('办得太慢：跑了三趟 ＊＊＊').waitFor()
  expect(await office.content()).not.toContain(angry.to)
  await noFaults('callbacks')
  await office.getByRole('button', { name: '查看号码' }).click()
  await office.getByRole('link', { name: angry.to }).waitFor()
  await office.getByText('已查看1次').waitFor()
  await picture('callbacks')
  expect(server.app.runner.house().invitations.looks[POLL]).toBe(1)
}, 60_000)
