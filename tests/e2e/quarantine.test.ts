// A number farm in real Chromium: found, asked to be set aside by one person, confirmed by another, both tallies shown, taken back.

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { WindowId } from '../../shared/basics/ids.ts'
import { CROWD, FARM, HONEST_OF_FARMED, sendCrowdAndFarm } from '../../scripts/detectors/farm-messages.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { openPoll } from '../support/open-windows.ts'
import { CONSOLE, DESK, openPage, signInOn } from '../support/pages.ts'
import { AUDITOR, DIRECTOR, OFFICE, prepareShow, type TestShow } from '../support/test-show.ts'
import { watcher, type Watcher } from '../support/watcher.ts'

const SECRET = 'quarantine-secret-0123456789abcdef01234567'

let server: LiveServer
let browser: Browser
let show: TestShow
let staff: Watcher
let poll: WindowId
const pages: Page[] = []

beforeAll(async () => {
  server = await startLiveServer({ SMS_GATEWAY_SECRET: SECRET })
  show = await prepareShow(server, 5)
  staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
  await show.director.run({ type: 'TakeSegment', sessionId: show.sessionId, segmentId: show.scoring })
  poll = await openPoll(server, show, null, ['gateway', 'web'])
  await sendCrowdAndFarm(server.base, SECRET, null)
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  staff.close()
  await browser.close()
  await server.remove()
})

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [i, page] of pages.entries())
    await page.screenshot({ path: `node_modules/.cache/wenzheng/failed-quarantine-${i}.png`, fullPage: true })
})

const counted = (n: number) =>
  staff.until('console', (snapshot) => {
    const window = snapshot.windows.find(({ windowId }) => windowId === poll)
    return window?.poll?.tally.paused === false && window.poll.tally.headline.n === n ? window : null
  })

async function signedIn(
  path: string,
  person: { personId: string; password: string },
  size = DESK,
): Promise<Page> {
  const page = await openPage(browser, server.base + path, size)
  pages.push(page)
  await signInOn(page, person)
  return page
}

test('[BAL9] found by the detectors, set aside by two persons with its consequence in numbers, and taken back', async () => {
  await counted(CROWD + FARM)
  const office = await signedIn('/office#findings', OFFICE)
  await office.getByRole('button', { name: '现在识别' }).click()
  const finding = office.getByText(/5 个号段.*“不满意”占/).first()
  await finding.waitFor()
  expect(
    await office
      .getByText(/约有 \d+ 张超出正常/)
      .first()
      .textContent(),
  ).toMatch(/共 4\d\d 张/)
  expect(await accessibilityFaults(office)).toEqual([])

  await office.getByRole('button', { name: '申请隔离…' }).first().click()
  const asking = office.getByRole('dialog')
  await asking.getByText(/隔离 4\d\d 张计入的选票/).waitFor()
  await asking.getByRole('row', { name: /全部计入 1,800/ }).waitFor()
  await asking.getByLabel('理由（写进流水）').fill('号段过于集中，待核查')
  await asking.getByRole('button', { name: /^申请/ }).click()
  // Whoever asked cannot confirm; nothing has changed yet.
  await office.getByText('须由另一人确认').first().waitFor()
  expect(await office.getByRole('button', { name: '确认…' }).count()).toBe(0)
  await counted(CROWD + FARM)

  const audit = await signedIn('/audit', AUDITOR)
  await audit.getByRole('tab', { name: '异常与隔离' }).click()
  await audit.getByRole('button', { name: '确认…' }).click()
  const confirming = audit.getByRole('dialog')
  await confirming.getByRole('row', { name: /隔离之后/ }).waitFor()
  await confirming.getByText(/号段过于集中，待核查/).waitFor()
  await confirming.getByRole('button', { name: '确认，立即生效' }).click()

  // Honest ballots came from these segments too.
  const window = await counted(CROWD - HONEST_OF_FARMED)
  expect(window.arrivals.reduce((sum, { quarantined }) => sum + quarantined, 0)).toBe(FARM + HONEST_OF_FARMED)
  await office.getByText('隔离中的影响（两个结果都留存）').waitFor()
  await audit.getByText('隔离中', { exact: true }).first().waitFor()
  expect(await audit.getByText('评议办申请，审计确认').count()).toBe(5)
  // A notice that is fading is not to be read.
  await audit.locator('.ant-message-notice').first().waitFor({ state: 'detached' })
  expect(await accessibilityFaults(audit)).toEqual([])

  // One of the five is taken back, the other way round.
  await audit.getByRole('button', { name: '申请解除…' }).first().click()
  await audit.getByRole('dialog').getByLabel('理由（写进流水）').fill('核实为单位集体号码')
  await audit.getByRole('dialog').getByRole('button', { name: /^申请/ }).click()
  await audit.getByText('已申请解除，待确认').waitFor()
  await office.getByRole('button', { name: '确认…' }).click()
  await office.getByRole('dialog').getByRole('button', { name: '确认，立即生效' }).click()
  await counted(CROWD - HONEST_OF_FARMED + (FARM + HONEST_OF_FARMED) / 5)
  await office.getByText('已解除', { exact: true }).waitFor()
}, 90_000)

test('[BAL9] the director sees it beside the show and sets a time aside by hand, which names no choice', async () => {
  const director = await signedIn('/director', DIRECTOR, CONSOLE)
  await director.getByRole('button', { name: /^异常/ }).waitFor()
  await director.keyboard.press('y')
  const drawer = director.getByRole('complementary', { name: '异常' })
  await drawer
    .getByText(/个号段.*“不满意”占/)
    .first()
    .waitFor()
  await drawer.getByRole('button', { name: '人工隔离…' }).click()
  const choosing = director.getByRole('dialog')
  await choosing.getByText(/不能按选项隔离/).waitFor()
  // Nothing chosen names nothing.
  await choosing.getByRole('button', { name: '看影响，填理由' }).click()
  await director.getByText('请选定一个通道或一段时间').waitFor()
  await choosing.getByLabel('到（不含）').fill('2020-01-01T00:00:00')
  await choosing.getByRole('button', { name: '看影响，填理由' }).click()
  await director
    .getByRole('dialog')
    .getByText(/隔离 0 张计入的选票/)
    .waitFor()
  await director.getByRole('dialog').getByRole('button', { name: '不申请' }).click()
  const faults = await accessibilityFaults(director)
  expect(faults.filter((fault) => /fd-|dc-drawer/.test(fault))).toEqual([])
}, 60_000)
