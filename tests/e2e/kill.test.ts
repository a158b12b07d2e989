// The server, or one of two processes on Redis, is killed twice in one window under load: nothing answered is lost, the close
// holds, screens come back by themselves.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { OutputName, WindowId } from '../../shared/basics/ids.ts'
import { countOf } from '../../client/lib/format.ts'
import { compareVersions } from '../../shared/protocol/version.ts'
import { SMS_NUMBER } from '../../scripts/demo/city.ts'
import type { CrowdMessage } from '../../scripts/demo/crowd.ts'
import { createDoors } from '../../scripts/demo/doors.ts'
import { nowOn, pair } from '../../scripts/demo/staff.ts'
import { openTablet, type Tablet } from '../../scripts/demo/tablet.ts'
import { launchChromium } from '../support/chromium.ts'
import { doorSecrets, startLiveServer, type LiveServer } from '../support/live-server.ts'
import { startRedis, type TestRedis } from '../support/redis-server.ts'
import type { SessionRules } from '../../shared/show/session-rules.ts'
import { prepareShow, SHORT_RULES, type TestShow } from '../support/test-show.ts'
import { watcher, type Watcher } from '../support/watcher.ts'

/** Long enough for a restart on a busy machine to be over before the log is sealed: what comes late is then still counted as late. */
const drain = 8_000
const LONG_DRAIN: SessionRules = {
  ...SHORT_RULES,
  drainMs: { twilio: drain, web: drain, wechat: drain, aliyun: drain, tencent: drain, gateway: drain },
}

const RESENT_AT_ONCE = 40
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

const SHARED = { WORKERS: '2', VOTER_KEY_SECRET: 'one secret of two processes' }

describe.each([
  { what: 'the server', isShared: false },
  { what: 'one of two processes on Redis', isShared: true },
])('$what killed', ({ isShared }) => {
  let server: LiveServer
  let redis: TestRedis | null = null
  let browser: Browser
  let show: TestShow
  let staff: Watcher
  const tablets: Tablet[] = []

  beforeAll(async () => {
    redis = isShared ? await startRedis() : null
    server = await startLiveServer(redis === null ? {} : { ...SHARED, REDIS_URL: redis.url })
    show = await prepareShow(server, 5, LONG_DRAIN)
    staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
    browser = await launchChromium()
  }, 60_000)

  afterAll(async () => {
    for (const tablet of tablets) tablet.close()
    staff.close()
    await browser.close()
    await server.remove()
    await redis?.remove()
  })

  /** Of two processes the one that runs longest, so that each falls once; whoever started them starts them again. */
  const fall = async () => {
    if (!isShared) return server.kill('SIGKILL')
    const pid = server.workerPids()[0]
    if (pid === undefined) throw new Error('there are no two processes')
    process.kill(pid, 'SIGKILL')
  }
  const rise = () => (isShared ? Promise.resolve() : server.start())

  test(
    '[BAL3][SHOW4][SCORE3] killed in mid-window and again over its close: answered ballots and scores stand, the close holds',
    { timeout: 180_000 },
    async () => {
      const { director, sessionId, scoring } = show
      const windowId = WindowId.parse('00000000be11')
      const panelId = WindowId.parse('00000000be12')
      for (const { code } of show.codes)
        tablets.push(await openTablet(server.base, await pair(server.base, code)))
      await director.run({ type: 'TakeSegment', sessionId, segmentId: scoring })
      const openedAtMs = (await nowOn(server.base)).serverNowMs
      const closesAtMs = openedAtMs + 24_000
      const opening = { sessionId, segmentId: scoring, closesAtMs, replaces: null }
      await director.run({
        type: 'OpenCitizensWindow',
        ...opening,
        windowId,
        channels: ['twilio', 'wechat'],
        visibility: 'live',
        offersUnsure: false,
      })
      await director.run({ type: 'OpenExaminersWindow', ...opening, windowId: panelId, form: null })
      const output = OutputName.parse('programme')
      await director.run({ type: 'TakeScene', output, scene: { kind: 'live_tally', sessionId, windowId } })
      const display = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage()
      await display.goto(`${server.base}/display?output=programme&still=1`)
      for (const tablet of tablets) {
        expect((await tablet.cast(panelId, { kind: 'grade', grade: 'fair' })).ok).toBe(true)
      }
      const poll = await staff.until(
        'console',
        (snapshot) => snapshot.windows.find((each) => each.windowId === windowId)?.poll,
      )
      const skewMs = openedAtMs - Date.now()
      const doors = createDoors(server.base, SMS_NUMBER, doorSecrets, 'kill', () => Date.now() + skewMs)
      const now = () => Date.now() + skewMs

      // A steady crowd: every message of a citizen of its own; who got no answer sends the same message again later.
      const answered = new Set<number>()
      const sent: CrowdMessage[] = []
      const deliver = async (message: CrowdMessage) => {
        const status = await doors.send(message, poll).catch(() => 0)
        if (status === 200) answered.add(message.message)
      }
      const inFlight = new Set<Promise<void>>()
      let running = true
      const load = (async () => {
        for (let i = 0; running; i += 1) {
          const message: CrowdMessage = {
            afterMs: 0,
            citizen: i,
            message: i,
            door: i % 2 === 0 ? 'twilio' : 'wechat',
            text: '不满意',
          }
          sent.push(message)
          const delivery = deliver(message).finally(() => inFlight.delete(delivery))
          inFlight.add(delivery)
          await sleep(4)
        }
        await Promise.all(inFlight)
      })()

      await sleep(4_000)
      await fall()
      const answeredBeforeKill = answered.size
      expect(answeredBeforeKill).toBeGreaterThan(100)
      await rise()
      await staff.until('console', (snapshot) => {
        const window = snapshot.windows.find((each) => each.windowId === windowId)
        return (
          window !== undefined &&
          (window.poll?.tally.headline.n ?? 0) >= answeredBeforeKill &&
          window.closesAtMs === closesAtMs
        )
      })
      await sleep(Math.max(0, closesAtMs - 8_000 - now()))
      running = false
      await load

      // Everybody without an answer tries once more with the same message; then every citizen counts exactly once.
      // Side by side: a machine that is slow to come back leaves many, and all of them must be in before the close.
      const unanswered = sent.filter((each) => !answered.has(each.message))
      for (let from = 0; from < unanswered.length; from += RESENT_AT_ONCE)
        await Promise.all(unanswered.slice(from, from + RESENT_AT_ONCE).map(deliver))
      expect(answered.size).toBe(sent.length)
      await display.getByText(countOf(sent.length), { exact: true }).waitFor({ timeout: 20_000 })

      // Down at the moment of the close: it closes at its second all the same.
      await sleep(Math.max(0, closesAtMs - 500 - now()))
      await fall()
      await sleep(Math.max(0, closesAtMs + 700 - now()))
      await rise()
      const late: CrowdMessage = {
        afterMs: 0,
        citizen: 90_000,
        message: 90_000,
        door: 'twilio',
        text: '满意',
      }
      expect(await doors.send(late, poll)).toBe(200)

      const closed = await staff.until('console', (snapshot) =>
        snapshot.windows.find((each) => each.windowId === windowId && each.phase === 'verified'),
      )
      expect(closed.closesAtMs).toBe(closesAtMs)
      expect(closed.mismatch).toBeNull()
      const sum = (of: 'counted' | 'late' | 'duplicate') =>
        closed.arrivals.reduce((total, channel) => total + channel[of], 0)
      expect(sum('counted')).toBe(sent.length)
      expect(sum('late')).toBe(1)

      // The examiners' scores outlived both kills, and every screen came back by itself with versions that never went back.
      await staff.until('console', (snapshot) =>
        snapshot.windows.find(
          (each) => each.windowId === panelId && each.phase === 'verified' && each.panel?.scored === 5,
        ),
      )
      await staff.until('console', (snapshot) => snapshot.seats.every((seat) => seat.connected))
      const versions = staff.versions('console')
      for (const [i, version] of versions.entries()) {
        if (i > 0) expect(compareVersions(version, versions[i - 1] ?? [0, 0])).toBeGreaterThanOrEqual(0)
      }
      await display.getByText(countOf(sent.length), { exact: true }).waitFor()
    },
  )
})
