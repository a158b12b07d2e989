// Proves the ranking of one category: weights in force, ties, and what must never change a place (RANK2, RANK3, RANK8–RANK10).

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { START_MS, houseOf, registryOf, splitOf, unitOf } from '../../tests/support/plain-house.ts'
import { add, compare, fraction, type Fraction, show, sum } from '../basics/exact.ts'
import type { Split } from '../ballot/tally.ts'
import { periodInForce } from '../period/days.ts'
import { provisionalInputsOf } from './provisional.ts'
import { type CategoryRanking, rankCategory } from './ranking.ts'
import type { RankingInput } from './ranking-input.ts'
import { DEFAULT_SCHEME, type Method } from './scheme.ts'
import { pointsFor, input, byCitizens, placesIn, rowOf, shownOf } from '../../tests/support/given-ranking.ts'

describe('totals', () => {
  test('[RANK2] thirds that differ by less than any float are told apart', () => {
    const third = fraction(1, 3)
    const almost = fraction(333_333_333_333_333_333n, 1_000_000_000_000_000_000n)
    const ranking = rankCategory(
      [input(1, { citizens: pointsFor(almost) }), input(2, { citizens: pointsFor(third) })],
      {
        ...DEFAULT_SCHEME,
        tieStages: [],
      },
    )
    expect(placesIn(ranking)).toEqual({ 2: 1, 1: 2 })
  })

  test('[RANK2] shown parts sum to the shown total, which is rounded once', () => {
    const ranking = rankCategory(
      [input(1, { citizens: pointsFor(fraction(200, 3)), tv: pointsFor(fraction(100, 3)) })],
      DEFAULT_SCHEME,
    )
    // 66.666… × 0.7 + 33.333… × 0.3 = 46.666… + 10 = 56.666…
    expect(shownOf(ranking, 1)).toEqual({ total: '56.67', parts: ['46.67', '10.00'] })
    const uneven = rankCategory(
      [
        input(1, {
          citizens: pointsFor(fraction(1, 3)),
          department: pointsFor(fraction(1, 3)),
          tv: pointsFor(fraction(1, 3)),
        }),
      ],
      {
        ...DEFAULT_SCHEME,
        weightsBp: { citizens: 3_333, bigData: 0, department: 3_333, rectification: 0, tv: 3_334 },
      },
    )
    expect(shownOf(uneven, 1)).toEqual({ total: '0.33', parts: ['0.11', '0.11', '0.11'] })
  })

  test('[RANK2] property: the shown total is the exact total rounded, and the parts make it up', () => {
    const points = fc.record({
      num: fc.integer({ min: 0, max: 100_000 }),
      den: fc.integer({ min: 1_000, max: 9_999 }),
    })
    fc.assert(
      fc.property(points, points, points, (a, b, c) => {
        const [x, y, z] = [a, b, c].map(({ num, den }) => fraction(num, den)) as [
          Fraction,
          Fraction,
          Fraction,
        ]
        const ranking = rankCategory(
          [input(1, { citizens: pointsFor(x), bigData: pointsFor(y), tv: pointsFor(z) })],
          DEFAULT_SCHEME,
        )
        const row = rowOf(ranking, 1)
        const shown = shownOf(ranking, 1)
        expect(shown.total).toBe(show(fraction(row.total.num, row.total.den)))
        const inHundredths = (text: string) => BigInt(text.replace('.', ''))
        expect(shown.parts.map(inHundredths).reduce((m, n) => m + n, 0n)).toBe(inHundredths(shown.total))
      }),
    )
  })
})

describe('methods in force', () => {
  const fiveUnits = (withCitizens: number, withTv: number) =>
    [1, 2, 3, 4, 5].map((n) =>
      input(n, {
        ...(n <= withCitizens ? { citizens: pointsFor(60) } : {}),
        ...(n <= withTv ? { tv: pointsFor(90) } : {}),
      }),
    )

  test('[RANK10] a method present for 80 % of the units is in force, and who lacks it is unranked', () => {
    const ranking = rankCategory(fiveUnits(4, 0), DEFAULT_SCHEME)
    expect(ranking.coverage).toEqual([
      { method: 'citizens', units: 4, ranked: true },
      { method: 'bigData', units: 0, ranked: false },
      { method: 'department', units: 0, ranked: false },
      { method: 'rectification', units: 0, ranked: false },
      { method: 'tv', units: 0, ranked: false },
    ])
    expect(ranking.unranked.map((one) => [one.unit.code, one.why])).toEqual([[5, 'noMethod']])
    expect(ranking.rows).toHaveLength(4)
  })

  test('[RANK10] a method present for less is left out for everybody; tv ranks though one unit alone was questioned', () => {
    const ranking = rankCategory(fiveUnits(3, 1), DEFAULT_SCHEME)
    expect(ranking.coverage.filter((one) => one.ranked)).toEqual([{ method: 'tv', units: 1, ranked: true }])
    expect(ranking.rows.map((row) => row.place)).toEqual([1, 1, 1, 1, 1])
    expect(ranking.rows.map((row) => row.parts.map((part) => part.method))).toEqual(Array(5).fill(['tv']))
  })

  test('[EVAL3] a unit not questioned takes its category’s mean tv result, and it is said', () => {
    const ranking = rankCategory(
      [
        input(1, { citizens: pointsFor(60), tv: pointsFor(90) }),
        input(2, { citizens: pointsFor(60), tv: pointsFor(40) }),
        input(3, { citizens: pointsFor(60) }),
      ],
      DEFAULT_SCHEME,
    )
    expect(rowOf(ranking, 3).parts[1]).toEqual({ method: 'tv', points: fraction(65), note: 'categoryMean' })
    expect(shownOf(ranking, 3).total).toBe('61.50')
    expect(placesIn(ranking)).toEqual({ 1: 1, 3: 2, 2: 3 })
  })

  test('[EVAL3] where none was questioned tv’s weight goes to the others in proportion', () => {
    const ranking = rankCategory(
      [input(1, { citizens: pointsFor(80), bigData: pointsFor(50) })],
      DEFAULT_SCHEME,
    )
    expect(ranking.weights).toEqual([fraction(35, 55), fraction(20, 55)])
    expect(sum(ranking.weights)).toEqual(fraction(1))
    expect(shownOf(ranking, 1).total).toBe('69.09')
  })

  test('[EVAL3] a sample too small wins over every redistribution', () => {
    const ranking = rankCategory(
      [
        input(1, { citizens: pointsFor(80) }),
        { ...input(2, { tv: pointsFor(99) }), apart: { why: 'sample', methods: ['citizens'] } },
      ],
      DEFAULT_SCHEME,
    )
    expect(ranking.unranked).toEqual([{ unit: unitOf(2), why: 'sample', methods: ['citizens'] }])
  })

  test('a method that weighs nothing neither ranks nor keeps from being ranked', () => {
    const ranking = rankCategory(
      [1, 2, 3, 4, 5].map((n) =>
        input(n, { citizens: pointsFor(n), ...(n < 5 ? { bigData: pointsFor(100 - n) } : {}) }),
      ),
      { ...DEFAULT_SCHEME, weightsBp: { ...DEFAULT_SCHEME.weightsBp, bigData: 0 } },
    )
    expect(placesIn(ranking)).toEqual({ 5: 1, 4: 2, 3: 3, 2: 4, 1: 5 })
    expect(ranking.coverage.map((one) => one.method)).not.toContain('bigData')
  })

  test('nothing delivered: nobody is ranked, nothing breaks', () => {
    expect(rankCategory([], DEFAULT_SCHEME).rows).toEqual([])
    const ranking = rankCategory([input(1, {})], DEFAULT_SCHEME)
    expect(ranking.rows).toEqual([])
    expect(ranking.unranked).toEqual([{ unit: unitOf(1), why: 'noMethod', methods: [] }])
    expect(ranking.listN).toBe(0)
  })
})

describe('ties', () => {
  test('[RANK3] equal totals share a place: 1, 2, 2, 4', () => {
    expect(placesIn(rankCategory(byCitizens(90, 80, 80, 70), DEFAULT_SCHEME))).toEqual({
      1: 1,
      2: 2,
      3: 2,
      4: 4,
    })
  })

  test('[RANK3] of equal totals the one citizens rate higher comes first, and the stage is kept', () => {
    // 35 × citizens + 15 × tv: 35·60 + 15·70 = 35·63 + 15·63
    const ranking = rankCategory(
      [
        input(1, { citizens: pointsFor(60), tv: pointsFor(70) }),
        input(2, { citizens: pointsFor(63), tv: pointsFor(63) }),
        input(3, { citizens: pointsFor(10), tv: pointsFor(10) }),
      ],
      DEFAULT_SCHEME,
    )
    expect(placesIn(ranking)).toEqual({ 2: 1, 1: 2, 3: 3 })
    expect(ranking.rows.map((row) => row.decidedBy)).toEqual(['citizens_higher', 'citizens_higher', null])
  })

  test('[RANK3] the second stage tells apart what the first left tied; what no stage tells apart shares', () => {
    const tied = (n: number, share: Fraction) => input(n, { citizens: pointsFor(60, share) })
    const ranking = rankCategory(
      [tied(1, fraction(2, 5)), tied(2, fraction(1, 5)), tied(3, fraction(2, 5))],
      DEFAULT_SCHEME,
    )
    expect(placesIn(ranking)).toEqual({ 2: 1, 1: 2, 3: 2 })
    expect(ranking.rows.map((row) => row.decidedBy)).toEqual(Array(3).fill('dissatisfied_share_lower'))
  })

  test('[RANK3] a stage that one tied member lacks is skipped for all of them', () => {
    const ranking = rankCategory(
      [
        input(1, { citizens: pointsFor(60), rectification: pointsFor(10) }),
        input(2, { citizens: pointsFor(60, fraction(1, 9)), rectification: pointsFor(20) }),
        input(3, { citizens: pointsFor(60, fraction(1, 2)), rectification: pointsFor(30) }),
      ],
      { ...DEFAULT_SCHEME, weightsBp: { ...DEFAULT_SCHEME.weightsBp, rectification: 0 } },
    )
    expect(placesIn(ranking)).toEqual({ 3: 1, 2: 2, 1: 3 })
    expect(ranking.rows[0]?.decidedBy).toBe('rectification_higher')
  })

  test('[RANK3] without stages equal totals simply share', () => {
    const ranking = rankCategory(
      [
        input(1, { citizens: pointsFor(60, fraction(1, 9)) }),
        input(2, { citizens: pointsFor(60, fraction(2, 9)) }),
      ],
      { ...DEFAULT_SCHEME, tieStages: [] },
    )
    expect(ranking.rows.map((row) => [row.place, row.decidedBy])).toEqual([
      [1, null],
      [1, null],
    ])
  })
})

describe('what must not matter', () => {
  const points = fc.integer({ min: 0, max: 6 }).map((n) => pointsFor(n * 10, fraction(n % 3, 7)))
  const methods = fc.record(
    { citizens: points, bigData: points, rectification: points, tv: points },
    { requiredKeys: [] },
  )
  const inputs = fc
    .array(methods, { maxLength: 14 })
    .map((all) => all.map((one, i) => input(i + 1, one as RankingInput['methods'])))
  const outcome = (ranking: CategoryRanking) =>
    new Map(
      ranking.rows.map((row) => [
        row.unit.code as number,
        [row.place, row.list, row.decidedBy, row.total.key].join(),
      ]),
    )

  test('[RANK8] property: reordering and renaming change nothing for any unit', () => {
    fc.assert(
      fc.property(inputs, fc.infiniteStream(fc.nat()), (all, random) => {
        const before = outcome(rankCategory(all, DEFAULT_SCHEME))
        const shuffled = all
          .map((one) => ({ one, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one)
        expect(outcome(rankCategory(shuffled, DEFAULT_SCHEME))).toEqual(before)
        // Renamed: codes turned round, ids and names with them.
        const renamed = all.map((one) => ({ ...one, unit: unitOf(1_000 - one.unit.code) }))
        const after = outcome(rankCategory(renamed, DEFAULT_SCHEME))
        expect(new Map([...after].map(([code, what]) => [1_000 - code, what]))).toEqual(before)
      }),
    )
  })

  test('[RANK8] property: improving one input of a unit never lowers its total', () => {
    fc.assert(
      fc.property(
        inputs,
        fc.nat(),
        fc.constantFrom<Method>('citizens', 'bigData', 'tv'),
        (all, pick, method) => {
          const at = all[pick % Math.max(1, all.length)]
          const given = at?.methods[method]
          fc.pre(at !== undefined && given !== undefined)
          const better = { ...given, points: add(given.points, fraction(1, 3)) }
          const improved = all.map((one) =>
            one === at ? { ...one, methods: { ...one.methods, [method]: better } } : one,
          )
          const totalIn = (of: readonly RankingInput[]) =>
            rankCategory(of, DEFAULT_SCHEME).rows.find((row) => row.unit.code === at.unit.code)?.total
          const [before, after] = [totalIn(all), totalIn(improved)]
          expect(after === undefined).toBe(before === undefined)
          if (before !== undefined && after !== undefined)
            expect(
              compare(fraction(after.num, after.den), fraction(before.num, before.den)),
            ).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })

  test('[RANK9] property: doubling every ballot of a unit above the minimum changes no place', () => {
    const splits = fc.array(
      fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(5)).map(([a, b, c, d]) => splitOf(a + 30, b, c, d)),
      { minLength: 1, maxLength: 12 },
    )
    const ranked = (of: readonly Split[]) => {
      const units = of.map((_, i) => unitOf(i + 1))
      const registry = registryOf(units)
      const counts = Object.fromEntries(of.map((split, i) => [i + 1, split]))
      const house = houseOf({ registry, counts })
      const period = periodInForce(house.periods, '2027-01-15')
      return placesIn(rankCategory(provisionalInputsOf(house, period, START_MS, new Map()), DEFAULT_SCHEME))
    }
    fc.assert(
      fc.property(splits, fc.nat(), (all, pick) => {
        const doubled = all.map((split, i) =>
          i === pick % all.length
            ? splitOf(split.satisfied * 2, split.fair * 2, split.dissatisfied * 2, split.unsure * 2)
            : split,
        )
        expect(ranked(doubled)).toEqual(ranked(all))
      }),
    )
  })

  test('10,000 units of one category are ranked without quadratic work', () => {
    let comparisons = 0
    const counting = (n: number): Fraction => ({
      get num() {
        comparisons++
        return BigInt((n * 7_919) % 100)
      },
      den: 1n,
    })
    const many = Array.from({ length: 10_000 }, (_, i) =>
      input((i % 9_999) + 1, { citizens: pointsFor(counting(i)) }),
    )
    const ranking = rankCategory(many, { ...DEFAULT_SCHEME, tieStages: ['citizens_higher'] })
    expect(ranking.rows).toHaveLength(10_000)
    // A handful of looks at each unit's points, not one for each pair.
    expect(comparisons).toBeLessThan(10_000 * 100)
  })
})
