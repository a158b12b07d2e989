// GET /api/reviews…: what office and auditor read of review rounds, and a reviewer of the own desk (EVAL6).

import { z } from 'zod'
import { PersonId, UnitId } from '../basics/ids.ts'
import { ReviewerGroup } from '../evaluation/department.ts'
import { Category } from '../evaluation/unit.ts'
import { PeriodId } from '../period/ids.ts'
import { ReviewForm, RoundId, RoundUnits } from '../review/round.ts'

const atMs = z.number().int()
const count = z.number().int().min(0)
/** Two decimals, rounded once, half up: `83.27`. */
const Points = z.string().regex(/^-?\d+\.\d\d$/)

/** By the server's time: a planned round waits, is open, or is over. */
export const RoundState = z.enum(['draft', 'waiting', 'open', 'over'])
export type RoundState = z.infer<typeof RoundState>

export const ROUND_STATE_NAMES: Readonly<Record<RoundState, string>> = {
  draft: '草稿',
  waiting: '待开始',
  open: '评议中',
  over: '已截止',
}

export const RoundHead = z.strictObject({
  roundId: RoundId,
  title: z.string(),
  periodId: PeriodId,
  periodTitle: z.string(),
  form: ReviewForm,
  opensAtMs: atMs,
  closesAtMs: atMs,
  state: RoundState,
  units: count,
  reviewers: count,
  submitted: count,
  asked: count,
  given: count,
})
export type RoundHead = z.infer<typeof RoundHead>

/** GET /api/reviews */
export const RoundsAnswer = z.strictObject({
  serverNowMs: atMs,
  rounds: z.array(RoundHead),
  /** Periods that collect evidence: a round belongs to one. */
  periods: z.array(z.strictObject({ periodId: PeriodId, title: z.string(), endsOn: z.string() })),
})
export type RoundsAnswer = z.infer<typeof RoundsAnswer>

export const ReviewerRow = z.strictObject({
  reviewerId: PersonId,
  name: z.string(),
  organisationId: z.string(),
  organisation: z.string(),
  group: ReviewerGroup,
  disabled: z.boolean(),
  inRound: z.boolean(),
  asked: count,
  given: count,
  submittedAtMs: atMs.nullable(),
  /** Marks that came too late: kept, not counted. */
  setAside: count,
  recusals: z.array(
    z.strictObject({ unitId: UnitId, unitName: z.string(), reason: z.string(), by: z.string(), atMs }),
  ),
})
export type ReviewerRow = z.infer<typeof ReviewerRow>

export const RoundUnitRow = z.strictObject({
  unitId: UnitId,
  code: count,
  name: z.string(),
  category: Category,
  organisation: z.string().nullable(),
  authority: z.string().nullable(),
})
export type RoundUnitRow = z.infer<typeof RoundUnitRow>

/** GET /api/reviews/:id — the editor and the progress: counts only, never a mark. */
export const RoundAnswer = z.strictObject({
  serverNowMs: atMs,
  head: RoundHead,
  chosen: RoundUnits,
  /** What each group is asked about unless the office says otherwise. */
  suggested: RoundUnits,
  /** Of the period, by code. */
  units: z.array(RoundUnitRow),
  /** Everybody who is a reviewer, those of the round marked. */
  reviewers: z.array(ReviewerRow),
  extensions: z.array(z.strictObject({ closesAtMs: atMs, reason: z.string(), atMs })),
})
export type RoundAnswer = z.infer<typeof RoundAnswer>

/** GET /api/reviews/:id/report — once the round is over: what its marks tell about who gave them. */
export const RoundReport = z.strictObject({
  head: RoundHead,
  /** Of all marks, in ten bands 0–9 … 90–100. */
  bands: z.array(count).length(10),
  reviewers: z.array(
    z.strictObject({
      reviewerId: PersonId,
      name: z.string(),
      organisation: z.string(),
      group: ReviewerGroup,
      reviews: count,
      mean: Points,
      bands: z.array(count).length(10),
      uniform: z.boolean(),
      setAside: count,
    }),
  ),
  /** Strongest first, up or down. */
  influences: z.array(
    z.strictObject({ reviewerId: PersonId, name: z.string(), unitName: z.string(), points: Points }),
  ),
  favours: z.array(
    z.strictObject({
      organisations: z.tuple([z.string(), z.string()]),
      above: z.tuple([Points, Points]),
      reviews: z.tuple([count, count]),
    }),
  ),
  units: z.array(
    z.strictObject({ unitId: UnitId, code: count, name: z.string(), points: Points.nullable(), n: count }),
  ),
})
export type RoundReport = z.infer<typeof RoundReport>

/** GET /api/review-desk — a reviewer's own rounds: open ones, those to come, and those over not long ago. */
export const DeskUnit = z.strictObject({
  unitId: UnitId,
  code: count,
  name: z.string(),
  category: Category,
  mark: z.number().int().nullable(),
  /** Of the last mark; 0: none yet. */
  revision: count,
  /** Why this reviewer is recused, and whether the reviewer said so; null: is not. */
  recusal: z.strictObject({ reason: z.string(), own: z.boolean() }).nullable(),
})
export type DeskUnit = z.infer<typeof DeskUnit>

export const DeskRound = z.strictObject({
  roundId: RoundId,
  title: z.string(),
  form: ReviewForm,
  opensAtMs: atMs,
  closesAtMs: atMs,
  state: RoundState,
  submittedAtMs: atMs.nullable(),
  setAside: count,
  units: z.array(DeskUnit),
})
export type DeskRound = z.infer<typeof DeskRound>

export const ReviewDeskAnswer = z.strictObject({
  serverNowMs: atMs,
  reviewer: z.strictObject({
    reviewerId: PersonId,
    name: z.string(),
    organisation: z.string(),
    group: ReviewerGroup,
  }),
  rounds: z.array(DeskRound),
})
export type ReviewDeskAnswer = z.infer<typeof ReviewDeskAnswer>
