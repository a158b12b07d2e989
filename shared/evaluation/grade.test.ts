// Proves grades by exact totals, what bars 优秀, and what is proposed to the two who decide (GRADE1–GRADE4).

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fraction, show } from '../basics/exact.ts'
import {
  Grade,
  GradeBands,
  gradedOf,
  gradeOf,
  inForce,
  type OrganisationPeriod,
  proposalsOf,
  SUGGESTED_BANDS,
} from './grade.ts'

const QUIET: OrganisationPeriod = {
  organisationId: 'org-1',
  total: fraction(80),
  bars: [],
  vetoed: false,
  provincePlace: null,
  before: null,
  failedRectification: false,
  noImprovementBySetDay: false,
  lastOfKind: false,
}
const OFF = { lastPlaceCards: false }
const of = (more: Partial<OrganisationPeriod>): OrganisationPeriod => ({ ...QUIET, ...more })
const proposed = (more: Partial<OrganisationPeriod>, rules = OFF) =>
  proposalsOf(of(more), SUGGESTED_BANDS, rules).map(({ kind, why }) => `${kind} ${why}`)

describe('[GRADE1] grades', () => {
  test.each([
    [fraction(90), 'excellent'],
    [fraction(89_999, 1_000), 'qualified'],
    [fraction(75), 'qualified'],
    [fraction(7_499, 100), 'barely'],
    [fraction(60), 'barely'],
    [fraction(5_999, 100), 'unqualified'],
    [fraction(0), 'unqualified'],
  ] as const)('%o is %s', (total, grade) => {
    expect(gradeOf(total, SUGGESTED_BANDS)).toBe(grade)
  })

  test('go by the exact total: 89.996 is shown as 90.00 and is not 优秀', () => {
    const total = fraction(89_996, 1_000)
    expect(show(total)).toBe('90.00')
    expect(gradeOf(total, SUGGESTED_BANDS)).toBe('qualified')
  })

  test('bands stand in order or are refused', () => {
    expect(GradeBands.safeParse(SUGGESTED_BANDS).success).toBe(true)
    expect(GradeBands.safeParse({ ...SUGGESTED_BANDS, barelyFrom: 7_500 }).success).toBe(false)
  })

  test('property: a higher total is never a lower grade', () => {
    const total = fc.integer({ min: 0, max: 100_000 }).map((n) => fraction(n, 1_000))
    const rank = (grade: Grade) => Grade.options.indexOf(grade)
    fc.assert(
      fc.property(total, fc.integer({ min: 0, max: 10_000 }), (lower, more) => {
        const higher = fraction(lower.num * 1_000n + BigInt(more) * lower.den, lower.den * 1_000n)
        expect(rank(gradeOf(higher, SUGGESTED_BANDS))).toBeLessThanOrEqual(
          rank(gradeOf(lower, SUGGESTED_BANDS)),
        )
      }),
    )
  })
})

describe('[GRADE3] what bars 优秀', () => {
  test('makes it 合格 and says why, and leaves lower grades as they are', () => {
    const barred = gradedOf(of({ total: fraction(95), bars: ['criticised_by_name'] }), SUGGESTED_BANDS)
    expect(barred).toMatchObject({ grade: 'qualified', byBands: 'excellent', bars: ['criticised_by_name'] })
    expect(gradedOf(of({ total: fraction(61), bars: ['targets_unmet'] }), SUGGESTED_BANDS).grade).toBe(
      'barely',
    )
  })

  test('the province’s first five may be proposed, unless vetoed or barred', () => {
    expect(proposed({ provincePlace: 5 })).toEqual(['excellent province_first_five'])
    expect(proposed({ provincePlace: 6 })).toEqual([])
    expect(proposed({ provincePlace: 1, bars: ['targets_unmet'] })).toEqual([])
    expect(proposed({ provincePlace: 1, vetoed: true })).toEqual(['recall vetoed'])
    expect(proposed({ provincePlace: 1, total: fraction(95) })).toEqual([])
  })
})

describe('[GRADE2] proposals', () => {
  test('不合格 is a yellow card; twice running it is a recall too', () => {
    expect(proposed({ total: fraction(50) })).toEqual(['yellow_card unqualified'])
    expect(proposed({ total: fraction(50), before: 'unqualified' })).toEqual([
      'recall unqualified_twice',
      'yellow_card unqualified',
    ])
    expect(proposed({ total: fraction(60), before: 'unqualified' })).toEqual([])
  })

  test('a veto, failed rectification, or no improvement by the set day', () => {
    expect(proposed({ vetoed: true })).toEqual(['recall vetoed'])
    expect(proposed({ failedRectification: true })).toEqual(['yellow_card failed_rectification'])
    expect(proposed({ noImprovementBySetDay: true })).toEqual(['recall no_improvement'])
    expect(proposed({})).toEqual([])
  })

  test('a last-place card only where it is on, and only below 70', () => {
    const last = { lastOfKind: true, total: fraction(69) }
    expect(proposed(last)).toEqual([])
    expect(proposed(last, { lastPlaceCards: true })).toEqual(['yellow_card last_place'])
    expect(proposed({ ...last, total: fraction(70) }, { lastPlaceCards: true })).toEqual([])
  })
})

test('[GRADE4] what was lifted stays in the list and holds no more', () => {
  const lifted = { reason: '因公先行先试，非主观过错', by: ['a', 'b'], atMs: 1 } as const
  const confirmed = [
    { what: 'card', relief: lifted },
    { what: 'veto', relief: null },
  ]
  expect(inForce(confirmed)).toEqual(['veto'])
  expect(confirmed).toHaveLength(2)
})
