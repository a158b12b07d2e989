// How long each screen of the office takes until it can be used, with a city of ten thousand units and five years of quarters.
//
// Usage: node scripts/bench/office-screens.ts [--units N] [--quarters N] [--rounds N]   (the pages built before: npm start does it)
// A screen can be used when what it is for stands there and the page has drawn and answers: two frames and an idle turn later.
// Each is opened in rounds, then once more as the first thing after a start; beside that the longest its server's event loop stood
// still. At last a half-year is frozen while that loop is watched.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type Page } from 'playwright-core'
import { readConfig } from '../../server/config.ts'
import { filesOf, makeDataDir, secretsOf } from '../../server/data-dir.ts'
import { writeBundle } from '../../server/evaluation/bundle-write.ts'
import { startServer } from '../../server/start.ts'
import type { PeriodAnswer } from '../../shared/protocol/period-api.ts'
import { openSqliteJournal } from '../../server/storage/sqlite-journal.ts'
import { signIn as signInOn } from '../screenshots/camera.ts'
import { setUp, signIn } from '../demo/staff.ts'
import { HALF_YEAR, writeQuarters } from './many-quarters.ts'
import { rowOf, type Row } from './report/row.ts'
import { linesOf } from './report/terminal.ts'

const { values } = parseArgs({
  options: {
    units: { type: 'string', default: '9999' },
    quarters: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '5' },
  },
})
const units = Number(values.units)
const quarters = Number(values.quarters)
const rounds = Number(values.rounds)
const WANTED_MS = 1_000
const DIRECTOR = { personId: 'daoyan', name: '陆知秋', role: 'director', password: 'bench-daoyan-1' }
const OFFICE = { personId: 'pingyi', name: '何雨禾', role: 'office', password: 'bench-pingyi-1' }

type Seeded = Awaited<ReturnType<typeof writeQuarters>>
/** What it is, its address, and what stands there once it can be used. */
type Screen = readonly [work: string, address: string, there: string]

const folder = mkdtempSync(join(tmpdir(), 'wenzheng-screens-'))
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  const began = Date.now()
  const seeded = await writeJournal(new Date().getUTCFullYear() + 1 - quarters / 4)
  process.stderr.write(`journal written in ${((Date.now() - began) / 1_000).toFixed(1)} s\n`)
  const rows = await measure(browser, seeded)
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length }
  console.log(linesOf({ ...machine, load: loadavg()[0], units, quarters }, rows).join('\n'))
  await freezeHalfYear()
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}

async function writeJournal(fromYear: number): Promise<Seeded> {
  makeDataDir(folder)
  const { journal: file, publications } = filesOf(folder)
  mkdirSync(publications, { recursive: true })
  const signingKey = Buffer.from(secretsOf(folder).signingKey, 'hex')
  const journal = await openSqliteJournal({ file })
  try {
    return await writeQuarters(journal, {
      ...{ units, quarters, fromYear, seed: 41, half: true },
      bundle: (order) => writeBundle(order, [], { folder: publications, signingKey }),
    })
  } finally {
    await journal.close()
  }
}

async function started() {
  const read = readConfig({ PORT: '0', DATA_DIR: folder }, [])
  if (!read.ok) throw new Error(read.sentences.join('\n'))
  const startedAt = performance.now()
  const server = await startServer(read.config)
  if (!server.ok) throw new Error(server.sentences.join('\n'))
  return { ...server, readyMs: performance.now() - startedAt }
}

async function measure(of: Browser, { collecting, published }: Seeded): Promise<Row[]> {
  const rounded = await inRounds(of, screens(collecting, published))
  const rows: Row[] = []
  for (const [screen, times] of rounded) {
    const { ms, loopMs, readyMs } = await afterStart(of, screen)
    const [work] = screen
    process.stderr.write(`${work}: after a start ${ms.toFixed(0)} ms, the loop ${loopMs.toFixed(0)} ms\n`)
    rows.push(
      rowOf({
        ...{ key: work, goal: 'screen', work, label: work, rounds: times },
        limit: { is: '<', value: WANTED_MS, unit: 'ms' },
        besides: { words: 'after a start too', holds: ms < WANTED_MS },
        notes: {
          'after a start': ms,
          'its event loop, at most': loopMs,
          'with nothing kept': times[0] ?? Number.NaN,
          'the start itself': readyMs,
        },
      }),
    )
  }
  return rows
}

/** The first server of the folder: nothing is kept yet. */
async function inRounds(
  of: Browser,
  all: readonly Screen[],
): Promise<readonly (readonly [Screen, number[]])[]> {
  const { running, readyMs } = await started()
  process.stderr.write(`server ready in ${(readyMs / 1_000).toFixed(1)} s\n`)
  try {
    const token = new URL(running.setupUrl ?? '').hash.slice('#setup='.length)
    await (await setUp(running.localUrl, token, DIRECTOR)).addPerson(OFFICE)
    const page = await officeOn(of, running.localUrl)
    const rows: (readonly [Screen, number[]])[] = []
    for (const screen of all) {
      const times: number[] = []
      for (let round = 0; round < rounds; round += 1) times.push(await timeOf(page, screen))
      process.stderr.write(`${screen[0]}: ${times.map((ms) => ms.toFixed(0)).join(' ')} ms\n`)
      rows.push([screen, times])
    }
    // What is drawn in the background is kept once it is there.
    await page.waitForTimeout(6_000)
    await page.context().close()
    return rows
  } finally {
    await running.stop()
  }
}

async function afterStart(of: Browser, screen: Screen) {
  const { running, readyMs } = await started()
  try {
    const page = await officeOn(of, running.localUrl)
    const loop = monitorEventLoopDelay({ resolution: 5 })
    const ms = await timeOf(page, screen, () => loop.enable())
    loop.disable()
    await page.context().close()
    return { ms, readyMs, loopMs: loop.max / 1e6 }
  } finally {
    await running.stop()
  }
}

async function officeOn(of: Browser, url: string): Promise<Page> {
  const page = await (await of.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(`${url}/office`)
  await signInOn(page, OFFICE)
  await page.getByRole('heading', { name: '场次' }).waitFor()
  return page
}

function screens(collecting: string, published: string): readonly Screen[] {
  const rows = '.pd-ranking .ant-table-row'
  return [
    ['评议周期：list', 'periods', '.pd-timeline button'],
    ['评议周期：trends', 'periods/-', '.pd-chart svg'],
    ['进度, collecting', `periods/${collecting}`, '.pd-matrix tbody tr'],
    ['暂列排名', `periods/${collecting}/ranking`, rows],
    ['缺项', `periods/${collecting}/missing`, '.ant-table-row'],
    ['导入记录', `periods/${collecting}/imports`, '.ant-table-row'],
    ['方案版本', `periods/${collecting}/scheme`, '.pd-hash'],
    ['进度, published', `periods/${published}`, '.pd-matrix tbody tr'],
    ['排名, published', `periods/${published}/ranking`, rows],
    ['暂列排名, half-year', `periods/${HALF_YEAR}/ranking`, rows],
    ['发布与异议', `periods/${published}/published`, '.pd-hash'],
    ['单位', 'units', '.ant-table-row'],
    ['评分方案', 'scheme', '.office-form button'],
    ['市民评议票数', 'counts', '.office-page h1'],
    ['评议期', 'polls', '.office-page h1'],
    ['待第二人确认', 'pending', '.office-page h1'],
    ['/results', '/results', '.lists .list li'],
  ]
}

/** From another, empty place of the same page, so that every round draws the screen anew; a page of its own is gone to. */
async function timeOf(page: Page, [, address, there]: Screen, before = () => {}): Promise<number> {
  if (address.startsWith('/')) {
    const other = await page.context().newPage()
    before()
    const from = performance.now()
    await other.goto(new URL(address, page.url()).href)
    await other.locator(there).first().waitFor()
    const ms = performance.now() - from
    await other.close()
    return ms
  }
  await page.evaluate(() => (location.hash = 'numbers'))
  await page.locator('.office-page h1', { hasText: '接入号' }).waitFor()
  await page.waitForTimeout(300)
  before()
  return page.evaluate(
    ([to, selector]) =>
      new Promise<number>((resolve, reject) => {
        const from = performance.now()
        const settle = () =>
          requestAnimationFrame(() =>
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from))),
          )
        const look = () => {
          if (document.querySelector(selector) !== null) settle()
          else if (performance.now() - from > 60_000) reject(new Error(`${to}: ${selector} never came`))
          else requestAnimationFrame(look)
        }
        location.hash = to
        // The screen that stood there goes with the next turn.
        setTimeout(look)
      }),
    [address, there] as const,
  )
}

/** After a start, as a clerk would who comes to it first. */
async function freezeHalfYear(): Promise<void> {
  const { running } = await started()
  try {
    const office = await signIn(running.localUrl, OFFICE.personId, OFFICE.password)
    const loop = monitorEventLoopDelay({ resolution: 5 })
    const stoodStill = () => `its event loop stood still for ${(loop.max / 1e6).toFixed(0)} ms at most`
    loop.enable()
    const from = performance.now()
    await office.run({ type: 'FreezeInputs', periodId: HALF_YEAR })
    console.log(`a half-year frozen in ${(performance.now() - from).toFixed(0)} ms; ${stoodStill()}`)
    loop.reset()
    while ((await office.get<PeriodAnswer>(`/api/periods/${HALF_YEAR}`)).tally.running)
      await new Promise((later) => setTimeout(later, 200))
    loop.disable()
    console.log(`its tallies compared by ${(performance.now() - from).toFixed(0)} ms; ${stoodStill()}`)
  } finally {
    await running.stop()
  }
}
