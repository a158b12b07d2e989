import { expect, test } from 'vitest'
import { createClockOffset } from './clock-offset.ts'

test('[SHOW4] a page with a wrong clock shows the server’s time, by the quickest answer', () => {
  let monotonic = 0
  const clock = createClockOffset(
    () => monotonic,
    () => 999,
  )
  expect(clock.nowMs()).toBe(999)
  expect(clock.uncertaintyMs()).toBeNull()
  clock.measured(0, 100, 1_000_080)
  monotonic = 100
  expect(clock.nowMs()).toBe(1_000_130)
  clock.measured(100, 104, 1_000_102)
  expect(clock.nowMs()).toBe(1_000_100)
  expect(clock.uncertaintyMs()).toBe(2)
})

test('a quick answer is forgotten after a minute, so that a drifting clock is followed', () => {
  let monotonic = 0
  const clock = createClockOffset(() => monotonic)
  clock.measured(0, 2, 1_001)
  clock.measured(61_000, 61_040, 62_120)
  monotonic = 61_040
  expect(clock.nowMs()).toBe(62_140)
})
