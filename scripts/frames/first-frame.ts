// How long a display takes from navigation to its first whole picture (P11), from the real server, with nothing in the browser's cache.

import { chromium, type Browser } from 'playwright-core'
import { startCityServer } from '../screenshots/city-server.ts'

const STANDBY = '.layer[data-layer="up"] .plate'

/** Ms from navigation until the first scene stands with its fonts and one more frame was drawn, round by round. */
export async function firstFrames(rounds: number): Promise<readonly number[]> {
  const city = await startCityServer()
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const took: number[] = []
    for (let round = 0; round < rounds; round += 1)
      took.push(await firstFrameOf(browser, `${city.base}/display?output=programme`, STANDBY))
    return took
  } finally {
    await browser.close()
    city.stop()
  }
}

/** Once, in a context of its own; `there`: a selector of what stands in a whole picture. */
export async function firstFrameOf(browser: Browser, url: string, there: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1_920, height: 1_080 } })
  try {
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'commit' })
    return await page.evaluate(firstFrameInPage, there)
  } finally {
    await context.close()
  }
}

async function firstFrameInPage(there: string): Promise<number> {
  const frame = () => new Promise<number>((drawn) => requestAnimationFrame(drawn))
  while (document.querySelector(there) === null) await frame()
  await document.fonts.ready
  await frame()
  return frame()
}
