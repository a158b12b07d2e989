// Proves the certainty of lists: reproducible by its seed, right where the answer is known, and blind to what is the same (RANK7).

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { certaintyOf, isBoundaryClose, type UncertainUnit } from './certainty.ts'
import { createRandomBits, normalCdf, normalQuantile, normalTable } from './random.ts'

const SEED = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const by = (
  satisfied: number,
  fair: number,
  dissatisfied: number,
  more: Partial<UncertainUnit> = {},
): UncertainUnit => ({
  fixed: 0,
  citizens: { weight: 1, split: { satisfied, fair, dissatisfied } },
  tv: null,
  vetoed: false,
  ...more,
})
const of = (units: readonly UncertainUnit[], listN = 2, draws = 2_000, seedHex = SEED) =>
  certaintyOf(units, { draws, listN, seedHex })

describe('[RANK7] random numbers', () => {
  test('are those of xoshiro128**, from a seed that is handed in', () => {
    // State 1, 2, 3, 4: rotl(2 × 5, 7) × 9 = 11,520, then 0 (b becomes 1 ^ 3 ^ 2 = 0), then 5,927,040.
    const bits = createRandomBits('00000001000000020000000300000004')
    expect([bits.next(), bits.next(), bits.next()]).toEqual([11_520, 0, 5_927_040])
    for (const odd of ['', '00', '0'.repeat(32), 'z'.repeat(32)])
      expect(() => createRandomBits(odd)).toThrow()
  })

  test('normal quantiles are the inverse of the distribution, and the table has mean 0 and variance 1', () => {
    for (const [p, x] of [
      [0.5, 0],
      [0.975, 1.959963985],
      [0.95, 1.644853627],
      [0.001, -3.090232306],
    ] as const)
      expect(normalQuantile(p)).toBeCloseTo(x, 8)
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1 - 1e-5, noNaN: true }), (p) => {
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 9)
      }),
    )
    const steps = normalTable()
    const mean = steps.reduce((sum, x) => sum + x, 0) / steps.length
    const variance = steps.reduce((sum, x) => sum + x * x, 0) / steps.length
    expect(mean).toBeCloseTo(0, 10)
    expect(variance).toBeCloseTo(1, 3)
  })
})

describe('[RANK7] certainty', () => {
  test('is the same for the same seed, and nearly so for another', () => {
    const units = Array.from({ length: 12 }, (_, i) => by(300 + i * 4, 200, 500 - i * 4))
    expect(of(units)).toEqual(of(units))
    const other = of(units, 2, 2_000, SEED.split('').reverse().join(''))
    for (const [i, one] of of(units).entries()) expect(Math.abs(one.best - other[i]!.best)).toBeLessThan(0.06)
  })

  test('is total where units stand far apart, and even where they are alike', () => {
    const apart = of(Array.from({ length: 12 }, (_, i) => by(i * 80, 0, 1_000 - i * 80)))
    expect(apart[11]).toEqual({ best: 1, worst: 0, placeFrom: 1, placeTo: 1 })
    expect(apart[0]).toEqual({ best: 0, worst: 1, placeFrom: 12, placeTo: 12 })
    const alike = of(
      Array.from({ length: 12 }, () => by(400, 300, 300)),
      3,
      6_000,
    )
    for (const { best, worst } of alike) {
      // 3 of 12; standard error √(0.25 × 0.75 ÷ 6000) = 0.0056.
      expect(Math.abs(best - 0.25)).toBeLessThan(0.03)
      expect(Math.abs(worst - 0.25)).toBeLessThan(0.03)
    }
  })

  test('of two units is what theory says: the normal difference of two means', () => {
    const [a, b] = [by(550, 0, 450), by(520, 0, 480)]
    const far = Array.from({ length: 6 }, () => by(0, 0, 1_000))
    const [first] = of([a, b, ...far], 1, 8_000)
    const variance = (100 * 100 * 0.55 * 0.45) / 1_000 + (100 * 100 * 0.52 * 0.48) / 1_000
    expect(first!.best).toBeCloseTo(normalCdf(3 / Math.sqrt(variance)), 1)
  })

  test('comes from ballots drawn singly where they are few, with the same spread', () => {
    const few = of([by(28, 0, 12), by(26, 0, 14), ...Array.from({ length: 6 }, () => by(0, 0, 40))], 1, 8_000)
    const variance = (100 * 100 * 0.7 * 0.3) / 40 + (100 * 100 * 0.65 * 0.35) / 40
    expect(Math.abs(few[0]!.best - normalCdf(5 / Math.sqrt(variance)))).toBeLessThan(0.06)
  })

  test('grows with ballots: ten times as many, the same shares', () => {
    const at = (times: number) =>
      of(
        [
          by(55 * times, 0, 45 * times),
          by(50 * times, 0, 50 * times),
          ...Array.from({ length: 6 }, () => by(0, 0, 100)),
        ],
        1,
      )
    expect(at(10)[0]!.best).toBeGreaterThan(at(1)[0]!.best + 0.1)
  })

  test('a vetoed unit is never on 十优, and lets the next move up', () => {
    const units = Array.from({ length: 8 }, (_, i) =>
      by(900 - i * 100, 0, 100 + i * 100, { vetoed: i === 0 }),
    )
    const certain = of(units, 2)
    expect(certain[0]).toMatchObject({ best: 0, placeFrom: 1 })
    expect(certain[2]!.best).toBe(1)
  })

  test('a unit that was not questioned takes the mean of the questioned in the same draw: it moves with them', () => {
    const questioned = (mark: number): UncertainUnit => ({
      fixed: 0,
      citizens: null,
      tv: {
        weight: 1,
        segments: [{ marks: [mark, mark, mark, mark, mark], mean: mark, examinersShare: 1, poll: null }],
      },
      vetoed: false,
    })
    const other: UncertainUnit = {
      fixed: 0,
      citizens: null,
      tv: { weight: 1, segments: null },
      vetoed: false,
    }
    const certain = of([questioned(90), questioned(70), other], 1, 200)
    expect(certain[2]).toMatchObject({ placeFrom: 2, placeTo: 2, best: 0, worst: 0 })
  })

  test('results of units that stand apart are in the mean that others take', () => {
    const at = (mark: number): UncertainUnit => ({
      ...{ fixed: 0, citizens: null, vetoed: false },
      tv: { weight: 1, segments: [{ marks: [mark], mean: mark, examinersShare: 1, poll: null }] },
    })
    const neutral: UncertainUnit = {
      fixed: 0,
      citizens: null,
      tv: { weight: 1, segments: null },
      vetoed: false,
    }
    const placeOf = (questionedApart: readonly number[]) =>
      certaintyOf([at(60), neutral], { draws: 50, listN: 0, seedHex: SEED, questionedApart })[1]!.placeFrom
    // 60 alone is the mean: equal totals keep their order. With a 90 apart the mean is 75.
    expect([placeOf([]), placeOf([90])]).toEqual([2, 1])
  })

  test('is laid around the examiners’ result where that is trimmed, and averaged over segments', () => {
    const at = (...segments: readonly (readonly [number, readonly number[]])[]): UncertainUnit => ({
      ...{ fixed: 0, citizens: null, vetoed: false },
      tv: {
        weight: 1,
        segments: segments.map(([mean, marks]) => ({ mean, marks, examinersShare: 1, poll: null })),
      },
    })
    // Marks of 0 and 100 trimmed away: a plain mean of 60, a result of 62; the spread is the marks' own.
    const trimmed = at([62, [0, 60, 60, 80, 100]])
    const steady = at([61, [61]])
    const [one] = certaintyOf([trimmed, steady], { draws: 4_000, listN: 0, seedHex: SEED })
    expect(one!.placeFrom).toBe(1)
    expect(one!.placeTo).toBe(2)
    const twice = certaintyOf([at([80, [80]], [40, [40]]), steady], { draws: 20, listN: 0, seedHex: SEED })
    expect(twice[0]!.placeFrom).toBe(2)
  })

  test('[RANK8] property: the order in which units are handed in moves no probability beyond its noise', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 200, max: 800 }), { minLength: 8, maxLength: 16 }),
        (satisfied) => {
          const units = satisfied.map((s) => by(s, 0, 1_000 - s))
          const there = of(units, 2, 1_500)
          const back = of(units.toReversed(), 2, 1_500).toReversed()
          for (const [i, one] of there.entries())
            expect(Math.abs(one.best - back[i]!.best)).toBeLessThan(0.12)
        },
      ),
      { numRuns: 25, seed: 20261125 },
    )
  })
})

test('[RANK7] a boundary is 接近 where either side might stand on the other', () => {
  expect(isBoundaryClose([1, 0.99], [0.01, 0])).toBe(false)
  expect(isBoundaryClose([1, 0.89], [0.05])).toBe(true)
  expect(isBoundaryClose([1, 0.95], [0.11])).toBe(true)
})
