// Proves exact arithmetic: lowest terms, comparison without rounding, one rounding half up, parts that sum.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ZERO,
  add,
  compare,
  divide,
  fraction,
  fromJson,
  mean,
  multiply,
  show,
  showHundredths,
  shownParts,
  subtract,
  sum,
  toHundredths,
  toJson,
} from './exact.ts'

const big = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
const any = fc.tuple(big, fc.bigInt({ min: 1n, max: 10n ** 9n })).map(([num, den]) => fraction(num, den))
const many = { seed: 2, numRuns: 1_000 }

describe('[RANK2] fractions', () => {
  test('stand in lowest terms with a positive denominator', () => {
    expect(fraction(6, -4)).toEqual({ num: -3n, den: 2n })
    expect(fraction(0, -7)).toEqual({ num: 0n, den: 1n })
    expect(fraction(1_000_000_007n * 3n, 3)).toEqual({ num: 1_000_000_007n, den: 1n })
    expect(() => fraction(1, 0)).toThrow('denominator')
    expect(() => divide(fraction(1), ZERO)).toThrow('denominator')
  })

  test('obey the laws of arithmetic', () => {
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a))
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)))
        expect(subtract(add(a, b), b)).toEqual(a)
        if (b.num !== 0n) expect(multiply(divide(a, b), b)).toEqual(a)
        expect(fromJson(JSON.parse(JSON.stringify(toJson(a))))).toEqual(a)
      }),
      many,
    )
  })

  test('compare exactly where numbers would call them equal', () => {
    const third = fraction(1, 3)
    const almost = fraction(333_333_333_333_333_333n, 10n ** 18n)
    expect(compare(almost, third)).toBeLessThan(0)
    expect(compare(third, almost)).toBeGreaterThan(0)
    expect(compare(fraction(2, 6), third)).toBe(0)
    fc.assert(
      fc.property(
        any,
        any,
        (a, b) =>
          Math.sign(compare(a, b)) === -Math.sign(compare(b, a)) &&
          compare(a, b) > 0 === subtract(a, b).num > 0n,
      ),
      many,
    )
  })

  test('the mean of equal values is that value', () => {
    expect(mean([fraction(1, 3), fraction(1, 3), fraction(1, 3)])).toEqual(fraction(1, 3))
    expect(sum([])).toEqual(ZERO)
    expect(() => mean([])).toThrow('denominator')
  })
})

describe('[RANK2] rounded once, half up', () => {
  test('at the half, above and below, and below zero', () => {
    for (const [num, den, text] of [
      [66_665, 1_000, '66.67'],
      [666_649, 10_000, '66.66'],
      [200, 3, '66.67'],
      [100, 3, '33.33'],
      [1, 200, '0.01'],
      [-1, 200, '0.00'],
      [-1, 199, '-0.01'],
      [-66_665, 1_000, '-66.66'],
      [100, 1, '100.00'],
      [0, 1, '0.00'],
    ] as const)
      expect(show(fraction(num, den))).toBe(text)
    expect(showHundredths(-5n)).toBe('-0.05')
  })

  test('is never more than half a hundredth away', () => {
    fc.assert(
      fc.property(any, (a) => {
        const off = subtract(fraction(toHundredths(a), 100), a)
        return compare(off, fraction(1, 200)) <= 0 && compare(off, fraction(-1, 200)) > 0
      }),
      many,
    )
  })

  test('shown parts sum to the shown whole, each within a hundredth of itself', () => {
    expect(shownParts([fraction(100, 3), fraction(100, 3), fraction(100, 3)])).toEqual([
      3_334n,
      3_333n,
      3_333n,
    ])
    expect(shownParts([])).toEqual([])
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), (parts) => {
        const shown = shownParts(parts)
        expect(shown.reduce((a, b) => a + b, 0n)).toBe(toHundredths(sum(parts)))
        parts.forEach((part, i) => {
          const off = subtract(fraction(shown[i]!, 100), part)
          expect(compare(off, fraction(1, 100)) <= 0 && compare(off, fraction(-1, 100)) >= 0).toBe(true)
        })
      }),
      many,
    )
  })
})
