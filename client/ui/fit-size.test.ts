// Proves that a text gets the largest size at which it fits, and rather a second line than a small one.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitSize } from './fit-size.ts'

/** A box `width` px wide, and a text of so many ems that may break anywhere. */
const boxOf = (width: number, ems: number) => (size: number, lines: number) => ems * size <= width * lines

test('a short name stands at its full size on one line', () => {
  expect(fitSize({ max: 84, min: 40, lines: 2, fits: boxOf(1_600, 13) })).toEqual({
    size: 84,
    lines: 1,
    whole: true,
  })
})

test('a longer name is made a little smaller, then broken', () => {
  expect(fitSize({ max: 84, min: 40, lines: 2, fits: boxOf(1_600, 24) })).toEqual({
    size: 66,
    lines: 1,
    whole: true,
  })
  expect(fitSize({ max: 84, min: 40, lines: 2, fits: boxOf(1_600, 40) })).toEqual({
    size: 80,
    lines: 2,
    whole: true,
  })
})

test('what does not fit at the smallest size is said to be cut', () => {
  expect(fitSize({ max: 84, min: 40, lines: 2, fits: boxOf(100, 40) })).toEqual({
    size: 40,
    lines: 2,
    whole: false,
  })
})

test('the size fits, and one larger would not or is not wanted', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 1_700 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 3 }),
      (width, ems, lines) => {
        const fits = boxOf(width, ems)
        const found = fitSize({ max: 90, min: 20, lines, fits })
        expect(found.whole).toBe(fits(found.size, found.lines))
        expect(found.whole).toBe(fits(20, lines))
        if (found.whole && found.size < 90) expect(fits(found.size + 1, found.lines)).toBe(false)
      },
    ),
  )
})
