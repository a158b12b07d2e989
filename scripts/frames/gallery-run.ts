// A gallery page in Chromium, moving, that is fed snapshots from within, so that the feeding itself costs next to nothing.

import { chromium, type Browser, type Page } from 'playwright-core'
import type { StageSnapshot } from '../../shared/protocol/topics.ts'
import { openGalleryPages } from '../pictures/gallery-pages.ts'

export interface GalleryRun {
  readonly page: Page
  show(snapshot: StageSnapshot): Promise<void>
  /** Posts the snapshots one after the other, one each `everyMs`, round and round until the next call. */
  feed(snapshots: readonly StageSnapshot[], everyMs: number): Promise<void>
  /** What lay between the frames of the next `forMs`. */
  gaps(forMs: number): Promise<readonly number[]>
  /** What the page's main thread has done since it was opened: all tasks, and of these style and layout. */
  work(): Promise<{ readonly busyMs: number; readonly layoutMs: number }>
  close(): Promise<void>
}

export async function openGalleryRun(size = { width: 1_920, height: 1_080 }): Promise<GalleryRun> {
  const pages = await openGalleryPages()
  let browser: Browser | null = null
  try {
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'],
    })
    const context = await browser.newContext({ viewport: { ...size } })
    const page = await context.newPage()
    await page.goto(pages.address('feed=1'))
    await page.waitForFunction(() => document.documentElement.dataset['key'] !== undefined)
    const metrics = await context.newCDPSession(page)
    await metrics.send('Performance.enable')
    const opened = browser
    return {
      page,
      show: (snapshot) => page.evaluate(feedInPage, { snapshots: [snapshot], everyMs: null }),
      feed: (snapshots, everyMs) => page.evaluate(feedInPage, { snapshots, everyMs }),
      gaps: (forMs) => page.evaluate(gapsInPage, forMs),
      async work() {
        const { metrics: seen } = await metrics.send('Performance.getMetrics')
        const ms = (name: string) => (seen.find((one) => one.name === name)?.value ?? 0) * 1_000
        return { busyMs: ms('TaskDuration'), layoutMs: ms('LayoutDuration') + ms('RecalcStyleDuration') }
      },
      async close() {
        await opened.close()
        await pages.close()
      },
    }
  } catch (error) {
    await browser?.close()
    await pages.close()
    throw error
  }
}

/** `everyMs`: null posts the first one, once. */
function feedInPage({ snapshots, everyMs }: { snapshots: readonly unknown[]; everyMs: number | null }) {
  const fed = window as unknown as { feeding?: ReturnType<typeof setInterval> }
  clearInterval(fed.feeding)
  let at = 0
  const post = () => {
    window.postMessage({ type: 'show', snapshot: snapshots[at % snapshots.length] }, location.origin)
    at += 1
  }
  if (everyMs === null) post()
  else fed.feeding = setInterval(post, everyMs)
}

function gapsInPage(forMs: number) {
  return new Promise<number[]>((told) => {
    const gaps: number[] = []
    const since = performance.now()
    let last = since
    const frame = (at: number) => {
      gaps.push(at - last)
      last = at
      if (at - since < forMs) requestAnimationFrame(frame)
      // The first gap reaches back to the call, not to a frame.
      else told(gaps.slice(1))
    }
    requestAnimationFrame(frame)
  })
}
