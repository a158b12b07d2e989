// 业务部门评议: reviewers' marks of units as weighted groups, and what the marks tell about the reviewers (EVAL6).

import { z } from 'zod'
import { add, type Fraction, fraction, mean, multiply, subtract, ZERO } from '../basics/exact.ts'
import { PersonId, UnitId } from '../basics/ids.ts'

/** Line authorities rate the units of their line; districts and towns rate city departments from below (自下而上). */
export const ReviewerGroup = z.enum(['line', 'district', 'town'])
export type ReviewerGroup = z.infer<typeof ReviewerGroup>

export const REVIEWER_GROUP_NAMES: Readonly<Record<ReviewerGroup, string>> = {
  line: '业务主管部门',
  district: '区（开发区）',
  town: '乡镇（街道）',
}
const GROUPS = ReviewerGroup.options

/** Basis points, sum 10,000; a group that has nobody to rate a unit gives its weight to the others in proportion. */
export const ReviewerWeights = z
  .strictObject({
    line: z.number().int().min(0).max(10_000),
    district: z.number().int().min(0).max(10_000),
    town: z.number().int().min(0).max(10_000),
  })
  .refine(({ line, district, town }) => line + district + town === 10_000)
export type ReviewerWeights = z.infer<typeof ReviewerWeights>

/** Which organisation somebody stands for, or a unit belongs to. */
export const OrganisationId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
export type OrganisationId = z.infer<typeof OrganisationId>

export interface Reviewer {
  readonly reviewerId: PersonId
  readonly organisationId: OrganisationId
  readonly group: ReviewerGroup
}

/** One mark of one reviewer; who is recused from a unit (回避) has none. */
export const Review = z.strictObject({
  reviewerId: PersonId,
  unitId: UnitId,
  /** 0–100 in whole points. */
  mark: z.number().int().min(0).max(100),
})
export type Review = z.infer<typeof Review>

export interface DepartmentResult {
  /** 0–100; null where nobody rated the unit. */
  readonly points: Fraction | null
  readonly groups: readonly {
    readonly group: ReviewerGroup
    readonly reviews: number
    readonly mean: Fraction
    /** Its weight where every group that rated counts, as a share of 1. */
    readonly share: Fraction
  }[]
}

/** The weighted mean of the groups' means (EVAL6). `reviews`: of one unit, one a reviewer. */
export function departmentResultOf(
  reviews: readonly Review[],
  reviewers: ReadonlyMap<string, Reviewer>,
  weights: ReviewerWeights,
): DepartmentResult {
  return departmentPointsOf(
    reviews.flatMap(({ reviewerId, mark }) => {
      const group = reviewers.get(reviewerId)?.group
      return group === undefined ? [] : [{ group, mark }]
    }),
    weights,
  )
}

/** The same where only the group of each mark is known, as in a period's frozen inputs. */
export function departmentPointsOf(
  given: readonly { readonly group: ReviewerGroup; readonly mark: number }[],
  weights: ReviewerWeights,
): DepartmentResult {
  const present = GROUPS.filter(
    (group) => weights[group] > 0 && given.some((review) => review.group === group),
  )
  const whole = present.reduce((all, group) => all + weights[group], 0)
  if (whole === 0) return { points: null, groups: [] }
  const groups = present.map((group) => {
    const marks = given.flatMap((review) => (review.group === group ? [review.mark] : []))
    return {
      group,
      reviews: marks.length,
      mean: fraction(
        marks.reduce((all, mark) => all + mark, 0),
        marks.length,
      ),
      share: fraction(weights[group], whole),
    }
  })
  return {
    points: groups.reduce((all, one) => add(all, multiply(one.mean, one.share)), ZERO),
    groups,
  }
}

export interface ReviewerReport {
  readonly reviewerId: PersonId
  readonly reviews: number
  readonly mean: Fraction
  /** Marks in ten bands: 0–9, 10–19 … 90–100. */
  readonly bands: readonly number[]
  /** Every mark the same, of at least five: a reviewer who did not review. */
  readonly uniform: boolean
}

const UNIFORM_FROM = 5

/** Each reviewer's own distribution, in the order of ids. */
export function reviewerReportsOf(reviews: readonly Review[]): readonly ReviewerReport[] {
  return [...grouped(reviews, ({ reviewerId }) => reviewerId)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => {
      const bands = Array.from({ length: 10 }, () => 0)
      for (const { mark } of own) bands[Math.min(9, Math.floor(mark / 10))]! += 1
      return {
        reviewerId: own[0]!.reviewerId,
        reviews: own.length,
        mean: mean(own.map(({ mark }) => fraction(mark))),
        bands,
        uniform: own.length >= UNIFORM_FROM && own.every(({ mark }) => mark === own[0]!.mark),
      }
    })
}

/** By how many points a unit's result would differ without this reviewer (leave one out). */
export interface Influence {
  readonly reviewerId: PersonId
  readonly unitId: UnitId
  /** With minus without: positive where the reviewer lifts the unit. */
  readonly points: Fraction
}

/** Largest first, up or down. A unit that only one reviewer rated has no result without, and is left out. */
export function influencesOf(
  reviews: readonly Review[],
  reviewers: ReadonlyMap<string, Reviewer>,
  weights: ReviewerWeights,
): readonly Influence[] {
  const influences: Influence[] = []
  for (const ofUnit of grouped(reviews, ({ unitId }) => unitId).values()) {
    const whole = departmentResultOf(ofUnit, reviewers, weights).points
    for (const { reviewerId, unitId } of ofUnit) {
      const others = ofUnit.filter((each) => each.reviewerId !== reviewerId)
      const without = departmentResultOf(others, reviewers, weights).points
      if (whole !== null && without !== null)
        influences.push({ reviewerId, unitId, points: subtract(whole, without) })
    }
  }
  return influences.sort((a, b) => sizeOf(b.points) - sizeOf(a.points))
}

/** Two organisations whose reviewers each rate the other's units above what everybody else gives them. */
export interface ReciprocalFavour {
  readonly organisations: readonly [OrganisationId, OrganisationId]
  /** Points above the others' mean that the first gives the second's units, and the second the first's. */
  readonly above: readonly [Fraction, Fraction]
  readonly reviews: readonly [number, number]
}

/**
 * Pairs in which both favour by at least `fromPoints`, each with at least `fromReviews` marks; largest smaller side first.
 * It says where to look, not that anybody did wrong.
 */
export function reciprocalFavoursOf(
  reviews: readonly Review[],
  reviewers: ReadonlyMap<string, Reviewer>,
  organisationOf: ReadonlyMap<string, OrganisationId>,
  { fromPoints, fromReviews }: { readonly fromPoints: number; readonly fromReviews: number },
): readonly ReciprocalFavour[] {
  const given = new Map<string, Fraction[]>()
  for (const ofUnit of grouped(reviews, ({ unitId }) => unitId).values()) {
    const rated = organisationOf.get(ofUnit[0]!.unitId)
    if (rated === undefined) continue
    for (const { reviewerId, mark } of ofUnit) {
      const rater = reviewers.get(reviewerId)?.organisationId
      if (rater === undefined || rater === rated) continue
      const others = ofUnit.filter((each) => reviewers.get(each.reviewerId)?.organisationId !== rater)
      if (others.length === 0) continue
      const above = subtract(fraction(mark), mean(others.map((each) => fraction(each.mark))))
      const key = `${rater} ${rated}`
      given.set(key, [...(given.get(key) ?? []), above])
    }
  }
  const found: ReciprocalFavour[] = []
  for (const [key, there] of given) {
    const [a, b] = key.split(' ') as [OrganisationId, OrganisationId]
    const back = given.get(`${b} ${a}`)
    if (a > b || back === undefined || there.length < fromReviews || back.length < fromReviews) continue
    const above = [mean(there), mean(back)] as const
    if (above.every((each) => numberOf(each) >= fromPoints))
      found.push({ organisations: [a, b], above, reviews: [there.length, back.length] })
  }
  const smaller = ({ above }: ReciprocalFavour) => Math.min(numberOf(above[0]), numberOf(above[1]))
  return found.sort((x, y) => smaller(y) - smaller(x))
}

function grouped<T>(of: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of of) {
    const group = groups.get(keyOf(one))
    if (group === undefined) groups.set(keyOf(one), [one])
    else group.push(one)
  }
  return groups
}

/** For ordering only: never shown, never compared with a threshold that decides a place. */
function numberOf(of: Fraction): number {
  return Number(of.num) / Number(of.den)
}

function sizeOf(of: Fraction): number {
  return Math.abs(numberOf(of))
}
