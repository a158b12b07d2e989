// Proves that exactly the rows that touch the screen are drawn, whatever their heights.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rowEdges, rowsBetween } from './rows-in-view.ts'

const shape = { lineChars: 10, lineHeight: 30, padding: 20, least: 64 }

test('[ui] a row is as high as its text is long, and never lower than a thumb', () => {
  expect([...rowEdges(['一'.repeat(10), '一'.repeat(11), '一'.repeat(40), ''], shape)]).toEqual([
    0, 64, 144, 284, 348,
  ])
  expect([...rowEdges([], shape)]).toEqual([0])
  expect(rowEdges(['一'], { ...shape, lineChars: 0 })[1]).toBe(64)
})

test('[ui] the rows drawn are those that touch the view, no more and no fewer', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 }),
      fc.integer({ min: -500, max: 6_000 }),
      fc.integer({ min: 1, max: 1_500 }),
      (lengths, fromPx, height) => {
        const edges = rowEdges(
          lengths.map((length) => '一'.repeat(length)),
          shape,
        )
        const [from, to] = rowsBetween(edges, fromPx, fromPx + height)
        const drawn = new Set<number>()
        for (let row = from; row < to; row += 1) drawn.add(row)
        for (let row = 0; row < lengths.length; row += 1) {
          const touches = edges[row]! <= fromPx + height && edges[row + 1]! > fromPx
          expect(drawn.has(row), `row ${row}`).toBe(touches)
        }
      },
    ),
    { seed: 20_261_125 },
  )
})
