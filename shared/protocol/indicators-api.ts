// 大数据佐证 over HTTP: the rows of a clerk's table, the evidence by unit and indicator, and the door of other systems.

import { z } from 'zod'
import { UnitCode, UnitId } from '../basics/ids.ts'
import { IndicatorCount, IndicatorId } from '../evaluation/indicator.ts'
import { Category, UnitHead } from '../evaluation/unit.ts'
import { ImportId, PeriodId } from '../period/ids.ts'

export const INDICATOR_ROWS_MOST = 100_000
export const INDICATOR_PAGE = 50

const words = z.string().trim().min(2).max(100)
const count = z.number().int().min(0)

export interface IndicatorCountRow {
  readonly unit: UnitHead
  readonly indicatorId: IndicatorId
  readonly indicatorName: string
  readonly numerator: number
  readonly denominator: number
}
/** GET /api/indicators/:periodId?q=&category=&indicator=&state=&page= */
export const IndicatorsQuery = z.object({
  q: z.string().trim().max(40).default(''),
  category: Category.nullable().default(null),
  indicator: IndicatorId.nullable().default(null),
  state: z.enum(['all', 'present', 'missing', 'dropped']).default('all'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
})
export const IndicatorsAnswer = z.strictObject({
  /** Rows that fit; INDICATOR_PAGE of them a page. */
  total: count,
  /** Of the whole period. */
  present: count,
  missing: count,
  indicators: z.array(z.strictObject({ indicatorId: IndicatorId, name: z.string(), source: z.string() })),
  rows: z.array(
    z.strictObject({
      unit: UnitHead,
      indicatorId: IndicatorId,
      name: z.string(),
      count: IndicatorCount.nullable(),
      /** Percent and points with two decimals; null where there is nothing, or too few cases. */
      rate: z.string().nullable(),
      score: z.string().nullable(),
      full: z.string(),
      /** The deduction in words. */
      sentence: z.string(),
      importId: z.string().nullable(),
    }),
  ),
})
export type IndicatorsAnswer = z.infer<typeof IndicatorsAnswer>

/**
 * POST /api/evidence-door/indicators, Authorization: Bearer TOKEN of a source — another system's counts, never percentages.
 * Answered as done where its importId is known already.
 */
export const EvidenceDoorRequest = z.strictObject({
  periodId: PeriodId,
  importId: ImportId,
  words,
  replaces: z.boolean(),
  rows: z
    .array(
      z.strictObject({
        /** A unit's code or its id. */
        unit: z.union([UnitCode, UnitId]),
        indicatorId: IndicatorId,
        numerator: count.max(1_000_000_000),
        denominator: count.max(1_000_000_000),
      }),
    )
    .min(1)
    .max(INDICATOR_ROWS_MOST),
})
export type EvidenceDoorRequest = z.infer<typeof EvidenceDoorRequest>
