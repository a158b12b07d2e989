// How a picture leaves the machine: keyed, at its size, late by its delay, named, reloaded, cut; and no frame between scenes that flashes.

import { PNG } from 'pngjs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { FIXTURES } from '../../display/gallery/fixtures.ts'
import { listRevealOf, NOW_MS, stageOf, unitNamed } from '../../display/gallery/made-up.ts'
import { setUpGalleryCamera } from '../../scripts/pictures/gallery-camera.ts'
import { openGalleryPages, type GalleryPages } from '../../scripts/pictures/gallery-pages.ts'
import type { StageSnapshot } from '../../shared/protocol/topics.ts'
import { launchChromium } from '../support/chromium.ts'

let pages: GalleryPages
let browser: Browser

beforeAll(async () => {
  ;[pages, browser] = await Promise.all([openGalleryPages(), launchChromium()])
})

afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})

afterAll(async () => {
  await browser?.close()
  await pages?.close()
})

async function openFed(more = '', size = { width: 960, height: 540 }): Promise<Page> {
  const page = await browser.newPage({ viewport: size })
  await page.goto(pages.address(`feed=1${more}`))
  await page.waitForFunction(() => document.documentElement.dataset['key'] !== undefined)
  return page
}

async function show(page: Page, snapshot: StageSnapshot) {
  await page.evaluate((posted) => {
    window.postMessage({ type: 'show', snapshot: posted }, location.origin)
  }, snapshot)
}

const standing = (page: Page, text: string) =>
  page.waitForFunction((wanted) => {
    const layers = [...document.querySelectorAll('.layer')]
    return (
      layers.length === 1 &&
      layers[0]?.textContent?.includes(wanted) === true &&
      getComputedStyle(layers[0]).opacity === '1' &&
      document.getAnimations().length === 0
    )
  }, text)

test('key and fill: the key is the picture’s alpha as grey, the fill its colours on black', async () => {
  const snapshot = FIXTURES['lower-third']!
  const photos = []
  for (const query of ['', '&key=alpha', '&key=luma', '&key=green']) {
    const camera = await setUpGalleryCamera(browser, pages, query)
    await camera.show(snapshot)
    photos.push(PNG.sync.read(await camera.photograph()).data)
    await camera.page.close()
  }
  const [plain, key, fill, green] = photos as [Buffer, Buffer, Buffer, Buffer]
  let [shown, off] = [0, 0]
  for (let at = 0; at < plain.length; at += 4) {
    const alpha = plain[at + 3] ?? 0
    if (alpha > 0) shown += 1
    const premultiplied = Math.round(((plain[at] ?? 0) * alpha) / 255)
    const wrong =
      Math.abs((key[at] ?? 0) - alpha) > 2 ||
      key[at] !== key[at + 1] ||
      Math.abs((fill[at] ?? 0) - premultiplied) > 2 ||
      (alpha === 0 && green[at + 1] !== 0xb1)
    if (wrong) off += 1
  }
  expect(shown).toBeGreaterThan(50_000)
  expect(off).toBe(0)
})

test('2160 lines show the same picture at twice the size; guides only where they are asked for', async () => {
  const page = await openFed('&still=1', { width: 3_840, height: 2_160 })
  await show(page, FIXTURES['leader-board']!)
  await standing(page, '81.25')
  const plate = await page.locator('.plate').boundingBox()
  expect(plate).toEqual({ x: 144, y: 80, width: 3_840 - 288, height: 2_160 - 160 })
  expect(await page.locator('.guides').count()).toBe(0)
  const guided = await openFed('&still=1&guides=1&output=studio')
  expect(await guided.locator('.guides').textContent()).toMatch(/^studio/)
})

test('a delayed output shows what came its delay later; the safe still waits for nothing', async () => {
  const page = await openFed('&still=1')
  const delayed = (name: string, over: Partial<StageSnapshot> = {}) => ({
    ...FIXTURES[name]!,
    delayMs: 900,
    ...over,
  })
  await show(page, delayed('notice'))
  await standing(page, '榜单公示')
  const postedAt = performance.now()
  await show(page, delayed('live-tally'))
  expect(await page.locator('.layer').innerText()).toContain('榜单公示')
  await standing(page, '满意率')
  expect(performance.now() - postedAt).toBeGreaterThan(880)
  await show(page, delayed('ranking'))
  await show(page, delayed('standby', { panic: true, cut: true }))
  await standing(page, '问服务')
  await page.waitForTimeout(1_000)
  expect(await page.locator('.layer').innerText()).toContain('问服务')
})

test('an output is named while the console asks, and loads itself anew where the stamp changes', async () => {
  const page = await openFed()
  let loads = 0
  page.on('load', () => (loads += 1))
  await show(page, { ...FIXTURES['notice']!, identifyUntilMs: NOW_MS + 8_000, role: 'studio' })
  await page.locator('.identify-name').waitFor()
  expect(await page.locator('.identify').innerText()).toMatch(/^programme/)
  await page.evaluate((nowMs) => {
    window.postMessage({ type: 'clock', nowMs }, location.origin)
  }, NOW_MS + 8_001)
  await page.locator('.identify').waitFor({ state: 'detached' })
  await show(page, { ...FIXTURES['notice']!, step: 1 })
  await page.waitForTimeout(200)
  expect(loads).toBe(0)
  await show(page, { ...FIXTURES['notice']!, reloadAtMs: NOW_MS })
  await expect.poll(() => loads).toBe(1)
})

test('a cut stands at once: nothing fades, and what was there is gone in the same frame', async () => {
  const page = await openFed()
  await show(page, FIXTURES['lock-board-60']!)
  await standing(page, '已锁定')
  await page.evaluate(() => {
    const faded: string[] = []
    Object.assign(window, { faded })
    document.addEventListener('transitionrun', (event) => {
      if ((event.target as Element).classList.contains('layer')) faded.push(event.propertyName)
    })
  })
  await show(page, { ...FIXTURES['notice']!, cut: true })
  await standing(page, '榜单公示')
  expect(await page.evaluate(() => (window as unknown as { faded: string[] }).faded)).toEqual([])
  await show(page, FIXTURES['ranking']!)
  await standing(page, '机关科室')
  expect(await page.evaluate(() => (window as unknown as { faded: string[] }).faded)).toContain('opacity')
})

test('a list is turned over place by place: the next place is held, unnamed, until its step comes', async () => {
  const page = await openFed()
  const stepTo = (step: number) =>
    show(page, stageOf({ kind: 'list_reveal', reveal: listRevealOf(10, step) }, { step }))
  const states = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.list-reveal-slot')].map(
        (slot) => [slot.getBoundingClientRect().top, slot.dataset['state'], slot.innerText] as const,
      ),
    )
  await stepTo(0)
  await standing(page, '即将揭晓')
  expect((await states())[0]).toMatchObject([
    expect.any(Number),
    'held',
    expect.stringMatching(/第10名\s*即将揭晓/),
  ])
  await stepTo(1)
  await standing(page, '第9名')
  const after = await states()
  expect(after.map(([, state]) => state)).toEqual([
    'open',
    'held',
    ...Array.from({ length: 8 }, () => 'closed'),
  ])
  expect(after[0]![2]).toContain('83.50')
  // From the bottom up.
  const tops = after.map(([top]) => top)
  expect(tops).toEqual([...tops].sort((a, b) => b - a))
})

test('a rare character that comes into a standing picture is drawn from the bundle, not as a box', async () => {
  const page = await openFed('&still=1')
  await show(page, FIXTURES['leader-board']!)
  await standing(page, '81.25')
  const { board } = FIXTURES['leader-board']!.scene as Extract<
    StageSnapshot['scene'],
    { kind: 'leader_board' }
  >
  const rows = board.rows.map((row, i) => (i === 0 ? { ...row, unit: unitNamed('㼆𠮷𬭛镇', 1) } : row))
  await show(page, stageOf({ kind: 'leader_board', board: { ...board, rows } }))
  await standing(page, '𬭛')
  const loaded = await page.evaluate(
    () =>
      [...document.fonts].filter((font) => font.family.includes('LXGW') && font.status === 'loaded').length,
  )
  expect(loaded).toBeGreaterThan(0)
})

test('between scenes no composed frame is empty, white or black: taken, cut, and taken in haste', async () => {
  const page = await openFed()
  const chromium = await page.context().newCDPSession(page)
  await show(page, FIXTURES['how-to-vote']!)
  await standing(page, '参与方式')
  const frames: Buffer[] = []
  chromium.on('Page.screencastFrame', ({ data, sessionId }) => {
    frames.push(Buffer.from(data, 'base64'))
    void chromium.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined)
  })
  await chromium.send('Page.startScreencast', { format: 'png', maxWidth: 480, maxHeight: 270 })
  // The capture's first frame may be from before it began.
  await expect.poll(() => frames.length).toBeGreaterThan(0)
  await page.waitForTimeout(200)
  frames.length = 0
  const waits = [700, 60, 60, 700, 120, 700, 0, 0, 700]
  const names = [
    ...['lock-board-60', 'ranking', 'live-tally', 'leader-board', 'list-reveal-half'],
    ...['score-reveal-grades', 'poll-reveal', 'how-to-vote', 'look-back-kept'],
  ]
  for (const [i, name] of names.entries()) {
    await show(page, { ...FIXTURES[name]!, cut: i % 3 === 1 })
    await page.waitForTimeout(waits[i] ?? 0)
  }
  await standing(page, '已兑现')
  await chromium.send('Page.stopScreencast')
  expect(frames.length).toBeGreaterThan(15)
  // Along the plate's left edge, inside every scene's plate and left of every text. An empty page is #121212 there.
  const ground = [0x0a, 0x19, 0x30]
  const faults = frames.flatMap((png, n) => {
    const { width, height, data } = PNG.sync.read(png)
    return [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((part) => {
      const at = (Math.floor(height * part) * width + Math.floor(width * 0.045)) * 4
      const far = ground.some((channel, c) => Math.abs((data[at + c] ?? 0) - channel) > 12)
      return far ? [`frame ${n} at ${part}: ${[...data.subarray(at, at + 3)].join(' ')}`] : []
    })
  })
  expect(faults).toEqual([])
})
