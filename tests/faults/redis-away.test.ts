// The whole server while its Redis is killed under load: every door goes on answering, the console says 统计暂停, and all is counted afterwards.

import { afterEach, expect, test } from 'vitest'
import { WindowId } from '../../shared/basics/ids.ts'
import { gatherCrowd } from '../support/citizens.ts'
import { startLiveServer } from '../support/live-server.ts'
import { startRedis } from '../support/redis-server.ts'
import { openPoll, prepareShow } from '../support/test-show.ts'
import { watcher } from '../support/watcher.ts'

const POLL = WindowId.parse('00000000ed15')
const closers: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms))

test('[BAL3][SAFE3] Redis is killed in an open window: doors answer, the console is paused, nothing is lost when it is back', async () => {
  const redis = await startRedis()
  closers.push(() => redis.remove())
  const server = await startLiveServer({ REDIS_URL: redis.url, VOTER_KEY_SECRET: 'sixteen letters at least' })
  closers.push(() => server.remove())
  const show = await prepareShow(server, 5)
  const staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
  closers.push(() => staff.close())
  const poll = await openPoll(show, staff, POLL)
  const crowd = await gatherCrowd(server.base, poll, 'redis away')
  const before = crowd.run(4)
  await sleep(500)
  await before.stop()
  const counted = crowd.answered().length
  expect(counted).toBeGreaterThan(20)

  await redis.kill('SIGKILL')
  const meanwhile = crowd.run(4)
  await staff.until('console', ({ health }) => health.paused)
  await sleep(500)
  await meanwhile.stop()
  expect(crowd.answered().length).toBeGreaterThan(counted + 20)
  expect(crowd.unanswered()).toEqual([])

  await redis.start()
  const all = crowd.letters.length
  const live = await staff.until('console', ({ windows, health }) => {
    const arrivals = windows.find(({ windowId }) => windowId === POLL)?.arrivals ?? []
    const sum = arrivals.reduce((sum, channel) => sum + channel.counted, 0)
    return !health.paused && sum >= all && sum
  })
  expect(live).toBe(all)
})
