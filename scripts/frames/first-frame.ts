// How long a display takes from navigation to its first whole picture (P11), from the real server, with nothing in the browser's cache.

import { chromium } from 'playwright-core'
import { startCityServer } from '../screenshots/city-server.ts'

/** Ms from navigation until the first scene stands with its fonts and one more frame was drawn, round by round. */
export async function firstFrames(rounds: number): Promise<readonly number[]> {
  const city = await startCityServer()
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const took: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const context = await browser.newContext({ viewport: { width: 1_920, height: 1_080 } })
      const page = await context.newPage()
      await page.goto(`${city.base}/display?output=programme`, { waitUntil: 'commit' })
      took.push(await page.evaluate(firstFrameInPage))
      await context.close()
    }
    return took
  } finally {
    await browser.close()
    city.stop()
  }
}

async function firstFrameInPage(): Promise<number> {
  const frame = () => new Promise<number>((drawn) => requestAnimationFrame(drawn))
  while (document.querySelector('.layer[data-layer="up"] .plate') === null) await frame()
  await document.fonts.ready
  await frame()
  return frame()
}
