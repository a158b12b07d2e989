// The office's screen of organisations' assessment, answers made up: before settling, settled with proposals and cards, and a refusal in sight.

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Running } from '../../server/start.ts'
import { OrganisationId } from '../../shared/evaluation/department.ts'
import { DEFAULT_RULES, NO_FACTS } from '../../shared/grade/assessment.ts'
import { PeriodId, PublicationId } from '../../shared/period/ids.ts'
import { GradesAnswer, type GradeRow } from '../../shared/protocol/grades-api.ts'
import { launchChromium } from '../support/chromium.ts'
import { lookInto } from '../support/look.ts'
import { CONSOLE, DESK, openPage, pictureOfAll, signInOn } from '../support/pages.ts'
import { periodsAnswer } from '../support/period-answers.ts'
import { OFFICE, setUpStaff } from '../support/test-show.ts'
import { cleanUp, setUpTokenOf, startTestServer } from '../support/test-server.ts'

const expectGood = lookInto('node_modules/.cache/wenzheng/grades')
let running: Running
let browser: Browser

beforeAll(async () => {
  running = await startTestServer()
  await setUpStaff(running.localUrl, setUpTokenOf(running))
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await cleanUp()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-grades')
})

const AT = Date.parse('2027-01-22T10:00:00+08:00')
const row = (id: string, name: string, kind: GradeRow['kind'], more: Partial<GradeRow> = {}): GradeRow => ({
  ...{ organisationId: OrganisationId.parse(id), name, kind, own: '88.00', ownFrom: '季度考核汇总' },
  ...{ facts: NO_FACTS, settled: null, cards: [] },
  ...more,
})
const graded = (
  total: string,
  grade: 'excellent' | 'qualified' | 'unqualified',
  more: Partial<NonNullable<GradeRow['settled']>> = {},
): NonNullable<GradeRow['settled']> => ({
  ...{ units: 3, unitsMean: '83.33', total, byBands: grade, grade, bars: [], vetoed: false, proposals: [] },
  ...more,
})

function answer(settled: boolean): GradesAnswer {
  const yellow = { kind: 'yellow_card' as const, why: 'unqualified' }
  const card = { proposal: yellow, reason: '按考核办法', by: ['王评议', '赵审计'], atMs: AT }
  const relief = { reason: '非主观过错，已整改到位', by: ['王评议', '赵审计'], atMs: AT + 86_400_000 }
  const rows = settled
    ? [
        row('dep-a', '市城市管理执法委员会', 'department', {
          settled: graded('91.40', 'qualified', { byBands: 'excellent', bars: ['criticised_by_name'] }),
        }),
        row('dep-b', '市水务和湖泊局', 'department', {
          own: '52.00',
          settled: graded('55.10', 'unqualified', { proposals: [{ ...yellow, confirmed: false }] }),
        }),
        row('dis-c', '江滨经济技术开发区管理委员会社会事务与综合执法办公室', 'district', {
          settled: graded('94.00', 'excellent', { units: 0, unitsMean: null }),
          cards: [{ ...card, relief }],
        }),
      ]
    : [
        row('dep-a', '市城市管理执法委员会', 'department'),
        row('dep-b', '市水务和湖泊局', 'department', { own: null }),
      ]
  return GradesAnswer.parse({
    ...{ periodId: PeriodId.parse('2026-q4'), title: '2026年第四季度', rules: DEFAULT_RULES, rows },
    settled: settled ? { publicationId: PublicationId.parse('2026-q4-1'), by: '王评议', atMs: AT } : null,
    againstSettling: settled ? [] : ['本季度的排名还没有公示，不能定级。'],
    outdated: false,
  })
}

async function atGrades(settled: boolean, size = DESK): Promise<Page> {
  const page = await openPage(browser, `${running.localUrl}/office`, size)
  await page
    .context()
    .route(/\/api\/periods$/, (route) =>
      route.fulfill({ json: periodsAnswer({ nowMs: AT, phase: settled ? 'notice' : 'collecting' }) }),
    )
  await page.context().route(/\/api\/grades\//, (route) => route.fulfill({ json: answer(settled) }))
  await signInOn(page, OFFICE)
  await page.getByRole('heading', { name: '场次' }).waitFor()
  await page.goto(`${running.localUrl}/office#grades`)
  await page.getByRole('heading', { name: '组织考核' }).waitFor()
  await page.getByText('市水务和湖泊局').waitFor()
  return page
}

test(
  '[GRADE1] before the ranking is published grades cannot be settled, and it is said why',
  { timeout: 60_000 },
  async () => {
    const page = await atGrades(false)
    expect(await page.getByRole('button', { name: /^定\s*级$/ }).isEnabled()).toBe(false)
    await page.getByText('本季度的排名还没有公示，不能定级。').waitFor()
    await expectGood(page, 'open')
    await page.getByRole('button', { name: '考核办法…' }).click()
    await page.getByRole('dialog').getByText('优秀从').waitFor()
    await expectGood(page, 'rules')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '情况…' }).first().click()
    await page.getByRole('dialog').getByText('对口省厅排名（没有就留空）').waitFor()
    await expectGood(page, 'facts')
    await page.context().close()
  },
)

test.each([
  ['desk', DESK],
  ['console', CONSOLE],
] as const)(
  '[GRADE2] [GRADE4] grades, what is proposed, and a lifted card that stays in sight: %s',
  { timeout: 60_000 },
  async (name, size) => {
    const page = await atGrades(true, size)
    await page.getByText('黄牌警告（考核不合格）').first().waitFor()
    for (let opened = 0; opened < 3; opened++)
      await page.getByRole('button', { name: '展开行' }).first().click()
    await page.getByText('不得评为优秀：被点名通报。').waitFor()
    await page.getByText(/撤销，理由：非主观过错，已整改到位。/).waitFor()
    await expectGood(page, `settled-${name}`)
    await page.getByRole('button', { name: '申请确认…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('理由').fill('按考核办法第十二条')
    await dialog.getByRole('button', { name: '申请确认，须另一人确认' }).click()
    // The server knows nothing of the made-up quarter, and says so.
    await dialog.getByText('本季度还没有定级。').waitFor()
    await expectGood(page, `card-${name}`)
    await page.context().close()
  },
)
