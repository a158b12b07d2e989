// Proves how a poll's counts are read: points, 满意率, and the web page kept apart (BAL1, BAL11).

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitOf } from '../../tests/support/plain-house.ts'
import { compare, fraction, show } from '../basics/exact.ts'
import { CHANNELS } from '../ballot/choices.ts'
import { ballotsIn, dissatisfiedShareOf, pollPointsOf, satisfiedRateOf, sidesOf } from './poll-points.ts'

test('[BAL1] 满意 100, 基本满意 60, 不满意 0; 不了解 is turnout and no divisor', () => {
  expect(pollPointsOf(splitOf(1, 1, 1))).toEqual(fraction(160, 3))
  expect(pollPointsOf(splitOf(1, 1, 1, 997))).toEqual(fraction(160, 3))
  expect(pollPointsOf(splitOf(5, 0, 0))).toEqual(fraction(100))
  expect(pollPointsOf(splitOf(0, 0, 5))).toEqual(fraction(0))
})

test('[BAL11] 满意率 is 满意 ÷ n without 不了解, and n counts all', () => {
  const split = splitOf(61, 20, 19, 50)
  expect(show(satisfiedRateOf(split)!)).toBe('61.00')
  expect(ballotsIn(split)).toBe(150)
  expect(show(satisfiedRateOf(splitOf(27_832, 66_827, 5_341))!)).toBe('27.83')
  expect(dissatisfiedShareOf(split)).toEqual(fraction(19, 100))
})

test('where nobody rated there is no rate, not zero', () => {
  for (const split of [splitOf(0, 0, 0), splitOf(0, 0, 0, 9)]) {
    expect(pollPointsOf(split)).toBeNull()
    expect(satisfiedRateOf(split)).toBeNull()
    expect(dissatisfiedShareOf(split)).toBeNull()
  }
})

test('[BAL11] the headline is SMS and WeChat together, the web page stands apart', () => {
  const none = { duplicate: 5, early: 4, late: 3, stale: 2, invalid: 1, quarantined: 6 }
  const result = {
    kind: 'citizens' as const,
    channels: CHANNELS.map((channel, i) => ({ channel, split: splitOf(10 ** i, 0, 0, 1), ...none })),
  }
  // twilio 1, wechat 10, web 100, aliyun 1,000, tencent 10,000, gateway 100,000
  expect(sidesOf(result)).toEqual({ headline: splitOf(111_011, 0, 0, 5), web: splitOf(100, 0, 0, 1) })
  expect(sidesOf({ kind: 'citizens', channels: [] })).toEqual({
    headline: splitOf(0, 0, 0),
    web: splitOf(0, 0, 0),
  })
})

test('property: points lie in 0–100 and another 满意 never lowers them', () => {
  const count = fc.nat(100_000)
  fc.assert(
    fc.property(count, count, count, (s, f, d) => {
      fc.pre(s + f + d > 0)
      const points = pollPointsOf(splitOf(s, f, d))!
      expect(compare(points, fraction(0))).toBeGreaterThanOrEqual(0)
      expect(compare(points, fraction(100))).toBeLessThanOrEqual(0)
      expect(compare(pollPointsOf(splitOf(s + 1, f, d))!, points)).toBeGreaterThanOrEqual(0)
    }),
  )
})
