// The whole server is killed at random moments in a window under load, with redeliveries: what was answered is counted, once.

import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { WindowId } from '../../shared/basics/ids.ts'
import { createRandom } from '../../scripts/demo/random.ts'
import { gatherCrowd, hashOf } from '../support/citizens.ts'
import { startLiveServer } from '../support/live-server.ts'
import { countedIn, loggedHashes, recountOf } from '../support/logged-messages.ts'
import { openPoll, prepareShow } from '../support/test-show.ts'
import { watcher } from '../support/watcher.ts'

/** WENZHENG_ROUNDS asks for more. */
const ROUNDS = Number(process.env['WENZHENG_ROUNDS'] ?? 6)
/** Printed with a failure; the moments of the kills and who is delivered again follow from it. */
const SEED = Number(process.env['WENZHENG_SEED'] ?? 20_261_124)
const POLL = WindowId.parse('0000000041ed')
const BACK_WITHIN_MS = 5_000

const closers: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms))

test(
  `[BAL2][BAL3] ${String(ROUNDS)} kills of the server: answered and not in the recount 0, counted twice 0 (seed ${String(SEED)})`,
  { timeout: 40_000 + ROUNDS * 6_000 },
  async () => {
    const random = createRandom(SEED)
    const server = await startLiveServer()
    closers.push(() => server.remove())
    const show = await prepareShow(server, 5)
    const staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
    closers.push(() => staff.close())
    const poll = await openPoll(show, staff, POLL)
    const crowd = await gatherCrowd(server.base, poll, `kill ${String(SEED)}`)
    const log = join(server.folder, 'ballots.db')

    for (let round = 0; round < ROUNDS; round += 1) {
      const load = crowd.run(4)
      const redeliveries: Promise<unknown>[] = []
      const again = setInterval(() => {
        if (crowd.letters.length > 0) redeliveries.push(crowd.deliver(random.pick(crowd.letters)))
      }, 12)
      await sleep(150 + random.below(500))
      await server.kill('SIGKILL')
      clearInterval(again)
      await load.stop()
      await Promise.all(redeliveries)

      const logged = loggedHashes(log)
      const lost = crowd.answered().filter((letter) => !logged.has(hashOf(letter)))
      expect(lost, `round ${String(round)}`).toEqual([])
      const downAtMs = Date.now()
      await server.start()
      expect(Date.now() - downAtMs).toBeLessThan(BACK_WITHIN_MS)
    }
    // Enough to mean something, in both ways.
    expect(crowd.answered().length).toBeGreaterThan(ROUNDS * 20)
    expect(crowd.unanswered().length).toBeGreaterThan(0)

    // Who got no answer sends the same again, and half of those who did: the gateway is not sure either.
    for (const letter of crowd.unanswered()) await crowd.deliver(letter)
    for (const letter of crowd.letters) {
      if (random.next() < 0.5) expect((await crowd.deliver(letter)).status).toBe(200)
    }
    expect(crowd.unanswered()).toEqual([])
    const citizens = crowd.letters.length
    const live = await staff.until('console', ({ windows }) => {
      const shown = windows.find(({ windowId }) => windowId === POLL)
      const counted = shown?.arrivals.reduce((sum, channel) => sum + channel.counted, 0) ?? 0
      return counted >= citizens && counted
    })
    expect(live).toBe(citizens)
    await server.kill('SIGTERM')
    const recounted = recountOf(server.folder)
    expect(recounted.holds).toBe(true)
    expect(countedIn(recounted, POLL)).toBe(citizens)
    // By choice too: every third of the crowd sends the same.
    const channels = recounted.windows.flatMap(({ count }) => count.result.channels)
    const split = (['satisfied', 'fair', 'dissatisfied'] as const).map((choice) =>
      channels.reduce((sum, channel) => sum + channel.split[choice], 0),
    )
    expect(split).toEqual([2, 1, 0].map((rest) => Math.floor((citizens + rest) / 3)))
  },
)
