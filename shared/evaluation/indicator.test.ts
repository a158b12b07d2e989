// Proves the scores of indicators: from counts, exact, bounded, and out where there are too few cases (EVAL5).

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, fraction, HUNDRED, show, ZERO } from '../basics/exact.ts'
import {
  bigDataResultOf,
  IndicatorCount,
  IndicatorDefinition,
  indicatorScoreOf,
  SUGGESTED_INDICATORS,
} from './indicator.ts'

const [ON_TIME] = SUGGESTED_INDICATORS as [IndicatorDefinition]
const RETURNED = SUGGESTED_INDICATORS.find(({ indicatorId }) => indicatorId === 'returned')!
const of = (numerator: number, denominator: number): IndicatorCount => ({ numerator, denominator })

describe('[EVAL5] max(12.5, 25 − 0.5 × (98 − rate))', () => {
  test.each([
    [100, 100, '25.00'],
    [98, 100, '25.00'],
    [97, 100, '24.50'],
    [90, 100, '21.00'],
    [73, 100, '12.50'],
    [0, 100, '12.50'],
    [1, 3, null],
    [200, 300, '12.50'],
    [949, 1000, '23.45'],
  ])('%i of %i: %s', (numerator, denominator, score) => {
    const { score: got, dropped } = indicatorScoreOf(ON_TIME, of(numerator, denominator))
    expect(got === null ? null : show(got)).toBe(score)
    expect(dropped).toBe(score === null ? 'too_few' : null)
  })

  test('a low rate is the good one where the indicator says so', () => {
    expect(show(indicatorScoreOf(RETURNED, of(2, 100)).score!)).toBe('25.00')
    expect(show(indicatorScoreOf(RETURNED, of(3, 100)).score!)).toBe('24.50')
    expect(show(indicatorScoreOf(RETURNED, of(100, 100)).score!)).toBe('12.50')
  })

  test('at the floor is what would fall below it; lifted is what would have lost something', () => {
    const full = IndicatorCount.parse(of(100, 100))
    expect(indicatorScoreOf(ON_TIME, of(73, 100))).toMatchObject({ atFloor: false })
    expect(indicatorScoreOf(ON_TIME, of(72, 100))).toMatchObject({ atFloor: true, lifted: false })
    expect(indicatorScoreOf(ON_TIME, of(72, 100), true)).toMatchObject({ lifted: true, score: fraction(25) })
    expect(indicatorScoreOf(ON_TIME, full, true)).toMatchObject({ lifted: false, score: fraction(25) })
  })

  test('thirds are exact: 2 of 3 thousand short of the target', () => {
    const { score, lost } = indicatorScoreOf(ON_TIME, of(2_938, 3_000))
    // 98 − 97.9333… = 1/15 point, half of it lost.
    expect(lost).toEqual(fraction(1, 30))
    expect(score).toEqual(fraction(749, 30))
  })
})

test('[EVAL5] points are 100 × the weighted share of the full score', () => {
  const half = { ...ON_TIME, weight: 3 }
  const { points } = bigDataResultOf([
    { definition: half, count: of(0, 100) },
    { definition: RETURNED, count: of(0, 100) },
  ])
  // (3 × 0.5 + 1 × 1) ÷ 4
  expect(show(points!)).toBe('62.50')
})

test('[EVAL5] an indicator below its minimum denominator drops out, weight and all; none left is no result', () => {
  const { points, indicators } = bigDataResultOf([
    { definition: { ...ON_TIME, weight: 9 }, count: of(0, 29) },
    { definition: RETURNED, count: of(0, 30) },
  ])
  expect(points).toEqual(HUNDRED)
  expect(indicators.map(({ dropped }) => dropped)).toEqual(['too_few', null])
  expect(bigDataResultOf([{ definition: ON_TIME, count: of(5, 29) }]).points).toBeNull()
  expect(bigDataResultOf([]).points).toBeNull()
})

test('[EVAL5] impossible counts are refused', () => {
  for (const odd of [of(2, 1), of(-1, 3), of(1.5, 3), of(0, -1)])
    expect(IndicatorCount.safeParse(odd).success).toBe(false)
  expect(SUGGESTED_INDICATORS.every((each) => IndicatorDefinition.safeParse(each).success)).toBe(true)
})

test('[EVAL5] [RANK8] property: bounded by floor and full, and a better count never scores less', () => {
  const definition = fc
    .record({
      full: fc.integer({ min: 1, max: 1_000_000 }),
      floorShare: fc.integer({ min: 0, max: 100 }),
      perPoint: fc.integer({ min: 0, max: 100_000 }),
      targetPercent: fc.integer({ min: 0, max: 1_000_000 }),
      direction: fc.constantFrom('high' as const, 'low' as const),
    })
    .map(({ floorShare, ...rest }): IndicatorDefinition => ({
      ...ON_TIME,
      ...rest,
      floor: Math.floor((rest.full * floorShare) / 100),
    }))
  fc.assert(
    fc.property(
      definition,
      fc.integer({ min: 30, max: 5_000 }).chain((n) => fc.tuple(fc.constant(n), fc.nat(n - 1))),
      (def, [n, k]) => {
        const [less, more] = [k, k + 1].map((each) => indicatorScoreOf(def, of(each, n)).score!)
        const [worse, better] = def.direction === 'high' ? [less!, more!] : [more!, less!]
        expect(compare(better, worse)).toBeGreaterThanOrEqual(0)
        for (const score of [worse, better]) {
          expect(compare(score, fraction(def.floor, 10_000))).toBeGreaterThanOrEqual(0)
          expect(compare(score, fraction(def.full, 10_000))).toBeLessThanOrEqual(0)
        }
        const { points } = bigDataResultOf([{ definition: def, count: of(k, n) }])
        expect(compare(points!, ZERO)).toBeGreaterThanOrEqual(0)
        expect(compare(points!, HUNDRED)).toBeLessThanOrEqual(0)
      },
    ),
  )
})

test('[RANK9] twice the cases at the same rate is the same score', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 1_000 }),
      fc.nat(30),
      fc.integer({ min: 2, max: 50 }),
      (n, k, times) => {
        expect(indicatorScoreOf(ON_TIME, of(k * times, n * times)).score).toEqual(
          indicatorScoreOf(ON_TIME, of(k, n)).score,
        )
      },
    ),
  )
})
