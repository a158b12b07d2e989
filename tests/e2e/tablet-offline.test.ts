// An examiner's tablet without Wi-Fi in real Chromium: reloaded, closed and reopened offline, delivered once, late, replaced.

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { WindowId } from '../../shared/basics/ids.ts'
import type { ConsoleWindow } from '../../shared/protocol/console-topic.ts'
import { pair } from '../../scripts/demo/staff.ts'
import { openTablet, type Tablet } from '../../scripts/demo/tablet.ts'
import { launchChromium } from '../support/chromium.ts'
import { untilKeptOffline } from '../support/kept-offline.ts'
import { cuttableLine, type CuttableLine } from '../support/cuttable-line.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { openPanel } from '../support/open-windows.ts'
import { openPage, pageIn, pairOn, pictureOfAll, TABLET } from '../support/pages.ts'
import { prepareShow, type TestShow } from '../support/test-show.ts'
import { watcher, type Watcher } from '../support/watcher.ts'

let server: LiveServer
let browser: Browser
let line: CuttableLine
let show: TestShow
let staff: Watcher
/** Five examiners who score without a screen, so that results are valid (SCORE7). */
const others: Tablet[] = []
/** Seat 01, behind the line that is cut; it goes through all tests. */
let tablet: Page

beforeAll(async () => {
  server = await startLiveServer()
  show = await prepareShow(server, 6)
  staff = watcher(server.base, { kind: 'account' }, ['console', 'audit'], show.auditor.cookie)
  line = await cuttableLine(server.base)
  browser = await launchChromium()
  for (const { code } of show.codes.slice(1))
    others.push(await openTablet(server.base, await pair(server.base, code)))
  await show.director.run({ type: 'TakeSegment', sessionId: show.sessionId, segmentId: show.scoring })
  tablet = await openPage(browser, `${line.base}/examiner`, TABLET)
  await pairOn(tablet, codeOf(0))
}, 60_000)

afterAll(async () => {
  for (const other of others) other.close()
  staff.close()
  await browser.close()
  await line.close()
  await server.remove()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-tablet')
})

function codeOf(seat: number): string {
  const code = show.codes[seat]
  if (code === undefined) throw new Error(`no code for seat ${seat}`)
  return code.code
}

const stateOf = (page: Page) => page.locator('.state')

const untilPhase = (windowId: WindowId, phase: ConsoleWindow['phase']) =>
  staff.until('console', (snapshot) =>
    snapshot.windows.find((each) => each.windowId === windowId && each.phase === phase),
  )

/** What the journal tells of seat 01 since `position`: types in order. Marks are not in it while they are hidden (SHOW5). */
function eventsOfSeat(position: number): readonly string[] {
  const tail = staff.newest('audit')?.journal.tail ?? []
  return tail
    .filter((entry) => entry.position > position && entry.type.startsWith('Score'))
    .filter((entry) => entry.summary.startsWith('席位 01'))
    .map((entry) => entry.type)
    .reverse()
}

const positionNow = () => staff.newest('audit')?.journal.position ?? 0

const untilEvents = (position: number, types: readonly string[]) =>
  expect.poll(() => eventsOfSeat(position), { timeout: 15_000 }).toEqual(types)

/** Ends a window that is on cue, and waits until it stands. */
async function finish(windowId: WindowId): Promise<void> {
  await show.director.run({ type: 'CueClose', sessionId: show.sessionId, windowId })
  await untilPhase(windowId, 'verified')
}

test(
  '[SCORE2][SCORE3] reloaded and reopened without a network, a score given there is delivered once',
  { timeout: 90_000 },
  async () => {
    await untilKeptOffline(tablet, '/examiner')

    const before = positionNow()
    const windowId = await openPanel(server, show, null)
    await tablet.getByRole('radio', { name: '基本满意' }).waitFor()
    expect(await tablet.locator('[role=radio][aria-checked=true]').count()).toBe(0)
    await stateOf(tablet).getByText('未选').waitFor()

    line.cut()
    await tablet.getByText('与服务器断开').waitFor()
    await tablet.reload()
    await tablet.getByRole('heading', { name: show.unit.name }).waitFor()
    await tablet.getByText('与服务器断开').waitFor()
    await tablet.getByRole('radio', { name: '不满意' }).click()
    await tablet.getByRole('radio', { name: '基本满意' }).click()
    await stateOf(tablet).getByText('未送达').waitFor()
    await tablet.getByText('2项操作已保存在本机').waitFor()

    // The battery is dead; the tablet comes back where there is still no network.
    const context = tablet.context()
    await tablet.close()
    tablet = await pageIn(context, `${line.base}/examiner`)
    await stateOf(tablet).getByText('未送达').waitFor()
    expect(await tablet.getByRole('radio', { name: '基本满意' }).getAttribute('aria-checked')).toBe('true')
    await staff.until('console', (snapshot) => snapshot.seats.some((seat) => seat.held && !seat.connected))
    expect(eventsOfSeat(before)).toEqual([])

    line.mend()
    await stateOf(tablet).getByText('已送达').waitFor()
    await tablet.getByText('与服务器断开').waitFor({ state: 'hidden' })
    await staff.until(
      'console',
      (snapshot) => snapshot.seats.find((seat) => seat.label === '01')?.state === 'scored',
    )
    // Each of the two touches once, in their order, whatever was tried while offline.
    await untilEvents(before, ['ScoreCast', 'ScoreCast'])

    // The same again after one more reload: nothing waits, nothing is sent a second time.
    await tablet.reload()
    await stateOf(tablet).getByText('已送达：基本满意').waitFor()
    await tablet.getByRole('button', { name: '锁定打分' }).click()
    await stateOf(tablet).getByText('已锁定：基本满意').waitFor()
    await untilEvents(before, ['ScoreCast', 'ScoreCast', 'ScoreLocked'])
    await finish(windowId)
  },
)

test(
  '[SCORE3] offline until after the close: shown as late, kept, not counted',
  { timeout: 60_000 },
  async () => {
    const before = positionNow()
    const windowId = await openPanel(server, show, 11_000)
    for (const other of others) await other.cast(windowId, { kind: 'grade', grade: 'satisfied' })
    await tablet.getByText(/^还有 \d+ 秒$/).waitFor()
    const { closesAtMs } = await untilPhase(windowId, 'open')
    line.cut()
    await tablet.getByText('与服务器断开').waitFor()
    await tablet.getByRole('radio', { name: '不满意' }).click()
    await stateOf(tablet).getByText('未送达').waitFor()
    // Received up to two seconds after the close would count.
    const skewMs = (await serverNow()) - Date.now()
    await tablet.waitForTimeout((closesAtMs ?? 0) + 2_300 - (Date.now() + skewMs))
    await tablet.getByText('已截止').waitFor()
    expect(await tablet.getByRole('radio', { name: '基本满意' }).isDisabled()).toBe(true)
    line.mend()
    await tablet.getByText('您最后一次打分在截止之后才送达，已记录，不计入结果。').waitFor()
    await stateOf(tablet).getByText('未选').waitFor()
    await untilEvents(before, ['ScoreKeptAside'])

    await untilPhase(windowId, 'verified')
    await show.director.run({ type: 'Reveal', sessionId: show.sessionId, windowId })
    const revealed = await untilPhase(windowId, 'revealed')
    expect(revealed.panel?.result).toMatchObject({
      invalid: null,
      counted: 5,
      mean: { num: '100', den: '1' },
    })
    await tablet.getByText('结果已揭晓：考官均分 100.00（计入 5 份）').waitFor()
  },
)

async function serverNow(): Promise<number> {
  const answer = await fetch(`${server.base}/api/now`)
  return ((await answer.json()) as { serverNowMs: number }).serverNowMs
}

test(
  '[SCORE1] points by the digits and the smile by the placard, each once',
  { timeout: 60_000 },
  async () => {
    const before = positionNow()
    const marks = await openPanel(server, show, null, { kind: 'marks', trim: 0 })
    await tablet.getByText('请输入 0–100 分').waitFor()
    expect(await tablet.getByLabel('分值').innerText()).toBe('—')
    for (const digit of ['8', '6']) await tablet.getByRole('button', { name: digit, exact: true }).click()
    await tablet.getByRole('button', { name: '−1', exact: true }).click()
    expect(await tablet.getByRole('button', { name: '锁定打分' }).isDisabled()).toBe(true)
    await tablet.getByRole('button', { name: '确定 85 分' }).click()
    await stateOf(tablet).getByText('已送达：85 分').waitFor()
    await tablet.getByRole('button', { name: '锁定打分' }).click()
    await stateOf(tablet).getByText('已锁定：85 分').waitFor()
    await untilEvents(before, ['ScoreCast', 'ScoreLocked'])
    await finish(marks)

    const between = positionNow()
    const placard = await openPanel(server, show, null, { kind: 'placard' })
    await tablet.getByRole('radiogroup', { name: '举牌' }).waitFor()
    expect(await tablet.getByRole('radio').count()).toBe(2)
    await tablet.getByRole('radio', { name: '笑脸' }).click()
    await stateOf(tablet).getByText('已送达：笑脸').waitFor()
    await untilEvents(between, ['ScoreCast'])
    await finish(placard)
  },
)

test(
  '[SCORE4] taken over while offline: the score stands, the replaced tablet is told, its later score is kept aside',
  { timeout: 60_000 },
  async () => {
    const { sessionId, director } = show
    const before = positionNow()
    const windowId = await openPanel(server, show, null)
    await tablet.getByRole('radio', { name: '基本满意' }).click()
    await stateOf(tablet).getByText('已送达：基本满意').waitFor()
    line.cut()
    await tablet.getByText('与服务器断开').waitFor()
    await tablet.getByRole('radio', { name: '不满意' }).click()
    await stateOf(tablet).getByText('未送达').waitFor()

    const seatId = show.codes[0]?.seatId
    if (seatId === undefined) throw new Error('no seat')
    await director.run({ type: 'ReleaseSeat', sessionId, seatId })
    const [fresh] = await director.seatCodes(sessionId)
    const second = await openPage(browser, `${server.base}/examiner`, TABLET)
    await pairOn(second, fresh?.code ?? '')
    await stateOf(second).getByText('已送达：基本满意').waitFor()

    line.mend()
    await tablet.getByRole('heading', { name: '本席位已换到另一台平板' }).waitFor()
    await untilEvents(before, ['ScoreCast', 'ScoreKeptAside'])
    const aside = staff.newest('audit')?.journal.tail.find((entry) => entry.type === 'ScoreKeptAside')
    expect(aside?.summary).toContain('来自已换下的平板')
    // As it stood, on the tablet that holds the seat now; which then scores as any other.
    await stateOf(second).getByText('已送达：基本满意').waitFor()
    await second.getByText('换下的那台平板后来又送到一次打分，已记录，不计入结果').waitFor()
    await second.getByRole('radio', { name: /^满意/ }).click()
    await stateOf(second).getByText('已送达：满意').waitFor()
    await second.getByRole('button', { name: '锁定打分' }).click()
    await stateOf(second).getByText('已锁定：满意').waitFor()
    await second.getByText('不计入结果').waitFor({ state: 'hidden' })
    await untilEvents(before, ['ScoreCast', 'ScoreKeptAside', 'ScoreCast', 'ScoreLocked'])

    // The replaced tablet can only be paired anew.
    await tablet.getByRole('button', { name: '重新配对' }).click()
    await tablet.getByRole('heading', { name: '考官平板配对' }).waitFor()
    await finish(windowId)
  },
)
