// `node scripts/screenshots.ts` (after `npm run demo` or `npm start` built the pages): plays half an evening, writes docs/screenshots/*.png.

import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { OutputName, PromiseId, SeatId, SegmentId, UnitId, WindowId } from '../shared/basics/ids.ts'
import { DEFAULT_POLL_RULES } from '../shared/poll/period-poll.ts'
import type { Scene } from '../shared/show/air.ts'
import { SMS_NUMBER, units } from './demo/city.ts'
import { crowd } from './demo/crowd.ts'
import { createDoors } from './demo/doors.ts'
import { createRandom } from './demo/random.ts'
import { nowOn, pair, signIn as signInStaff } from './demo/staff.ts'
import { openTablet, type Tablet } from './demo/tablet.ts'
import { sendCrowdAndFarm } from './detectors/farm-messages.ts'
import { setUpCamera, signIn } from './screenshots/camera.ts'
import { GATEWAY_SECRET, PEOPLE, PUBLIC_URL, SECRETS, startCityServer } from './screenshots/city-server.ts'

const folder = resolve('docs/screenshots')
mkdirSync(folder, { recursive: true })
const city = await startCityServer()
const camera = await setUpCamera(city.base, folder)
const { director, sessionId, base } = city
const random = createRandom(41)
const tablets: Tablet[] = []
const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, Math.max(0, ms)))
const newWindowId = () => WindowId.parse(randomBytes(6).toString('hex'))

try {
  await atTheOffice()
  const seats = await pairEverybody()
  await onAir(seats)
  await inAPeriodPoll()
  await withAFarm()
  camera.develop()
} finally {
  for (const tablet of tablets) tablet.close()
  await camera.close()
  city.stop()
}

async function atTheOffice(): Promise<void> {
  const office = await camera.open('/office', 1366, 768)
  await signIn(office, PEOPLE.office)
  await office.getByRole('heading', { name: '场次' }).waitFor()
  await camera.shoot(office, 'office-sessions')
  await office.getByRole('menuitem', { name: '单位', exact: true }).click()
  await office.getByText('共 24 个单位').waitFor()
  await camera.shoot(office, 'office-units')
  await office.getByRole('menuitem', { name: '评分方案' }).click()
  await camera.shoot(office, 'office-scheme')
  await atPeriods(office)
  await director.run({ type: 'MarkReady', sessionId })
  await office.goto(`${PUBLIC_URL}/office#sessions/${sessionId}/pairing`)
  await office.getByRole('button', { name: /^取配对码/ }).click()
  await office.locator('.pairing article').first().waitFor()
  await camera.shoot(office, 'pairing-sheet')
  await office.goto(`${PUBLIC_URL}/office#sessions/${sessionId}/slips`)
  await office.locator('.slips article').first().waitFor()
  await camera.shoot(office, 'score-slips')
  await office.context().close()
}

/** The quarter that collects: its way, its provisional ranking, a unit's card. */
async function atPeriods(office: Page): Promise<void> {
  await office.getByRole('menuitem', { name: '评议周期' }).click()
  await office.locator('.pd-timeline button').first().waitFor()
  await camera.shoot(office, 'office-periods')
  await office.locator('.pd-timeline button').first().click()
  await office.locator('.pd-matrix').waitFor()
  await camera.shoot(office, 'office-period')
  await office.getByRole('tab', { name: '暂列排名' }).click()
  await office.getByRole('tab', { name: '公共服务企业' }).click()
  await office.locator('.pd-ranking .pd-name').first().waitFor()
  await camera.shoot(office, 'office-period-ranking')
  await office.locator('.pd-ranking .pd-name').first().click()
  await office.getByRole('dialog').getByText('每一部分怎么来的').waitFor()
  await camera.shoot(office, 'office-period-card')
  await office.keyboard.press('Escape')
}

interface Seats {
  readonly landscape: Page
  readonly portrait: Page
}

/** Two tablets with a screen, fifty-four without, and four examiners who did not come. */
async function pairEverybody(): Promise<Seats> {
  const codes = await director.seatCodes(sessionId)
  const [first, second, ...others] = codes
  const landscape = await camera.open('/examiner', 1280, 800)
  for (const digit of first?.code.replace(/\D/g, '').slice(0, 5) ?? '')
    await landscape.getByRole('button', { name: digit, exact: true }).click()
  await camera.shoot(landscape, 'pairing')
  for (const digit of first?.code.replace(/\D/g, '').slice(5) ?? '')
    await landscape.getByRole('button', { name: digit, exact: true }).click()
  await landscape.locator('.seat-label').waitFor()
  const portrait = await camera.open('/examiner', 800, 1280)
  for (const digit of second?.code.replace(/\D/g, '') ?? '')
    await portrait.getByRole('button', { name: digit, exact: true }).click()
  await portrait.locator('.seat-label').waitFor()
  for (const { code } of others.filter((_, i) => i % 14 !== 13))
    tablets.push(await openTablet(base, await pair(base, code)))
  return { landscape, portrait }
}

async function onAir({ landscape, portrait }: Seats): Promise<void> {
  const output = OutputName.parse('programme')
  const take = (scene: Scene) => director.run({ type: 'TakeScene', output, scene })
  const segment = (id: string) =>
    director.run({ type: 'TakeSegment', sessionId, segmentId: SegmentId.parse(id) })
  const display = await camera.open('/display?output=programme&still=1', 1920, 1080)
  await take({ kind: 'standby' })
  await director.run({ type: 'GoLive', sessionId })
  await camera.shoot(display, 'display-standby')
  const desk = await camera.open('/director', 1920, 1080)
  await signIn(desk, PEOPLE.director)
  await segment('film')
  await segment('ask-1')
  await take({ kind: 'unit_title', sessionId, segmentId: SegmentId.parse('ask-1') })
  await camera.shoot(display, 'display-unit-title')
  await segment('score-1')

  // Both windows open; the public votes, the examiners score.
  const opening = { sessionId, segmentId: SegmentId.parse('score-1'), replaces: null }
  const [poll, panel] = [newWindowId(), newWindowId()]
  const openedAtMs = (await nowOn(base)).serverNowMs
  await director.run({
    type: 'OpenCitizensWindow',
    ...opening,
    windowId: poll,
    closesAtMs: openedAtMs + 62_000,
    channels: ['twilio', 'wechat', 'web'],
    visibility: 'live',
    offersUnsure: false,
  })
  await director.run({
    type: 'OpenExaminersWindow',
    ...opening,
    windowId: panel,
    closesAtMs: openedAtMs + 36_000,
    form: null,
  })
  const [ofPoll, ofPanel] = [
    { sessionId, windowId: poll },
    { sessionId, windowId: panel },
  ]
  await take({ kind: 'how_to_vote', ...ofPoll })
  const voting = vote(openedAtMs, poll)
  const scoring = score(panel)
  await camera.shoot(display, 'display-how-to-vote')
  await take({ kind: 'lock_board', ...ofPanel })
  await atHome()
  await landscape.getByRole('radio', { name: '基本满意' }).click()
  await landscape.locator('.state').getByText('已送达').waitFor()
  await camera.shoot(landscape, 'examiner')
  await portrait.getByRole('radio', { name: /^满意/ }).click()
  await portrait.getByRole('button', { name: '锁定打分' }).click()
  await portrait.locator('.state').getByText('已锁定').waitFor()
  await camera.shoot(portrait, 'examiner-portrait')
  await camera.shoot(desk, 'director')
  await desk.setViewportSize({ width: 1366, height: 768 })
  await camera.shoot(desk, 'director-1366')
  await toolsOf(desk, landscape)
  await camera.shoot(display, 'display-lock-board')
  await scoring

  await revealed(panel)
  await take({ kind: 'live_tally', ...ofPoll })
  await camera.shoot(display, 'display-live-tally')
  await take({ kind: 'score_reveal', ...ofPanel })
  await camera.shoot(display, 'display-score-reveal')
  await voting
  await revealed(poll)
  await take({ kind: 'poll_reveal', ...ofPoll })
  await camera.shoot(display, 'display-poll-reveal')
  await take({ kind: 'ranking', category: 'utility' })
  await camera.shoot(display, 'display-ranking')

  const audit = await camera.open('/audit', 1366, 768)
  await signIn(audit, PEOPLE.auditor)
  await audit.getByRole('tab', { name: /窗口/ }).click()
  await audit.locator('.ant-table-row-expand-icon').last().click()
  await audit.locator('.ant-table-row-expand-icon').first().click()
  await camera.shoot(audit, 'audit')
  const words = await camera.open('/office#desk', 1366, 768)
  await signIn(words, PEOPLE.office)
  await words.getByText('8号楼电梯坏了三个月没人管').waitFor()
  await camera.shoot(words, 'office-desk')
  await words.context().close()

  // The unit with the longest name, scored by points.
  await segment('ask-2')
  await segment('score-2')
  await director.run({
    type: 'OpenExaminersWindow',
    ...opening,
    segmentId: SegmentId.parse('score-2'),
    windowId: newWindowId(),
    closesAtMs: null,
    form: { kind: 'marks', trim: 0 },
  })
  for (const digit of ['8', '5']) await landscape.getByRole('button', { name: digit, exact: true }).click()
  await camera.shoot(landscape, 'examiner-points')
}

/** The console's drawers, and what a note and a call for help look like on a tablet. */
async function toolsOf(desk: Page, tablet: Page): Promise<void> {
  const promiseId = PromiseId.parse('promise-1')
  const unitId = UnitId.parse('u41')
  const words = {
    text: '三十天内解决城东片区夜间停水，每周公布一次进展',
    owner: '城东营业厅 王经理',
    dueOn: '2027-12-31',
  }
  await director.run({ type: 'RecordPromise', sessionId, promiseId, unitId, ...words })
  const seats = [SeatId.parse('s01'), SeatId.parse('s02')]
  await director.run({ type: 'SendNote', sessionId, noteId: 'note-picture', seats, text: '请锁定打分。' })
  await director.run({ type: 'SetOutput', output: OutputName.parse('studio'), role: 'studio', delayMs: 0 })
  for (const [key, name] of [
    ['o', 'director-outputs'],
    ['c', 'director-promises'],
    ['m', 'director-talk'],
  ] as const) {
    await desk.keyboard.press(key)
    await camera.shoot(desk, name)
  }
  await desk.keyboard.press('m')
  await tablet.getByText('请锁定打分。').waitFor()
  await tablet.getByRole('button', { name: '呼叫工作人员' }).click()
  await camera.shoot(tablet, 'examiner-note')
  await tablet.getByRole('button', { name: '返回' }).click()
  await tablet.getByRole('button', { name: '知道了' }).click()
}

async function atHome(): Promise<void> {
  const home = await camera.open('/', 390, 844)
  await home.getByRole('link', { name: '现在评议' }).waitFor()
  await camera.shoot(home, 'home')
  await home.goto(`${PUBLIC_URL}/vote`)
  await home.getByRole('radio', { name: /^满意/ }).click()
  await camera.shoot(home, 'citizen')
  await home.getByRole('button', { name: '长辈版' }).click()
  await camera.shoot(home, 'citizen-elder')
  await home.getByRole('button', { name: '标准版' }).click()
  await home.getByRole('button', { name: /^提交/ }).click()
  await home.getByText('您的选择：').waitFor()
  await camera.shoot(home, 'citizen-done')
  await home.getByRole('link', { name: '回执查询' }).click()
  await home.getByText('目前计入').waitFor()
  await camera.shoot(home, 'receipt')
  await home.context().close()
}

/** Weeks long, by the page and WeChat: the list of units, and the home page with what was revealed. */
async function inAPeriodPoll(): Promise<void> {
  const office = await signInStaff(base, PEOPLE.office.personId, PEOPLE.office.password)
  const pollId = newWindowId()
  const opensAtMs = (await nowOn(base)).serverNowMs + 1_500
  await office.run({
    type: 'DraftPoll',
    pollId,
    settings: {
      ...{
        title: '2026年第四季度市民评议',
        rehearsal: false,
        channels: ['web', 'wechat'],
        accessNumbers: [],
      },
      ...{ offersUnsure: true, visibility: 'hidden', opensAtMs, closesAtMs: opensAtMs + 20 * 86_400_000 },
      ...{ rules: DEFAULT_POLL_RULES, replaces: null },
    },
  })
  await office.run({ type: 'SetPollUnits', pollId, unitIds: units.map(({ unitId }) => unitId) })
  await office.run({ type: 'PlanPoll', pollId })
  await sleep(3_000)
  const page = await camera.open(`/vote?poll=${pollId}`, 390, 844)
  await page.getByRole('combobox').fill('fwzx')
  await page.getByText(/^共 \d+ 个单位$/).waitFor()
  await camera.shoot(page, 'citizen-units')
  await page.goto(`${PUBLIC_URL}/`)
  await page.getByText('本场已揭晓').scrollIntoViewIfNeeded()
  await page.getByRole('button', { name: '公共服务企业' }).click()
  await page.getByText(/^本类共/).scrollIntoViewIfNeeded()
  await camera.shoot(page, 'home-results')
  await page.context().close()
  const desk = await camera.open(`/office#polls/${pollId}/counts`, 1366, 768)
  await signIn(desk, PEOPLE.office)
  await desk.getByText(`显示 ${units.length} 个单位`).waitFor()
  await camera.shoot(desk, 'office-poll-counts')
  await desk.getByRole('tab', { name: '二维码' }).click()
  await desk.locator('.poll-codes > svg').first().scrollIntoViewIfNeeded()
  await camera.shoot(desk, 'office-poll-codes')
  await desk.context().close()
}

/** 1,600 citizens over a minute, by all three doors. */
async function vote(openedAtMs: number, windowId: WindowId): Promise<void> {
  let shown = await nowOn(base)
  for (let tries = 0; shown.now.poll?.windowId !== windowId && tries < 30; tries += 1) {
    await sleep(100)
    shown = await nowOn(base)
  }
  const poll = shown.now.poll
  if (poll === null) throw new Error('the poll is not shown to citizens')
  const skewMs = shown.serverNowMs - Date.now()
  const nowMs = () => Date.now() + skewMs
  const doors = createDoors(base, SMS_NUMBER, SECRETS, 'pictures', nowMs, PUBLIC_URL)
  const mood = { satisfied: 0.46, fair: 0.33, dissatisfied: 0.21 }
  const answers: Promise<unknown>[] = []
  for (const message of crowd(random, 1_600, 60_000, mood)) {
    await sleep(openedAtMs + message.afterMs - nowMs())
    answers.push(doors.send(message, poll).catch(() => undefined))
  }
  await Promise.all(answers)
}

/** Most score within a quarter of a minute, most of them lock; a few are still thinking when the board is photographed. */
async function score(windowId: WindowId): Promise<void> {
  const mood = { satisfied: 0.5, fair: 0.35, dissatisfied: 0.12, abstain: 0.03 }
  await Promise.all(
    tablets.map(async (tablet, i) => {
      await sleep(i % 9 === 8 ? 26_000 : 1_000 + random.below(13_000))
      await tablet.cast(windowId, { kind: 'grade', grade: random.weighted(mood) })
      if (i % 5 !== 4) await tablet.lock(windowId)
    }),
  )
}

/** Tries until the window may be revealed: closing, draining and verifying take their time. */
async function revealed(windowId: WindowId): Promise<void> {
  const patience = Date.now() + 90_000
  for (;;) {
    const ack = await director.tryRun({ type: 'Reveal', sessionId, windowId })
    if (ack.ok) return
    if (Date.now() > patience) throw new Error(ack.refusals.map(({ sentence }) => sentence).join(''))
    await sleep(300)
  }
}

/** A poll of one unit by SMS, and somebody who bought numbers for it. */
async function withAFarm(): Promise<void> {
  const office = await signInStaff(base, PEOPLE.office.personId, PEOPLE.office.password)
  const unit = units.find(({ category }) => category === 'utility')!
  const pollId = newWindowId()
  const opensAtMs = (await nowOn(base)).serverNowMs + 1_500
  await office.run({
    type: 'DraftPoll',
    pollId,
    settings: {
      ...{ title: '供水服务专项评议', rehearsal: false, channels: ['gateway'], accessNumbers: [SMS_NUMBER] },
      ...{ offersUnsure: false, visibility: 'live', opensAtMs, closesAtMs: opensAtMs + 7 * 86_400_000 },
      ...{ rules: DEFAULT_POLL_RULES, replaces: null },
    },
  })
  await office.run({ type: 'SetPollUnits', pollId, unitIds: [unit.unitId] })
  await office.run({ type: 'PlanPoll', pollId })
  await sleep(3_000)
  await sendCrowdAndFarm(base, GATEWAY_SECRET, unit.code)
  const desk = await camera.open('/office#findings', 1366, 768)
  await signIn(desk, PEOPLE.office)
  await desk.getByRole('button', { name: '现在识别' }).click()
  await desk
    .getByText(/个号段.*“不满意”占/)
    .first()
    .waitFor()
  await camera.shoot(desk, 'office-findings')
  await desk.context().close()
}
