// Proves that 1 to 500 seats always fit the lock board.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boardLayoutOf } from './board-layout.ts'

const BOX = { width: 1_440, height: 586, between: 18 }

function heightOf(groups: readonly number[], cell: number, columns: number): number {
  const rows = groups.reduce((sum, seats) => sum + Math.ceil(seats / columns), 0)
  return rows * cell + (groups.length - 1) * BOX.between
}

test('five groups of twelve stand in five rows, large enough for their labels', () => {
  const layout = boardLayoutOf([12, 12, 12, 12, 12], BOX)
  expect(layout.labelled).toBe(true)
  expect(layout.columns).toBeGreaterThanOrEqual(12)
})

test('whatever 500 seats are spread over five groups, every row fits, and a larger cell would not', () => {
  const groups = fc
    .array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 5 })
    .filter((of) => of.reduce((a, b) => a + b, 0) <= 500)
  fc.assert(
    fc.property(groups, (of) => {
      const { cell, columns, pitch } = boardLayoutOf(of, BOX)
      expect(pitch).toBeGreaterThanOrEqual(cell)
      expect(columns * pitch).toBeLessThanOrEqual(BOX.width)
      expect(heightOf(of, cell, columns)).toBeLessThanOrEqual(BOX.height)
      if (cell < 104) {
        expect(heightOf(of, cell + 1, Math.floor(BOX.width / (cell + 1)))).toBeGreaterThan(BOX.height)
      }
    }),
  )
})
