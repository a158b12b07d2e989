// The ballot page in real Chromium at 360×780: which poll, which of 9,999 units, as whom; by thumb, by keyboard, inside WeChat.

import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WindowId, UnitCode, UnitId } from '../../shared/basics/ids.ts'
import { DEFAULT_POLL_RULES } from '../../shared/poll/period-poll.ts'
import type { NowAnswer } from '../../shared/protocol/http-api.ts'
import type { Running } from '../../server/start.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { OFFICE } from '../support/given-parts.ts'
import { doorSecrets } from '../support/live-server.ts'
import { pictureOfAll } from '../support/pages.ts'
import { openPoll, prepareShow, type TestShow } from '../support/test-show.ts'
import { cleanUp, setUpTokenOf, startTestServer, testConfig, until } from '../support/test-server.ts'
import { watcher } from '../support/watcher.ts'
import { STAND_IN_APP, startWechatStandIn, type WechatStandIn } from '../support/wechat-stand-in.ts'

const PHONE = { width: 360, height: 780 }
const IN_WECHAT =
  'Mozilla/5.0 (Linux; Android 10; M2004J19C) AppleWebKit/537.36 Chrome/87.0.4280.141 Mobile Safari/537.36 MicroMessenger/8.0.2'
const LIVE = WindowId.parse('00000000c0de')
const PERIOD = WindowId.parse('00000000be1a')
const LATER = WindowId.parse('00000000fa11')
const UNITS = 9_999
const LONG = '云岭区住房和城乡建设局城镇老旧小区改造工作领导小组办公室物业服务监督管理科'

let server: Running
let wechat: WechatStandIn
let browser: Browser | undefined
let show: TestShow

beforeAll(async () => {
  wechat = await startWechatStandIn()
  const config = testConfig({
    TWILIO_ACCOUNT_SID: doorSecrets.twilio.accountSid,
    TWILIO_AUTH_TOKEN: doorSecrets.twilio.authToken,
    WECHAT_TOKEN: doorSecrets.wechat.token,
    WECHAT_APP_ID: STAND_IN_APP.appId,
    WECHAT_APP_SECRET: STAND_IN_APP.appSecret,
    WECHAT_ENCODING_AES_KEY: doorSecrets.wechat.encodingAesKey,
  })
  server = await startTestServer(config, { wechatOrigins: { open: wechat.origin, api: wechat.origin } })
  const base = server.localUrl
  show = await prepareShow({ base, setUpToken: () => setUpTokenOf(server) }, 5)
  const staff = watcher(base, { kind: 'account' }, ['console'], show.auditor.cookie)
  await openPoll(show, staff, LIVE)
  staff.close()
  await givenPeriodPolls()
  browser = await launchChromium()
}, 90_000)

afterAll(async () => {
  await browser?.close()
  await cleanUp()
  await wechat[Symbol.asyncDispose]()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' && browser !== undefined)
    await pictureOfAll(browser, 'failed-citizen-polls')
  for (const context of browser?.contexts() ?? []) await context.close()
})

/** One open with 9,999 units, and one that opens in a month. */
async function givenPeriodPolls(): Promise<void> {
  const { runner } = server.app
  const run = async (command: Parameters<typeof runner.run>[0]) => {
    const answer = await runner.run(command, { commandId: randomBytes(12).toString('base64url'), by: OFFICE })
    if (!answer.ok) throw new Error(JSON.stringify(answer.refusals))
  }
  const units = Array.from({ length: UNITS }, (_, i) => ({
    unitId: UnitId.parse(`p${i + 1}`),
    code: UnitCode.parse(i + 1),
    name: i === 6 ? LONG : `第${i + 1}街道${i % 2 === 0 ? '便民服务中心' : '供水公司'}`,
    category: 'station' as const,
    ...{ organisationId: null, authorityId: null },
  }))
  const taken = new Set(
    Object.values<{ code: number }>(runner.house().registry.units).map(({ code }) => code),
  )
  await run({ type: 'ImportUnits', units: units.filter(({ code }) => !taken.has(code)) })
  const all = Object.values<{ unitId: UnitId; code: number }>(runner.house().registry.units)
  const nowMs = Date.now()
  for (const [pollId, title, opensAtMs] of [
    [PERIOD, '2026年第四季度市民评议', nowMs + 1_500],
    [LATER, '2027年第一季度市民评议', nowMs + 30 * 86_400_000],
  ] as const) {
    const settings = {
      ...{
        title,
        rehearsal: false,
        channels: ['web', 'wechat'] as const,
        accessNumbers: [],
        offersUnsure: true,
      },
      ...{ visibility: 'live' as const, opensAtMs, closesAtMs: opensAtMs + 20 * 86_400_000 },
      ...{ rules: DEFAULT_POLL_RULES, replaces: null },
    }
    await run({ type: 'DraftPoll', pollId, settings: { ...settings, channels: [...settings.channels] } })
    await run({ type: 'SetPollUnits', pollId, unitIds: all.map(({ unitId }) => unitId) })
    await run({ type: 'PlanPoll', pollId })
  }
  await until(runner, (house) => house.polls[PERIOD]?.stage.phase === 'open')
}

async function open(
  path: string,
  { userAgent, elder = false }: { userAgent?: string; elder?: boolean } = {},
) {
  const context = await browser!.newContext({
    ...{ viewport: PHONE, hasTouch: true },
    ...(userAgent === undefined ? {} : { userAgent }),
  })
  if (elder) await context.addInitScript("localStorage.setItem('wenzheng.elder', 'yes')")
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(server.localUrl + path)
  return page
}

async function expectSound(page: Page, what: string): Promise<void> {
  expect.soft(await accessibilityFaults(page), what).toEqual([])
  const overhang = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  expect.soft(await page.evaluate(overhang), `${what}, wider than the telephone`).toBe(0)
}

const headlineNow = async () => {
  const { now } = (await (await fetch(`${server.localUrl}/api/now`)).json()) as NowAnswer
  return now.poll?.tally.headline.n
}

test.each([{ elder: false }, { elder: true }])(
  '[POLL1][ui] several open: one is chosen, then one of 9,999 units by thumb (长辈版: $elder)',
  async ({ elder }) => {
    const page = await open('/vote', { elder })
    await page.getByRole('heading', { name: '请选择要参加的评议' }).waitFor()
    await expectSound(page, 'choosing a poll')
    await page.getByRole('link', { name: /2026年第四季度市民评议/ }).tap()
    await page.getByText('共 9,999 个单位').waitFor()
    await expectSound(page, 'choosing a unit')
    const rows = page.getByRole('option')
    expect(await rows.count()).toBeLessThan(60)

    // To the very end of it, and back by the back button.
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    await page.locator('#unit-9999').waitFor()
    expect(await rows.count()).toBeLessThan(60)
    expect(await page.getByRole('combobox').boundingBox()).toMatchObject({ y: expect.any(Number) })
    await page.evaluate(() => scrollTo(0, 0))
    await page.getByRole('combobox').fill('zfhcxjsj')
    await page.getByText('共 1 个单位').waitFor()
    const row = page.getByRole('option', { name: LONG })
    expect((await row.boundingBox())?.height).toBeGreaterThanOrEqual(64)
    // A long name is whole: nothing of it is cut off.
    expect(await row.evaluate((node) => node.scrollHeight - node.clientHeight)).toBeLessThanOrEqual(0)
    await row.tap()
    await page.getByRole('heading', { name: LONG }).waitFor()
    expect(new URL(page.url()).search).toBe(`?poll=${PERIOD}&unit=7`)
    await page.getByRole('radio', { name: '不了解' }).tap()
    const send = page.getByRole('button', { name: '提交“不了解”' })
    const box = await send.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(PHONE.height)
    await expectSound(page, 'a ballot with a long name')
    await page.goBack()
    await page.getByRole('heading', { name: '请选择要评议的单位' }).waitFor()
  },
)

test('[ui] by keyboard alone: search by pinyin, arrows, Enter, a choice, sent; and what became of it', async () => {
  const page = await open(`/vote?poll=${PERIOD}`)
  await page.getByText('共 9,999 个单位').waitFor()
  for (
    let i = 0;
    i < 10 && !(await page.getByRole('combobox').evaluate((it) => it === document.activeElement));
    i += 1
  )
    await page.keyboard.press('Tab')
  await page.keyboard.type('bmfwzx 77')
  await page.getByText(/共 \d+ 个单位/).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const active = await page.getByRole('combobox').getAttribute('aria-activedescendant')
  const code = Number(active?.replace('unit-', ''))
  await expect.poll(() => page.locator(`#unit-${code}`).getAttribute('aria-selected')).toBe('true')
  await expectSound(page, 'a unit under the keyboard')
  await page.keyboard.press('Enter')
  await page.getByText('您对这个单位满意吗？').waitFor()
  // The reader stands on the heading; the first Tab beyond the links is the choice.
  for (let i = 0; i < 10 && (await page.getByRole('radio', { checked: true }).count()) === 0; i += 1) {
    await page.keyboard.press('Tab')
    if (
      await page
        .getByRole('radio')
        .first()
        .evaluate((it) => it === document.activeElement)
    ) {
      await page.keyboard.press('Space')
      await page.keyboard.press('ArrowDown')
    }
  }
  await page.keyboard.press('Enter')
  await page.getByText(/已收到您对“第\d+街道便民服务中心”的评议：基本满意/).waitFor()
  await expect
    .poll(() => page.locator('.done').evaluate((it) => it === document.activeElement), { timeout: 5_000 })
    .toBe(true)
  await expectSound(page, 'done')

  // Another one of the same poll; the first is marked, listed, and stays cast.
  const receipt = await page.locator('.code-shown').innerText()
  await page.getByRole('link', { name: '再评一个单位' }).click()
  await page.getByRole('combobox').fill(String(code))
  await page.locator(`#unit-${code}`).getByText('已评议').waitFor()
  await page.getByText('我在这个浏览器里的评议（1）').click()
  await page.getByText(`回执码 ${receipt}`).waitFor()
  await expectSound(page, 'earlier votes')
  await page.locator(`#unit-${code}`).click()
  await page.getByText(receipt).waitFor()
  expect(await page.getByRole('radio').count()).toBe(0)
  await page.goBack()
  await page.getByText('我在这个浏览器里的评议（1）').click()
  await page.getByRole('button', { name: '清除这些记录…' }).click()
  await page.getByRole('button', { name: '确定清除' }).click()
  await page.getByText('我在这个浏览器里的评议').waitFor({ state: 'detached' })
})

test('[ui] a search over 9,999 units is on the screen within a tenth of a second', async () => {
  const page = await open(`/vote?poll=${PERIOD}`)
  await page.getByText('共 9,999 个单位').waitFor()
  const tookMs = await page.evaluate(async () => {
    const box = document.querySelector<HTMLInputElement>('#unit-search')!
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
    const took: number[] = []
    for (const typed of ['g', 'gs', 'gsg', '供水', '便民 12', '999', '', '街道']) {
      const startedAt = performance.now()
      setValue.call(box, typed)
      box.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))
      took.push(performance.now() - startedAt)
    }
    return took.sort((a, b) => a - b)
  })
  expect(tookMs[Math.floor(tookMs.length / 2)], JSON.stringify(tookMs)).toBeLessThan(100)
})

test('[POLL1][ui] a QR code’s link leads to its unit; a damaged one, an early poll and a strange code say so', async () => {
  const page = await open(`/vote?poll=${PERIOD}&unit=60`)
  await page.getByRole('heading', { name: '第60街道供水公司' }).waitFor()
  await page.goto(`${server.localUrl}/vote?poll=${LATER}&unit=42`)
  await page.getByText('本次评议还没有开始。').waitFor()
  await page.getByRole('link', { name: '参加正在进行的评议' }).waitFor()
  await expectSound(page, 'an early poll')
  await page.goto(`${server.localUrl}/vote?poll=000000000001&unit=42`)
  await page.getByRole('heading', { name: '没有找到这场评议' }).waitFor()
  await expectSound(page, 'an unknown poll')
  await page.goto(`${server.localUrl}/vote?poll=${PERIOD.slice(0, 5)}`)
  await page.getByRole('heading', { name: '请选择要参加的评议' }).waitFor()
  const units = `**/api/polls/${PERIOD}/units`
  await page.route(units, (route) => route.fulfill({ status: 503, body: 'x' }))
  await page.goto(`${server.localUrl}/vote?poll=${PERIOD}&unit=9998`)
  await page.getByRole('alert').waitFor()
  await page.unroute(units)
  await page.getByRole('button', { name: '重新读取' }).click()
  await page.getByRole('heading', { name: '第9998街道供水公司' }).waitFor()
})

test.each([{ elder: false }, { elder: true }])(
  '[ui][BAL5][RANK10] the home page: what is on and coming, the ranking so far, rules with the numbers in force (长辈版: $elder)',
  async ({ elder }) => {
    const page = await open('/', { elder })
    await page.getByRole('link', { name: '现在评议' }).waitFor()
    await page.getByText(/^2027年第一季度市民评议：/).waitFor()
    await page.getByText('还没有揭晓的结果，揭晓后会出现在这里。').waitFor()
    await page.getByRole('button', { name: '公共服务企业' }).click()
    await page.getByText(/本类共 \d+ 个单位有名次/).waitFor()
    // Of this session's rules, not the defaults.
    await page.getByText('短信2秒', { exact: false }).waitFor()
    await page.getByText('考官 70%，现场市民评议 30%', { exact: false }).waitFor()
    await expectSound(page, 'home')
    await page.getByRole('link', { name: '选单位评议' }).tap()
    await page.getByText('共 9,999 个单位').waitFor()
  },
)

test('[BAL2][BAL11] inside WeChat: offered its identity, back on the same unit, counted with the messages', async () => {
  wechat.openid = 'oChromium00000000000000001'
  wechat.misbehave = null
  const before = (await headlineNow()) ?? 0
  const page = await open(`/vote?poll=${LIVE}`, { userAgent: IN_WECHAT })
  await page.getByText('用微信身份评议吗？').waitFor()
  await expectSound(page, 'identity')
  await page.getByRole('link', { name: '用微信身份评议', exact: true }).tap()
  await page.getByText('按您的微信身份计票').waitFor()
  expect(new URL(page.url()).search).toBe(`?poll=${LIVE}&unit=${show.unit.code}`)
  // Neither the code nor the openid is where a script or the history could find it.
  const found = await page.evaluate(() => document.cookie + JSON.stringify(localStorage) + location.href)
  expect(found).not.toMatch(/oChromium|CODE/)
  await page.getByRole('radio', { name: '不满意' }).tap()
  await page.getByRole('button', { name: '提交“不满意”' }).tap()
  await page.getByText('您的选择：').waitFor()
  await page.getByText('微信身份', { exact: true }).waitFor()
  await expect.poll(headlineNow).toBe(before + 1)
})

test('[SAFE1][ui] WeChat out of order: the reason, and the way on as the web page, which counts apart', async () => {
  wechat.misbehave = (res) => void res.writeHead(500).end()
  const before = await headlineNow()
  const page = await open(`/vote?poll=${LIVE}`, { userAgent: IN_WECHAT })
  await page.getByRole('link', { name: '用微信身份评议', exact: true }).tap()
  await page.getByText('暂时无法向微信核实身份，请稍后再试。').waitFor()
  await expectSound(page, 'turned away')
  await page.getByRole('link', { name: '按网页方式评议' }).tap()
  await page.getByText('网页票另列公布，不计入排名。').waitFor()
  await page.getByRole('radio', { name: '不满意' }).tap()
  await page.getByRole('button', { name: '提交“不满意”' }).tap()
  await page.getByText('您的选择：').waitFor()
  await page.getByText('网页', { exact: true }).waitFor()
  expect(await headlineNow()).toBe(before)
  wechat.misbehave = null
})
