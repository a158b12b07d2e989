// Proves that waits end on time, in order, once, and leave no timer behind.

import { expect, test } from 'vitest'
import type { Clock } from '../clock.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { createPatience, orLate } from './patience.ts'

function counted(clock: Clock): Clock & { timers: number } {
  const counting = {
    timers: 0,
    nowMs: () => clock.nowMs(),
    at(atMs: number, then: () => void) {
      counting.timers += 1
      return clock.at(atMs, () => {
        counting.timers -= 1
        then()
      })
    },
  }
  return counting
}

test('[SAFE1] each wait ends after its time, not before; a cancelled one never', () => {
  const clock = createHandClock()
  const patience = createPatience(clock, 4_500)
  const ended: string[] = []
  patience(() => ended.push('a'))
  clock.forward(1_000)
  const cancel = patience(() => ended.push('b'))
  patience(() => ended.push('c'))
  clock.forward(3_499)
  expect(ended).toEqual([])
  clock.forward(1)
  expect(ended).toEqual(['a'])
  cancel()
  clock.forward(999)
  expect(ended).toEqual(['a'])
  clock.forward(1)
  expect(ended).toEqual(['a', 'c'])
  clock.forward(100_000)
  expect(ended).toEqual(['a', 'c'])
})

test('[SAFE1] one timer serves all waits, and none is left a second after the last', () => {
  const hand = createHandClock()
  const clock = counted(hand)
  const patience = createPatience(clock, 10_000)
  const cancels = Array.from({ length: 100 }, () => patience(() => expect.unreachable()))
  expect(clock.timers).toBe(1)
  for (const cancel of cancels) cancel()
  hand.forward(1_000)
  expect(clock.timers).toBe(0)
})

test('[SAFE1] a promise in time is itself, one out of time is late, one that fails fails', async () => {
  const clock = createHandClock()
  const patience = createPatience(clock, 100)
  expect(await orLate(patience, Promise.resolve(7))).toBe(7)
  await expect(orLate(patience, Promise.reject(new Error('no')))).rejects.toThrow('no')
  const late = orLate(patience, new Promise(() => {}))
  clock.forward(100)
  expect(await late).toBe('late')
})
