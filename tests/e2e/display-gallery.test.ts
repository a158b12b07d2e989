// Photographs every fixture of the gallery and looks for what may not go on air: overflow, unsafe text, opaque edges.
//
// GALLERY_PHOTOS=FOLDER keeps the photographs, at 1920×1080, for a person to look at. Without it they are taken at half the
// size, which the canvas's one transform makes the same picture at a quarter of the work.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FIXTURES } from '../../display/gallery/fixtures.ts'
import { launchChromium } from '../support/chromium.ts'
import { openGalleryPages, type GalleryPages } from '../support/gallery-pages.ts'

const folder = process.env['GALLERY_PHOTOS']
const scale = folder === undefined ? 0.5 : 1

let pages: GalleryPages
let browser: Browser
let page: Page
let darkroom: Page
/** Whatever the page complained of, and every request that left its origin. */
let complaints: string[] = []

beforeAll(async () => {
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  ;[pages, browser] = await Promise.all([openGalleryPages(), launchChromium()])
  page = await browser.newPage({ viewport: { width: 1_920 * scale, height: 1_080 * scale } })
  darkroom = await browser.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${pages.origin}/`) && !url.startsWith('data:')) complaints.push(`outside: ${url}`)
  })
  await page.goto(pages.address('feed=1&still=1'))
  await page.waitForFunction(() => document.documentElement.dataset['key'] !== undefined)
})

afterAll(async () => {
  await browser?.close()
  await pages?.close()
})

describe('every fixture can go on air', () => {
  test.each(Object.keys(FIXTURES))('%s', async (name) => {
    complaints = []
    await page.evaluate(show, FIXTURES[name])
    const photo = await page.screenshot({
      omitBackground: true,
      ...(folder === undefined ? {} : { path: join(folder, `${name}.png`) }),
    })
    expect(await page.evaluate(faultsOfText)).toEqual([])
    expect(await darkroom.evaluate(opaqueOutsideActionSafe, photo.toString('base64'))).toBe(0)
    expect(complaints).toEqual([])
  })
})

test('figures of the bundled font keep their places: all ten digits are equally wide', async () => {
  await page.goto(pages.address('fixture=countdown&still=1'))
  const widths = await page.evaluate(async () => {
    await document.fonts.load("700 100px 'Noto Sans SC Variable'", '0123456789')
    const pen = document.createElement('canvas').getContext('2d')!
    return [400, 700].map((weight) => {
      pen.font = `${weight} 100px 'Noto Sans SC Variable'`
      return Array.from('0123456789').map((digit) => pen.measureText(digit).width)
    })
  })
  for (const ofWeight of widths) {
    expect(new Set(ofWeight).size).toBe(1)
    expect(ofWeight[0]).toBeGreaterThan(0)
  }
  // 555/1000 em in the regular weight: it is this font that was measured, not one that stands in for it.
  expect(widths[0]![0]).toBeCloseTo(55.5, 0)
})

/** Runs in the page: puts a fixture on air and waits until it stands there with all its fonts. */
async function show(snapshot: unknown) {
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn))
  const before = document.documentElement.dataset['drawn']
  window.postMessage({ type: 'show', snapshot }, location.origin)
  do await frame()
  while (
    document.documentElement.dataset['drawn'] === before ||
    document.querySelectorAll('.layer').length !== 1 ||
    !document.querySelector('.layer[data-layer="up"]')
  )
  await document.fonts.ready
  await frame()
}

/** Runs in the page: text beyond its box, beyond 5 % of the picture, or cut. */
function faultsOfText(): string[] {
  const canvas = document.querySelector('.canvas')
  if (canvas === null) return ['there is no canvas']
  const faults: string[] = []
  const scale = canvas.getBoundingClientRect().width / 1_920
  const boxOf = ({ left, right, top, bottom }: DOMRect) => ({
    left: left / scale,
    right: right / scale,
    top: top / scale,
    bottom: bottom / scale,
  })
  for (const element of canvas.querySelectorAll<HTMLElement>('*')) {
    if (element instanceof SVGElement || element.closest('.rehearsal-mark-word') !== null) continue
    const name = `${element.className || element.tagName} “${(element.textContent ?? '').slice(0, 20)}”`
    const { overflowX, display } = getComputedStyle(element)
    if (
      !display.startsWith('inline') &&
      overflowX === 'visible' &&
      element.clientWidth > 0 &&
      element.scrollWidth > element.clientWidth
    ) {
      faults.push(`${name} is ${element.scrollWidth} wide in ${element.clientWidth}`)
    }
    if (element.dataset['whole'] === 'no') faults.push(`${name} is cut`)
    const plate = element.closest('.plate')
    const plateBox = plate === null ? null : boxOf(plate.getBoundingClientRect())
    for (const child of element.childNodes) {
      if (child.nodeType !== Node.TEXT_NODE || (child.textContent ?? '').trim() === '') continue
      const range = document.createRange()
      range.selectNodeContents(child)
      for (const rect of range.getClientRects()) {
        if (rect.width === 0) continue
        const { left, right, top, bottom } = boxOf(rect)
        if (left < 96 || right > 1_920 - 96 || top < 54 || bottom > 1_080 - 54) {
          faults.push(`${name} leaves the text-safe area: ${[left, top, right, bottom].join(' ')}`)
        }
        if (plateBox !== null && (top < plateBox.top || bottom > plateBox.bottom)) {
          faults.push(`${name} leaves its plate: ${top} ${bottom}`)
        }
      }
    }
  }
  return faults
}

/** Runs in a page of its own: how many pixels outside the action-safe area (3.5 %) are not wholly transparent. */
async function opaqueOutsideActionSafe(photo: string): Promise<number> {
  const image = new Image()
  image.src = `data:image/png;base64,${photo}`
  await image.decode()
  const pen = new OffscreenCanvas(image.width, image.height).getContext('2d')!
  pen.drawImage(image, 0, 0)
  const { data } = pen.getImageData(0, 0, image.width, image.height)
  const sides = Math.floor((67 * image.width) / 1_920)
  const ends = Math.floor((37 * image.height) / 1_080)
  let opaque = 0
  for (let y = 0; y < image.height; y += 1) {
    for (let x = 0; x < image.width; x += 1) {
      const safe = x >= sides && x < image.width - sides && y >= ends && y < image.height - ends
      if (!safe && data[(y * image.width + x) * 4 + 3] !== 0) opaque += 1
    }
  }
  return opaque
}
