// The display on the real server's line: an older version is never drawn, and a server that is gone leaves the last good frame.

import type { Browser, WebSocketRoute } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stageOf } from '../../display/gallery/made-up.ts'
import type { TopicMessage } from '../../shared/protocol/socket-events.ts'
import { launchChromium } from '../support/chromium.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'

let server: LiveServer
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startLiveServer(), launchChromium()])
})

afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

/** Source: socket.io protocol 5: packet type 4 (message) and 2 (event), then the event's name and arguments. */
const EVENT = '42'

test('[SHOW4] versions never go back on air, a newer one goes on, and without a server the last frame stays', async () => {
  const page = await browser.newPage({ viewport: { width: 960, height: 540 } })
  const lines: WebSocketRoute[] = []
  let newest: TopicMessage | null = null
  await page.routeWebSocket(/socket\.io/, (line) => {
    lines.push(line)
    const upstream = line.connectToServer()
    upstream.onMessage((text) => {
      if (typeof text === 'string' && text.startsWith(`${EVENT}["topic"`))
        newest = (JSON.parse(text.slice(EVENT.length)) as [string, TopicMessage])[1]
      line.send(text)
    })
  })
  await page.goto(`${server.base}/display?output=programme`)
  await page.getByText('电视问政').waitFor()
  const held = newest as TopicMessage | null
  if (held === null) throw new Error('no snapshot came')
  const [position, merged] = held.version
  const send = (version: readonly [number, number], title: string) => {
    const snapshot = stageOf({ kind: 'notice', title, lines: [] })
    lines.at(-1)?.send(`${EVENT}${JSON.stringify(['topic', { topic: held.topic, version, snapshot }])}`)
  }
  send([position + 5, merged], '较新的画面')
  await page.getByText('较新的画面').waitFor()
  send([position + 4, merged + 900], '较旧的画面')
  await page.waitForTimeout(400)
  expect(await page.locator('.layer').last().innerText()).toContain('较新的画面')
  send([position + 6, merged], '最新的画面')
  await page.getByText('最新的画面').waitFor()

  await server.kill('SIGKILL')
  await page.waitForFunction(() => document.querySelectorAll('.layer').length === 1)
  const before = await page.screenshot({ omitBackground: true })
  await page.waitForTimeout(1_500)
  expect((await page.screenshot({ omitBackground: true })).equals(before)).toBe(true)
})
