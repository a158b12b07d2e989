// How long each screen of the office takes until it can be used, with a city of ten thousand units and five years of quarters.
//
// Usage: node scripts/bench/office-screens.ts [--units N] [--quarters N] [--rounds N]   (the pages built before: npm start does it)
// A screen can be used when what it is for stands there and the page has drawn and answers: two frames and an idle turn later.

import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'
import { readConfig } from '../../server/config.ts'
import { filesOf } from '../../server/data-dir.ts'
import { startServer } from '../../server/start.ts'
import { openSqliteJournal } from '../../server/storage/sqlite-journal.ts'
import { signIn as signInOn } from '../screenshots/camera.ts'
import { setUp } from '../demo/staff.ts'
import { writeQuarters } from './many-quarters.ts'
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

const folder = mkdtempSync(join(tmpdir(), 'wenzheng-screens-'))
try {
  const began = Date.now()
  const fromYear = new Date().getUTCFullYear() + 1 - quarters / 4
  const seeded = await writeJournal(fromYear)
  process.stderr.write(`journal written in ${((Date.now() - began) / 1_000).toFixed(1)} s\n`)
  const rows = await measure(seeded)
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model ?? '',
    cores: cpus().length,
    load: loadavg()[0],
  }
  console.log(linesOf({ ...machine, units, quarters }, rows).join('\n'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function writeJournal(fromYear: number): ReturnType<typeof writeQuarters> {
  const journal = await openSqliteJournal({ file: filesOf(folder).journal })
  try {
    return await writeQuarters(journal, { units, quarters, fromYear, seed: 41 })
  } finally {
    await journal.close()
  }
}

async function measure({ collecting, published }: Awaited<ReturnType<typeof writeQuarters>>): Promise<Row[]> {
  const read = readConfig({ PORT: '0', DATA_DIR: folder }, [])
  if (!read.ok) throw new Error(read.sentences.join('\n'))
  const startedAt = performance.now()
  const started = await startServer(read.config)
  if (!started.ok) throw new Error(started.sentences.join('\n'))
  const { running } = started
  process.stderr.write(`server ready in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s\n`)
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    const token = new URL(running.setupUrl ?? '').hash.slice('#setup='.length)
    const director = await setUp(running.localUrl, token, DIRECTOR)
    await director.addPerson(OFFICE)
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
    page.setDefaultTimeout(60_000)
    await page.goto(`${running.localUrl}/office`)
    await signInOn(page, OFFICE)
    await page.getByRole('heading', { name: '场次' }).waitFor()
    const rows: Row[] = []
    for (const [work, hash, there] of screens(collecting, published)) {
      const times: number[] = []
      for (let round = 0; round < rounds; round += 1) times.push(await timeOf(page, hash, there))
      const first = times[0] ?? Number.NaN
      process.stderr.write(`${work}: ${times.map((ms) => ms.toFixed(0)).join(' ')} ms\n`)
      rows.push(
        rowOf({
          ...{ key: work, goal: 'screen', work, label: work, rounds: times },
          limit: { is: '<', value: WANTED_MS, unit: 'ms' },
          besides: { words: 'the first time too', holds: first < WANTED_MS },
          notes: { 'the first time': first },
        }),
      )
    }
    return rows
  } finally {
    await browser.close()
    await running.stop()
  }
}

/** What it is, its address, and what stands there once it can be used. */
function screens(collecting: string, published: string): readonly (readonly [string, string, string])[] {
  const rows = '.pd-ranking .ant-table-row'
  return [
    ['评议周期：list', 'periods', '.pd-timeline button'],
    ['评议周期：trends', 'periods/-', '.pd-chart svg'],
    ['进度, collecting', `periods/${collecting}`, '.pd-matrix tbody tr'],
    ['暂列排名', `periods/${collecting}/ranking`, rows],
    ['缺项', `periods/${collecting}/missing`, '.ant-table-row'],
    ['导入记录', `periods/${collecting}/imports`, '.ant-table-row'],
    ['方案版本', `periods/${collecting}/scheme`, '.pd-hash'],
    ['排名, published', `periods/${published}/ranking`, rows],
    ['发布与异议', `periods/${published}/published`, '.pd-hash'],
    ['单位', 'units', '.ant-table-row'],
    ['评分方案', 'scheme', '.office-form button'],
    ['市民评议票数', 'counts', '.office-page h1'],
    ['评议期', 'polls', '.office-page h1'],
    ['待第二人确认', 'pending', '.office-page h1'],
  ]
}

/** From another, empty place of the same page, so that every round draws the screen anew. */
async function timeOf(page: Page, hash: string, there: string): Promise<number> {
  await page.evaluate(() => (location.hash = 'numbers'))
  await page.locator('.office-page h1', { hasText: '接入号' }).waitFor()
  await page.waitForTimeout(300)
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
    [hash, there] as const,
  )
}
