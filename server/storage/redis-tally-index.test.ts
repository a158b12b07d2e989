// What the index on Redis has beside the port's contract: several processes with newer and older windows, its keys, and what it gives back.

import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ballot,
  createMemoryLog,
  inbound,
  packed,
  voterKey,
  votingWindow,
} from '../../tests/support/ballots.ts'
import { startedPlane } from '../../tests/support/given-plane.ts'
import { startRedis, type TestRedis } from '../../tests/support/redis-server.ts'
import type { LogId } from '../../shared/basics/ids.ts'
import { windowNumberOf } from './ballot-record.ts'
import { connectRedis, type RedisConnection } from './redis-connection.ts'
import { createRedisTallyIndex } from './redis-tally-index.ts'

const LOG_A = 'aaaaaaaaaaaaaaaa' as LogId
const LOG_B = 'bbbbbbbbbbbbbbbb' as LogId
const window = votingWindow()
const rule = { channel: 'twilio', unitCode: null, fromMs: null, toMs: null, segmentHash: null } as const
const quarantined = votingWindow({ generation: 1, quarantines: [rule] })
const some = (from: number, count: number) =>
  packed(Array.from({ length: count }, (_, i) => ballot({ voterKey: voterKey(from + i) })))

let server: TestRedis
let redis: RedisConnection
beforeAll(async () => {
  server = await startRedis({ appendonly: 'no' })
  redis = await connectRedis(server.url)
})
afterAll(async () => {
  redis.close()
  await server.remove()
})
const keysOf = async (name: string) => (await redis.send(['KEYS', `${name}:*`])) as string[]

test('[BAL9] a process that has yet to hear of a quarantine merges nothing by the old rules, and everything once it has', async () => {
  const [ahead, late] = [createRedisTallyIndex([redis], 'ab'), createRedisTallyIndex([redis], 'ab')]
  await ahead.setWindow(window, 3)
  await late.setWindow(window, 3)
  await ahead.merge(LOG_A, 1, some(1, 20))
  await ahead.setWindow(quarantined, 5)
  await expect(late.merge(LOG_B, 1, some(101, 20))).rejects.toThrow('newer window')
  expect(await late.tally(window.windowId)).toMatchObject({ complete: false })
  await late.setWindow(quarantined, 5)
  expect(await late.merge(LOG_B, 1, some(101, 20))).toEqual({ ok: true, watermark: 20 })
  // Whoever hears of it first has it counted anew; what it misses is known to both.
  expect([ahead.behind(LOG_A), late.behind(LOG_A), late.behind(LOG_B)]).toEqual([0, 0, null])
  await ahead.mergeAgain(LOG_A, 1, some(1, 20))
  for (const index of [ahead, late]) {
    const { complete, result, unfiltered } = await index.tally(window.windowId)
    expect([complete, index.merged()]).toEqual([true, 40])
    expect(result.channels[0]).toMatchObject({ quarantined: 40, split: { satisfied: 0 } })
    expect(unfiltered?.channels[0]).toMatchObject({ quarantined: 0, split: { satisfied: 40 } })
  }
})

test('a process that starts up late knows from Redis what was merged, and what it saw itself answers as repeated', async () => {
  const first = createRedisTallyIndex([redis], 'late')
  await first.setWindow(window, 1)
  await first.merge(LOG_A, 1, some(1, 5))
  const second = createRedisTallyIndex([redis], 'late')
  await second.setWindow(window, 1)
  expect([second.watermark(LOG_A), second.merged()]).toEqual([5, 5])
  const voted = [windowNumberOf(window.windowId), 3, voterKey(1)] as const
  expect([first.registeredHash(...voted), second.registeredHash(...voted)]).toEqual([1, null])
  expect(first.registeredHash(windowNumberOf(window.windowId), 4, voterKey(1))).toBe(null)
})

test('every key bears its shard’s hash tag, registers lie in small lists, and forgetting a poll gives them back', async () => {
  const index = createRedisTallyIndex([redis], 'keys')
  await index.setWindow(window)
  await index.merge(LOG_A, 1, some(1, 300))
  const keys = await keysOf('keys')
  expect(keys.filter((key) => !/^keys:\{(\d|1[0-5])\}:[^{}]+$/.test(key))).toEqual([])
  const registers = keys.filter((key) => /:k:\d+$/.test(key))
  expect(registers.length).toBeGreaterThan(200)
  for (const key of registers.slice(0, 20))
    expect(await redis.send(['OBJECT', 'ENCODING', key])).toBe('listpack')
  await index.forgetWindow(window.windowId)
  const left = (await keysOf('keys')).filter((key) => key.includes(window.windowId))
  expect(left).toEqual([])
  await index.setWindow(window)
  expect(await index.tally(window.windowId)).toMatchObject({ complete: false })
  await index.mergeAgain(LOG_A, 1, some(1, 300))
  expect(await index.tally(window.windowId)).toMatchObject({
    complete: true,
    result: { channels: [{ split: { satisfied: 300 } }, {}, {}, {}, {}, {}] },
  })
})

test('[BAL2] a log that was put back to an older state leaves nothing behind in Redis that it does not hold', async () => {
  const index = createRedisTallyIndex([redis], 'back')
  await index.setWindow(window)
  await index.merge(LOG_A, 1, some(1, 9))
  const log = createMemoryLog(LOG_A)
  await log.append(some(1, 4))
  const { plane } = await startedPlane({
    log,
    windows: [window],
    index: createRedisTallyIndex([redis], 'back'),
  })
  expect((await plane.resultNow(window.windowId)).channels[0]).toMatchObject({ split: { satisfied: 4 } })
  expect(plane.merged()).toBe(4)
  // And another process, which remembers more, takes it for whole.
  expect(await index.tally(window.windowId)).toMatchObject({ complete: true })
  await plane.stop()
})

test('a merge that reaches only some shards is finished by the next, each ballot once', async () => {
  let failing = false
  const half = {
    send: (...args: Parameters<RedisConnection['send']>) =>
      failing && /\{[89]\}|\{1\d\}/.test(String(args[0][3]))
        ? Promise.reject(new Error('cut'))
        : redis.send(...args),
  }
  const index = createRedisTallyIndex([half], 'half')
  await index.setWindow(window)
  failing = true
  await expect(index.merge(LOG_A, 1, some(1, 100))).rejects.toThrow('cut')
  failing = false
  expect(index.watermark(LOG_A)).toBe(0)
  expect(await index.merge(LOG_A, 1, some(1, 100))).toEqual({ ok: true, watermark: 100 })
  const { result } = await index.tally(window.windowId)
  expect(result.channels[0]).toMatchObject({ split: { satisfied: 100 }, duplicate: 0 })
})

test('[BAL2] with no poll to look at a process knows all the same how much all have merged, so that no version goes back', async () => {
  const startOne = (log: LogId) =>
    startedPlane({ windows: [], log: createMemoryLog(log), index: createRedisTallyIndex([redis], 'idle') })
  const [a, b] = [await startOne(LOG_A), await startOne(LOG_B)]
  await a.plane.submit(inbound())
  await expect.poll(() => a.plane.merged()).toBe(1)
  await expect
    .poll(() => {
      b.clock.forward(500)
      return b.plane.merged()
    })
    .toBe(1)
  for (const { plane } of [a, b]) await plane.stop()
})
