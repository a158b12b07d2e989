// Proves what a split says in figures.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharesOf } from './shares.ts'

const count = fc.integer({ min: 0, max: 5_000_000 })
const split = fc.record({ satisfied: count, fair: count, dissatisfied: count, unsure: count })

test('[BAL11] the rate is 满意 ÷ n without 不了解, rounded half up to two decimals', () => {
  expect(sharesOf({ satisfied: 3_412, fair: 2_781, dissatisfied: 2_104, unsure: 266 })).toEqual({
    n: 8_563,
    base: 8_297,
    satisfied: { count: 3_412, percent: '41.12', part: 3_412 / 8_297 },
    fair: { count: 2_781, percent: '33.52', part: 2_781 / 8_297 },
    dissatisfied: { count: 2_104, percent: '25.36', part: 2_104 / 8_297 },
  })
  expect(sharesOf({ satisfied: 1, fair: 0, dissatisfied: 799, unsure: 0 }).satisfied.percent).toBe('0.13')
})

test('a split without a base has counts, and no share', () => {
  const none = sharesOf({ satisfied: 0, fair: 0, dissatisfied: 0, unsure: 7 })
  expect(none.n).toBe(7)
  expect([none.satisfied.percent, none.fair.percent, none.dissatisfied.percent]).toEqual([null, null, null])
  expect(none.satisfied.part).toBe(0)
})

test('[BAL11] 不了解 moves no share, equal counts show equal shares, and the largest count the longest bar', () => {
  fc.assert(
    fc.property(split, count, (one, unsure) => {
      const shares = sharesOf(one)
      const other = sharesOf({ ...one, unsure })
      expect([other.satisfied, other.fair, other.dissatisfied]).toEqual([
        shares.satisfied,
        shares.fair,
        shares.dissatisfied,
      ])
      if (one.satisfied === one.fair) expect(shares.satisfied).toEqual(shares.fair)
      expect(shares.satisfied.part >= shares.fair.part).toBe(shares.base === 0 || one.satisfied >= one.fair)
    }),
  )
})
