// Grades of organisations, and what follows from them as proposals that two persons confirm (GRADE1–GRADE4).

import { z } from 'zod'
import { compare, type Fraction, fraction } from '../basics/exact.ts'
import type { OrganisationId } from './department.ts'

export const Grade = z.enum(['excellent', 'qualified', 'barely', 'unqualified'])
export type Grade = z.infer<typeof Grade>

export const GRADE_NAMES: Readonly<Record<Grade, string>> = {
  excellent: '优秀',
  qualified: '合格',
  barely: '基本合格',
  unqualified: '不合格',
}

/** Lower ends of the bands, in hundredths of a point; suggested 90 / 75 / 60 (GRADE1). */
export const GradeBands = z
  .strictObject({
    excellentFrom: z.number().int().min(0).max(10_000),
    qualifiedFrom: z.number().int().min(0).max(10_000),
    barelyFrom: z.number().int().min(0).max(10_000),
  })
  .refine(
    ({ excellentFrom, qualifiedFrom, barelyFrom }) =>
      excellentFrom > qualifiedFrom && qualifiedFrom > barelyFrom,
  )
export type GradeBands = z.infer<typeof GradeBands>

export const SUGGESTED_BANDS: GradeBands = { excellentFrom: 9_000, qualifiedFrom: 7_500, barelyFrom: 6_000 }

/** The grade of a total by its exact value: 89.995 is not 90, though it is shown so. */
export function gradeOf(total: Fraction, bands: GradeBands): Grade {
  const from = (hundredths: number) => compare(total, fraction(hundredths, 100)) >= 0
  if (from(bands.excellentFrom)) return 'excellent'
  if (from(bands.qualifiedFrom)) return 'qualified'
  return from(bands.barelyFrom) ? 'barely' : 'unqualified'
}

/** Why an organisation may not be 优秀 whatever its total (GRADE3, EVAL3). Evidence is on file with each. */
export const BarReason = z.enum([
  'low_in_province',
  'criticised_by_name',
  'targets_unmet',
  'not_delivered',
  'yellow_card',
])
export type BarReason = z.infer<typeof BarReason>

export const BAR_REASON_NAMES: Readonly<Record<BarReason, string>> = {
  low_in_province: '全省排名靠后',
  criticised_by_name: '被点名通报',
  targets_unmet: '未完成目标任务',
  not_delivered: '应报未报',
  yellow_card: '当年被黄牌警告',
}

export interface OrganisationPeriod {
  readonly organisationId: OrganisationId
  readonly total: Fraction
  readonly bars: readonly BarReason[]
  /** 一票否决 in this period. */
  readonly vetoed: boolean
  /** 对口省厅 ranking place; null where there is none (GRADE3). */
  readonly provincePlace: number | null
  /** Grade of the period before; null where there was none. */
  readonly before: Grade | null
  /** A superior's finding whose rectification failed, or its decision not carried out. */
  readonly failedRectification: boolean
  /** 黄牌 given before with a day set for improvement that has passed without any. */
  readonly noImprovementBySetDay: boolean
  /** Last of its kind by exact total; only where cards for it are on. */
  readonly lastOfKind: boolean
}

export interface Graded {
  readonly organisationId: OrganisationId
  /** By bands and bars. */
  readonly grade: Grade
  /** What the bands alone say; another than `grade` where 优秀 is barred. */
  readonly byBands: Grade
  readonly bars: readonly BarReason[]
}

export type Proposal =
  /** 黄牌警告, and no 优秀 in any assessment of that year. */
  | { readonly kind: 'yellow_card'; readonly why: 'unqualified' | 'failed_rectification' | 'last_place' }
  | { readonly kind: 'recall'; readonly why: 'unqualified_twice' | 'vetoed' | 'no_improvement' }
  /** In the province's first five and not vetoed: may be proposed 优秀 (GRADE3). */
  | { readonly kind: 'excellent'; readonly why: 'province_first_five' }

export interface CardRules {
  /** A last-place card: last of its kind and below 70. Off by default (GRADE2). */
  readonly lastPlaceCards: boolean
}

const PROVINCE_FIRST = 5
const LAST_PLACE_BELOW = fraction(70)

/** A barred organisation is at most 合格. */
export function gradedOf(of: OrganisationPeriod, bands: GradeBands): Graded {
  const byBands = gradeOf(of.total, bands)
  const grade = byBands === 'excellent' && of.bars.length > 0 ? 'qualified' : byBands
  return { organisationId: of.organisationId, grade, byBands, bars: of.bars }
}

/** What is proposed, the gravest first; nothing of it holds before two persons confirmed it (GRADE2, GRADE3). */
export function proposalsOf(
  of: OrganisationPeriod,
  bands: GradeBands,
  rules: CardRules,
): readonly Proposal[] {
  const { grade } = gradedOf(of, bands)
  const proposals: Proposal[] = []
  if (of.vetoed) proposals.push({ kind: 'recall', why: 'vetoed' })
  if (grade === 'unqualified' && of.before === 'unqualified')
    proposals.push({ kind: 'recall', why: 'unqualified_twice' })
  if (of.noImprovementBySetDay) proposals.push({ kind: 'recall', why: 'no_improvement' })
  if (grade === 'unqualified') proposals.push({ kind: 'yellow_card', why: 'unqualified' })
  if (of.failedRectification) proposals.push({ kind: 'yellow_card', why: 'failed_rectification' })
  if (rules.lastPlaceCards && of.lastOfKind && compare(of.total, LAST_PLACE_BELOW) < 0)
    proposals.push({ kind: 'yellow_card', why: 'last_place' })
  const mayBeProposed = of.provincePlace !== null && of.provincePlace <= PROVINCE_FIRST && !of.vetoed
  if (mayBeProposed && grade !== 'excellent' && of.bars.length === 0)
    proposals.push({ kind: 'excellent', why: 'province_first_five' })
  return proposals
}

/** GRADE4: what two persons lifted stays in sight, and counts no more. */
export interface Relief {
  readonly reason: string
  readonly by: readonly [string, string]
  readonly atMs: number
}

export interface Confirmed<T> {
  readonly what: T
  readonly relief: Relief | null
}

/** What still holds of what was confirmed. */
export function inForce<T>(confirmed: readonly Confirmed<T>[]): readonly T[] {
  return confirmed.flatMap(({ what, relief }) => (relief === null ? [what] : []))
}
