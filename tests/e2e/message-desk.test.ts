// The message desk in real Chromium: words sent through the real doors, read masked in the office and at the console, handled.

import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WindowId } from '../../shared/basics/ids.ts'
import type { PollView } from '../../shared/protocol/views.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { hexOf, knock, messageIdOf, requestOf } from '../support/citizens.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { CONSOLE, DESK, openPage, pictureOfAll, signInOn } from '../support/pages.ts'
import { CUE_RULES, DIRECTOR, OFFICE, openPoll, prepareShow, type TestShow } from '../support/test-show.ts'
import { watcher } from '../support/watcher.ts'

let server: LiveServer
let browser: Browser
let show: TestShow
let poll: PollView

beforeAll(async () => {
  server = await startLiveServer()
  show = await prepareShow(server, 5, CUE_RULES)
  const staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
  poll = await openPoll(show, staff, WindowId.parse('0000000de5c0'))
  staff.close()
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await server.remove()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-desk')
})

let sent = 0
async function say(door: 'twilio' | 'wechat', text: string, from?: string): Promise<void> {
  sent += 1
  const phone = `+86139${String(20_000_000 + sent)}`
  const letter = {
    ...{ door, text, from: from ?? (door === 'twilio' ? phone : `o${hexOf(`desk ${String(sent)}`, 27)}`) },
    ...{ messageId: messageIdOf(door, `desk ${String(sent)}`), sentAtMs: Date.now() },
  }
  expect((await knock(server.base, requestOf(server.base, letter, poll))).status).toBe(200)
}

test(
  '[BAL7][BAL8] citizens’ words are grouped and masked in the office, found, forwarded with a note, and taken back',
  { timeout: 60_000 },
  async () => {
    const page = await openPage(browser, `${server.base}/office#desk`, DESK)
    await signInOn(page, OFFICE)
    await page.getByText('还没有留言。市民发来的消息如果不是有效选票').waitFor()

    for (let i = 0; i < 3; i++) await say('twilio', i === 1 ? '停水 三天！' : '停水三天')
    await say('wechat', '停水三天')
    await say('wechat', '我叫王建国，窗口人员态度很差，请回电13912345678')
    await say('twilio', '满意不满意')
    await say('twilio', '请问怎么评？')
    await say('twilio', `云岭区${'很长的意见，'.repeat(30)}谢谢`)

    // By itself, within a few seconds.
    const row = page.getByRole('row').filter({ hasText: '停水三天' })
    await row.getByText('4', { exact: true }).waitFor()
    await page.getByText('我叫〔姓名〕，窗口人员态度很差，请回电〔号码〕').waitFor()
    expect(await page.locator('main, .office-content').first().innerText()).not.toMatch(/13912345678|王建国/)
    expect(await accessibilityFaults(page)).toEqual([])

    await page.getByLabel('查找文字').fill('态度')
    await page.getByLabel('查找文字').press('Enter')
    await expect.poll(() => page.locator('tbody tr.ant-table-row').count()).toBe(1)
    await page.getByRole('button', { name: '展开行' }).click()
    await page.getByText('微信已自动答复。').waitFor()
    await page.getByText('意见已收到，但不是选票').waitFor()
    await page.getByRole('checkbox', { name: /选择：我叫/ }).check()
    await page.getByRole('button', { name: '标为已转办…' }).click()
    await page.getByLabel('转给谁').fill('区政务服务局')
    await page.getByRole('button', { name: '标为已转办', exact: true }).click()
    await page.locator('tbody').getByText('已转办').waitFor()
    await page.getByText(/区政务服务局（评议办/).waitFor()
    // Taken back by another mark.
    await page.getByRole('checkbox', { name: /选择：我叫/ }).check()
    await page.getByRole('button', { name: '恢复为未看' }).click()
    await page.locator('tbody').getByText('未看').waitFor()
    await page.context().close()
  },
)

test(
  '[BAL7] the console counts reasons and shows the newest words beside the show; the auditor has no desk',
  { timeout: 60_000 },
  async () => {
    const page = await openPage(browser, `${server.base}/director`, CONSOLE)
    await signInOn(page, DIRECTOR)
    await page.getByRole('heading', { name: /./ }).first().waitFor()
    await page.getByRole('button', { name: /留言/ }).waitFor()
    await page.keyboard.press('l')
    const drawer = page.getByRole('complementary', { name: '留言' })
    await drawer.getByText('不止一个选项').first().waitFor()
    const reasons = drawer.getByRole('region', { name: '没有计入的原因' })
    expect(await reasons.locator('div').filter({ hasText: '不止一个选项' }).locator('dd').innerText()).toBe(
      '1',
    )
    await say('wechat', '主持人好，这个单位的电话打不通')
    const words = drawer.getByRole('listitem').filter({ hasText: '电话打不通' })
    await words.getByRole('button', { name: '已看' }).click()
    await words.getByText('已看', { exact: true }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.context().close()

    for (const path of ['/api/desk', '/api/desk/mark']) {
      for (const cookie of [show.auditor.cookie, '']) {
        const answer = await fetch(server.base + path, {
          method: 'POST',
          headers: { origin: server.base, 'content-type': 'application/json', cookie },
          body: '{}',
        })
        expect(answer.status, path).toBe(cookie === '' ? 401 : 403)
      }
    }
  },
)
