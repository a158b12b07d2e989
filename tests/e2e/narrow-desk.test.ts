// The office and the audit page on a phone in real Chromium: each section reached from the menu's button, nothing wider than the window.

import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { lookInto } from '../support/look.ts'
import { openPage, pictureOfAll, signInOn, TELEPHONE } from '../support/pages.ts'
import { AUDITOR, OFFICE, prepareShow } from '../support/test-show.ts'

const expectGood = lookInto('node_modules/.cache/wenzheng/narrow')
let server: LiveServer
let browser: Browser

/** With units, a quarter that collects and a session on air. */
beforeAll(async () => {
  server = await startLiveServer()
  await prepareShow(server, 5)
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await server.remove()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed-narrow')
})

test('[ui] every section of the office on a phone', { timeout: 120_000 }, async () => {
  const office = await openPage(browser, `${server.base}/office`, TELEPHONE)
  await signInOn(office, OFFICE)
  const menu = office.getByRole('button', { name: '菜单', exact: true })
  const drawer = office.getByRole('dialog')
  await menu.click()
  await drawer.getByRole('menuitem').first().waitFor()
  const sections = await drawer.getByRole('menuitem').allTextContents()
  expect(sections.length).toBeGreaterThan(10)
  for (const [i, section] of sections.entries()) {
    if (i > 0) await menu.click()
    await drawer.getByRole('menuitem', { name: section, exact: true }).click()
    await drawer.waitFor({ state: 'hidden' })
    await office.getByRole('heading', { level: 1 }).waitFor()
    await office.waitForLoadState('networkidle')
    await expectGood(office, `office-${i}`)
  }
  await office.context().close()
})

test('[ui] every tab of a quarter and of the audit page on a phone', { timeout: 120_000 }, async () => {
  const office = await openPage(browser, `${server.base}/office#periods`, TELEPHONE)
  await signInOn(office, OFFICE)
  await office.locator('.pd-name').first().click()
  const audit = await openPage(browser, `${server.base}/audit`, TELEPHONE)
  await signInOn(audit, AUDITOR)
  for (const [page, name] of [
    [office, 'quarter'],
    [audit, 'audit'],
  ] as const) {
    const tabs = page.getByRole('tablist').first().getByRole('tab')
    await tabs.first().waitFor()
    const names = await tabs.allTextContents()
    expect(names.length).toBeGreaterThan(5)
    for (const [i, words] of names.entries()) {
      await page.getByRole('tab', { name: words, exact: true }).click()
      // With the address, which changes a moment later.
      await page.getByRole('tab', { name: words, exact: true, selected: true }).waitFor()
      await page.waitForLoadState('networkidle')
      await expectGood(page, `${name}-${i}`)
    }
    await page.context().close()
  }
})
