// A camera in Chromium: pages of given sizes under the server's public name, each picture a PNG small enough for a repository.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { PUBLIC_URL } from './city-server.ts'
import { smallPng } from '../pictures/small-png.ts'

const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const LARGEST_BYTES = 250_000

export interface Camera {
  open(path: string, width: number, height: number): Promise<Page>
  /** Waits for fonts and for what moves in by itself. */
  shoot(page: Page, name: string): Promise<void>
  /** Writes what was taken: afterwards, because it keeps the processor from the show. Throws where a picture is too large to keep. */
  develop(): void
  close(): Promise<void>
}

/** `base`: where the server really listens; `folder`: where the pictures go. */
export async function setUpCamera(base: string, folder: string): Promise<Camera> {
  const browser = await chromium.launch({
    executablePath: EXECUTABLE,
    headless: true,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      `--host-resolver-rules=MAP ${new URL(PUBLIC_URL).host}:80 ${new URL(base).host}`,
    ],
  })
  const taken = new Map<string, Buffer>()
  return {
    async open(path, width, height) {
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      await page.goto(PUBLIC_URL + path)
      return page
    },
    async shoot(page, name) {
      await page.evaluate(() => document.fonts.ready.then(() => undefined))
      await page.waitForTimeout(700)
      taken.set(name, await page.screenshot())
    },
    develop() {
      for (const [name, png] of taken) {
        const picture = smallPng(png)
        console.log(`${name}.png  ${Math.round(picture.length / 1_000)} kB`)
        if (picture.length > LARGEST_BYTES)
          throw new Error(`${name}.png is larger than ${LARGEST_BYTES} bytes`)
        writeFileSync(join(folder, `${name}.png`), picture)
      }
    },
    close: () => browser.close(),
  }
}

export async function signIn(page: Page, person: { personId: string; password: string }): Promise<void> {
  await page.getByLabel('用户名').fill(person.personId)
  await page.getByLabel('密码').fill(person.password)
  await page.getByRole('button', { name: '登录' }).click()
}
