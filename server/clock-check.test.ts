import { expect, test } from 'vitest'
import { createHandClock } from '../tests/support/hand-clock.ts'
import { startClockCheck } from './clock-check.ts'

/** A Redis whose clock is `aheadMs` before ours, and whose answers take `tookMs` of our time. */
function givenRedis(startMs = 1_800_000_000_000) {
  const clock = createHandClock(startMs)
  const redis = { aheadMs: 0, tookMs: 0, away: false }
  const send = async () => {
    if (redis.away) throw new Error('away')
    clock.forward(redis.tookMs / 2)
    const ms = clock.nowMs() + redis.aheadMs
    clock.forward(redis.tookMs / 2)
    return [String(Math.floor(ms / 1_000)), String((ms % 1_000) * 1_000)]
  }
  return { clock, redis, send }
}
const settled = async () => {
  for (let i = 0; i < 20; i += 1) await new Promise(setImmediate)
}

test('[SAFE5] a clock within 50 ms of Redis’s is ready; one further off says by how much', async () => {
  const { clock, redis, send } = givenRedis()
  redis.aheadMs = 40
  expect((await startClockCheck({ send }, clock)).fault()).toBeNull()
  redis.aheadMs = -80
  const fault = (await startClockCheck({ send }, clock)).fault()
  expect(fault).toContain('比 Redis 的快80毫秒')
  expect(fault).toMatch(/。$/)
})

test('[SAFE5] a way so long that 50 ms cannot be told is uncertain, though the clocks may be equal', async () => {
  const { clock, redis, send } = givenRedis()
  redis.tookMs = 120
  expect((await startClockCheck({ send }, clock)).fault()).toContain('误差')
})

test('[SAFE5] one busy look means nothing, three in a row do, and it mends itself; Redis away changes nothing', async () => {
  const { clock, redis, send } = givenRedis()
  const check = await startClockCheck({ send }, clock)
  const look = async () => {
    clock.forward(5_000)
    await settled()
  }
  redis.tookMs = 200
  await look()
  await look()
  expect(check.fault()).toBeNull()
  await look()
  expect(check.fault()).toContain('误差101毫秒')
  redis.away = true
  await look()
  expect(check.fault()).not.toBeNull()
  redis.away = false
  redis.tookMs = 0
  await look()
  expect(check.fault()).toBeNull()
  check.stop()
})

test('[SAFE5] a clock that is surely off, as after the machine was put to sleep, is mistrusted at the first look', async () => {
  const { clock, redis, send } = givenRedis()
  const check = await startClockCheck({ send }, clock)
  redis.aheadMs = 60_000
  clock.forward(5_000)
  await settled()
  expect(check.fault()).toContain('慢60000毫秒')
  check.stop()
})
