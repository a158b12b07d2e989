// A clerk's tables in real Chromium: organisations and units from workbooks, a broken row then a good file, a rename, a merger.

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { setUp, type Staff } from '../../scripts/demo/staff.ts'
import { newPeriodDraft } from '../../client/office/periods/period-draft.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import { launchChromium } from '../support/chromium.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { lookInto } from '../support/look.ts'
import { CONSOLE, DESK, openPage, pictureOfAll, signInOn, TELEPHONE } from '../support/pages.ts'
import { workbook, type Cell } from '../support/workbook.ts'

const expectGood = lookInto('node_modules/.cache/wenzheng/imports')
let server: LiveServer
let clerk: Staff
let browser: Browser
const CLERK = { personId: 'wangfang', name: '王芳', role: 'office', password: 'imports-wangfang-1' } as const

beforeAll(async () => {
  server = await startLiveServer()
  clerk = await setUp(server.base, server.setUpToken(), CLERK)
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await server.remove()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-imports')
})

const xlsxFile = (name: string, rows: readonly (readonly Cell[])[]) => ({
  name,
  mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  buffer: workbook(rows),
})
const UNIT_HEAD = ['编号', '代码', '单位名称', '类别', '所属', '业务主管部门']
const UNITS: Cell[][] = [
  ['u41', 41, '望澜水务集团城东营业厅', '公共服务企业', '城东区', '市水务局'],
  ['u42', 42, '望澜水务集团城西营业厅', '公共服务企业', '城东区', '市水务局'],
  ['u11', 11, '望澜市住房事务局公积金审批科', '机关科室', null, null],
]

async function choose(office: Page, file: ReturnType<typeof xlsxFile>): Promise<void> {
  await office.getByRole('button', { name: '导入表格' }).click()
  await office.getByRole('dialog').locator('input[type=file]').setInputFiles(file)
}

async function imported(office: Page, button: string | RegExp): Promise<void> {
  await office.getByRole('button', { name: button }).click()
  await office.getByRole('dialog').waitFor({ state: 'hidden' })
}

test('[SAFE1][GRADE1] a workbook with a broken row imports nothing and says why; the good one shows each change first', async () => {
  const office = await openPage(browser, `${server.base}/office`, DESK)
  await signInOn(office, CLERK)

  await office.getByRole('menuitem', { name: '主管单位与区' }).click()
  await office.getByText('还没有名单').waitFor()
  await choose(
    office,
    xlsxFile('部门.xlsx', [
      ['编号', '名称', '类别'],
      ['chengdong', '城东区', '区'],
      ['shuiwu', '市水务局', '市直部门'],
    ]),
  )
  await imported(office, '导入：新增 2，更改 0')
  await office.getByText('共 2 个').waitFor()

  await office.getByRole('menuitem', { name: '单位', exact: true }).click()
  await choose(
    office,
    xlsxFile('单位.xlsx', [
      UNIT_HEAD,
      ...UNITS,
      ['u99', '七', '望澜燃气抢修中心', '公共服务企业', '城南区', { formula: 'F2', result: null }],
    ]),
  )
  const dialog = office.getByRole('dialog')
  await dialog.getByText('有错误时不导入任何一行').waitFor()
  expect(await dialog.locator('tbody tr').first().locator('td').first().innerText()).toBe('5')
  expect(await office.getByRole('button', { name: /^导入：/ }).isDisabled()).toBe(true)
  await dialog.locator('input[type=file]').setInputFiles(xlsxFile('单位-改.xlsx', [UNIT_HEAD, ...UNITS]))
  await imported(office, '导入：新增 3，更改 0')
  await office.getByText('共 3 个单位').waitFor()

  // The same file with one name changed: one row changes, field by field.
  const renamed = UNITS.map((row, i) =>
    i === 0 ? [...row.slice(0, 2), '望澜水务城东服务厅', ...row.slice(3)] : row,
  )
  await choose(office, xlsxFile('单位-改名.xlsx', [UNIT_HEAD, ...renamed]))
  await dialog.getByText('望澜水务集团城东营业厅').waitFor()
  expect(await dialog.getByText('→').innerText()).toContain('单位名称')
  await imported(office, '导入：新增 0，更改 1')

  // Two become one; what was is kept.
  const row = (name: string) => office.locator('.ant-table-row', { hasText: name })
  await row('城东服务厅').getByRole('checkbox').check()
  await row('城西营业厅').getByRole('checkbox').check()
  await office.getByRole('button', { name: '合并勾选的 2 个' }).click()
  await dialog.getByLabel('自哪一天起').fill('2026-07-01')
  await office.keyboard.press('Enter')
  await dialog.getByLabel(/^理由/).fill('望编〔2026〕7号')
  await dialog
    .getByRole('button', { name: '合 并' })
    .or(dialog.getByRole('button', { name: '合并' }))
    .click()
  await dialog.waitFor({ state: 'hidden' })
  await office.getByText('共 2 个单位').waitFor()
  await row('城东服务厅').getByRole('button', { name: '沿革' }).click()
  await office.getByText('更名：“望澜水务集团城东营业厅”→“望澜水务城东服务厅”。').waitFor()
  await office.getByText(/自2026-07-01起，“望澜水务集团城西营业厅”并入本单位/).waitFor()
  await office.keyboard.press('Escape')
  await office.getByText('已撤销或并入 1').click()
  await office.getByText(/自2026-07-01起并入“望澜水务城东服务厅”/).waitFor()
})

test('[EVAL5][EVAL2] counts of a quarter: an impossible row is named, the good file kept and accepted, each deduction told', async () => {
  const periodId = PeriodId.parse('quarter-now')
  const draft = newPeriodDraft('quarter', Date.now(), [])
  await clerk.run({ type: 'DraftPeriod', periodId, settings: { ...draft, rollsUp: [] } })
  await clerk.run({ type: 'OpenPeriod', periodId })
  const office = await openPage(browser, `${server.base}/office#indicators`, DESK)
  await signInOn(office, CLERK)
  const head = ['单位代码', '指标', '分子', '分母', '周期']
  await choose(
    office,
    xlsxFile('热线.xlsx', [
      head,
      [11, '按时办结率', 205, 200, draft.title],
      [41, '按时办结率', 190, 200, '去年'],
    ]),
  )
  const dialog = office.getByRole('dialog')
  await dialog.getByText('分子205大于分母200，不可能。').waitFor()
  await dialog.getByText(`“去年”不是本周期“${draft.title}”。`).waitFor()
  const good = [head, [11, '按时办结率', 196, 200, draft.title], [41, '按时办结率', 190, 200, draft.title]]
  await dialog.locator('input[type=file]').setInputFiles(xlsxFile('热线-改.xlsx', good))
  await dialog.getByRole('button', { name: '请先填写件数来源' }).waitFor()
  await dialog.getByLabel('件数来源').fill('市12345热线办件统计')
  await imported(office, '导入：新增 2，更改 0')
  await office.getByText('件数', { exact: false }).first().waitFor()
  await office.getByText(/190÷应办结件数200＝95\.00%，目标不低于98%，每差1个百分点扣0\.5分/).waitFor()

  // A correction is shown field by field, and asked about, before anything is replaced.
  const mended = good.map((row, i) => (i === 2 ? [41, '按时办结率', 198, 200, draft.title] : row))
  await choose(office, xlsxFile('热线-更正.xlsx', mended))
  await dialog.getByText('分子：').waitFor()
  await dialog.getByLabel('件数来源').fill('市12345热线更正函')
  await dialog.getByRole('button', { name: '有已有的数据会被替换，请先勾选确认' }).waitFor()
  await dialog.getByRole('checkbox').check()
  await imported(office, '导入：新增 0，更改 1')
  await office.getByText(/198÷应办结件数200＝99\.00%.*得满分/).waitFor()
  await office.getByRole('button', { name: '导入记录' }).click()
  await office.getByText('市12345热线更正函', { exact: true }).waitFor()
  expect(await office.getByRole('link', { name: /^文件/ }).count()).toBe(2)
})

test('[EVAL4] citizens’ counts and [GRADE1] organisations’ scores come as workbooks: faults by line, each change first, and the file behind them', async () => {
  const office = await openPage(browser, `${server.base}/office#counts`, CONSOLE)
  await signInOn(office, CLERK)
  const dialog = office.getByRole('dialog')
  const counts = ['单位代码', '满意', '基本满意', '不满意', '不了解']
  await choose(office, xlsxFile('票数.xlsx', [counts, [11, '61%', 20, 8, 2], [41, 90, 20, 8, 2]]))
  await dialog.getByText('请填票数，不要填百分比。').waitFor()
  await expectGood(office, 'counts-faults-1920')
  await dialog
    .locator('input[type=file]')
    .setInputFiles(xlsxFile('票数-改.xlsx', [counts, [11, 61, 20, 8, 2], [41, 90, 20, 8, 2]]))
  await dialog.getByLabel('票数来源').fill('市电信公司短信评议报表')
  await expectGood(office, 'counts-1920')
  await imported(office, '导入：新增 2，更改 0')
  await office.getByText('2 个单位有票数', { exact: false }).waitFor()

  await office.goto(`${server.base}/office#grades`)
  const scores = ['名称', '得分']
  const chooseScores = async (file: ReturnType<typeof xlsxFile>) => {
    await office.getByRole('button', { name: '导入得分' }).click()
    await dialog.locator('input[type=file]').setInputFiles(file)
  }
  await chooseScores(xlsxFile('得分.xlsx', [scores, ['城东区', 88.5], ['市水务局', 101]]))
  await dialog.getByText('“101”不是得分：填0到100，最多两位小数。').waitFor()
  await dialog
    .locator('input[type=file]')
    .setInputFiles(xlsxFile('得分-改.xlsx', [scores, ['城东区', 88.5], ['市水务局', 91]]))
  await dialog.getByLabel('得分来源').fill('市考核办季度汇总')
  await imported(office, '导入：新增 2，更改 0')
  await office.getByRole('cell', { name: '88.50' }).waitFor()
  await office.setViewportSize({ ...TELEPHONE })
  await chooseScores(xlsxFile('得分-更正.xlsx', [scores, ['城东区', 86]]))
  await dialog.getByLabel('得分来源').fill('市考核办更正')
  await dialog.getByText('88.50').waitFor()
  await dialog.getByRole('button', { name: '有已有的数据会被替换，请先勾选确认' }).waitFor()
  await expectGood(office, 'scores-390')
  await dialog.getByRole('checkbox').check()
  await imported(office, '导入：新增 0，更改 1')
  await office.getByRole('cell', { name: '86.00' }).waitFor()
  await expectGood(office, 'grades-390')
})
