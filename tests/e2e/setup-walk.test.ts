// A new user's way in real Chromium: from the first-run link over the office and the console to a void confirmed by another.

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { signIn } from '../../scripts/demo/staff.ts'
import { launchChromium } from '../support/chromium.ts'
import { gbkOf } from '../support/gbk.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { DESK, hold, openPage, pictureOfAll, signInOn } from '../support/pages.ts'
import { watcher } from '../support/watcher.ts'

let server: LiveServer
let browser: Browser

beforeAll(async () => {
  server = await startLiveServer()
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await server.remove()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-walk')
})

const CLERK = { personId: 'wangfang', name: '王芳', password: 'walk-wangfang-1' }
const DIRECTOR = { personId: 'lidao', name: '李导', password: 'walk-lidao-1' }
const AUDITOR = { personId: 'zhaoshen', name: '赵审', password: 'walk-zhaoshen-1' }

const HEADER = '编号,代码,单位名称,类别'
const UNITS = [
  'u41,41,望澜水务集团城东营业厅,公共服务企业',
  'u42,42,望澜公共交通公司,公共服务企业',
  'u11,11,望澜市住房事务局公积金审批科,机关科室',
]
const GROUPS = ['党代表', '人大代表', '政协委员', '市民代表', '网民'] as const
const SEATS = Array.from({ length: 10 }, (_, i) => `${i + 1},${GROUPS[i % 5] ?? ''},考官${i + 1}`)

async function fillAccount(page: Page, account: typeof CLERK): Promise<void> {
  await page.getByLabel('姓名').fill(account.name)
  await page.getByLabel('用户名').fill(account.personId)
  await page.getByLabel('密码', { exact: true }).fill(account.password)
  await page.getByLabel('再输一遍密码').fill(account.password)
}

async function addAccount(office: Page, role: string, account: typeof CLERK): Promise<void> {
  await office.getByRole('button', { name: '添加账号' }).click()
  const dialog = office.getByRole('dialog')
  await dialog.getByText(role, { exact: true }).click()
  await dialog.getByLabel('姓名').fill(account.name)
  await dialog.getByLabel('用户名').fill(account.personId)
  await dialog.getByLabel('密码', { exact: true }).fill(account.password)
  await dialog.getByLabel('再输一遍密码').fill(account.password)
  await dialog.getByRole('button', { name: '添加' }).click()
  await office.getByRole('cell', { name: account.personId }).waitFor()
  await dialog.waitFor({ state: 'hidden' })
}

const csvFile = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/csv', buffer })

/** A faulty file is shown line by line and imports nothing; the right one, saved as GBK by an old spreadsheet, goes in. */
async function importUnits(office: Page): Promise<void> {
  await office.getByRole('menuitem', { name: '单位', exact: true }).click()
  await office.getByRole('button', { name: '导入表格' }).click()
  const file = office.locator('input[type=file]')
  const faulty = [HEADER, UNITS[0], 'u99,七,望澜燃气抢修中心,公共服务企业'].join('\r\n')
  await file.setInputFiles(csvFile('单位.csv', Buffer.from(faulty)))
  await office.getByText('有错误时不导入任何一行').waitFor()
  const fault = office.getByRole('dialog').locator('tbody tr').first()
  expect(await fault.locator('td').first().innerText()).toBe('3')
  expect(await office.getByRole('button', { name: /^导入：/ }).isDisabled()).toBe(true)
  await file.setInputFiles(csvFile('单位-改.csv', gbkOf([HEADER, ...UNITS].join('\r\n'))))
  await office.getByRole('button', { name: '导入：新增 3，更改 0' }).click()
  await office.getByText('共 3 个单位').waitFor()
  await office.getByRole('dialog').waitFor({ state: 'hidden' })
  await office.getByText('望澜水务集团城东营业厅').waitFor()
}

async function draftSession(office: Page): Promise<void> {
  await office.getByRole('menuitem', { name: '场次' }).click()
  await office.getByRole('button', { name: '新建场次' }).click()
  const dialog = office.getByRole('dialog')
  await dialog.getByLabel('标题').fill('第四季度电视问政第一场')
  await dialog.getByRole('button', { name: '建立场次' }).click()
  await office.getByText(/还缺 \d+ 项才能就绪/).waitFor()
}

async function editRundown(office: Page): Promise<void> {
  await office.getByRole('tab', { name: '流程单' }).click()
  for (const [i, [title, unit]] of [
    ['现场打分', '41'],
    ['拷问：停水三天', '41'],
  ].entries()) {
    await office.getByRole('button', { name: '添加环节' }).click()
    await office.getByLabel(`第${i + 1}个环节的标题`).fill(title ?? '')
    await office.getByLabel(`第${i + 1}个环节的单位`).click()
    await office.keyboard.type(unit ?? '')
    await office.keyboard.press('Enter')
  }
  // The questioning goes before the scoring.
  await office.getByLabel('第2个环节上移').click()
  expect(await office.getByLabel('第1个环节的标题').inputValue()).toBe('拷问：停水三天')
  await office.getByRole('button', { name: '保存流程单' }).click()
  await office.getByText('流程单已保存。').waitFor()
}

async function importSeats(office: Page): Promise<void> {
  await office.getByRole('tab', { name: '考官席' }).click()
  await office.getByRole('button', { name: '导入表格' }).click()
  await office
    .locator('input[type=file]')
    .last()
    .setInputFiles(csvFile('考官.csv', Buffer.from(['席位,组别,姓名', ...SEATS].join('\r\n'))))
  await office.getByRole('button', { name: /^导入：新增 10/ }).click()
  await office.getByText('共 10 席').waitFor()
  await office.getByRole('button', { name: '保存考官席' }).click()
  await office.getByText('考官席已保存').waitFor()
}

/** The director asks the server itself, without the page that would not let them. */
async function confirmPastThePage(): Promise<readonly string[]> {
  const director = await signIn(server.base, DIRECTOR.personId, DIRECTOR.password)
  const screen = watcher(server.base, { kind: 'account' }, ['console'], director.cookie)
  const request = await screen.until('console', (snapshot) => snapshot.requests[0])
  screen.close()
  const { sessionId, requestId } = request
  const ack = await director.tryRun({ type: 'ConfirmRequest', sessionId, requestId })
  return ack.ok ? [] : ack.refusals.map((refusal) => refusal.code)
}

test(
  '[SAFE4][SHOW3][SHOW6][SHOW10] a new user: first account, units, seats, rundown, on air, a void that needs another person',
  { timeout: 100_000 },
  async () => {
    const problems: string[] = []
    const link = `${server.base}/office#setup=${server.setUpToken()}`
    const office = await openPage(browser, link, DESK)
    office.on('pageerror', (error) => problems.push(error.message))

    await fillAccount(office, CLERK)
    await office.getByRole('button', { name: '建立账号并登录' }).click()
    await office.getByRole('heading', { name: '场次' }).waitFor()
    expect(new URL(office.url()).hash).not.toContain('setup')

    await importUnits(office)
    await draftSession(office)
    await editRundown(office)
    await importSeats(office)
    await office.getByRole('tab', { name: '平板配对' }).click()
    await office.getByRole('button', { name: '取配对码（10 席）' }).click()
    await office.locator('.pairing article').nth(9).waitFor()
    const cards = await office.locator('.pairing article b').allInnerTexts()
    expect(new Set(cards).size).toBe(10)
    for (const code of cards) expect(code).toMatch(/^\d{4} \d{4}$/)
    await office.getByRole('button', { name: '标记就绪' }).click()
    await office.getByText('场次已就绪，导演可以开播').waitFor()

    await office.getByRole('menuitem', { name: '账号' }).click()
    await addAccount(office, '导演', DIRECTOR)
    await addAccount(office, '审计', AUDITOR)

    // The director goes live and opens an examiners' window on cue.
    const desk = await openPage(browser, `${server.base}/director`, DESK)
    desk.on('pageerror', (error) => problems.push(error.message))
    await signInOn(desk, DIRECTOR)
    await hold(desk, desk.getByRole('button', { name: /^开播/ }))
    await desk.getByText('直播中').waitFor()
    await desk.getByRole('button', { name: '切入环节2' }).click()
    const panel = desk.getByRole('region', { name: '考官窗口' })
    await panel.getByText('望澜水务集团城东营业厅').waitFor()
    await panel.getByRole('button', { name: '听口令' }).click()
    await panel.getByRole('button', { name: '开放考官窗口（听口令截止）' }).click()
    await panel.getByRole('button', { name: /^截止口令/ }).waitFor()

    // A session with an open window cannot end, and the console says why before anything is sent.
    const end = desk.getByRole('button', { name: '结束场次' })
    expect(await end.getAttribute('aria-disabled')).toBe('true')

    await panel.getByRole('button', { name: '申请作废…' }).click()
    await desk.getByPlaceholder(/作废的理由/).fill('主持人念错单位，重新打分')
    await desk.getByRole('button', { name: '提出申请' }).click()
    const waiting = desk.getByRole('region', { name: '待第二人确认' })
    const own = waiting.getByRole('button', { name: '确认' })
    await own.waitFor()
    expect(await own.getAttribute('aria-disabled')).toBe('true')
    await hold(desk, own)
    await desk.locator('.dc-said').getByText('发起人不能自己确认').waitFor()
    expect(await confirmPastThePage()).toEqual(['same_person'])

    const audit = await openPage(browser, `${server.base}/audit`, DESK)
    audit.on('pageerror', (error) => problems.push(error.message))
    await signInOn(audit, AUDITOR)
    await audit.getByText('主持人念错单位，重新打分').waitFor()
    await audit.getByRole('button', { name: '确认…' }).click()
    await audit.getByRole('button', { name: '确认，立即生效' }).click()
    await audit.getByText('已确认并生效。').waitFor()
    await audit.getByRole('tab', { name: '流水' }).click()
    await audit.getByText(/两人确认，.*作废，理由：主持人念错单位/).waitFor()

    // Void: a new window may be opened in its place, and the session may end.
    await panel.getByText('新窗口将替代本环节已作废的窗口').waitFor()
    await expect.poll(() => end.getAttribute('aria-disabled')).toBe('false')
    await end.click()
    await desk.getByRole('button', { name: '结束场次' }).last().click()
    await desk.getByText('已结束').first().waitFor()
    await office.getByRole('menuitem', { name: '场次' }).click()
    await office
      .getByRole('row', { name: /第四季度电视问政第一场/ })
      .getByText('已结束')
      .waitFor()
    expect(problems).toEqual([])
  },
)
