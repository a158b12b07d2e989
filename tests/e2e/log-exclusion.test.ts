// A citizens' window that stays closing for want of a log's seal, in real Chromium: seen on the console, asked to go on without it, confirmed elsewhere.

import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LogId, WindowId } from '../../shared/basics/ids.ts'
import type { LogKnown } from '../../shared/protocol/http-api.ts'
import type { Running } from '../../server/start.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { CONSOLE, DESK, openPage, pictureOfAll, signInOn } from '../support/pages.ts'
import { AUDITOR, CUE_RULES, DIRECTOR, prepareShow, type TestShow } from '../support/test-show.ts'
import { cleanUp, setUpTokenOf, startTestServer, until } from '../support/test-server.ts'

const folder = 'node_modules/.cache/wenzheng/log-exclusion'
mkdirSync(folder, { recursive: true })
const LOST = LogId.parse('00000000000000bb')
const WINDOW = WindowId.parse('0000000000c3')
let running: Running
let show: TestShow
let browser: Browser

beforeAll(async () => {
  running = await startTestServer()
  const setUpToken = () => setUpTokenOf(running)
  show = await prepareShow({ base: running.localUrl, setUpToken }, 5, CUE_RULES)
  const lost = await running.app.runner.run(
    { type: 'AnnounceLog', logId: LOST },
    { commandId: 'announce-lost', by: { role: 'system' } },
  )
  expect(lost.ok).toBe(true)
  const { director, sessionId, scoring } = show
  await director.run({ type: 'TakeSegment', sessionId, segmentId: scoring })
  await director.run({
    ...{ type: 'OpenCitizensWindow', sessionId, segmentId: scoring, windowId: WINDOW, closesAtMs: null },
    ...{ channels: ['web'], visibility: 'live', offersUnsure: false, replaces: null },
  })
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await cleanUp()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-log-exclusion')
})

const phase = () =>
  running.app.runner.house().sessions[show.sessionId]?.windows.find(({ id }) => id === WINDOW)?.stage.phase

test('[LOG3] [SAFE4] the console names the log and what is known of it; two persons exclude it, and the window goes on', async () => {
  const director = await openPage(browser, `${running.localUrl}/director`, CONSOLE)
  await signInOn(director, DIRECTOR)
  await show.director.run({ type: 'CueClose', sessionId: show.sessionId, windowId: WINDOW })
  await director.getByText(`计票日志 ${LOST} 还没有封存`, { exact: false }).waitFor({ timeout: 30_000 })
  expect(phase()).toBe('closing')
  await director.screenshot({ path: `${folder}/missing.png` })
  await director.getByRole('button', { name: '申请排除…' }).press('Enter')
  const asking = director.getByRole('dialog')
  await asking.getByText('这台服务器没有这份日志，也没有它的副本', { exact: false }).waitFor()
  expect(await asking.getByRole('button', { name: '提出申请' }).isDisabled()).toBe(true)
  await asking.getByLabel('排除的理由').fill('服务器硬盘烧毁')
  await director.screenshot({ path: `${folder}/asking.png` })
  expect((await accessibilityFaults(director)).filter((fault) => /dc-ask|ant-modal/.test(fault))).toEqual([])
  await asking.getByRole('button', { name: '提出申请' }).press('Enter')
  await director.getByRole('button', { name: '已申请排除' }).waitFor()

  const audit = await openPage(browser, `${running.localUrl}/audit`, DESK)
  await signInOn(audit, AUDITOR)
  await audit.getByRole('tab', { name: '待确认（1）' }).click()
  await audit.getByText(`排除计票日志${LOST}`, { exact: false }).waitFor()
  await audit.getByRole('button', { name: '确认…' }).click()
  await audit.getByRole('dialog').getByText('最后已知0条', { exact: false }).waitFor()
  await audit.screenshot({ path: `${folder}/confirming.png` })
  await audit.getByRole('dialog').getByRole('button', { name: '确认，立即生效' }).press('Enter')
  await until(running.app.runner, () => phase() === 'verified')
  await director.getByText('还没有封存', { exact: false }).waitFor({ state: 'detached' })
}, 90_000)

test('[LOG3] [SAFE1] what is known of a log is told to who may ask for its exclusion, of logs there are', async () => {
  const asked = (logId: string, cookie: string) =>
    fetch(`${running.localUrl}/api/logs/${logId}/windows/${WINDOW}`, { headers: { cookie } })
  const own = running.app.runner.house().logs.find((logId) => logId !== LOST)!
  const known = async (logId: string) => (await (await asked(logId, show.office.cookie)).json()) as LogKnown
  expect(await known(LOST)).toEqual({ messages: null })
  expect(await known(own)).toEqual({ messages: 0 })
  expect((await asked('00000000000000cc', show.office.cookie)).status).toBe(400)
  expect((await asked(LOST, show.auditor.cookie)).status).toBe(403)
  expect((await asked(LOST, '')).status).toBe(401)
})
