// Proves which rows of a long list are on air at one moment of the server's clock.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { movementOf, pageOf } from './ranking-pages.ts'

const HOLD = { perPage: 8, holdMs: 8_000, takenAtMs: 1_000_000 }

test('a page stands eight seconds, then the next, then round again', () => {
  const at = (ms: number) => pageOf({ ...HOLD, count: 22, nowMs: HOLD.takenAtMs + ms })
  expect(at(-500)).toEqual({ index: 0, pages: 3, from: 0, to: 8 })
  expect(at(7_999).index).toBe(0)
  expect(at(8_000)).toEqual({ index: 1, pages: 3, from: 8, to: 16 })
  expect(at(16_000)).toEqual({ index: 2, pages: 3, from: 16, to: 22 })
  expect(at(24_000).index).toBe(0)
})

test('every row comes on air once a round, however many there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000 }), (count) => {
      const { pages } = pageOf({ ...HOLD, count, nowMs: HOLD.takenAtMs })
      const rows = Array.from({ length: pages }, (_, i) => {
        const page = pageOf({ ...HOLD, count, nowMs: HOLD.takenAtMs + i * HOLD.holdMs })
        return Array.from({ length: page.to - page.from }, (_row, j) => page.from + j)
      }).flat()
      expect(rows).toEqual(Array.from({ length: count }, (_, i) => i))
    }),
  )
})

test('[RANK10] movement is told in words besides its arrow', () => {
  expect([3, -2, 0, null].map((moved) => movementOf(moved).words)).toEqual(['升3位', '降2位', '未变', '新'])
  expect([3, -2, 0, null].map((moved) => movementOf(moved).mark)).toEqual(['▲', '▼', '—', ''])
})
