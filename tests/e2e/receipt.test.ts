// The receipt page on a telephone in real Chromium: a code from each answer, what became of it, and every way to be told no.

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { WebBallotAnswer } from '../../shared/protocol/http-api.ts'
import type { PollView } from '../../shared/protocol/views.ts'
import { WindowId } from '../../shared/basics/ids.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { knock, messageIdOf, newDevice, requestOf, type Letter } from '../support/citizens.ts'
import { cuttableLine, type CuttableLine } from '../support/cuttable-line.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { openPage, pictureOfAll, TELEPHONE } from '../support/pages.ts'
import { CUE_RULES, openPoll, prepareShow, type TestShow } from '../support/test-show.ts'
import { watcher, type Watcher } from '../support/watcher.ts'

const POLL = WindowId.parse('0000000ece17')

let server: LiveServer
let browser: Browser
let line: CuttableLine
let show: TestShow
let staff: Watcher
let poll: PollView

beforeAll(async () => {
  server = await startLiveServer()
  show = await prepareShow(server, 5, CUE_RULES)
  staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
  poll = await openPoll(show, staff, POLL)
  line = await cuttableLine(server.base)
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  staff.close()
  await browser.close()
  await line.close()
  await server.remove()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-receipt')
})

const CODE = /[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}/

async function send(door: Letter['door'], from: string, seed: string, text: string): Promise<string> {
  const letter = { door, from, text, messageId: messageIdOf(door, seed), sentAtMs: Date.now() }
  const answer = await knock(server.base, requestOf(server.base, letter, poll))
  expect(answer.status).toBe(200)
  return answer.body
}

async function ask(page: Page, code: string): Promise<void> {
  await page.getByLabel('回执码').fill(code)
  await page.getByRole('button', { name: '查询' }).click()
}

test(
  '[BAL10] the code in each answer tells what became of the message, before and after the close; never the choice',
  { timeout: 60_000 },
  async () => {
    const device = await newDevice(server.base)
    const web = JSON.parse(await send('web', device, 'first', 'dissatisfied')) as WebBallotAnswer
    expect(web.receipt).toMatch(CODE)
    const again = JSON.parse(await send('web', device, 'second', 'satisfied')) as WebBallotAnswer
    expect(again.outcome).toBe('repeated')
    const bySms = CODE.exec(await send('twilio', '+8613800001111', 'sms', '写得不错，请给我回电'))?.[0] ?? ''
    // A retry of the page is the same message, with the same receipt.
    expect(JSON.parse(await send('web', device, 'first', 'dissatisfied'))).toEqual(web)

    const page = await openPage(browser, `${server.base}/receipt`, TELEPHONE)
    await ask(page, ` ${web.receipt.toLowerCase().replace('-', ' ')} `)
    await page.getByText('已收到，在有效时间内，目前计入。').waitFor()
    await page.getByText(`回执 ${web.receipt}`).waitFor()
    await ask(page, again.receipt)
    await page.getByText('以最早一条为准，本条不重复计入').waitFor()
    await ask(page, bySms)
    await page.getByText('不是有效选票').waitFor()
    expect(await page.locator('main').innerText()).not.toMatch(new RegExp(`满意|${show.unit.name}`))
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)

    await show.director.run({ type: 'CueClose', sessionId: show.sessionId, windowId: POLL })
    await staff.until('console', ({ windows }) => windows[0]?.phase === 'verified', 20_000)
    await ask(page, web.receipt)
    await page.getByText('评议已经截止，结果还没有公布').waitFor()
    await staff.until('console', ({ windows }) => windows[0]?.grey.Reveal === undefined, 10_000)
    await show.director.run({ type: 'Reveal', sessionId: show.sessionId, windowId: POLL })
    // The address may bring the code along, behind what no server sees.
    const linked = await openPage(browser, `${server.base}/receipt#${web.receipt}`, TELEPHONE)
    await expect
      .poll(
        async () => {
          await linked.reload()
          return linked.getByText('已公布的结果包含本条。').isVisible()
        },
        { timeout: 15_000, interval: 1_000 },
      )
      .toBe(true)
    await page.context().close()
    await linked.context().close()
  },
)

test(
  '[BAL10][SAFE1] what is no code, an unknown one, no line, too many questions: each says what to do; large type holds',
  { timeout: 60_000 },
  async () => {
    const page = await openPage(browser, `${line.base}/receipt`, TELEPHONE)
    expect(await page.getByRole('button', { name: '查询' }).isDisabled()).toBe(true)
    const alert = page.getByRole('alert')
    await ask(page, '7H2KQ')
    await alert.getByText('回执码由10个字母和数字组成').waitFor()
    await ask(page, '00000-00000')
    await alert.getByText('没有查到这个回执码').waitFor()
    await page.getByRole('button', { name: '长辈版' }).click()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
    line.cut()
    await ask(page, '00000-00001')
    await alert.getByText('连接不上服务器').waitFor()
    line.mend()

    const many = Array.from({ length: 80 }, (_, i) =>
      fetch(`${server.base}/api/receipt`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.base },
        body: JSON.stringify({ code: `0000${String(i).padStart(6, '0')}` }),
      }),
    )
    const answers = await Promise.all(many)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404, 429]))
    // The server's own refusal, told once more: a moment later it would have taken the next question.
    const refused = answers.find(({ status }) => status === 429)!
    const { status, headers } = refused
    const body = await refused.text()
    await page.route('**/api/receipt', (route) =>
      route.fulfill({ status, body, contentType: headers.get('content-type') ?? '' }),
    )
    await ask(page, '00000-00002')
    await alert.getByText(/操作太频繁，请在\d+秒后再试/).waitFor()
    await page.context().close()
  },
)
