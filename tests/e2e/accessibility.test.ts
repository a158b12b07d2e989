// axe-core on every page in the states people meet: no finding of WCAG 2.2 A or AA.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibilityFaults } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { openPanel, openPoll } from '../support/open-windows.ts'
import { CONSOLE, DESK, openPage, pairOn, signInOn, TABLET, TELEPHONE } from '../support/pages.ts'
import { AUDITOR, DIRECTOR, OFFICE, prepareShow, type TestShow } from '../support/test-show.ts'

let server: LiveServer
let browser: Browser
let show: TestShow

/** On air with both windows open on cue: every page has something to show, and nothing runs out. */
beforeAll(async () => {
  server = await startLiveServer()
  show = await prepareShow(server, 12)
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await server.remove()
})

/** What moves in by itself (a fade, a popover) is let finish first: half faded text has half its contrast. */
async function expectNoFaults(page: Page, what: string): Promise<void> {
  await page.waitForTimeout(500)
  expect.soft(await accessibilityFaults(page), what).toEqual([])
}

test('[ui] the citizen’s pages between polls', async () => {
  const page = await openPage(browser, `${server.base}/`, TELEPHONE)
  await page.getByRole('heading', { name: '规则' }).waitFor()
  await expectNoFaults(page, '/')
  await page.goto(`${server.base}/vote`)
  await page.getByRole('heading', { name: '现在没有评议' }).waitFor()
  await expectNoFaults(page, '/vote without a poll')
  await page.context().close()
})

test('[ui] the tablet while it is paired', async () => {
  const page = await openPage(browser, `${server.base}/examiner`, TABLET)
  await page.getByRole('heading', { name: '考官平板配对' }).waitFor()
  await expectNoFaults(page, 'pairing')
  await page.context().close()
})

test('[ui] every page while both windows are open', { timeout: 90_000 }, async () => {
  const tablet = await openPage(browser, `${server.base}/examiner`, TABLET)
  await pairOn(tablet, show.codes[0]?.code ?? '')
  await expectNoFaults(tablet, 'a seat that waits')
  await show.director.run({ type: 'TakeSegment', sessionId: show.sessionId, segmentId: show.scoring })
  await openPoll(server, show, null, ['twilio', 'wechat', 'web'])
  await openPanel(server, show, null)

  await tablet.getByRole('radio', { name: '不满意' }).waitFor()
  await expectNoFaults(tablet, 'scoring, nothing chosen')
  await tablet.getByRole('radio', { name: '不满意' }).click()
  await tablet.locator('.state').getByText('已送达').waitFor()
  await expectNoFaults(tablet, 'scoring, delivered')
  await tablet.getByRole('button', { name: '锁定打分' }).click()
  await tablet.locator('.state').getByText('已锁定').waitFor()
  await expectNoFaults(tablet, 'scoring, locked')
  await tablet.context().close()

  const citizen = await openPage(browser, `${server.base}/vote`, TELEPHONE)
  await citizen.getByRole('radio', { name: /^满意/ }).click()
  await expectNoFaults(citizen, '/vote, chosen')
  await citizen.getByRole('button', { name: '长辈版' }).click()
  await expectNoFaults(citizen, '/vote, 长辈版')
  await citizen.getByRole('button', { name: /^提交/ }).click()
  await citizen.getByText('您的选择：').waitFor()
  await expectNoFaults(citizen, '/vote, done')
  await citizen.goto(`${server.base}/`)
  await citizen.getByRole('link', { name: '现在评议' }).waitFor()
  await expectNoFaults(citizen, '/ with a poll')
  await citizen.context().close()

  const desk = await openPage(browser, `${server.base}/director`, CONSOLE)
  await expectNoFaults(desk, 'sign-in')
  await signInOn(desk, DIRECTOR)
  await desk.locator('.dc-seat').first().waitFor()
  await expectNoFaults(desk, '/director')
  await desk.context().close()
})

test('[ui] the office, section by section', { timeout: 90_000 }, async () => {
  const office = await openPage(browser, `${server.base}/office`, DESK)
  await signInOn(office, OFFICE)
  await office.getByRole('heading', { name: '场次' }).waitFor()
  await expectNoFaults(office, '/office#sessions')
  for (const section of ['units', 'counts', 'scheme', 'numbers', 'people']) {
    await office.goto(`${server.base}/office#${section}`)
    await expectNoFaults(office, `/office#${section}`)
  }
  for (const tab of ['settings', 'rundown', 'panel', 'recusals', 'pairing']) {
    await office.goto(`${server.base}/office#sessions/${show.sessionId}/${tab}`)
    await office.getByRole('tab', { selected: true }).waitFor()
    if (tab === 'pairing') await office.getByRole('button', { name: /^取配对码/ }).click()
    await expectNoFaults(office, `/office ${tab}`)
  }
  await office.context().close()
})

test('[ui] the auditor’s page, tab by tab', { timeout: 60_000 }, async () => {
  const audit = await openPage(browser, `${server.base}/audit`, DESK)
  await signInOn(audit, AUDITOR)
  const tabs = audit.getByRole('tab')
  await tabs.first().waitFor()
  for (const tab of await tabs.all()) {
    await tab.click()
    await expectNoFaults(audit, `/audit ${await tab.innerText()}`)
  }
  await audit.context().close()
})
