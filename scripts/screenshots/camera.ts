// A camera in Chromium: pages of given sizes under the server's public name, each picture a PNG small enough for a repository.

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { PUBLIC_URL } from './city-server.ts'

const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const LARGEST_BYTES = 250_000

export interface Camera {
  open(path: string, width: number, height: number): Promise<Page>
  /** Waits for fonts and for what moves in by itself. Throws where the picture is too large to keep. */
  shoot(page: Page, name: string): Promise<void>
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
      const path = join(folder, `${name}.png`)
      await page.screenshot({ path })
      const { size } = statSync(path)
      console.log(`${name}.png  ${Math.round(size / 1_000)} kB`)
      if (size > LARGEST_BYTES) throw new Error(`${name}.png is larger than ${LARGEST_BYTES} bytes`)
    },
    close: () => browser.close(),
  }
}

export async function signIn(page: Page, person: { personId: string; password: string }): Promise<void> {
  await page.getByLabel('用户名').fill(person.personId)
  await page.getByLabel('密码').fill(person.password)
  await page.getByRole('button', { name: '登录' }).click()
}
