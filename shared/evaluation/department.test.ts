// Proves the department reviews: weighted groups, what is left when one is missing, and the reports about reviewers (EVAL6).

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, fraction, HUNDRED, show, ZERO } from '../basics/exact.ts'
import { PersonId, UnitId } from '../basics/ids.ts'
import {
  departmentResultOf,
  influencesOf,
  reciprocalFavoursOf,
  type Review,
  type Reviewer,
  type ReviewerGroup,
  reviewerReportsOf,
  ReviewerWeights,
} from './department.ts'

const WEIGHTS: ReviewerWeights = { line: 5_000, district: 3_000, town: 2_000 }
const unitId = (name: string) => UnitId.parse(name)
const review = (reviewer: string, mark: number, unit = 'u1'): Review => ({
  reviewerId: PersonId.parse(reviewer),
  unitId: unitId(unit),
  mark,
})
const reviewers = (of: Readonly<Record<string, readonly [ReviewerGroup, string]>>) =>
  new Map(
    Object.entries(of).map(([id, [group, organisationId]]): [string, Reviewer] => [
      id,
      { reviewerId: PersonId.parse(id), group, organisationId },
    ]),
  )
const PANEL = reviewers({
  l1: ['line', 'A'],
  l2: ['line', 'A'],
  d1: ['district', 'D1'],
  t1: ['town', 'T1'],
})

describe('[EVAL6] points', () => {
  test('are the weighted mean of the groups’ means, however many are in each', () => {
    const { points, groups } = departmentResultOf(
      [review('l1', 80), review('l2', 90), review('d1', 60), review('t1', 100)],
      PANEL,
      WEIGHTS,
    )
    // 85 × 0.5 + 60 × 0.3 + 100 × 0.2
    expect(show(points!)).toBe('80.50')
    expect(groups.map(({ group, reviews }) => [group, reviews])).toEqual([
      ['line', 2],
      ['district', 1],
      ['town', 1],
    ])
  })

  test('of a group that has nobody here go to the others in proportion', () => {
    const { points, groups } = departmentResultOf([review('d1', 60), review('t1', 100)], PANEL, WEIGHTS)
    expect(show(points!)).toBe('76.00')
    expect(groups.map(({ share }) => share)).toEqual([fraction(3, 5), fraction(2, 5)])
  })

  test('are none where nobody rated, or only somebody unknown or without weight', () => {
    expect(departmentResultOf([], PANEL, WEIGHTS).points).toBeNull()
    expect(departmentResultOf([review('stranger', 50)], PANEL, WEIGHTS).points).toBeNull()
    const lineOnly = { line: 10_000, district: 0, town: 0 }
    expect(departmentResultOf([review('d1', 50)], PANEL, lineOnly).points).toBeNull()
  })

  test('property: all best is 100, all worst 0, a better mark never lowers them', () => {
    const marks = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 4, maxLength: 4 })
    const of = (given: readonly number[]) =>
      departmentResultOf(
        ['l1', 'l2', 'd1', 't1'].map((id, i) => review(id, given[i]!)),
        PANEL,
        WEIGHTS,
      ).points!
    expect(of([100, 100, 100, 100])).toEqual(HUNDRED)
    expect(of([0, 0, 0, 0])).toEqual(ZERO)
    fc.assert(
      fc.property(marks, fc.nat(3), (given, at) => {
        const better = given.map((mark, i) => (i === at ? mark + 1 : mark))
        expect(compare(of(better), of(given))).toBeGreaterThan(0)
      }),
    )
  })

  test('weights sum 10,000 or are refused', () => {
    expect(ReviewerWeights.safeParse(WEIGHTS).success).toBe(true)
    expect(ReviewerWeights.safeParse({ ...WEIGHTS, town: 1_999 }).success).toBe(false)
  })
})

describe('[EVAL6] reports', () => {
  test('show each reviewer’s own distribution, and who gave everybody the same', () => {
    const same = Array.from({ length: 5 }, (_, i) => review('l1', 100, `u${i}`))
    const [l1, l2] = reviewerReportsOf([...same, review('l2', 9), review('l2', 10, 'u2')])
    expect(l1).toMatchObject({ reviews: 5, uniform: true, bands: [0, 0, 0, 0, 0, 0, 0, 0, 0, 5] })
    expect(l2).toMatchObject({ reviews: 2, uniform: false, bands: [1, 1, 0, 0, 0, 0, 0, 0, 0, 0] })
    expect(l2!.mean).toEqual(fraction(19, 2))
  })

  test('show by how much each reviewer moves a unit, the largest first', () => {
    const influences = influencesOf([review('l1', 80), review('l2', 20), review('d1', 60)], PANEL, {
      line: 5_000,
      district: 5_000,
      town: 0,
    })
    // With: (50 + 60) ÷ 2 = 55. Without l1: 40, l2: 70, d1: 50.
    expect(influences.map(({ reviewerId, points }) => [reviewerId, show(points)])).toEqual([
      ['l1', '15.00'],
      ['l2', '-15.00'],
      ['d1', '5.00'],
    ])
    expect(influencesOf([review('l1', 80)], PANEL, WEIGHTS)).toEqual([])
  })

  test('name two organisations that favour each other, and not one that is only kind', () => {
    const panel = reviewers({
      a: ['line', 'A'],
      b: ['line', 'B'],
      c: ['line', 'C'],
      d: ['line', 'D'],
    })
    const organisationOf = new Map([
      ['ua', 'A'],
      ['ub', 'B'],
      ['uc', 'C'],
    ])
    const marks: readonly Review[] = [
      // A and B give each other 95 where C and D give 60.
      ...[review('b', 95, 'ua'), review('c', 60, 'ua'), review('d', 60, 'ua')],
      ...[review('a', 95, 'ub'), review('c', 60, 'ub'), review('d', 60, 'ub')],
      // C's unit is liked by A; C does not return it.
      ...[review('a', 95, 'uc'), review('b', 60, 'uc'), review('d', 60, 'uc')],
    ]
    const favours = reciprocalFavoursOf(marks, panel, organisationOf, { fromPoints: 10, fromReviews: 1 })
    expect(favours.map(({ organisations }) => organisations)).toEqual([['A', 'B']])
    expect(favours[0]!.above.map(show)).toEqual(['35.00', '35.00'])
    expect(reciprocalFavoursOf(marks, panel, organisationOf, { fromPoints: 10, fromReviews: 2 })).toEqual([])
    expect(reciprocalFavoursOf(marks, panel, organisationOf, { fromPoints: 36, fromReviews: 1 })).toEqual([])
  })
})
