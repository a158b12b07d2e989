// The scheme's form in real Chromium: an indicator changed in its dialog, shares that do not sum up, what is saved is what was typed.

import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { setUp } from '../../scripts/demo/staff.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import { launchChromium } from '../support/chromium.ts'
import { DESK, openPage, pictureOfAll, signInOn } from '../support/pages.ts'
import { cleanUp, setUpTokenOf, startTestServer, testConfig } from '../support/test-server.ts'
import type { Running } from '../../server/start.ts'

let server: Running
let browser: Browser
const CLERK = { personId: 'wangfang', name: '王芳', role: 'office', password: 'scheme-wangfang-1' } as const

beforeAll(async () => {
  server = await startTestServer(testConfig())
  await setUp(server.localUrl, setUpTokenOf(server), CLERK)
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await cleanUp()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-scheme')
})

test('[EVAL2][EVAL5][EVAL6] a clerk changes an indicator, the reviewers’ shares and a floor; wrong sums cannot be saved', async () => {
  const office = await openPage(browser, `${server.localUrl}/office#scheme`, DESK)
  await signInOn(office, CLERK)
  const row = office.locator('.ant-table-row', { hasText: '按时办结率' })
  await row.getByRole('button', { name: '修改' }).click()
  const dialog = office.getByRole('dialog')
  await dialog.getByLabel('目标：达到就得满分').fill('97.5')
  await dialog.getByLabel('最低分：扣到这里为止').fill('30')
  await dialog.getByRole('button', { name: '用这个指标' }).click()
  await dialog.getByText('最低分不能高于满分。').waitFor()
  await dialog.getByLabel('最低分：扣到这里为止').fill('10')
  await dialog.getByRole('button', { name: '用这个指标' }).click()
  await row.getByText('不低于97.5%').waitFor()

  const save = office.getByRole('button', { name: '保存评分方案' })
  await office.getByLabel('业务主管部门占').fill('50')
  await office.getByText('合计 90%，还差 10%').waitFor()
  expect(await save.isDisabled()).toBe(true)
  await office.getByLabel('区（开发区）占').fill('30')
  await office.getByLabel('总分达到几分不列入十差').fill('80.5')
  await save.click()
  await office.getByText('评分方案已保存。').waitFor()

  const { scheme } = server.app.runner.house().registry
  expect(scheme.indicators[0]).toEqual({
    ...DEFAULT_SCHEME.indicators[0],
    targetPercent: 975_000,
    floor: 100_000,
  })
  expect({ ...scheme, indicators: DEFAULT_SCHEME.indicators }).toEqual({
    ...DEFAULT_SCHEME,
    reviewersBp: { line: 5_000, district: 3_000, town: 2_000 },
    floors: { noWorstFrom: 8_050, noBestBelow: null },
  })
})
