// In real Chromium: a reviewer rates on a phone, also without a network; a promise made on air goes its way to the public page.

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PromiseId, SegmentId, UnitId } from '../../shared/basics/ids.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import type { PeriodsAnswer } from '../../shared/protocol/period-api.ts'
import { RoundId } from '../../shared/review/round.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { untilKeptOffline } from '../support/kept-offline.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { CONSOLE, DESK, openPage, pageIn, pictureOfAll, signInOn, TELEPHONE } from '../support/pages.ts'
import { OFFICE, prepareShow, type TestShow } from '../support/test-show.ts'

let server: LiveServer
let browser: Browser
let show: TestShow

beforeAll(async () => {
  server = await startLiveServer()
  show = await prepareShow(server, 5)
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await server.remove()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-reviews-ledger')
})

const REVIEWER = { personId: 'shuiwu-01', name: '陈望舒', role: 'reviewer', password: 'review-shuiwu-1' }
const picture = (page: Page, name: string) =>
  page.screenshot({ path: `node_modules/.cache/wenzheng/reviews-${name}.png` })

/** A round of three grades about four units of the reviewer's line, open now. */
async function openRound(): Promise<void> {
  const { office } = show
  const { periods } = await office.get<PeriodsAnswer>('/api/periods')
  const collecting = periods.find(({ phase }) => phase === 'collecting')!
  await office.run({
    type: 'ImportOrganisations',
    organisations: [{ organisationId: 'water', name: '望澜市水务局', kind: 'department' }],
  })
  const standsFor = { organisationId: 'water', group: 'town' } as const
  await office.addPerson({ ...REVIEWER, standsFor } as never)
  const roundId = RoundId.parse('round-1')
  const nowMs = Date.now()
  await office.run({
    type: 'DraftRound',
    roundId,
    settings: {
      title: '本季度业务部门评议',
      periodId: PeriodId.parse(collecting.periodId),
      form: 'grades',
      opensAtMs: nowMs,
      closesAtMs: nowMs + 3_600_000,
    },
  })
  const town = ['u41', 'u42', 'u43'].map((id) => UnitId.parse(id))
  await office.run({ type: 'SetRoundUnits', roundId, units: { line: [], district: [], town } })
  await office.run({ type: 'SetRoundReviewers', roundId, reviewerIds: [REVIEWER.personId as never] })
  await office.run({ type: 'PlanRound', roundId })
}

test('[EVAL6] a reviewer rates on a phone, loses the network, rates on, and hands the whole in', async () => {
  await openRound()
  let phone = await openPage(browser, `${server.base}/review`, TELEPHONE)
  await signInOn(phone, REVIEWER)
  await phone.getByRole('heading', { level: 2 }).waitFor()
  await untilKeptOffline(phone, '/review')
  expect(await phone.locator('[aria-checked=true]').count()).toBe(0)
  expect(await accessibilityFaults(phone)).toEqual([])
  await picture(phone, 'phone')
  for (const button of await phone.locator('.card button:not(.link), .step button').all())
    expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(64)
  await phone.getByRole('radio', { name: '满意', exact: true }).click()
  await phone.getByText('已送达：满意').waitFor()

  await phone.context().setOffline(true)
  await phone.getByRole('button', { name: '下一个未评的' }).click()
  await phone.getByRole('radio', { name: '不满意' }).click()
  await phone.getByText('未送达，恢复网络后自动送出：不满意').waitFor()
  await phone.getByText('1项已保存在本机').waitFor()
  await picture(phone, 'phone-offline')

  // Loaded again, and opened anew, where there is no network: the page is there, and so is what was entered.
  await phone.reload()
  await phone.getByText('1项已保存在本机').waitFor()
  await phone.getByText('已评 2 / 3 个单位，1 项还没有送达').waitFor()
  await phone.getByRole('button', { name: '与本单位有利害关系？登记回避' }).click()
  await phone.getByLabel('回避原因').fill('直系亲属')
  await phone.getByRole('button', { name: '上一个' }).click()
  await phone.getByText('未送达，恢复网络后自动送出：不满意').waitFor()
  await picture(phone, 'phone-reloaded')
  expect(await accessibilityFaults(phone)).toEqual([])
  const context = phone.context()
  await phone.close()
  phone = await pageIn(context, `${server.base}/review`)
  await phone.getByText('与服务器断开').waitFor()
  expect(await phone.getByLabel('回避原因').inputValue()).toBe('直系亲属')
  await phone.getByRole('button', { name: '不回避' }).click()
  await phone.getByRole('button', { name: '上一个' }).click()
  await phone.context().setOffline(false)
  await phone.getByText('已送达：不满意').waitFor()
  await phone.getByText('与服务器断开').waitFor({ state: 'hidden' })

  await phone.getByRole('button', { name: '下一个未评的' }).click()
  await phone.getByRole('button', { name: '与本单位有利害关系？登记回避' }).click()
  await phone.getByLabel('回避原因').fill('直系亲属在该单位任职')
  await phone.getByRole('button', { name: '登记回避，不评本单位' }).click()
  await phone.getByText('已登记回避：直系亲属在该单位任职').waitFor()
  await phone.getByRole('button', { name: '提交评议' }).click()
  await phone.getByRole('button', { name: '确定提交' }).click()
  await phone.getByText('提交，不能再改').waitFor()
  await phone.setViewportSize({ width: 1024, height: 768 })
  await picture(phone, 'tablet-submitted')

  const office = await openPage(browser, `${server.base}/office#reviews`, DESK)
  await signInOn(office, OFFICE)
  await office.getByRole('button', { name: '本季度业务部门评议' }).click()
  await office.getByText('1 名评议人：已提交 1').waitFor()
  expect(await accessibilityFaults(office)).toEqual([])
  await picture(office, 'office-progress')
  await office.getByRole('tab', { name: /^单位/ }).click()
  await office.getByText('已下达，单位不能再改。').waitFor()
  await picture(office, 'office-units')
  await office.context().close()
  await phone.context().close()
}, 90_000)

test('[EVAL6] by keyboard, a reviewer is moved to stand for another organisation; a planned round keeps what was', async () => {
  const { office: clerk } = show
  await clerk.run({
    type: 'ImportOrganisations',
    organisations: [{ organisationId: 'chengdong', name: '望澜市城东区人民政府', kind: 'district' }],
  })
  for (const [size, name] of [
    [CONSOLE, '1920'],
    [TELEPHONE, '390'],
  ] as const) {
    const office = await openPage(browser, `${server.base}/office#people`, size)
    await signInOn(office, OFFICE)
    await office.getByRole('button', { name: `改代表单位…：${REVIEWER.name}` }).focus()
    await office.keyboard.press('Enter')
    const moving = office.getByRole('dialog')
    await moving.getByText('从下一轮评议起按新的单位和组别', { exact: false }).waitFor()
    await picture(office, `placing-${name}`)
    if (size === CONSOLE) expect(await accessibilityFaults(office)).toEqual([])
    await moving.getByLabel('所代表单位').fill(size === CONSOLE ? '城东区' : '水务')
    await office.keyboard.press('Enter')
    await moving.getByRole('radio', { name: size === CONSOLE ? '区' : '乡镇' }).press('Space')
    await moving
      .getByRole('button', { name: '保 存' })
      .or(moving.getByRole('button', { name: '保存' }))
      .press('Enter')
    await moving.waitFor({ state: 'hidden' })
    await office
      .getByRole('row', { name: new RegExp(size === CONSOLE ? '望澜市城东区人民政府' : '望澜市水务局') })
      .waitFor()
    await picture(office, `people-${name}`)
    await office.context().close()
  }
}, 60_000)

test('[EVAL7] a promise on air becomes an item, is handed in with evidence, settled, looked back on, and told to everybody', async () => {
  const { director, sessionId, scoring, unit } = show
  await director.run({ type: 'TakeSegment', sessionId, segmentId: scoring })
  await director.run({
    type: 'RecordPromise',
    ...{ sessionId, promiseId: PromiseId.parse('promise-1'), unitId: unit.unitId },
    text: '三十天内解决城东片区夜间停水，每周公布一次进展',
    owner: '城东营业厅 王经理',
    dueOn: '2099-12-31',
  })
  const office = await openPage(browser, `${server.base}/office#ledger`, DESK)
  await signInOn(office, OFFICE)
  await office.getByRole('button', { name: /三十天内解决城东片区夜间停水/ }).click()
  const drawer = office.getByRole('dialog', { name: '整改事项' })
  await drawer.getByRole('button', { name: '报送办结…' }).click()
  const step = office.getByRole('dialog', { name: '报送办结' })
  await step.locator('input[type=file]').setInputFiles({
    name: '进展公示.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('日期,户数\n2026-11-01,120\n'),
  })
  await step.getByText('进展公示.csv').waitFor()
  await step.getByLabel('办理情况').fill('停水点已全部改造完成，进展每周公布')
  await picture(office, 'office-step')
  await step.getByRole('button', { name: '报送办结', exact: true }).click()
  await drawer.getByRole('button', { name: '销号…' }).click()
  const settle = office.getByRole('dialog', { name: '销号' })
  await settle.getByLabel('验收意见').fill('抽查五处，均已恢复供水')
  await settle.getByRole('button', { name: '销号', exact: true }).click()
  await drawer.getByText('抽查五处，均已恢复供水').waitFor()
  const file = drawer.getByRole('link', { name: /文件/ })
  const kept = await office.request.get(server.base + (await file.getAttribute('href'))!)
  expect(await kept.text()).toContain('2026-11-01,120')
  await office.locator('.ant-message-notice').first().waitFor({ state: 'detached' })
  await picture(office, 'office-item')
  expect(await accessibilityFaults(office)).toEqual([])

  const acceptance = SegmentId.parse('accept-1')
  await director.run({
    type: 'EditRundown',
    sessionId,
    segments: [
      {
        segmentId: scoring,
        kind: 'scoring',
        title: `打分：${unit.name}`,
        question: '请对该单位的服务作出评价。',
        unitId: unit.unitId,
        plannedMs: 60_000,
      },
      {
        segmentId: acceptance,
        kind: 'acceptance',
        title: `验收：${unit.name}`,
        question: '',
        unitId: unit.unitId,
        plannedMs: 60_000,
      },
    ],
  })
  await director.run({ type: 'TakeSegment', sessionId, segmentId: acceptance })
  await director.run({
    type: 'RecordOutcome',
    ...{ sessionId, promiseId: PromiseId.parse('promise-1') },
    outcome: 'broken',
    note: '记者回访仍有两处夜间停水',
  })
  const citizen = await openPage(browser, `${server.base}/`, TELEPHONE)
  await citizen.getByRole('link', { name: /现场承诺/ }).click()
  await citizen.getByText('三十天内解决城东片区夜间停水').waitFor()
  await citizen.getByText('回头看发现不实，重新整改').waitFor()
  await citizen.getByText(/未兑现。记者回访仍有两处夜间停水/).waitFor()
  expect(await accessibilityFaults(citizen)).toEqual([])
  await picture(citizen, 'promises')
  await office.getByText('按现场回头看转为“回头看不实”。').waitFor({ timeout: 30_000 })
}, 90_000)
