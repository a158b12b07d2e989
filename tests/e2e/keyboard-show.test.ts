// A whole show by keyboard alone, the server killed twice: in a frame-by-frame capture of the programme no frame is blank or an error.

import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OutputName } from '../../shared/basics/ids.ts'
import { pair } from '../../scripts/demo/staff.ts'
import { openTablet, type Tablet } from '../../scripts/demo/tablet.ts'
import { launchChromium } from '../support/chromium.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { DESK, openPage, pictureOfAll, signInOn } from '../support/pages.ts'
import { DIRECTOR, prepareShow, type TestShow } from '../support/test-show.ts'
import { watcher, type Watcher } from '../support/watcher.ts'

let server: LiveServer
let browser: Browser
let show: TestShow
let staff: Watcher
const tablets: Tablet[] = []

beforeAll(async () => {
  server = await startLiveServer()
  show = await prepareShow(server, 5)
  staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
  browser = await launchChromium()
  for (const { code } of show.codes)
    tablets.push(await openTablet(server.base, await pair(server.base, code)))
}, 60_000)

afterAll(async () => {
  for (const tablet of tablets) tablet.close()
  staff?.close()
  await browser?.close()
  await server?.remove()
})

test(
  '[SHOW10] [SHOW4] a show by keyboard, two kills, and never a blank or error frame on air',
  { timeout: 120_000 },
  async () => {
    const air = await openPage(browser, `${server.base}/display?output=programme&key=green`, {
      width: 640,
      height: 360,
    })
    const desk = await openPage(browser, `${server.base}/director`, DESK)
    await signInOn(desk, DIRECTOR)
    await desk.locator('.dc-keys').waitFor()
    try {
      const said = await listenForErrors(air)
      await press(desk, '9', ' ')
      await onAir('standby')
      const film = await startCapture(air)

      await pressButton(desk, /^切入环节1/)
      await press(desk, '1', ' ')
      await onAir('unit_title')
      await pressButton(desk, /^听口令$/)
      await pressButton(desk, /^开放考官窗口/)
      const panel = await staff.until('console', ({ windows }) =>
        windows.find(({ kind }) => kind === 'examiners'),
      )
      await press(desk, '5', ' ')
      await onAir('lock_board')
      await killAndRestart(desk)
      for (const tablet of tablets)
        expect((await tablet.cast(panel.windowId, { kind: 'grade', grade: 'fair' })).ok).toBe(true)

      // Out of order and repeated, on the wire: nothing on air moves.
      const before = staff.newest('console')?.outputs[0]
      const programme = OutputName.parse('programme')
      for (const step of [3, 2, 1])
        await show.director.tryRun({ type: 'StepScene', output: programme, takenAtMs: 1, step })
      await show.director.tryRun({ type: 'TakeQueued', entryId: 'entry-that-was-never-there' })
      await show.director.tryRun({ type: 'EndPanicStill' })
      expect(staff.newest('console')?.outputs[0]).toMatchObject({
        scene: before?.scene,
        takenAtMs: before?.takenAtMs,
      })

      await pressButton(desk, /^截止口令/, true)
      await press(desk, '3', ' ')
      await onAir('countdown')
      await staff.until('console', ({ windows }) => windows.some(({ phase }) => phase === 'verified'))
      await pressButton(desk, /^揭晓/, true)
      await staff.until('console', ({ windows }) => windows.some(({ phase }) => phase === 'revealed'))
      await press(desk, '6', 'x')
      await onAir('score_reveal')
      await killAndRestart(desk)

      // Queue, the safe still and back, undo, and a list turned over.
      await press(desk, '8', 'a', '0', '2', 'a', 'n')
      await onAir('ranking')
      await press(desk, 'n')
      await onAir('list_reveal')
      await press(desk, 'ArrowRight', 'ArrowRight', 'ArrowLeft')
      await staff.until('console', ({ outputs }) => outputs[0]?.step === 1)
      await press(desk, 'p')
      await staff.until('console', ({ panicSinceMs }) => panicSinceMs !== null)
      await press(desk, 'r')
      await staff.until('console', ({ panicSinceMs }) => panicSinceMs === null)
      await press(desk, 'u')
      await onAir('ranking')
      await press(desk, 'o')
      await desk.locator('.dc-drawer').waitFor()
      await press(desk, 'Escape')
      await desk.locator('.dc-drawer').waitFor({ state: 'detached' })
      await onAir('ranking')

      await pressButton(desk, /^结束场次/)
      await desk.getByRole('dialog').waitFor()
      await tabTo(desk, /^结束场次|^结束/, '[role="dialog"]')
      await desk.keyboard.press('Enter')
      await staff.until('console', ({ session }) => session === null)

      const frames = await film.stop()
      const { blank, least } = await lookAt(frames)
      console.log(
        `frames of the programme: ${frames.length}, blank ${blank.length}, least picture ${(least * 100).toFixed(1)} %`,
      )
      expect(frames.length).toBeGreaterThan(60)
      expect(blank).toEqual([])
      expect(await said()).toEqual([])

      // And the eye that looked at the film sees an empty picture where there is one.
      const empty = await startCapture(air)
      await press(desk, 'Escape')
      await onAir('blank')
      await expect
        .poll(async () => (await lookAt(empty.frames())).blank.length, { timeout: 20_000, interval: 500 })
        .toBeGreaterThan(0)
      await empty.stop()
    } catch (error) {
      await pictureOfAll(browser, 'keyboard-show')
      throw error
    }
  },
)

async function onAir(kind: string): Promise<void> {
  await staff.until('console', ({ outputs }) => outputs[0]?.scene.kind === kind)
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    // What a person sees before pressing: the key has something to offer.
    if (/^[1-9]$/.test(key))
      await page.locator('.dc-key:not(.is-grey) > kbd').getByText(key, { exact: true }).waitFor()
    await page.keyboard.press(key)
    // As fast as a hand: the next key comes when the server has had the one before.
    await page.waitForTimeout(150)
  }
}

/** Tab by Tab to a button, as somebody without a mouse gets there. */
async function tabTo(page: Page, name: RegExp, within = 'body'): Promise<void> {
  for (let tabs = 0; tabs < 250; tabs += 1) {
    const found = await page.evaluate(
      ([source, inside]) => {
        const focused = document.activeElement
        if (focused === null || focused.closest(inside) === null || focused.tagName !== 'BUTTON') return false
        const words = focused.getAttribute('aria-label') ?? focused.textContent ?? ''
        return new RegExp(source).test(words.trim())
      },
      [name.source, within] as const,
    )
    if (found) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no button ${name.source} is reached by Tab`)
}

async function pressButton(page: Page, name: RegExp, held = false): Promise<void> {
  await tabTo(page, name)
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-disabled') !== 'true')
  await page.keyboard.down('Enter')
  if (held) await page.waitForTimeout(900)
  await page.keyboard.up('Enter')
}

async function killAndRestart(desk: Page): Promise<void> {
  await server.kill('SIGKILL')
  await desk
    .getByText(/与服务器断开/)
    .first()
    .waitFor()
  await server.start()
  await desk.locator('.dc > .ant-alert').waitFor({ state: 'detached' })
  await staff.until('console', ({ seats }) => seats.every(({ connected }) => connected))
}

interface Film {
  /** So far. */
  frames(): readonly string[]
  stop(): Promise<readonly string[]>
}

/** Every frame the compositor made, as Chromium's screencast gives them. */
async function startCapture(page: Page): Promise<Film> {
  const cdp: CDPSession = await page.context().newCDPSession(page)
  const frames: string[] = []
  cdp.on('Page.screencastFrame', ({ data, sessionId }) => {
    frames.push(data)
    void cdp.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined)
  })
  await cdp.send('Page.startScreencast', { format: 'jpeg', quality: 60, everyNthFrame: 1 })
  return {
    frames: () => [...frames],
    async stop() {
      await cdp.send('Page.stopScreencast')
      return frames
    },
  }
}

/**
 * The output stands on its green key, so that nothing drawn is told from everything: a frame with hardly anything but #00b140 is blank,
 * and so is one of any single colour.
 */
async function lookAt(frames: readonly string[]): Promise<{ blank: readonly number[]; least: number }> {
  const darkroom = await browser.newPage()
  const looks = await darkroom.evaluate(async (film) => {
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('2d', { willReadFrequently: true })!
    const found: { drawn: number; uneven: number }[] = []
    for (const data of film) {
      const blob = await (await fetch(`data:image/jpeg;base64,${data}`)).blob()
      const picture = await createImageBitmap(blob)
      canvas.width = picture.width
      canvas.height = picture.height
      context.drawImage(picture, 0, 0)
      const { data: pixels } = context.getImageData(0, 0, canvas.width, canvas.height)
      const all = pixels.length / 4
      let [drawn, sum, squares] = [0, 0, 0]
      for (let i = 0; i < pixels.length; i += 4) {
        if ([0, 177, 64].some((ground, colour) => Math.abs(pixels[i + colour]! - ground) > 50)) drawn += 1
        const light = pixels[i]! + pixels[i + 1]! + pixels[i + 2]!
        sum += light
        squares += light * light
      }
      found.push({ drawn: drawn / all, uneven: Math.sqrt(squares / all - (sum / all) ** 2) })
    }
    return found
  }, frames)
  await darkroom.close()
  const blank = looks.flatMap(({ drawn, uneven }, i) => (drawn < 0.02 || uneven < 6 ? [i] : []))
  return { blank, least: Math.min(...looks.map(({ drawn }) => drawn)) }
}

/** Whatever words of trouble ever stood on the page, though for a moment. */
async function listenForErrors(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const said: string[] = []
    Object.assign(globalThis, { said })
    new MutationObserver(() => {
      const words = document.body.innerText
      if (/错误|断线|断开|Error|undefined|null/.test(words)) said.push(words.slice(0, 200))
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
  return () => page.evaluate(() => (globalThis as unknown as { said: string[] }).said)
}
