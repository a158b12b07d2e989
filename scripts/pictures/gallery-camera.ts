// Photographs fixtures in the gallery's page, standing still, at 1920×1080 with their transparency.

import type { Browser, CDPSession, Page } from 'playwright-core'
import type { StageSnapshot } from '../../shared/protocol/topics.ts'
import type { GalleryPages } from './gallery-pages.ts'

export interface GalleryCamera {
  readonly page: Page
  /** Puts a snapshot on air and waits until it stands there, alone and with all its fonts. */
  show(snapshot: StageSnapshot): Promise<void>
  photograph(): Promise<Buffer>
}

export const PHOTO = { width: 1_920, height: 1_080 } as const

/** `query`: more of the page's address, such as `&key=alpha`. */
export async function setUpGalleryCamera(
  browser: Browser,
  pages: GalleryPages,
  query = '',
): Promise<GalleryCamera> {
  const page = await browser.newPage({ viewport: { ...PHOTO } })
  await page.goto(pages.address(`feed=1&still=1${query}`))
  await page.waitForFunction(() => document.documentElement.dataset['key'] !== undefined)
  const chromium = await page.context().newCDPSession(page)
  await chromium.send('Emulation.setDefaultBackgroundColorOverride', { color: { r: 0, g: 0, b: 0, a: 0 } })
  return {
    page,
    show: (snapshot) => page.evaluate(showInPage, snapshot),
    photograph: () => photographed(chromium),
  }
}

/** Quickly packed: twice as large and three times as fast as the browser's usual PNG. */
async function photographed(chromium: CDPSession): Promise<Buffer> {
  const { data } = await chromium.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })
  return Buffer.from(data, 'base64')
}

async function showInPage(snapshot: unknown) {
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
