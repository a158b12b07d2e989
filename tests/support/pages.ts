// Pages in Chromium as people open them: a window of a size, a sign-in, a pairing typed digit by digit, a button held down.

import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'

const PATIENCE_MS = 15_000

export interface Sized {
  readonly width: number
  readonly height: number
}
export const CONSOLE: Sized = { width: 1920, height: 1080 }
export const DESK: Sized = { width: 1366, height: 768 }
export const TABLET: Sized = { width: 1280, height: 800 }
export const TELEPHONE: Sized = { width: 390, height: 844 }

/** A context of its own: cookies, storage and service workers are not shared with another. */
export async function openPage(browser: Browser, url: string, size: Sized): Promise<Page> {
  return pageIn(await browser.newContext({ viewport: { ...size } }), url)
}

/** One more page of a context, as when a closed tab is opened again. */
export async function pageIn(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(url)
  return page
}

export async function signInOn(page: Page, person: { personId: string; password: string }): Promise<void> {
  await page.getByLabel('用户名').fill(person.personId)
  await page.getByLabel('密码').fill(person.password)
  await page.getByRole('button', { name: '登录' }).click()
}

/** `code`: eight digits, with or without a space between. */
export async function pairOn(page: Page, code: string): Promise<void> {
  for (const digit of code.replace(/\D/g, ''))
    await page.getByRole('button', { name: digit, exact: true }).click()
  await page.locator('.seat-label').waitFor()
}

/** Presses for as long as a button that must be held asks for. */
export async function hold(page: Page, button: Locator): Promise<void> {
  await button.hover()
  await page.mouse.down()
  await page.waitForTimeout(900)
  await page.mouse.up()
}

/** What every page shows, for whoever has to find out why a test failed. */
export async function pictureOfAll(browser: Browser, name: string): Promise<void> {
  const pages = browser.contexts().flatMap((context) => context.pages())
  for (const [i, page] of pages.entries()) {
    await page.screenshot({ path: `node_modules/.cache/wenzheng/${name}-${i}.png` }).catch(() => undefined)
  }
}
