// Token buckets: the rate holds over any sequence, and the table never grows.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLimit } from './limits.ts'

test('[SAFE1] a burst is let through, then as much as flows back', () => {
  const limit = createLimit({ perSecond: 2, burst: 3, keysMost: 10 })
  expect([1, 2, 3].map(() => limit.take('a', 0))).toEqual([0, 0, 0])
  expect(limit.take('a', 0)).toBe(500)
  expect(limit.take('a', 499)).toBeGreaterThan(0)
  expect(limit.take('a', 500)).toBe(0)
  expect(limit.take('b', 500)).toBe(0)
})

test('[SAFE1] never more than burst + rate × time, whatever the times and costs', () => {
  const seed = 20_260_101
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 5 })), {
        maxLength: 200,
      }),
      (steps) => {
        const limit = createLimit({ perSecond: 5, burst: 10, keysMost: 3 })
        let nowMs = 0
        let taken = 0
        for (const [ms, cost] of steps) {
          nowMs += ms
          if (limit.take('a', nowMs, cost) === 0) taken += cost
        }
        expect(taken).toBeLessThanOrEqual(10 + (5 * nowMs) / 1_000 + 1e-6)
      },
    ),
    { seed, numRuns: 200 },
  )
})

test('[SAFE1] a flood of new senders resets nobody and does not grow the table', () => {
  const limit = createLimit({ perSecond: 1, burst: 2, keysMost: 100 })
  limit.take('spent', 0)
  limit.take('spent', 0)
  let allowed = 0
  for (let i = 0; i < 10_000; i += 1) if (limit.take(`flood-${i}`, 1) === 0) allowed += 1
  expect(limit.size()).toBeLessThanOrEqual(101)
  // 99 have a bucket of their own, all others share one of two tokens.
  expect(allowed).toBe(99 + 2)
  expect(limit.take('spent', 1)).toBeGreaterThan(0)
  // Once their buckets are full again they make room.
  expect(limit.take('later', 60_000)).toBe(0)
  expect(limit.size()).toBeLessThan(101)
})

test('what is given back may be taken again, and never more than a burst', () => {
  const limit = createLimit({ perSecond: 1, burst: 1, keysMost: 10 })
  limit.giveBack('unknown')
  expect(limit.take('a', 0)).toBe(0)
  limit.giveBack('a', 5)
  expect(limit.take('a', 0)).toBe(0)
  expect(limit.take('a', 0)).toBeGreaterThan(0)
})
