// What is remembered of answers, for how long, and how many.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFirstRefusals } from './first-refusals.ts'
import { createRecentAnswers, UNKNOWN, WAITING } from './recent-answers.ts'

test('[BAL3] an answer is known for at least half of the time, and not for more than all of it', () => {
  const recent = createRecentAnswers({ most: 100, longestMs: 1_000 })
  recent.remember(1, 2, 7, 5_000)
  expect(recent.find(1, 2, 5_000)).toBe(7)
  expect(recent.find(1, 3, 5_000)).toBe(-1)
  expect(recent.find(1, 2, 5_499)).toBe(7)
  expect(recent.find(1, 2, 6_900)).toBe(-1)
})

test('[BAL3] a message that was not kept is new again, wherever it was known', () => {
  const recent = createRecentAnswers({ most: 4, longestMs: 1_000 })
  recent.remember(1, 2, 7, 5_000)
  recent.remember(9, 2, WAITING + 3, 5_000)
  recent.remember(8, 8, 1, 5_000)
  expect(recent.find(9, 2, 5_000)).toBe(WAITING + 3)
  recent.forget(9, 2)
  expect(recent.find(9, 2, 5_000)).toBe(UNKNOWN)
  // What lies behind it in the table is found all the same.
  expect(recent.find(1, 2, 5_000)).toBe(7)
  recent.remember(9, 2, 4, 5_000)
  expect(recent.find(9, 2, 5_000)).toBe(4)
  recent.forget(4, 4)
  expect(recent.find(4, 4, 5_000)).toBe(UNKNOWN)
})

test('[BAL3] [SAFE1] however many messages come, the newest half of `most` is known and memory does not grow', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 1, max: 300 }), (most, count) => {
      const recent = createRecentAnswers({ most, longestMs: 1_000 })
      for (let i = 0; i < count; i++) recent.remember(i * 7, i & 1, i, 10)
      for (let i = Math.max(0, count - Math.floor(most / 2)); i < count; i++) {
        expect(recent.find(i * 7, i & 1, 10)).toBe(i)
      }
      const known = Array.from({ length: count }, (_, i) => recent.find(i * 7, i & 1, 10)).filter(
        (at) => at >= 0,
      )
      expect(known.length).toBeLessThanOrEqual(most)
    }),
  )
})

test('[BAL7] the first refused message is taken once a voter and poll, and again when it was not kept', () => {
  const first = createFirstRefusals(4)
  const voter = (n: number) => new Uint8Array(16).fill(n)
  expect([
    first.take(1, voter(1)),
    first.take(1, voter(1)),
    first.take(2, voter(1)),
    first.take(1, voter(2)),
  ]).toEqual([true, false, true, true])
  first.giveBack(1, voter(1))
  expect(first.take(1, voter(1))).toBe(true)
  // Bounded: much later voters push the oldest out, never the newest.
  for (let n = 3; n < 20; n++) expect(first.take(1, voter(n))).toBe(true)
  expect(first.take(1, voter(19))).toBe(false)
})
