// Photographs every fixture of the gallery: it is as approved, and nothing is in it that may not go on air (overflow, unsafe text, edges).

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FIXTURES } from '../../display/gallery/fixtures.ts'
import {
  approvedNames,
  differenceFromApproved,
  opaqueOutsideActionSafe,
} from '../../scripts/pictures/approved.ts'
import { setUpGalleryCamera, type GalleryCamera } from '../../scripts/pictures/gallery-camera.ts'
import { openGalleryPages, type GalleryPages } from '../../scripts/pictures/gallery-pages.ts'
import { launchChromium } from '../support/chromium.ts'

let pages: GalleryPages
let browser: Browser
let camera: GalleryCamera
/** Whatever the page complained of, and every request that left its origin. */
let complaints: string[] = []

beforeAll(async () => {
  ;[pages, browser] = await Promise.all([openGalleryPages(), launchChromium()])
  camera = await setUpGalleryCamera(browser, pages)
  const { page } = camera
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${pages.origin}/`) && !url.startsWith('data:')) complaints.push(`outside: ${url}`)
  })
})

afterAll(async () => {
  await browser?.close()
  await pages?.close()
})

describe('every fixture can go on air', () => {
  test.each(Object.keys(FIXTURES))('%s', async (name) => {
    complaints = []
    await camera.show(FIXTURES[name]!)
    const photo = await camera.photograph()
    expect(differenceFromApproved(name, photo)).toBeNull()
    expect(await camera.page.evaluate(faultsOfText)).toEqual([])
    expect(opaqueOutsideActionSafe(photo)).toBe(0)
    expect(complaints).toEqual([])
  })
  test('every approved picture is of a fixture', () => {
    expect(approvedNames().filter((name) => FIXTURES[name] === undefined)).toEqual([])
  })
})

test('figures of the bundled font keep their places: all ten digits are equally wide', async () => {
  const widths = await camera.page.evaluate(async () => {
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
