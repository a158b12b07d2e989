// A quarter from its first click to its final publication and a correction, in real Chromium: office and auditor each at a desk of their own.

import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { newPeriodDraft, newPeriodId } from '../../client/office/periods/period-draft.ts'
import { units } from '../../scripts/demo/city.ts'
import { signIn } from '../../scripts/demo/staff.ts'
import { DAY_MS, dayAfter, startOfDayMs } from '../../shared/basics/city-day.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import type { PeriodCommand } from '../../shared/period/command.ts'
import type { Period } from '../../shared/period/period.ts'
import type { Running } from '../../server/start.ts'
import { launchChromium } from '../support/chromium.ts'
import { lookInto } from '../support/look.ts'
import { DESK, openPage, pictureOfAll, signInOn, TELEPHONE } from '../support/pages.ts'
import { createShiftedClock } from '../../scripts/shifted-clock.ts'
import { AUDITOR, OFFICE, setUpStaff } from '../support/test-show.ts'
import { cleanUp, setUpTokenOf, startTestServer, until } from '../support/test-server.ts'

const folder = 'node_modules/.cache/wenzheng/period-flow'
const expectGood = lookInto(folder)
const clock = createShiftedClock()
const DRAFT = newPeriodDraft('quarter', clock.nowMs(), [])
const PERIOD = newPeriodId(DRAFT, [])
/** One without counts of 大数据, one with too few ballots. */
const [WITHOUT, SMALL] = [units[0]!, units[1]!]
let running: Running
let browser: Browser

beforeAll(async () => {
  running = await startTestServer(undefined, { clock })
  const { office } = await setUpStaff(running.localUrl, setUpTokenOf(running))
  await office.run({ type: 'ImportUnits', units: [...units] })
  const weightsBp = { citizens: 6_000, bigData: 4_000, department: 0, rectification: 0, tv: 0 }
  await office.run({ type: 'SetScheme', scheme: { ...DEFAULT_SCHEME, weightsBp } })
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await cleanUp()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-period-flow')
})

const period = (): Period => running.app.runner.house().periods[PERIOD]!

/** What clerks upload, as the doors hand it on. */
async function evidenceComes(): Promise<void> {
  const office = await signIn(running.localUrl, OFFICE.personId, OFFICE.password)
  const told = (importId: string, words: string) => ({
    ...{ periodId: PERIOD, replaces: false, source: { importId, words, fileHash: null } },
  })
  const commands: readonly PeriodCommand[] = [
    {
      type: 'AcceptIndicatorCounts',
      ...told('hotline-1', '市政务热线台账'),
      rows: units
        .filter(({ unitId }) => unitId !== WITHOUT.unitId)
        .flatMap(({ unitId, category }, i) =>
          DEFAULT_SCHEME.indicators
            .filter(({ categories }) => categories.includes(category))
            .map(({ indicatorId }) => ({
              unitId,
              indicatorId,
              count: { denominator: 400, numerator: 390 - i },
            })),
        ),
    },
    {
      type: 'AcceptCitizensCounts',
      ...told('citizens-1', '第三方短信微信评议'),
      rows: units.map(({ unitId }, i) => ({
        unitId,
        split:
          unitId === SMALL.unitId
            ? { satisfied: 20, fair: 3, dissatisfied: 2, unsure: 0 }
            : { satisfied: 200 - i * 5, fair: 40, dissatisfied: 10 + i * 3, unsure: 4 },
      })),
    },
  ]
  for (const command of commands) await office.run(command)
}

/** Weeks on: sign-ins are over, and each person signs in again. */
async function laterThan(atMs: number, pages: readonly (readonly [Page, typeof OFFICE | typeof AUDITOR])[]) {
  clock.shiftTo(atMs)
  for (const [page, person] of pages) {
    await page.context().clearCookies()
    await page.reload()
    await signInOn(page, person)
  }
}

/** At another desk: the auditor compares both hashes with what the audit page shows, and confirms. */
async function confirmed(audit: Page, what: string, hashes: readonly string[]): Promise<void> {
  await audit.getByRole('tab', { name: '待确认（1）' }).click()
  await audit.getByText(what).first().waitFor()
  await audit.getByRole('button', { name: '确认…' }).click()
  const dialog = audit.getByRole('dialog')
  for (const hash of hashes) await dialog.getByText(hash).waitFor()
  await expectGood(audit, `confirm-${what.slice(0, 4)}`)
  await dialog.getByRole('button', { name: '确认，立即生效' }).click()
  await audit.getByText('没有待第二人确认的申请。').waitFor()
}

async function certified(office: Page, audit: Page): Promise<void> {
  await office.getByText('三方核对一致').waitFor({ timeout: 60_000 })
  await office.getByRole('button', { name: '申请签发…' }).click()
  const { stage } = period()
  const agreement = stage.phase === 'frozen' ? stage.agreement : null
  const hashes = [agreement?.bundleHash ?? 'none', agreement?.resultHash ?? 'none']
  for (const hash of hashes) await office.getByRole('dialog').getByText(hash).waitFor()
  await office.getByRole('button', { name: '申请签发，须审计确认' }).click()
  await office.getByText('已提出申请，请另一人在自己的登录下确认。').last().waitFor()
  await confirmed(audit, `签发周期“${DRAFT.title}”的排名`, hashes)
}

async function frozen(office: Page): Promise<void> {
  await office.getByRole('button', { name: '冻结数据', exact: true }).click()
  await office.getByRole('dialog').getByRole('button', { name: '冻结', exact: true }).click()
  await until(running.app.runner, (house) => house.periods[PERIOD]?.stage.phase === 'frozen')
}

test(
  '[PUB1] [PUB2] [EVAL2] [EVAL3] a quarter: opened, collected, frozen, counted three ways, certified by two, objected to, corrected, final',
  { timeout: 240_000 },
  async () => {
    const office = await openPage(browser, `${running.localUrl}/office#periods`, DESK)
    await signInOn(office, OFFICE)
    const audit = await openPage(browser, `${running.localUrl}/audit`, DESK)
    await signInOn(audit, AUDITOR)
    const both = [
      [office, OFFICE],
      [audit, AUDITOR],
    ] as const

    // Drafted with the dates the form proposes; then its scheme is frozen.
    await office.getByText('还没有评议周期。').waitFor()
    await office.getByRole('button', { name: '新建评议周期' }).click()
    await office.getByRole('button', { name: '建立评议周期' }).click()
    await office.getByRole('button', { name: '冻结方案，开始' }).click()
    await office.getByRole('dialog').getByRole('button', { name: '冻结方案，开始' }).click()
    await office.getByText('佐证到了多少').waitFor()
    expect(period().schemes).toHaveLength(1)
    await expectGood(office, 'opened')

    // Evidence comes; what is missing is seen, opened, and marked not applicable with a reason.
    await evidenceComes()
    await office.getByRole('button', { name: /^缺 1.*大数据评议/ }).click()
    await office.getByText('共 1 项').waitFor()
    await office.getByRole('cell', { name: WITHOUT.name }).waitFor()
    await office.getByRole('checkbox').last().check()
    await office.getByRole('button', { name: '标为不适用（已选1个）…' }).click()
    await office.getByRole('dialog').getByLabel('理由（写在单位卡片上）').fill('本季度没有热线工单')
    await office.getByRole('dialog').getByRole('button', { name: '标为不适用（1个）' }).click()
    await office.getByText('没有缺项').or(office.getByText('这个条件下没有缺项。')).first().waitFor()

    // Taken back with a reason, both stay in sight; and marked again.
    await office.getByRole('tab', { name: '不适用' }).click()
    await office.getByRole('button', { name: `撤回${WITHOUT.name}的不适用` }).click()
    await office
      .getByRole('dialog')
      .getByLabel(/^撤回的理由/)
      .fill('热线平台查到工单')
    await office.getByRole('dialog').getByRole('button', { name: '撤回不适用（1个）' }).press('Enter')
    await office.getByText('热线平台查到工单', { exact: false }).waitFor()
    await office.getByText('本季度没有热线工单').waitFor()
    await expectGood(office, 'withdrawn')
    await office.getByRole('tab', { name: '缺项（2）' }).click()
    await office.getByRole('checkbox').last().check()
    await office.getByRole('button', { name: '标为不适用（已选1个）…' }).click()
    await office.getByRole('dialog').getByLabel('理由（写在单位卡片上）').fill('工单属另一单位')
    await office.getByRole('dialog').getByRole('button', { name: '标为不适用（1个）' }).press('Enter')
    await office.getByText('这个条件下没有缺项。').waitFor()

    // A deduction is lifted by two, with the place that follows in sight before it is asked for.
    await office.getByRole('tab', { name: '免除扣分' }).click()
    await office.getByRole('button', { name: '申请免除扣分…' }).click()
    const lifting = office.getByRole('dialog')
    await lifting.getByLabel('单位').fill(units[5]!.name)
    await office.keyboard.press('Enter')
    await lifting
      .getByText(/^免除以后：总分/)
      .first()
      .waitFor()
    await lifting.getByRole('radio').first().check()
    await lifting.getByLabel('免除的理由（容错纠错，公开）').fill('先行先试')
    await lifting.getByRole('button', { name: '申请免除，须另一人确认' }).press('Enter')
    await confirmed(audit, `免除周期“${DRAFT.title}”对“${units[5]!.name}”的扣分`, [])
    await office.getByRole('cell', { name: '先行先试' }).waitFor()
    await expectGood(office, 'lifted')

    // A veto with its file.
    await office.getByRole('tab', { name: '一票否决' }).click()
    await office.getByRole('button', { name: '登记一票否决…' }).click()
    const veto = office.getByRole('dialog')
    await veto.getByLabel('单位').fill(units[2]!.name)
    await office.keyboard.press('Enter')
    await veto.getByLabel('事项').click()
    await office.locator('.ant-select-item-option', { hasText: DEFAULT_SCHEME.vetoKinds[0]! }).click()
    await veto.locator('input[type=file]').setInputFiles({
      ...{ name: '通报.csv', mimeType: 'text/csv', buffer: Buffer.from('文号,内容\n1,通报\n') },
    })
    await veto.getByText('通报.csv').waitFor()
    await veto.getByLabel('理由（公开）').fill('市纪委通报')
    await veto.getByRole('button', { name: '登记', exact: true }).click()
    await office.getByRole('cell', { name: '市纪委通报' }).waitFor()
    expect(period().vetoes[0]?.files).toHaveLength(1)

    // Reviewed while provisional; a card by a click.
    await office.getByRole('tab', { name: '暂列排名' }).click()
    await office.getByText(/^暂列：/).waitFor()
    await office.locator('.pd-ranking .pd-name').first().click()
    await office.getByRole('dialog').getByText('每一部分怎么来的').waitFor()
    await expectGood(office, 'card')
    await office.getByRole('button', { name: 'Close' }).or(office.getByLabel('关闭')).first().click()

    // Before its days are over it cannot be frozen, and says so.
    await office.getByRole('tab', { name: '进度' }).click()
    expect(await office.getByRole('button', { name: '冻结数据', exact: true }).isDisabled()).toBe(true)
    await office.getByText('才结束，现在不能冻结').waitFor()
    await laterThan(startOfDayMs(dayAfter(DRAFT.endsOn, 1)) + 3_600_000, both)
    await frozen(office)
    await certified(office, audit)
    await office
      .getByText(/^公示还剩/)
      .first()
      .waitFor()
    await expectGood(office, 'notice')
    expect(period().publications).toHaveLength(1)

    // An objection from outside is answered in public; it was right, so the ranking is corrected by two persons.
    const publicationId = period().publications[0]!.publicationId
    const citizen = await openPage(
      browser,
      `${running.localUrl}/results?publication=${publicationId}&category=${units[3]!.category}&unit=${units[3]!.unitId}`,
      TELEPHONE,
    )
    await citizen.getByLabel(/^理由/).fill('我单位的按时办结件数少记了十件。')
    await citizen.getByLabel(/^姓名和电话或邮箱/).fill('李同志')
    await citizen.getByRole('button', { name: '提交异议' }).click()
    await citizen.getByText('异议已收到。').waitFor()
    await citizen.screenshot({ path: `${folder}/objection.png` })
    await office.getByRole('tab', { name: '发布与异议（1）' }).click()
    await office.getByText('我单位的按时办结件数少记了十件。').waitFor()
    await office.getByRole('button', { name: '答复…' }).click()
    const answer = office.getByRole('dialog')
    await answer.getByText('异议成立', { exact: true }).click()
    await answer.getByLabel('答复（任何人都能看到，请不要写个人信息）').fill('经核实成立，将更正。')
    await answer.getByRole('button', { name: '答复并公开' }).click()
    await office.locator('.pd-said', { hasText: '经核实成立，将更正。' }).waitFor()
    await citizen.goto(`${running.localUrl}/results?publication=${publicationId}`)
    await citizen.getByText('经核实成立，将更正。').waitFor()
    await citizen.context().close()
    await expectGood(office, 'answered')

    await office.getByRole('tab', { name: '进度' }).click()
    await office.getByRole('button', { name: '申请重新打开…' }).click()
    await office.getByRole('dialog').getByLabel('更正的理由（随更正公开）').fill('热线台账少记十件')
    await office.getByRole('dialog').getByRole('button', { name: '申请，须另一人确认' }).click()
    await confirmed(audit, `重新打开周期“${DRAFT.title}”`, [])
    await office.getByRole('button', { name: '冻结数据', exact: true }).waitFor()
    const clerk = await signIn(running.localUrl, OFFICE.personId, OFFICE.password)
    const indicator = DEFAULT_SCHEME.indicators.find(({ categories }) =>
      categories.includes(units[3]!.category),
    )!
    await clerk.run({
      ...{ type: 'AcceptIndicatorCounts', periodId: PERIOD, replaces: true },
      source: { importId: 'hotline-2', words: '市政务热线台账（更正）', fileHash: null },
      rows: [
        {
          ...{ unitId: units[3]!.unitId, indicatorId: indicator.indicatorId },
          count: { denominator: 400, numerator: 398 },
        },
      ],
    })
    await frozen(office)
    await certified(office, audit)
    await expect.poll(() => period().publications.length).toBe(2)
    expect(period().publications[1]).toMatchObject({ replaces: publicationId, reason: '热线台账少记十件' })

    // Final once its notice is over; its bulletin can be had on paper.
    await office
      .getByText(/^公示还剩/)
      .first()
      .waitFor()
    await laterThan(period().publications[1]!.noticeUntilMs + DAY_MS, both)
    await office.getByRole('button', { name: '定案', exact: true }).click()
    await office.getByText('已定案。').first().waitFor()
    await office.getByRole('tab', { name: '发布与异议' }).click()
    await office.getByText('已被更正').waitFor()
    await expectGood(office, 'final')
    const [pdf] = await Promise.all([
      office.waitForEvent('download'),
      office.getByRole('link', { name: '通报PDF' }).first().click(),
    ])
    expect(
      readFileSync(await pdf.path())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')

    // The auditor reads the same.
    await audit.getByRole('tab', { name: '评议周期' }).click()
    await audit.getByRole('button', { name: DRAFT.title, exact: true }).click()
    await audit.getByRole('tab', { name: '排名' }).click()
    await audit.locator('.pd-ranking .ant-table-row').first().waitFor()
    await expectGood(audit, 'audit-ranking')
    await office.context().close()
    await audit.context().close()
  },
)
