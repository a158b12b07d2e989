// One segment in real Chromium, from the opening on the console to the ranking that moves.

import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDoors } from '../../scripts/demo/doors.ts'
import type { CrowdMessage } from '../../scripts/demo/crowd.ts'
import { SMS_NUMBER, units } from '../../scripts/demo/city.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import { nowOn, pair } from '../../scripts/demo/staff.ts'
import { openTablet, type Tablet } from '../../scripts/demo/tablet.ts'
import { launchChromium } from '../support/chromium.ts'
import { cuttableLine, type CuttableLine } from '../support/cuttable-line.ts'
import { doorSecrets, startLiveServer, type LiveServer } from '../support/live-server.ts'
import { watcher, type Watcher } from '../support/watcher.ts'
import { OutputName, SegmentId, WindowId } from '../../shared/basics/ids.ts'
import type { ConsoleWindow } from '../../shared/protocol/console-topic.ts'
import type { RankingRow, RankingSnapshot } from '../../shared/protocol/topics.ts'
import type { PollView } from '../../shared/protocol/views.ts'
import { DIRECTOR, prepareShow, type TestShow } from '../support/test-show.ts'

let server: LiveServer
let browser: Browser
let line: CuttableLine
let show: TestShow
let staff: Watcher
const tablets: Tablet[] = []
const PROGRAMME = OutputName.parse('programme')

beforeAll(async () => {
  server = await startLiveServer()
  show = await prepareShow(server, 7)
  staff = watcher(
    server.base,
    { kind: 'account' },
    ['console', 'audit', 'ranking/utility'],
    show.auditor.cookie,
  )
  line = await cuttableLine(server.base)
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  for (const tablet of tablets) tablet.close()
  staff.close()
  await browser.close()
  await line.close()
  await server.remove()
})

/** What every page showed when a test failed, for whoever has to find out why. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  const pages = browser.contexts().flatMap((context) => context.pages())
  for (const [i, page] of pages.entries()) {
    await page.screenshot({ path: `node_modules/.cache/wenzheng/failed-${i}.png` })
  }
})

async function pageAt(url: string, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height } })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(url)
  return page
}

/** Pairs a tablet on its own screen, digit by digit. */
async function pairedTablet(base: string, seat: number): Promise<Page> {
  const page = await pageAt(`${base}/examiner`, 1280, 800)
  const code = show.codes[seat]?.code.replace(/\D/g, '') ?? ''
  expect(code).toHaveLength(8)
  for (const digit of code) await page.getByRole('button', { name: digit, exact: true }).click()
  await page.getByText('请稍候，打分开始时这里会出现评价按钮。').waitFor()
  return page
}

async function signedInConsole(): Promise<Page> {
  const page = await pageAt(`${server.base}/director`, 1920, 1080)
  await page.locator('input').nth(0).fill(DIRECTOR.personId)
  await page.locator('input[type=password]').fill(DIRECTOR.password)
  await page.keyboard.press('Enter')
  await page.getByText('流程单').first().waitFor()
  return page
}

/** The state a tablet shows in its foot. */
const stateOf = (page: Page) => page.locator('.state')

async function openOnConsole(page: Page, kind: '考官' | '市民', seconds: number): Promise<void> {
  const panel = page.getByRole('region', { name: `${kind}窗口` })
  await panel.getByLabel('自定时长，秒').fill(String(seconds))
  await panel.getByLabel('自定时长，秒').blur()
  await panel.getByRole('button', { name: new RegExp(`^开放${kind}窗口`) }).click()
}

/** 300 messages a door: 250 voters, 30 who send again, 20 that are no ballot. What must be counted follows by arithmetic. */
function crowdOf(door: 'twilio' | 'wechat', first: number): CrowdMessage[] {
  const words = ['满意', '基本满意', '不满意'] as const
  const message = (i: number, citizen: number, text: string): CrowdMessage => ({
    afterMs: 0,
    citizen: first + citizen,
    message: first + i,
    door,
    text,
  })
  return Array.from({ length: 300 }, (_, i) => {
    if (i < 250) return message(i, i, words[i % 3] ?? '满意')
    if (i < 280) return message(i, i - 250, words[(i + 1) % 3] ?? '满意')
    return message(i, i - 280 + 500, '这个单位怎么样？')
  })
}

/** The window of that kind on the unit in question. */
const isOurs = (each: ConsoleWindow, kind: ConsoleWindow['kind']) =>
  each.kind === kind && each.unit.id === show.unit.unitId

const window = (kind: ConsoleWindow['kind']) =>
  staff.until('console', (snapshot) => snapshot.windows.find((each) => isOurs(each, kind)))

const untilPhase = (kind: ConsoleWindow['kind'], phase: ConsoleWindow['phase']) =>
  staff.until('console', (snapshot) =>
    snapshot.windows.find((each) => isOurs(each, kind) && each.phase === phase),
  )

const rowIn = (ranking: RankingSnapshot): RankingRow | undefined =>
  ranking.rows.find((row) => row.unit.id === show.unit.unitId)

/** Another unit of the category, questioned first: examiners only, all 不满意. A category of one questioned unit cannot move. */
async function scoredBadlyBefore(): Promise<Unit> {
  const { director, sessionId, unit } = show
  const other = units.find((each) => each.category === unit.category && each.unitId !== unit.unitId)
  const { segments } = await staff.until('console', (snapshot) =>
    snapshot.segments.length > 0 ? snapshot : null,
  )
  const planned = segments.map(({ segmentId, kind, title, question, unitId, plannedMs }) => ({
    ...{ segmentId, kind, title, question, unitId, plannedMs },
  }))
  const [scoring] = planned
  if (other === undefined || scoring === undefined) throw new Error('the city has too few units')
  const segmentId = SegmentId.parse('score-0')
  const earlier = { ...scoring, segmentId, title: `打分：${other.name}`, unitId: other.unitId }
  await director.run({ type: 'EditRundown', sessionId, segments: [earlier, ...planned] })
  await director.run({ type: 'TakeSegment', sessionId, segmentId })
  const windowId = WindowId.parse('00000000e2e0')
  const closesAtMs = (await nowOn(server.base)).serverNowMs + 10_500
  await director.run({
    type: 'OpenExaminersWindow',
    ...{ sessionId, windowId, segmentId, closesAtMs, form: null, replaces: null },
  })
  for (const tablet of tablets) await tablet.cast(windowId, { kind: 'grade', grade: 'dissatisfied' })
  await staff.until('console', (snapshot) =>
    snapshot.windows.find((each) => each.windowId === windowId && each.phase === 'verified'),
  )
  await director.run({ type: 'Reveal', sessionId, windowId })
  return other
}

test(
  '[SHOW5][SHOW10][SCORE2][SCORE3][BAL2][BAL5][LOG3][RANK10] a segment: opened, scored, voted, closed, verified, revealed, ranked',
  { timeout: 150_000 },
  async () => {
    const { director, unit, sessionId } = show
    const display = await pageAt(`${server.base}/display?output=programme&still=1`, 1920, 1080)
    const desk = await signedInConsole()
    const first = await pairedTablet(server.base, 0)
    const second = await pairedTablet(line.base, 1)
    for (const { code } of show.codes.slice(2)) {
      tablets.push(await openTablet(server.base, await pair(server.base, code)))
    }
    const other = await scoredBadlyBefore()
    const before = await staff.until('ranking/utility', (ranking) => {
      const row = rowIn(ranking)
      return row?.parts.some((part) => part.method === 'tv') === true ? row : null
    })

    // The console takes the segment and opens both windows.
    await desk.getByRole('button', { name: '切入' }).first().click()
    await openOnConsole(desk, '市民', 34)
    await openOnConsole(desk, '考官', 24)
    const { windowId: panel } = await window('examiners')
    const { windowId: poll } = await window('citizens')
    await director.run({
      type: 'TakeScene',
      output: PROGRAMME,
      scene: { kind: 'live_tally', sessionId, windowId: poll },
    })

    // Two tablets score; the second loses its network, changes its mind, and delivers when the line is back.
    await first.getByRole('radio', { name: /^满意/ }).click()
    await stateOf(first).getByText('已送达').waitFor()
    await first.getByRole('button', { name: '锁定打分' }).click()
    await stateOf(first).getByText('已锁定').waitFor()
    await second.getByRole('radio', { name: '不满意' }).click()
    await stateOf(second).getByText('已送达').waitFor()
    line.cut()
    await second.getByText('与服务器断开').waitFor()
    await second.getByRole('radio', { name: '基本满意' }).click()
    await stateOf(second).getByText('未送达').waitFor()
    line.mend()
    await stateOf(second).getByText('已送达').waitFor()
    for (const tablet of tablets) await tablet.cast(panel, { kind: 'grade', grade: 'satisfied' })

    // The public: 300 signed SMS and 300 encrypted WeChat messages.
    const { now, serverNowMs } = await nowOn(server.base)
    const shown = now.poll
    if (shown === null) throw new Error('no poll is on')
    const skewMs = serverNowMs - Date.now()
    const doors = createDoors(server.base, SMS_NUMBER, doorSecrets, 'segment', () => Date.now() + skewMs)
    const messages = [...crowdOf('twilio', 0), ...crowdOf('wechat', 1_000)]
    // Repeats a second later: WeChat tells whole seconds, and within one second the message's hash decides (BAL2).
    await sendAll(messages.filter((message) => message.message % 1_000 < 250))
    await new Promise((wait) => setTimeout(wait, 1_100))
    await sendAll(messages.filter((message) => message.message % 1_000 >= 250))

    async function sendAll(all: readonly CrowdMessage[]): Promise<void> {
      for (let at = 0; at < all.length; at += 50) {
        const statuses = await Promise.all(
          all.slice(at, at + 50).map((message) => doors.send(message, shown as PollView)),
        )
        expect([...new Set(statuses)]).toEqual([200])
      }
    }

    // While the examiners score, only n is shown on air (SHOW5).
    await display.getByText('500', { exact: true }).waitFor()
    expect(await display.getByText('满意率').count()).toBe(0)

    await untilPhase('examiners', 'verified')
    await director.run({ type: 'Reveal', sessionId, windowId: panel })
    // 84 of 250 a door chose 满意: 168 ÷ 500.
    await display.getByText('33.60').first().waitFor()
    await display.getByText('暂计').first().waitFor()

    // Two come late: kept, answered, and not counted.
    const closing = await untilPhase('citizens', 'closing')
    // WeChat tells whole seconds: a message of the closing second still counts, one of the next does not.
    const lateFromMs = (closing.closesAtMs ?? 0) + 1_000
    await new Promise((wait) => setTimeout(wait, lateFromMs - Date.now() - skewMs))
    for (const [message, door] of (['twilio', 'wechat'] as const).entries()) {
      const late = { afterMs: 0, citizen: 9_000, message: 90_000 + message, door, text: '满意' } as const
      expect(await doors.send(late, shown)).toBe(200)
    }
    await untilPhase('citizens', 'verified')
    await staff.until('console', (snapshot) => {
      const one = snapshot.windows.find((each) => each.windowId === poll)
      return one?.revealsAtMs !== undefined && one.revealsAtMs !== null && one.grey.Reveal === undefined
    })
    await director.run({
      type: 'TakeScene',
      output: PROGRAMME,
      scene: { kind: 'poll_reveal', sessionId, windowId: poll },
    })
    await director.run({ type: 'Reveal', sessionId, windowId: poll })

    const revealed = await untilPhase('citizens', 'revealed')
    expect(revealed.poll?.tally.headline).toEqual({
      n: 500,
      split: { satisfied: 168, fair: 166, dissatisfied: 166, unsure: 0 },
    })
    for (const channel of ['twilio', 'wechat']) {
      const arrivals = revealed.arrivals.find((each) => each.channel === channel)
      expect(arrivals).toMatchObject({
        counted: 250,
        duplicate: 30,
        invalid: 20,
        late: 1,
        early: 0,
        stale: 0,
        quarantined: 0,
      })
    }
    // (168 × 100 + 166 × 60) ÷ 500.
    await display.getByText('53.52').first().waitFor()
    // Six 满意 and one 基本满意: 660 ÷ 7.
    const result = (await untilPhase('examiners', 'revealed')).panel?.result
    expect(result).toMatchObject({ invalid: null, counted: 7, mean: { num: '660', den: '7' } })

    // The ranking moves by it, on air too.
    await director.run({
      type: 'TakeScene',
      output: PROGRAMME,
      scene: { kind: 'ranking', category: unit.category },
    })
    await display.getByText('暂列').first().waitFor()
    await display.getByText(unit.name).first().waitFor()
    const after = await staff.until('ranking/utility', (ranking) => {
      const row = rowIn(ranking)
      return row?.total !== before.total &&
        row?.parts.some((part) => part.method === 'tv' && part.note === 'none')
        ? row
        : null
    })
    // tv: (70 × 660/7 + 30 × 53.52) ÷ 100 = 82.056; weights 3500 and 1500 of what is in force.
    const citizens = after.parts.find((part) => part.method === 'citizens')
    expect(after.parts.map((part) => part.method)).toEqual(['citizens', 'tv'])
    expect(Number(after.parts[1]?.points)).toBeCloseTo(82.056 * 0.3, 1)
    // Of two units questioned tonight the better one gains a place on its category, the other does not.
    expect(after.place).toBeLessThan(before.place)
    expect(after.moved).toBeGreaterThan(0)
    const others = staff.newest('ranking/utility')?.rows.find((row) => row.unit.id === other.unitId)
    expect(others?.place).toBeGreaterThan(after.place)
    expect(Number(after.total)).toBeCloseTo(Number(citizens?.points) + 82.056 * 0.3, 1)

    // The recount of the files alone equals what was revealed.
    const files = [`${server.folder}/journal.db`, `${server.folder}/ballots.db`]
    const recount = spawnSync(process.execPath, [resolve('scripts/recount.ts'), ...files], {
      encoding: 'utf8',
    })
    expect(recount.stdout, recount.stderr).toContain(poll)
    expect(recount.status, recount.stdout + recount.stderr).toBe(0)
  },
)
