// Every visitor looks at every topic and every GET door in every phase: no mark, mean or hidden split is told before its reveal.

import { afterEach, expect, test } from 'vitest'
import { OutputName, WindowId } from '../../shared/basics/ids.ts'
import type { Scene } from '../../shared/show/air.ts'
import { pair } from '../../scripts/demo/staff.ts'
import { openTablet, type Tablet } from '../../scripts/demo/tablet.ts'
import { hexOf, knock, messageIdOf, requestOf, type Letter } from '../support/citizens.ts'
import { HOUSE_TOPICS, startCrawl, type Crawl, type Told, type Visitor } from '../support/crawler.ts'
import { hotDoorPaths, routesOf } from '../support/every-door.ts'
import { startLiveServer } from '../support/live-server.ts'
import { CUE_RULES, openPoll, prepareShow, type TestShow } from '../support/test-show.ts'
import { numbersToldIn } from '../support/told-numbers.ts'
import { watcher, type Watcher } from '../support/watcher.ts'

const PANEL = WindowId.parse('0000000037a1')
const POLL = WindowId.parse('0000000037a2')
/** Of seats s01 … s07; none stands in the name of a band. The fourth is changed while the crawl looks on. */
const MARKS = [37, 83, 91, 17, 53, 71, 97] as const
const CHANGED = { seat: 3, points: 68 } as const
/** 449 ÷ 7 = 64.14, then 500 ÷ 7 = 71.43; also as a fraction. */
const MEAN = /64\.1[45]|71\.4[23]|"449"|"500"/
/** By channel and in all: no code of a unit, no end of a band, no number of ballots of a channel. */
const VOTES = {
  满意: { twilio: 67, wechat: 64 },
  基本满意: { twilio: 48, wechat: 28 },
  不满意: { twilio: 27, wechat: 38 },
} as const
const VOTERS = 272
/** (131 × 100 + 76 × 60) ÷ 272 = 64.93, and 131 ÷ 272 = 48.16 %. */
const POLL_FIGURES = /64\.9[23]|48\.1[56]/

/** On the slip of the seat whose tablet gave no mark, typed once (SCORE9). */
const ON_PAPER = 77
/** Words that pass between the console and the first seat alone. */
const PRIVATE = '一号席悄悄话'

const MARKS_TOLD = new Set<number>([...MARKS, CHANGED.points, ON_PAPER])
const SPLIT_TOLD = new Set<number>(
  Object.values(VOTES).flatMap(({ twilio, wechat }) => [twilio, wechat, twilio + wechat]),
)
/** What counts other things: positions, rates of arrival, ballots at the moment a detector looked, the period's earlier counts, clocks, the crawl's own questions. */
const COUNTERS =
  /\.(position|version(\.\d)?|perSecond|sequence|serverNowMs|ballots|sockets)$|^\.openPeriods\.|^wenzheng_(journal_position|commands_total|ballots_merged|sockets|clock_ahead_seconds|door_answers_total)$/

const closers: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const SCENES: Readonly<Record<string, (show: TestShow) => Scene>> = {
  programme: ({ sessionId }) => ({ kind: 'score_reveal', sessionId, windowId: PANEL }),
  preview: ({ sessionId }) => ({ kind: 'poll_reveal', sessionId, windowId: POLL }),
  tally: ({ sessionId }) => ({ kind: 'live_tally', sessionId, windowId: POLL }),
  locks: ({ sessionId }) => ({ kind: 'lock_board', sessionId, windowId: PANEL }),
  ranking: ({ unit }) => ({ kind: 'ranking', category: unit.category }),
  leaders: ({ sessionId }) => ({ kind: 'leader_board', sessionId }),
  list: ({ unit }) => ({ kind: 'list_reveal', category: unit.category, list: 'best' }),
  'how-to': ({ sessionId }) => ({ kind: 'how_to_vote', sessionId, windowId: POLL }),
}
const PAGES = [
  '/',
  '/vote',
  '/examiner',
  '/director',
  '/office',
  '/audit',
  '/review',
  '/promises',
  '/display?output=programme',
]
const PATHS = [
  ...[...routesOf('get'), ...hotDoorPaths(), ...PAGES],
  ...['/api/sessions', '/api/exports', '/results', '/receipt'],
]

const phoneOf = (seed: string) =>
  `+86137${String(parseInt(hexOf(seed, 7), 16) % 100_000_000).padStart(8, '0')}`

async function everybodyVotes(base: string, poll: Parameters<typeof requestOf>[2]) {
  const letters = Object.entries(VOTES).flatMap(([text, by]) =>
    (['twilio', 'wechat'] as const).flatMap((door) =>
      Array.from({ length: by[door] }, (_, i): Letter => {
        const seed = `leak ${text} ${door} ${String(i)}`
        const from = door === 'twilio' ? phoneOf(seed) : `o${hexOf(seed, 27)}`
        return { door, from, messageId: messageIdOf(door, seed), text, sentAtMs: Date.now() }
      }),
    ),
  )
  expect(letters).toHaveLength(VOTERS)
  for (let at = 0; at < letters.length; at += 50) {
    const some = letters.slice(at, at + 50).map((letter) => knock(base, requestOf(base, letter, poll)))
    expect([...new Set((await Promise.all(some)).map(({ status }) => status))]).toEqual([200])
  }
}

const phasesOf = (staff: Watcher): readonly (string | undefined)[] =>
  [PANEL, POLL].map((id) => staff.newest('console')?.windows.find(({ windowId }) => windowId === id)?.phase)

/** The same for everybody at any time, which is proven at the end: the pages, and the description of all doors. */
const isStatic = (where: string, text: string) =>
  text.startsWith('<!doctype html>') || where === 'GET /api/openapi.json'

/** All that was told and should not have been, `own` marks on the tablets that made them left out. */
function leaksIn(told: readonly Told[], hidden: { readonly panel: boolean; readonly poll: boolean }) {
  return told.flatMap(({ visitor, where, text }) => {
    const isPage = isStatic(where, text)
    const numbers = (secrets: ReadonlySet<number>) =>
      isPage ? [] : numbersToldIn(text, secrets, COUNTERS).map(({ at, value }) => `${at} = ${value}`)
    const ownMark = ({ at }: { at: string }) =>
      visitor.startsWith('seat') && /^\.window\.own\.mark\.points/.test(at)
    // A mark is another's secret also after the reveal.
    const marks = numbersToldIn(isPage ? '' : text, MARKS_TOLD, COUNTERS)
      .filter((found) => !ownMark(found))
      .map(({ at, value }) => `mark ${at} = ${value}`)
    const means = hidden.panel && MEAN.test(text) ? ['mean'] : []
    const split = hidden.poll ? numbers(SPLIT_TOLD).map((found) => `split ${found}`) : []
    const figures = hidden.poll && POLL_FIGURES.test(text) ? ['points or rate'] : []
    return [...marks, ...means, ...split, ...figures].map((what) => `${visitor} ${where}: ${what}`)
  })
}

/** Each is the same whoever asks for it and whenever, but for a page's nonce. */
const pagesIn = (told: readonly Told[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const pages = new Map<string, Set<string>>()
  for (const { where, text, status } of told) {
    if (!where.startsWith('GET') || !isStatic(where, text)) continue
    const same = text.replaceAll(/[A-Za-z0-9+/]{22}==/g, 'NONCE')
    pages.set(where, (pages.get(where) ?? new Set()).add(`${String(status)} ${same}`))
  }
  return pages
}

test('[SHOW5] every visitor × topic × GET door × phase: marks, means and hidden splits told before the reveal 0', async () => {
  const server = await startLiveServer()
  closers.push(() => server.remove())
  const show = await prepareShow(server, MARKS.length + 1, CUE_RULES)
  const { director, sessionId } = show
  const staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
  closers.push(() => staff.close())
  const tablets: Tablet[] = []
  closers.push(() => tablets.forEach((tablet) => tablet.close()))
  for (const { code } of show.codes)
    tablets.push(await openTablet(server.base, await pair(server.base, code)))
  const poll = await openPoll(show, staff, POLL, { visibility: 'hidden' })
  await director.run({
    type: 'OpenExaminersWindow',
    ...{ sessionId, segmentId: show.scoring, windowId: PANEL, closesAtMs: null, replaces: null },
    form: { kind: 'marks', trim: 0 },
  })
  for (const [output, scene] of Object.entries(SCENES))
    await director.run({ type: 'TakeScene', output: OutputName.parse(output), scene: scene(show) })
  for (const [i, points] of MARKS.entries())
    expect((await tablets[i]?.cast(PANEL, { kind: 'points', points }))?.ok).toBe(true)
  const seats = tablets.map(({ seat }) => seat.seatId)
  const slip = { sessionId, windowId: PANEL, seatId: seats[MARKS.length]! }
  await director.run({ type: 'OrderPaper', sessionId, windowId: PANEL, reason: '一台平板不能用' })
  await director.run({ type: 'TypeSlip', ...slip, mark: { kind: 'points', points: ON_PAPER } })
  await director.run({
    type: 'SendNote',
    ...{ sessionId, noteId: 'note-private', seats: seats.slice(0, 1), text: PRIVATE },
  })
  await everybodyVotes(server.base, poll)
  await staff.until('console', ({ windows }) =>
    windows.some((each) => each.poll?.tally.headline.n === VOTERS),
  )

  const crawl = await startCrawl(server.base, visitorsOf(show, tablets), [
    ...HOUSE_TOPICS,
    ...Object.keys(SCENES).map((output) => `stage/${output}`),
    ...tablets.map(({ seat }) => `seat/${sessionId}/${seat.seatId}`),
  ])
  closers.push(() => crawl.close())
  expectRefusals(crawl, tablets.length)

  const before: Told[] = []
  const looked: string[] = []
  const look = async () => {
    const phases = phasesOf(staff)
    await crawl.ask(PATHS)
    before.push(...crawl.take())
    // A phase counts as looked at where it held from the first question to the last answer.
    if (phases.join() === phasesOf(staff).join()) looked.push(phases.join())
  }
  await look()
  await tablets[CHANGED.seat]?.cast(PANEL, { kind: 'points', points: CHANGED.points })
  for (const tablet of tablets.slice(0, 3)) await tablet.lock(PANEL)
  await director.run({ type: 'DropSlip', ...slip })
  await director.run({ type: 'EndPaper', sessionId, windowId: PANEL })
  await director.run({ type: 'CueClose', sessionId, windowId: PANEL })
  await director.run({ type: 'CueClose', sessionId, windowId: POLL })
  await look()
  await staff.until('console', ({ windows }) => windows.every(({ phase }) => phase === 'closing'), 10_000)
  await look()
  await staff.until('console', ({ windows }) => windows.every(({ phase }) => phase === 'verified'), 10_000)
  await look()
  expect(looked).toEqual(expect.arrayContaining(['open,open', 'closing,closing', 'verified,verified']))
  expect(leaksIn(before, { panel: true, poll: true })).toEqual([])
  const heard = before
    .filter(({ text }) => text.includes(PRIVATE))
    .map(({ visitor, where }) => [visitor, where])
  expect(new Set(heard.map(([visitor]) => visitor))).toEqual(
    new Set(['director', 'office', 'auditor', 'seat 1']),
  )
  expect(new Set(heard.map(([, where]) => where?.split('/')[0]))).toEqual(new Set(['console', 'seat']))
  // Frozen lasts a moment: what was pushed in it is among these too.
  expect(before.filter(({ where }) => where === 'audit' || where === 'console').length).toBeGreaterThan(8)

  await director.run({ type: 'Reveal', sessionId, windowId: PANEL })
  await staff.until('console', ({ windows }) => windows.some(({ phase }) => phase === 'revealed'), 10_000)
  await crawl.ask(PATHS)
  const between = crawl.take()
  expect(leaksIn(between, { panel: false, poll: true })).toEqual([])
  await revealWhenPossible(show)
  await staff.until('console', ({ windows }) => windows.every(({ phase }) => phase === 'revealed'), 10_000)
  await crawl.ask(PATHS)
  const after = crawl.take()
  expect(leaksIn(after, { panel: false, poll: false })).toEqual([])

  // The crawl has eyes: what may be seen is seen, by those who may.
  const seesMean = new Set(
    between.filter(({ text }) => MEAN.test(text)).map(({ where }) => where.split('/')[0]),
  )
  expect([...seesMean]).toEqual(expect.arrayContaining(['console', 'audit', 'stage', 'seat']))
  const seesSplit = new Set(
    after
      .filter(({ text }) => numbersToldIn(text, SPLIT_TOLD, COUNTERS).length > 0)
      .map(({ where }) => where),
  )
  expect([...seesSplit]).toEqual(
    expect.arrayContaining(['console', 'audit', 'stage/preview', 'now', 'GET /api/now']),
  )
  const ownSeat = before.find(({ visitor, where }) => visitor === 'seat 1' && where.endsWith('/s01'))
  expect(numbersToldIn(ownSeat?.text ?? '', MARKS_TOLD, COUNTERS)).toEqual([
    { at: '.window.own.mark.points', value: '37' },
  ])
  const pages = pagesIn([...before, ...between, ...after])
  expect([...pages.keys()].sort()).toEqual(expect.arrayContaining(PAGES.map((path) => `GET ${path}`)))
  for (const [where, texts] of pages) expect([where, texts.size]).toEqual([where, 1])
  for (const path of PAGES) expect([...(pages.get(`GET ${path}`) ?? [])][0]).toMatch(/^200 /)
}, 60_000)

function visitorsOf(show: TestShow, tablets: readonly Tablet[]): readonly Visitor[] {
  return [
    { name: 'public', auth: { kind: 'public' } },
    { name: 'display', auth: { kind: 'display', output: 'programme' } },
    { name: 'director', auth: { kind: 'account' }, cookie: show.director.cookie },
    { name: 'office', auth: { kind: 'account' }, cookie: show.office.cookie },
    { name: 'auditor', auth: { kind: 'account' }, cookie: show.auditor.cookie },
    ...[0, 3].map((i): Visitor => {
      const seatToken = tablets[i]?.seat.seatToken ?? ''
      return { name: `seat ${String(i + 1)}`, auth: { kind: 'seat', seatToken } }
    }),
  ]
}

/** A seat's topic is its own tablet's only; the staff's are the staff's. */
function expectRefusals({ refused }: Crawl, seats: number): void {
  const refusedTo = (visitor: string) => refused.filter((each) => each.startsWith(`${visitor} `))
  for (const visitor of ['public', 'display']) expect(refusedTo(visitor)).toHaveLength(5 + seats)
  for (const visitor of ['director', 'office']) expect(refusedTo(visitor)).toHaveLength(seats)
  expect(refusedTo('auditor')).toHaveLength(seats + 1)
  for (const visitor of ['seat 1', 'seat 4']) expect(refusedTo(visitor)).toHaveLength(5 + seats - 1)
}

async function revealWhenPossible({ director, sessionId }: TestShow): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const ack = await director.tryRun({ type: 'Reveal', sessionId, windowId: POLL })
    if (ack.ok) return
    await new Promise((wait) => setTimeout(wait, 100))
  }
  throw new Error('the poll could not be revealed')
}
