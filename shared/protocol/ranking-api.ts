// GET /api/periods/:id/ranking, …/units/:unitId and /api/trends: who stands where, why, and how that was before (RANK6).

import { z } from 'zod'
import { Method, TieStage } from '../evaluation/scheme.ts'
import { Category, UnitHead } from '../evaluation/unit.ts'
import { ContentHash, PeriodId } from '../period/ids.ts'
import { Deduction } from '../period/period.ts'

const count = z.number().int().min(0)
/** Two decimals, rounded once, half up (RANK2): `83.27`. */
const Points = z.string().regex(/^-?\d+\.\d\d$/)
const share = z.number().min(0).max(1)

export const RankingRow = z.strictObject({
  unit: UnitHead,
  organisation: z.string().nullable(),
  place: z.number().int().min(1),
  /** Place in the period of the same kind before; null where it was not ranked there. */
  placeBefore: z.number().int().nullable(),
  total: Points,
  /** Sum to `total` (largest remainder). */
  parts: z.array(
    z.strictObject({
      method: Method,
      points: Points,
      weighted: Points,
      note: z.enum(['none', 'categoryMean', 'examinersOnly', 'redistributed']),
    }),
  ),
  list: z.enum(['best', 'worst']).nullable(),
  vetoed: z.boolean(),
  decidedBy: TieStage.nullable(),
  /** RANK7; null until the worker has drawn. */
  certainty: z.strictObject({ best: share, worst: share, placeFrom: count, placeTo: count }).nullable(),
})
export type RankingRow = z.infer<typeof RankingRow>

/** GET /api/periods/:id/ranking?category=&list=&organisation=&q=&page= — 50 rows a page; the same of a publication. */
export const RankingAnswer = z.strictObject({
  category: Category,
  provisional: z.boolean(),
  listN: count,
  ranked: count,
  /** Rows that fit the filter. */
  total: count,
  boundary: z.strictObject({
    best: z.enum(['none', 'all_listed', 'withheld']),
    worst: z.enum(['none', 'all_listed', 'withheld']),
  }),
  close: z.strictObject({ best: z.boolean(), worst: z.boolean() }).nullable(),
  /** Of the scheme, in hundredths of a point; null: none (RANK4). */
  floors: z.strictObject({
    noWorstFrom: z.number().int().nullable(),
    noBestBelow: z.number().int().nullable(),
  }),
  /** How many of 十差 have 75 or more, and of 十优 less than 60 (RANK4). */
  warnings: z.strictObject({ worstFrom75: count, bestBelow60: count }),
  coverage: z.array(z.strictObject({ method: Method, weightBp: count, units: count, ranked: z.boolean() })),
  rows: z.array(RankingRow),
  unranked: z.array(
    z.strictObject({
      unit: UnitHead,
      why: z.enum(['sample', 'notDelivered', 'noMethod']),
      methods: z.array(Method),
    }),
  ),
})
export type RankingAnswer = z.infer<typeof RankingAnswer>

/** One sentence of an explanation, with what it is made of (RANK6). */
export const CardPart = z.strictObject({
  method: Method,
  state: z.enum(['present', 'categoryMean', 'notApplicable', 'sample', 'notDelivered', 'absent']),
  /** Basis points of the scheme, and as scaled for this unit (a share of 1, exact). */
  weightBp: count,
  weight: z.string(),
  points: Points.nullable(),
  weighted: Points.nullable(),
  /** Each step of how the points came about, as whole Chinese sentences with their numbers. */
  steps: z.array(z.string()),
  evidence: z.array(z.strictObject({ words: z.string(), fileHash: ContentHash.nullable() })),
})
export type CardPart = z.infer<typeof CardPart>

/** GET /api/periods/:id/units/:unitId — why a unit stands where it stands (RANK6). */
export const UnitCardAnswer = z.strictObject({
  periodId: PeriodId,
  unit: UnitHead,
  organisation: z.string().nullable(),
  authority: z.string().nullable(),
  provisional: z.boolean(),
  row: RankingRow.nullable(),
  apart: z.enum(['sample', 'notDelivered', 'noMethod']).nullable(),
  ranked: count,
  /** Why it stands where it stands, or has no place: whole sentences (`standingWords`). */
  standing: z.array(z.string()).optional(),
  parts: z.array(CardPart),
  vetoes: z.array(z.strictObject({ kind: z.string(), reason: z.string(), lifted: z.boolean() })),
  /** What would have changed its place: whole sentences, the smallest change first. */
  whatIf: z.array(z.string()),
  history: z.array(
    z.strictObject({
      periodId: PeriodId,
      title: z.string(),
      place: count.nullable(),
      ranked: count,
      total: Points.nullable(),
    }),
  ),
})
export type UnitCardAnswer = z.infer<typeof UnitCardAnswer>

const Standing = z.strictObject({
  place: count,
  total: Points,
  list: z.enum(['best', 'worst']).nullable(),
})

/**
 * GET /api/periods/:id/units/:unitId/deductions — what a unit lost that two persons may lift while evidence is collected, and
 * where it would stand then (GRADE4). Null standings: it has no place.
 */
export const DeductionsAnswer = z.strictObject({
  unit: UnitHead,
  /** Units of its category that have a place. */
  ranked: count,
  now: Standing.nullable(),
  deductions: z.array(
    z.strictObject({
      deduction: Deduction,
      words: z.string(),
      then: Standing.nullable(),
      /** Asked for, and waiting for its second person. */
      requested: z.boolean(),
    }),
  ),
})
export type DeductionsAnswer = z.infer<typeof DeductionsAnswer>

/**
 * GET /api/trends?kind=&category=&organisation= — published periods of one kind, oldest first, at most 40: how a category's
 * totals lie, and how one organisation's units of that category do.
 */
export const TrendsAnswer = z.strictObject({
  category: Category,
  organisation: z.string().nullable(),
  periods: z.array(
    z.strictObject({
      periodId: PeriodId,
      title: z.string(),
      ranked: count,
      /** Null where nothing was ranked. Totals at the ends, the quartiles and the middle. */
      spread: z
        .strictObject({ least: Points, lower: Points, median: Points, upper: Points, most: Points })
        .nullable(),
      /** Of the organisation asked for; null: none asked, or it had no unit ranked. */
      own: z.strictObject({ ranked: count, mean: Points, best: count, worst: count }).nullable(),
    }),
  ),
})
export type TrendsAnswer = z.infer<typeof TrendsAnswer>
