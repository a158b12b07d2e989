// A period poll from the office's first click to its reveal, in real Chromium, with ballots through the page's own door.

import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { unzipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { units } from '../../scripts/demo/city.ts'
import type { Staff } from '../../scripts/demo/staff.ts'
import type { WindowId } from '../../shared/basics/ids.ts'
import type { PollUnitsAnswer } from '../../shared/protocol/polls-api.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import { cityInputOf } from '../../client/office/polls/poll-draft.ts'
import type { Running } from '../../server/start.ts'
import { launchChromium } from '../support/chromium.ts'
import { lookInto } from '../support/look.ts'
import { DESK, openPage, pictureOfAll, signInOn } from '../support/pages.ts'
import { createShiftedClock } from '../../scripts/shifted-clock.ts'
import { AUDITOR, OFFICE, setUpStaff } from '../support/test-show.ts'
import { cleanUp, setUpTokenOf, startTestServer, testConfig } from '../support/test-server.ts'

const clock = createShiftedClock()
let running: Running
let browser: Browser
let office: Staff

beforeAll(async () => {
  running = await startTestServer(testConfig({ SMS_GATEWAY_SECRET: 'secret-of-the-gateway-00' }), { clock })
  ;({ office } = await setUpStaff(running.localUrl, setUpTokenOf(running)))
  await office.run({ type: 'ImportUnits', units: [...units] })
  await office.run({ type: 'SetAccessNumbers', numbers: ['10690000001'] })
  await office.run({ type: 'SetScheme', scheme: { ...DEFAULT_SCHEME, visibility: 'full' } })
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await cleanUp()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-polls')
})

const TITLE = '2026年下半年市民评议'
const folder = 'node_modules/.cache/wenzheng/polls'
const expectGood = lookInto(folder)

async function ballot(windowId: WindowId, unitCode: number, choice: string): Promise<string> {
  const { deviceToken } = (await (await fetch(`${running.localUrl}/api/device`)).json()) as {
    deviceToken: string
  }
  const answer = await fetch(`${running.localUrl}/api/ballots`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: running.localUrl },
    body: JSON.stringify({
      deviceToken,
      ballotId: `ballot-${Math.random().toString(36).slice(2)}`,
      windowId,
      unitCode,
      choice,
    }),
  })
  return ((await answer.json()) as { outcome: string }).outcome
}

test(
  '[POLL1] [SHOW6] created, planned, voted in, closed, verified and revealed',
  { timeout: 90_000 },
  async () => {
    const page = await openPage(browser, `${running.localUrl}/office#polls`, DESK)
    await signInOn(page, OFFICE)
    await page.getByText('还没有评议期。').waitFor()
    await expectGood(page, 'polls-empty')

    // Created: two minutes from now, for ten.
    const opensAtMs = Math.ceil(clock.nowMs() / 60_000) * 60_000 + 120_000
    await page.getByRole('button', { name: '新建评议期' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('名称').fill(TITLE)
    await dialog.getByLabel('开始').fill(cityInputOf(opensAtMs))
    await dialog.getByLabel('截止').fill(cityInputOf(opensAtMs - 60_000))
    await dialog.getByText('截止须在开始之后。').waitFor()
    await dialog.getByLabel('截止').fill(cityInputOf(opensAtMs + 600_000))
    await expectGood(page, 'poll-new')
    await dialog.getByRole('button', { name: '建立评议期' }).click()

    // Its units: what is missing is said, a category is chosen, and it is saved.
    await page.getByText('还缺 1 项才能排定').waitFor()
    await page.getByText('评议期还没有选定单位。').waitFor()
    await page.getByRole('button', { name: /^全选公共服务企业/ }).click()
    await page.getByText('有未保存的改动').waitFor()
    expect(await page.getByRole('button', { name: '先保存改动' }).isDisabled()).toBe(true)
    await expectGood(page, 'poll-units')
    await page.getByRole('button', { name: '保存单位' }).click()
    await page.getByText('已经齐备，可以排定。').waitFor()

    // Planned.
    await page.getByRole('button', { name: '排定', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '排定' }).click()
    await page.getByText(/^已排定：/).waitFor()
    const poll = Object.values(running.app.runner.house().polls)[0]!
    expect(poll.units.map(({ category }) => category).every((category) => category === 'utility')).toBe(true)

    // Its codes: a picture, and all of them in a zip.
    await page.getByRole('tab', { name: '二维码' }).click()
    await page.locator('.poll-codes > svg').first().waitFor()
    expect(await page.locator('.poll-codes > svg').count()).toBe(poll.units.length)
    await page.waitForTimeout(300)
    await expectGood(page, 'poll-codes')
    const [png] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'PNG', exact: true }).first().click(),
    ])
    expect(
      readFileSync(await png.path())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    const [zip] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载SVG（zip）' }).click(),
    ])
    const files = unzipSync(new Uint8Array(readFileSync(await zip.path())))
    expect(Object.keys(files)).toHaveLength(poll.units.length)
    expect(Object.keys(files)[0]).toMatch(/^\d{4} .+\.svg$/)

    // Open by its time. A ballot before it is early, one of a unit that is not in it is none.
    const [first, second] = poll.units
    expect(await ballot(poll.id, first!.code, 'satisfied')).toBe('early')
    clock.shiftTo(poll.opensAtMs + 1)
    await page.getByText(/^正在进行，/).waitFor()
    for (let i = 0; i < 3; i += 1) expect(await ballot(poll.id, first!.code, 'satisfied')).toBe('received')
    expect(await ballot(poll.id, second!.code, 'dissatisfied')).toBe('received')
    await page.getByRole('tab', { name: '进展' }).click()
    await page.getByRole('columnheader', { name: '早到' }).waitFor()
    await page.locator('.ant-statistic', { hasText: '网页' }).getByText('4', { exact: true }).waitFor()
    await expectGood(page, 'poll-running')
    await page.getByRole('tab', { name: '各单位票数' }).click()
    await page.getByText(`显示 ${poll.units.length} 个单位`).waitFor()
    expect(await page.getByRole('columnheader', { name: '满意率' }).count()).toBe(0)
    await expectGood(page, 'poll-counts')

    // Extended with a reason; the times on the form are the city's.
    await page.getByRole('tab', { name: '进展' }).click()
    await page.getByRole('button', { name: '延长…' }).click()
    await page.getByLabel('新的截止时间（北京时间）').fill(cityInputOf(poll.closesAtMs + 300_000))
    await page.getByLabel('理由（公开）').fill('参与单位少')
    await page.getByRole('button', { name: '延长', exact: true }).click()
    await page.getByText('理由：参与单位少').waitFor()

    // Closed, drained, frozen, verified by itself.
    clock.shiftTo(poll.closesAtMs + 300_001)
    await page.getByText(/^已截止，还在等待截止前发出/).waitFor()
    await expectGood(page, 'poll-closing')
    expect(await ballot(poll.id, first!.code, 'satisfied')).toBe('late')
    clock.shift(91_000)
    await page.getByText('两种计票结果一致，可以揭晓。').waitFor()
    clock.shift(10_000)
    await page
      .getByRole('button', { name: '揭 晓' })
      .or(page.getByRole('button', { name: '揭晓' }))
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /揭\s?晓/ })
      .last()
      .click()
    await page.getByText('已揭晓，票数已计入市民评议。').waitFor()
    await page.getByRole('tab', { name: '各单位票数' }).click()
    await page.getByRole('columnheader', { name: '满意率' }).waitFor()
    await expectGood(page, 'poll-revealed')
    const outcome = running.app.runner.house().polls[poll.id]!.outcome!
    expect(outcome.units.map(({ code }) => code)).toEqual([first!.code, second!.code].sort((a, b) => a - b))
    const told = (await (
      await fetch(`${running.localUrl}/api/polls/${poll.id}/units`)
    ).json()) as PollUnitsAnswer
    expect(told.units).toHaveLength(poll.units.length)
    await page.goto(`${running.localUrl}/office#polls`)
    await page.getByRole('button', { name: TITLE }).waitFor()
    await expectGood(page, 'polls-list')
    await page.context().close()
  },
)

test(
  '[SAFE4] the voter key is destroyed by two persons, each on a page of their own',
  { timeout: 60_000 },
  async () => {
    const poll = Object.values(running.app.runner.house().polls)[0]!
    const page = await openPage(browser, `${running.localUrl}/office#polls/${poll.id}`, DESK)
    await signInOn(page, OFFICE)
    await page.getByRole('button', { name: '申请销毁市民标识密钥…' }).click()
    await page.getByLabel('理由').fill('保存期已满')
    await page.getByRole('button', { name: '提出申请' }).click()
    await page.getByRole('menuitem', { name: '待第二人确认（1）' }).click()
    await page.getByText('须由另一人确认').waitFor()
    await expectGood(page, 'pending-office')

    const audit = await openPage(browser, `${running.localUrl}/audit`, DESK)
    await signInOn(audit, AUDITOR)
    await audit.getByRole('tab', { name: '待确认（1）' }).click()
    await audit.getByText(`销毁评议期“${TITLE}”的市民标识密钥`).waitFor()
    await expectGood(audit, 'pending-audit')
    await audit.getByRole('button', { name: '确认…' }).click()
    await audit.getByRole('button', { name: '确认，立即生效' }).click()
    await audit.getByText('没有待第二人确认的申请。').waitFor()
    await page.getByRole('menuitem', { name: '待第二人确认', exact: true }).waitFor()
    expect(Object.keys(running.app.runner.house().acts.destroyedKeys)).toEqual([`poll-${poll.id}`])
  },
)
