// The citizen's page on a telephone in real Chromium: no poll, one thumb, a lost answer, the close, large type, its weight.

import { get } from 'node:http'
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { cuttableLine, type CuttableLine } from '../support/cuttable-line.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { openPoll } from '../support/open-windows.ts'
import { openPage, pageIn, pictureOfAll, TELEPHONE } from '../support/pages.ts'
import { prepareShow, type TestShow } from '../support/test-show.ts'
import { watcher, type Watcher } from '../support/watcher.ts'

let server: LiveServer
let browser: Browser
let line: CuttableLine
let show: TestShow
let staff: Watcher

beforeAll(async () => {
  server = await startLiveServer()
  show = await prepareShow(server, 5)
  staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
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
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-citizen')
})

/** Where the page scrolls sideways, in pixels; 0 = nowhere. */
const overhang = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test(
  'a telephone meets the page between polls, and the poll appears by itself',
  { timeout: 30_000 },
  async () => {
    const home = await openPage(browser, `${server.base}/`, TELEPHONE)
    await home.getByRole('heading', { name: /电视问政测试场/ }).waitFor()
    await home.getByText('每人对每个单位计一票').waitFor()
    const vote = await pageIn(home.context(), `${server.base}/vote`)
    await vote.getByRole('heading', { name: '现在没有评议' }).waitFor()
    await vote.getByRole('link', { name: '查看节目与规则' }).click()
    await vote.getByRole('heading', { name: '规则' }).waitFor()
    await vote.goBack()

    await show.director.run({ type: 'TakeSegment', sessionId: show.sessionId, segmentId: show.scoring })
    await openPoll(server, show, 26_000, ['twilio', 'wechat', 'web'])
    await vote.getByText('您对这个单位满意吗？').waitFor()
    await vote.getByRole('heading', { name: show.unit.name }).waitFor()
    await home.getByRole('link', { name: '现在评议' }).waitFor()
    await home.getByText(/发送“满意”“基本满意”或“不满意”.*到 \+85230010001/).waitFor()
    expect(await overhang(home)).toBe(0)
    await home.context().close()
  },
)

test(
  '[BAL2][BAL3][SHOW4] one thumb: chosen, sent, the answer lost, pressed again, counted once; then the close',
  { timeout: 90_000 },
  async () => {
    const windowId = (await staff.until('console', (snapshot) => snapshot.windows[0])).windowId
    const page = await openPage(browser, `${line.base}/vote`, TELEPHONE)
    const choice = page.getByRole('radio', { name: '基本满意' })
    await choice.waitFor()
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0)
    expect(await page.getByRole('button', { name: '请先选择' }).isDisabled()).toBe(true)
    await expectInReach(page)

    // The network goes away before anything is sent: the page says so, and keeps the choice.
    await choice.tap().catch(() => choice.click())
    const send = page.getByRole('button', { name: '提交“基本满意”' })
    await expectInReach(page)
    line.cut()
    await send.click()
    await page.getByRole('alert').getByText('您的选择可能还没有送达').waitFor()

    // When the line is back it is sent by itself; it arrives, and only the answer is lost.
    let lost = 0
    await page.route('**/api/ballots', async (route) => {
      if (lost > 0) return route.continue()
      lost += 1
      await route.fetch()
      line.cut()
      return route.abort('connectionreset')
    })
    line.mend()
    const once = (n: number) => (snapshot: NonNullable<ReturnType<typeof staff.newest<'console'>>>) =>
      snapshot.windows.find((each) => each.windowId === windowId && each.poll?.tally.web.n === n)
    await staff.until('console', once(1))
    // Another choice now would be a second ballot, and the first would count: it is not offered.
    expect(await page.getByRole('radio', { name: '不满意' }).isDisabled()).toBe(true)

    // Even a reload in between repeats the same ballot, without a hand.
    await page.getByRole('alert').getByText('您的选择可能还没有送达').waitFor()
    line.mend()
    await page.reload()
    await page.getByText(/已收到您对“.*”的评议：基本满意/).waitFor()
    expect(lost).toBe(1)
    await page.getByText('您的选择：').waitFor()
    const receipt = await page.locator('.code-shown').innerText()
    expect(receipt).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
    await page.reload()
    await page.getByText(receipt).waitFor()
    await page.getByText(/已收到您对“.*”的评议：基本满意/).waitFor()
    expect(await page.getByRole('radio').count()).toBe(0)

    // A second telephone, so that a tally of one is not a tally that stopped.
    const other = await openPage(browser, `${server.base}/vote`, TELEPHONE)
    await other.getByRole('radio', { name: /^满意/ }).click()
    await other.getByRole('button', { name: '提交“满意”' }).click()
    await other.getByText(/已收到您对“.*”的评议：满意/).waitFor()
    await staff.until('console', once(2))

    await page.getByText('本次评议已截止。').waitFor({ timeout: 60_000 })
    await page.getByText(/已收到您对“.*”的评议：基本满意/).waitFor()
    await page.getByText('网页（另列，不计入排名）').waitFor()
    await page.getByText('共 2 票').waitFor()
    const closed = await staff.until('console', (snapshot) =>
      snapshot.windows.find((each) => each.windowId === windowId && each.phase === 'verified'),
    )
    const web = closed.arrivals.find((each) => each.channel === 'web')
    expect(web).toMatchObject({ counted: 2, late: 0, early: 0, invalid: 0 })
    expect(closed.poll?.tally.web.n).toBe(2)
    await page.context().close()
    await other.context().close()
  },
)

/** Everything one has to press is on the screen without scrolling, large enough for a thumb, and below the page's head. */
async function expectInReach(page: Page): Promise<void> {
  const presses = [...(await page.getByRole('radio').all()), page.locator('button.submit')]
  for (const press of presses) {
    const box = await press.boundingBox()
    expect(box).not.toBeNull()
    if (box === null) return
    expect(box.height).toBeGreaterThanOrEqual(60)
    expect(box.width).toBeGreaterThanOrEqual(300)
    expect(box.y + box.height).toBeLessThanOrEqual(TELEPHONE.height)
  }
  expect(await overhang(page)).toBe(0)
}

test(
  '长辈版: large type, kept over a reload, nothing wider than the telephone',
  { timeout: 30_000 },
  async () => {
    const page = await openPage(browser, `${server.base}/vote`, TELEPHONE)
    await page.getByRole('heading', { name: show.unit.name }).waitFor()
    expect(await bodySize(page)).toBeGreaterThanOrEqual(18)
    await page.getByRole('button', { name: '长辈版' }).click()
    await expect.poll(() => bodySize(page)).toBeGreaterThanOrEqual(24)
    expect(await overhang(page)).toBe(0)
    await page.reload()
    await page.getByRole('button', { name: '标准版' }).waitFor()
    expect(await bodySize(page)).toBeGreaterThanOrEqual(24)
    await page.goto(`${server.base}/`)
    await page.getByRole('heading', { name: '规则' }).waitFor()
    expect(await overhang(page)).toBe(0)
    await page.getByRole('button', { name: '标准版' }).click()
    await expect.poll(() => bodySize(page)).toBeLessThan(20)
    await page.context().close()
  },
)

const bodySize = (page: Page) =>
  page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize))

test(
  'P11: /vote weighs less than half of the 80 kB allowed, as served, and asks nothing of another origin',
  { timeout: 30_000 },
  async () => {
    const context = await browser.newContext({ viewport: { ...TELEPHONE } })
    const page = await context.newPage()
    const asked: Request[] = []
    page.on('request', (request) => asked.push(request))
    await page.goto(`${server.base}/vote`)
    await page.getByRole('heading', { name: show.unit.name }).waitFor()
    await page.waitForLoadState('networkidle')

    const paths: string[] = []
    for (const request of asked) {
      const { origin, protocol, pathname } = new URL(request.url())
      if (protocol === 'data:') continue
      expect(origin).toBe(server.base)
      const counts = ['document', 'script', 'stylesheet'].includes(request.resourceType())
      // Telephones have a Chinese font and fetch none; this machine has not.
      if (counts && !pathname.startsWith('/assets/fonts-')) paths.push(pathname)
    }
    await context.close()
    expect(paths[0]).toBe('/vote')
    expect(paths.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(0)
    expect(paths.filter((path) => path.endsWith('.css')).length).toBeGreaterThan(0)

    // Over TLS telephones take brotli, over plain http only gzip.
    for (const encoding of ['br', 'gzip']) {
      const sizes = await Promise.all(paths.map((path) => servedSize(path, encoding)))
      const total = sizes.reduce((sum, size) => sum + size, 0)
      expect(total, JSON.stringify(paths.map((path, i) => [path, sizes[i]]))).toBeLessThan(40_000)
    }
  },
)

/** Bytes of the answer's body as they go over the line; a script or style must come in the encoding that was asked for. */
function servedSize(path: string, encoding: string): Promise<number> {
  return new Promise((found, failed) => {
    get(`${server.base}${path}`, { headers: { 'accept-encoding': encoding } }, (answer) => {
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      answer.on('error', failed)
      answer.on('end', () => {
        const right =
          answer.statusCode === 200 && (path === '/vote' || answer.headers['content-encoding'] === encoding)
        if (right) found(bytes)
        else failed(new Error(`${path}: ${answer.statusCode} ${answer.headers['content-encoding']}`))
      })
    }).on('error', failed)
  })
}
