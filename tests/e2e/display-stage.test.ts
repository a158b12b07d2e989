// The stage on air, fed by hand in a real browser: nothing that fails is ever seen, and nothing jumps, flashes or goes blank.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { FIXTURES } from '../../display/gallery/fixtures.ts'
import { NOW_MS, rankingOf, rowsOf, SESSION, stageOf } from '../../display/gallery/made-up.ts'
import type { StageSnapshot } from '../../shared/protocol/topics.ts'
import { launchChromium } from '../support/chromium.ts'
import { openGalleryPages, type GalleryPages } from '../../scripts/pictures/gallery-pages.ts'

let pages: GalleryPages
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[pages, browser] = await Promise.all([openGalleryPages(), launchChromium()])
})

beforeEach(async () => {
  await page?.close()
  page = await browser.newPage({ viewport: { width: 960, height: 540 } })
})

afterAll(async () => {
  await browser?.close()
  await pages?.close()
})

/** Scenes the page cannot draw: a newer server's, and a snapshot with a hole in it. */
const BROKEN = [
  { ...stageOf({ kind: 'standby' }), scene: { kind: 'a_scene_of_next_year' } },
  { ...stageOf({ kind: 'standby' }), scene: { kind: 'live_tally', poll: { windowId: 'x' } } },
] as unknown as readonly StageSnapshot[]

async function openFed(more = '') {
  await page.goto(pages.address(`feed=1${more}`))
  // The page's module has run when its root is React's.
  await page.waitForFunction(() => document.documentElement.dataset['key'] !== undefined)
}

async function post(message: unknown) {
  await page.evaluate((posted) => {
    window.postMessage(posted, location.origin)
  }, message)
}

async function show(snapshot: StageSnapshot) {
  await post({ type: 'show', snapshot })
}

/** The scene stands, the one before it is gone, and nothing moves any more. */
async function settled(text: string) {
  await page.waitForFunction((wanted) => {
    const layers = [...document.querySelectorAll('.layer')]
    return (
      layers.length === 1 &&
      layers[0]?.textContent?.includes(wanted) === true &&
      getComputedStyle(layers[0]).opacity === '1' &&
      document.getAnimations().length === 0
    )
  }, text)
}

async function drawn() {
  await page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  })
}

/** From now on notes in every frame how opaque the most opaque layer is that holds something. */
async function watchOpacity() {
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(window, { seen })
    const frame = () => {
      const layers = [...document.querySelectorAll('.layer')].filter((layer) => layer.childElementCount > 0)
      seen.push(Math.max(0, ...layers.map((layer) => Number(getComputedStyle(layer).opacity))))
      requestAnimationFrame(frame)
    }
    frame()
  })
}

function opacitiesSeen(): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { seen: number[] }).seen)
}

test('a scene that cannot be drawn leaves the last good frame, pixel for pixel, and the next good one goes on', async () => {
  await openFed()
  await show(FIXTURES['live-tally']!)
  await settled('满意率')
  await watchOpacity()
  const before = await page.screenshot({ omitBackground: true })
  for (const broken of BROKEN) {
    await show(broken)
    await page.waitForSelector('.kept-frame', { state: 'attached' })
    await drawn()
    expect((await page.screenshot({ omitBackground: true })).equals(before)).toBe(true)
  }
  await show(FIXTURES['poll-reveal-waiting']!)
  await settled('待揭晓')
  expect(await page.locator('.kept-frame').count()).toBe(0)
  expect(Math.min(...(await opacitiesSeen()))).toBeGreaterThan(0.99)
})

test('where nothing good was ever drawn, a broken scene shows nothing at all', async () => {
  await openFed()
  await show(BROKEN[1]!)
  await page.waitForSelector('.kept-frame', { state: 'attached' })
  expect(await page.locator('body').innerText()).toBe('')
  await show(FIXTURES['standby']!)
  await settled('问服务')
})

test('losing the server changes nothing on air; only a monitor says since when', async () => {
  for (const [more, marks] of [
    ['', 0],
    ['&monitor=1', 1],
    ['&output=preview', 1],
  ] as const) {
    await openFed(more)
    await show(FIXTURES['live-tally']!)
    await settled('满意率')
    await post({ type: 'offline', sinceMs: NOW_MS })
    await drawn()
    expect(await page.locator('.monitor-mark').count()).toBe(marks)
    expect(await page.locator('.layer').innerText()).toContain('满意率')
    if (marks === 1) expect(await page.locator('.monitor-mark').innerText()).toContain('20:15:00 起断线')
  }
})

test('from scene to scene no frame is without a picture, and a take that never came up is passed over', async () => {
  await openFed()
  await show(FIXTURES['how-to-vote']!)
  await settled('参与方式')
  await watchOpacity()
  await show(FIXTURES['lock-board-60']!)
  await settled('已锁定')
  // At once, and again while each fades over the one before.
  for (const name of ['ranking', 'live-tally', 'how-to-vote', 'score-reveal-waiting'])
    await show(FIXTURES[name]!)
  for (const name of ['ranking', 'unit-title', 'live-tally', 'lock-board-60', 'poll-reveal-waiting']) {
    await show(FIXTURES[name]!)
    await page.waitForSelector('.layer[data-layer="up"]:last-of-type')
  }
  await settled('待揭晓')
  const seen = await opacitiesSeen()
  expect(seen.length).toBeGreaterThan(10)
  expect(Math.min(...seen)).toBeGreaterThan(0.99)
})

test('[SHOW4] the countdown follows the clock of the server, to its end', async () => {
  await openFed()
  await show(FIXTURES['countdown']!)
  const digits = page.locator('.countdown-scene-digits')
  await expect.poll(() => digits.innerText()).toBe('1:35')
  await post({ type: 'clock', nowMs: NOW_MS + 94_001 })
  await expect.poll(() => digits.innerText()).toBe('0:01')
  expect(await digits.getAttribute('data-last')).toBe('yes')
  await post({ type: 'clock', nowMs: NOW_MS + 95_000 })
  await expect.poll(() => page.locator('.countdown-scene-word').innerText()).toBe('已截止')
})

test('[SHOW8] a rehearsal is marked on every scene, blank among them', async () => {
  await openFed()
  for (const name of ['standby', 'blank', 'ranking']) {
    await show({ ...FIXTURES[name]!, session: { ...SESSION, rehearsal: true } })
    await expect.poll(() => page.locator('.rehearsal-mark-chip').innerText()).toBe('彩排 · 非正式播出')
    expect(await page.evaluate(() => document.body.classList.contains('rehearsal'))).toBe(true)
  }
  await show(FIXTURES['standby']!)
  await expect.poll(() => page.locator('.rehearsal-mark').count()).toBe(0)
})

test('[RANK10] a row goes to its new place in time, and at once where motion is skipped', async () => {
  const before = rowsOf(6)
  const after = [before[5]!, ...before.slice(0, 5)].map((row, i) => ({ ...row, place: i + 1 }))
  const namesFromTop = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.ranking-row')]
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((row) => row.querySelector('.unit-name')?.textContent),
    )
  for (const still of [false, true]) {
    await openFed(still ? '&still=1' : '')
    await show(stageOf({ kind: 'ranking', ranking: rankingOf(before) }))
    await settled('机关科室')
    await page.evaluate(() => {
      const lengths: unknown[] = []
      Object.assign(window, { lengths })
      document.addEventListener('transitionrun', (event) => {
        if (event.propertyName === 'transform') lengths.push((event.target as Element).className)
      })
    })
    await show(stageOf({ kind: 'ranking', ranking: rankingOf(after) }))
    await expect.poll(namesFromTop).toEqual(after.map((row) => row.unit.name))
    await settled('机关科室')
    const moved = await page.evaluate(() => (window as unknown as { lengths: unknown[] }).lengths)
    expect(moved).toEqual(still ? [] : Array.from({ length: 6 }, () => 'ranking-row'))
  }
})

test('[SHOW5] [SHOW10] a result is turned over only when it is revealed: first the distribution, then the mean', async () => {
  await openFed()
  await show(FIXTURES['score-reveal-waiting']!)
  await settled('待揭晓')
  await show(FIXTURES['score-reveal-grades']!)
  await page.waitForSelector('.score-mean[data-open="no"]', { state: 'attached' })
  await page.waitForSelector('.score-mean[data-open="yes"]')
  await expect.poll(() => page.locator('.score-mean-figure > :last-child').innerText()).toBe('61.85')
})
