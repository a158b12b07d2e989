// Proves that motion is a function of time: where a count and a reveal stand, whatever frames were drawn.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countAt } from './count-up.tsx'
import { stepsOpenAt } from './reveal.ts'

test('a count begins where it was, ends exactly, and never goes back or beyond', () => {
  expect([countAt(0, 6_185, 0), countAt(0, 6_185, 1), countAt(0, 6_185, 9)]).toEqual([0, 6_185, 6_185])
  const progress = fc.double({ min: 0, max: 1.5, noNaN: true })
  const value = fc.integer({ min: 0, max: 10_000_000 })
  fc.assert(
    fc.property(value, value, progress, progress, (from, to, a, b) => {
      const [early, late] = [countAt(from, to, Math.min(a, b)), countAt(from, to, Math.max(a, b))]
      expect(Number.isInteger(early)).toBe(true)
      expect(Math.abs(late - to)).toBeLessThanOrEqual(Math.abs(early - to))
      expect(Math.min(from, to) <= early && early <= Math.max(from, to)).toBe(true)
    }),
  )
})

test('a reveal opens its steps by time', () => {
  const at = [100, 1_300, 2_300]
  expect([0, 99, 100, 1_299, 1_300, 60_000].map((ms) => stepsOpenAt(at, ms))).toEqual([0, 0, 1, 1, 2, 3])
})
