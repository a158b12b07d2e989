// Every screen of an evaluation period in every state a clerk can meet, answers made up: none of them needs a whole quarter to be played.

import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { units } from '../../scripts/demo/city.ts'
import type { Running } from '../../server/start.ts'
import { launchChromium } from '../support/chromium.ts'
import { lookInto } from '../support/look.ts'
import { CONSOLE, DESK, TELEPHONE, openPage, pictureOfAll, signInOn, type Sized } from '../support/pages.ts'
import {
  periodAnswer,
  periodsAnswer,
  rankingAnswer,
  unitCardAnswer,
  type PeriodFixture,
} from '../support/period-answers.ts'
import {
  deductionsAnswer,
  missingAnswer,
  notApplicableAnswer,
  objectionsAnswer,
  trendsAnswer,
} from '../support/period-lists.ts'
import { OFFICE, setUpStaff } from '../support/test-show.ts'
import { cleanUp, setUpTokenOf, startTestServer } from '../support/test-server.ts'

const expectGood = lookInto('node_modules/.cache/wenzheng/periods')
let running: Running
let browser: Browser

beforeAll(async () => {
  running = await startTestServer()
  const { office } = await setUpStaff(running.localUrl, setUpTokenOf(running))
  await office.run({ type: 'ImportUnits', units: [...units] })
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await cleanUp()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-period-screens')
})

/** Answers the period doors from a fixture. */
async function answering(page: Page, fixture: PeriodFixture): Promise<void> {
  const answer = (route: Route) => {
    const url = new URL(route.request().url())
    const parts = url.pathname.split('/').slice(2)
    const query = url.searchParams
    const body =
      parts[0] === 'trends'
        ? trendsAnswer(query)
        : parts[0] === 'objections'
          ? objectionsAnswer(fixture.nowMs)
          : parts.length === 1
            ? periodsAnswer(fixture)
            : parts[2] === 'ranking'
              ? rankingAnswer(query, fixture.phase === 'collecting')
              : parts[2] === 'missing'
                ? missingAnswer(query)
                : parts[2] === 'not-applicable'
                  ? notApplicableAnswer(query, fixture.nowMs)
                  : parts[4] === 'deductions'
                    ? deductionsAnswer(parts[3] ?? '')
                    : parts[2] === 'units'
                      ? unitCardAnswer(parts[3] ?? '')
                      : periodAnswer(fixture)
    return route.fulfill({ json: body })
  }
  await page.context().route(/\/api\/(periods|trends|objections)/, answer)
}

async function atOffice(fixture: PeriodFixture, hash: string, size: Sized = DESK): Promise<Page> {
  const page = await openPage(browser, `${running.localUrl}/office`, size)
  await answering(page, fixture)
  await signInOn(page, OFFICE)
  await page.getByRole('heading', { name: '场次' }).waitFor()
  await page.goto(`${running.localUrl}/office#${hash}`)
  return page
}

const NOW = Date.parse('2027-01-20T10:00:00+08:00')

test('[ui] the list, the new period’s form and the trends', { timeout: 60_000 }, async () => {
  const page = await atOffice({ nowMs: NOW, phase: 'notice' }, 'periods')
  await page.getByRole('button', { name: '2026年第四季度', exact: true }).waitFor()
  await expectGood(page, 'list')
  await page.getByRole('button', { name: '新建评议周期' }).click()
  await page.getByRole('dialog').getByLabel('佐证截止').waitFor()
  await expectGood(page, 'new')
  await page.getByRole('dialog').getByText('全年', { exact: true }).click()
  await page.getByRole('dialog').getByLabel('由哪些季度合成').waitFor()
  await expectGood(page, 'new-year')
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: '走势' }).click()
  await page.getByRole('cell', { name: '2026年第四季度' }).waitFor()
  await expectGood(page, 'trends')
  await page.context().close()
})

test(
  '[SHOW6] a period in each of its phases says what can be done and why not',
  { timeout: 90_000 },
  async () => {
    const against = [
      '市民短信微信评议还有46个单位没有达到30票。',
      '大数据评议还有12个单位没有报送，也没有确认不适用。',
    ]
    const cases = [
      ['draft', { phase: 'draft' }, '冻结方案，开始', true],
      ['collecting', { phase: 'collecting', againstFreezing: against }, '冻结数据', false],
      ['ready', { phase: 'collecting' }, '冻结数据', true],
      ['frozen', { phase: 'frozen' }, '申请签发…', true],
      ['odds', { phase: 'frozen', atOdds: true }, '申请签发…', false],
      ['stuck', { phase: 'frozen', failed: '磁盘已满，结果包没有写完。' }, '申请签发…', false],
      ['notice', { phase: 'notice' }, '定案', false],
      ['final', { phase: 'final' }, '申请重新打开…', true],
    ] as const
    for (const [name, fixture, button, enabled] of cases) {
      const page = await atOffice({ nowMs: Date.now(), ...fixture }, 'periods/2026-q4')
      await page.getByRole('button', { name: button, exact: true }).waitFor()
      expect
        .soft(await page.getByRole('button', { name: button, exact: true }).isEnabled(), name)
        .toBe(enabled)
      await expectGood(page, `overview-${name}`)
      await page.context().close()
    }
  },
)

test(
  '[EVAL3] a number of the matrix opens its list; several units are marked at once',
  { timeout: 60_000 },
  async () => {
    const page = await atOffice({ nowMs: NOW, phase: 'collecting' }, 'periods/2026-q4')
    await page
      .getByRole('button', { name: /^缺 12.*市民短信微信评议/ })
      .first()
      .click()
    await page.getByText('共 63 项').waitFor()
    await page.getByRole('checkbox').nth(1).check()
    await page.getByRole('checkbox').nth(2).check()
    await page.getByRole('button', { name: '标为不适用（已选2个）…' }).click()
    await page.getByRole('dialog').getByLabel('理由（写在单位卡片上）').fill('窗口已撤并')
    await expectGood(page, 'not-applicable')
    await page.keyboard.press('Escape')
    await expectGood(page, 'missing')
    for (const [tab, name] of [
      ['不适用', 'excused'],
      ['导入记录', 'imports'],
      ['一票否决', 'vetoes'],
      ['免除扣分', 'reliefs'],
      ['方案版本', 'scheme'],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click()
      await expectGood(page, name)
    }
    await page.context().close()
  },
)

test(
  '[EVAL3] [GRADE4] 不适用 is withdrawn beside its reason; a deduction is asked to be lifted with its effect in sight, by keyboard and on a telephone',
  { timeout: 90_000 },
  async () => {
    for (const [size, name] of [
      [CONSOLE, '1920'],
      [TELEPHONE, '390'],
    ] as const) {
      const page = await atOffice({ nowMs: NOW, phase: 'collecting' }, 'periods/2026-q4/not-applicable', size)
      await page.getByText('热线平台查到12件工单，重新计入。').waitFor()
      await expectGood(page, `excused-${name}`)
      await page.getByRole('button', { name: /^撤回.*第1科室的不适用$/ }).focus()
      await page.keyboard.press('Enter')
      const withdrawing = page.getByRole('dialog')
      await withdrawing.getByText('没有佐证的重新列为缺项', { exact: false }).waitFor()
      await withdrawing.getByLabel('撤回的理由（与原来的理由一起留着）').fill('查到热线工单')
      await expectGood(page, `withdraw-${name}`)
      await page.keyboard.press('Escape')
      await page.goto(`${running.localUrl}/office#periods/2026-q4/reliefs`)
      await page.getByText('停电三日，工单系统不能办结，属不可抗力。').waitFor()
      await expectGood(page, `reliefs-${name}`)
      await page.getByRole('button', { name: '申请免除扣分…' }).click()
      const lifting = page.getByRole('dialog')
      await lifting.getByLabel('单位').fill(units[2]!.name)
      await page.keyboard.press('Enter')
      await lifting.getByText('免除以后：总分66.21分、第79名').waitFor()
      await lifting.getByText('已有人申请，等另一人确认').waitFor()
      await lifting.getByRole('radio').first().check()
      await lifting.getByLabel('免除的理由（容错纠错，公开）').fill('先行先试')
      await expectGood(page, `lift-${name}`)
      await page.context().close()
    }
  },
)

test(
  '[RANK6] the ranking, its filters and pages, and a unit’s card by keyboard',
  { timeout: 60_000 },
  async () => {
    for (const [size, name] of [
      [DESK, '1366'],
      [CONSOLE, '1920'],
    ] as const) {
      const page = await atOffice({ nowMs: NOW, phase: 'frozen' }, 'periods/2026-q4/ranking', size)
      await page.getByText('本类参加排名91个，十优、十差各取10名。').waitFor()
      await expectGood(page, `ranking-${name}`)
      await page.getByTitle('2', { exact: true }).click()
      await page.getByRole('cell', { name: '91', exact: true }).waitFor()
      await expectGood(page, `ranking-end-${name}`)
      await page.getByRole('button', { name: '城东片区第88科室' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').getByText('每一部分怎么来的').waitFor()
      await expectGood(page, `card-${name}`)
      await page.getByRole('dialog').getByText('怎样会改变名次').scrollIntoViewIfNeeded()
      await expectGood(page, `card-end-${name}`)
      await page.keyboard.press('Escape')
      await page.context().close()
    }
  },
)

test('[PUB1] [PUB2] certifying, correcting and answering', { timeout: 60_000 }, async () => {
  const frozen = await atOffice({ nowMs: Date.now(), phase: 'frozen' }, 'periods/2026-q4')
  await frozen.getByRole('button', { name: '申请签发…' }).click()
  await frozen.getByRole('dialog').getByLabel('公示到（含当日）').fill('2020-01-01')
  await frozen
    .getByRole('dialog')
    .getByText(/^公示至少7天/)
    .waitFor()
  await expectGood(frozen, 'certify')
  await frozen.context().close()
  const page = await atOffice({ nowMs: Date.now(), phase: 'notice' }, 'periods/2026-q4')
  await page.getByRole('button', { name: '申请重新打开…' }).click()
  await expectGood(page, 'reopen')
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: /发布与异议/ }).click()
  await page.getByText('公示还剩').waitFor()
  await page.getByRole('button', { name: '答复…' }).first().waitFor()
  await expectGood(page, 'published')
  await page.getByRole('button', { name: '答复…' }).first().click()
  await page.getByRole('dialog').getByText('部分成立').click()
  await expectGood(page, 'answer')
  await page.context().close()
})

test('[PUB1] with an objection upheld and nothing corrected, final only with a reason that stays in sight', async () => {
  for (const [size, name] of [
    [CONSOLE, '1920'],
    [TELEPHONE, '390'],
  ] as const) {
    const page = await atOffice({ nowMs: Date.now(), phase: 'notice', upheld: true }, 'periods/2026-q4', size)
    await page.getByText('还没有更正：影响结果的先申请重新打开', { exact: false }).waitFor()
    await page.getByRole('button', { name: '定案…' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '不更正，定案' }).press('Enter')
    await dialog.getByText('请填写理由。').waitFor()
    await dialog.getByLabel('不更正的理由（随结果公开）').fill('属笔误，不影响任何单位的得分和名次。')
    await expectGood(page, `finalise-${name}`)
    await page.context().close()
    const final = await atOffice(
      { nowMs: NOW, phase: 'final', upheld: true },
      'periods/2026-q4/published',
      size,
    )
    await final
      .getByText('没有更正。理由：属笔误，不影响任何单位的得分和名次。', { exact: false })
      .first()
      .waitFor()
    await expectGood(final, `uncorrected-${name}`)
    await final.context().close()
  }
})

test('[ui] a dialog stands where it will stand from the first frame it is there', async () => {
  const page = await atOffice({ nowMs: Date.now(), phase: 'notice' }, 'periods/2026-q4/published')
  await page.getByRole('button', { name: '答复…' }).first().waitFor()
  const places = page.evaluate(
    () =>
      new Promise<string[]>((settle) => {
        const seen: string[] = []
        const look = () => {
          const dialog = document.querySelector('[role=dialog]')
          if (dialog !== null) {
            const { x, y, width, height } = dialog.getBoundingClientRect()
            seen.push([x, y, width, height].map(Math.round).join(' '))
          }
          if (seen.length < 30) requestAnimationFrame(look)
          else settle(seen)
        }
        look()
      }),
  )
  await page.getByRole('button', { name: '答复…' }).first().click()
  expect(new Set(await places).size).toBe(1)
  await page.context().close()
})

test(
  '[ui] nothing yet, waiting, refused, broken and offline are told apart',
  { timeout: 60_000 },
  async () => {
    const page = await openPage(browser, `${running.localUrl}/office`, DESK)
    await signInOn(page, OFFICE)
    await page.getByRole('heading', { name: '场次' }).waitFor()
    const context = page.context()
    const pattern = /\/api\/periods/
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    await context.route(pattern, async (route) => {
      await held
      await route.fulfill({ json: { serverNowMs: NOW, periods: [], organisations: [] } })
    })
    await page.goto(`${running.localUrl}/office#periods`)
    await page.getByText('正在读取评议周期…').waitFor()
    await expectGood(page, 'state-waiting')
    release()
    await page.getByText('还没有评议周期。').waitFor()
    await expectGood(page, 'state-empty')

    await context.unroute(pattern)
    const refusal = { code: 'not_allowed', sentence: '这个账号不能看评议周期。' }
    await context.route(pattern, (route) => route.fulfill({ status: 403, json: { refusal } }))
    await page.goto(`${running.localUrl}/office#periods/2026-q4`)
    await page.getByText('现在看不到评议周期').waitFor()
    await expectGood(page, 'state-refused')

    await context.unroute(pattern)
    await context.route(pattern, (route) => route.fulfill({ status: 500, body: 'broken' }))
    await page.goto(`${running.localUrl}/office#periods/2026-q3`)
    await page.getByText('没有读到评议周期。').waitFor()
    await expectGood(page, 'state-broken')

    await context.unroute(pattern)
    await context.route(pattern, (route) => route.abort())
    await page.goto(`${running.localUrl}/office#periods/2026-q2`)
    await page.getByText('连接不上服务器，没有读到评议周期。').waitFor()
    await expectGood(page, 'state-offline')

    // The line is back: trying again shows what there is.
    await context.unroute(pattern)
    await answering(page, { nowMs: NOW, phase: 'collecting' })
    await page.getByRole('button', { name: '再试一次' }).click()
    await page.getByText('佐证到了多少').waitFor()
    await page.context().close()
  },
)
