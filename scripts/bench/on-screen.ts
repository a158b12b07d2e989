// P5: from a message's answer until the number on air holds it, in the display's own DOM in Chromium, at a thousand ballots a second.

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import type { OpenPlan, OpenReport } from './open-load.ts'
import { runForJson } from './processes.ts'
import { BENCH_ACCOUNT, openWindow, startReal } from './real-show.ts'

export interface OnScreenRun {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly ballots: number
  /** How often the number changed. */
  readonly changes: number
}

/** Of the page: when the number on air became which, since 1970. */
type Change = readonly [atMs: number, n: number]

const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
/** Below a hundred ballots only n is shown; the first seconds are those of a warming process. */
const SKIPPED = 2_000

/** `still=1`: the count-up of half a second is decoration; what is measured is how late the number is known. */
export async function runOnScreen(
  folder: string,
  plan: { readonly ratePerSecond: number; readonly lastsMs: number },
): Promise<OnScreenRun> {
  const dataDir = join(folder, 'on-screen')
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const server = await startReal(dataDir)
  const browser = await chromium.launch({
    executablePath: EXECUTABLE,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    await openWindow(server)
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
    await page.goto(`http://127.0.0.1:${server.port}/display?output=programme&still=1`)
    await page.locator('.tally-panel').waitFor()
    await watchNumber(page)
    const sending: OpenPlan = { account: BENCH_ACCOUNT, port: server.port, ...plan }
    const { answeredAtMs } = await runForJson<OpenReport>(join(import.meta.dirname, 'open-load.ts'), [
      JSON.stringify(sending),
    ])
    await page.waitForTimeout(1_000)
    const changes = await page.evaluate(() => (globalThis as unknown as { changes: Change[] }).changes)
    const latencies = latenciesOf(answeredAtMs, changes).slice(SKIPPED)
    latencies.sort((a, b) => a - b)
    const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? Number.NaN
    return { p50Ms: at(0.5), p99Ms: at(0.99), ballots: answeredAtMs.length, changes: changes.length }
  } finally {
    await browser.close()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The first figure in the tally is the n of SMS and WeChat, whether the split may be seen or not. */
async function watchNumber(page: Page): Promise<void> {
  await page.evaluate(() => {
    const changes: Change[] = []
    ;(globalThis as unknown as { changes: Change[] }).changes = changes
    let last = -1
    const look = () => {
      const shown = document.querySelector('.tally-n, .tally-side')?.textContent ?? ''
      const n = Number(/[\d,]+/.exec(shown)?.[0].replaceAll(',', '') ?? 0)
      if (n === last) return
      last = n
      changes.push([performance.timeOrigin + performance.now(), n])
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    look()
  })
}

/** The i-th answered ballot is on screen with the first number that is at least i. Throws where one never is. */
function latenciesOf(answeredAtMs: readonly number[], changes: readonly Change[]): number[] {
  let next = 0
  return answeredAtMs.map((atMs, i) => {
    while (next < changes.length && changes[next]![1] < i + 1) next += 1
    const change = changes[next]
    if (change === undefined) throw new Error(`ballot ${i + 1} never came onto the screen`)
    return Math.max(0, change[0] - atMs)
  })
}
