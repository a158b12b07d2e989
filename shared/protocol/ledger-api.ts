// GET /api/ledger… for the office, and GET /api/promises for everybody: what stands on the rectification ledger (EVAL7).

import { z } from 'zod'
import { UnitId } from '../basics/ids.ts'
import { ItemId, ItemSource, type ItemPhase } from '../evaluation/rectification.ts'
import { EvidenceFile } from '../ledger/item.ts'
import { PromiseOutcome } from '../show/promise.ts'

const atMs = z.number().int()
const count = z.number().int().min(0)
const Points = z.string().regex(/^-?\d+\.\d\d$/)

export const LedgerPhase = z.enum([
  'promised',
  'submitted',
  'accepted',
  'rejected',
  'reopened',
]) satisfies z.ZodType<ItemPhase>

export const LEDGER_PAGE = 50

/** GET /api/ledger?… — all narrow; `q`: words, owner, unit's name or code. */
export const LedgerQuery = z.strictObject({
  unit: UnitId.optional(),
  source: ItemSource.optional(),
  phase: LedgerPhase.optional(),
  /** Overdue, due within seven days, or withdrawn ones; without it all that are not withdrawn. */
  only: z.enum(['overdue', 'soon', 'withdrawn']).optional(),
  dueBefore: z.iso.date().optional(),
  q: z.string().max(60).optional(),
  page: z.coerce.number().int().min(1).max(1_000).optional(),
})
export type LedgerQuery = z.infer<typeof LedgerQuery>

export const LedgerRow = z.strictObject({
  itemId: ItemId,
  unitId: UnitId,
  unitName: z.string(),
  unitCode: count.nullable(),
  source: ItemSource,
  text: z.string(),
  owner: z.string(),
  openedOn: z.string(),
  dueOn: z.string(),
  weight: count,
  phase: LedgerPhase,
  overdue: z.boolean(),
  withdrawn: z.boolean(),
  broughtToShow: z.boolean(),
  steps: count,
  files: count,
})
export type LedgerRow = z.infer<typeof LedgerRow>

export const LedgerCounts = z.strictObject({
  all: count,
  overdue: count,
  soon: count,
  /** Handed in, waiting to be looked at. */
  submitted: count,
  reopened: count,
})
export type LedgerCounts = z.infer<typeof LedgerCounts>

export const LedgerAnswer = z.strictObject({
  serverNowMs: atMs,
  today: z.string(),
  counts: LedgerCounts,
  /** Rows that fit the filter, of which one page is here. */
  total: count,
  rows: z.array(LedgerRow),
})
export type LedgerAnswer = z.infer<typeof LedgerAnswer>

/** One line of an item's history, oldest first. */
export const LedgerMark = z.strictObject({
  atMs,
  by: z.string(),
  kind: z.enum(['opened', 'step', 'due', 'vote', 'look_back', 'withdrawn']),
  phase: LedgerPhase.nullable(),
  words: z.string(),
  note: z.string(),
  files: z.array(EvidenceFile),
})
export type LedgerMark = z.infer<typeof LedgerMark>

/** GET /api/ledger/:id */
export const LedgerItemAnswer = z.strictObject({
  row: LedgerRow,
  sourceWords: z.string(),
  marks: z.array(LedgerMark),
  /** Acceptance segments it could be brought to now. */
  segments: z.array(z.strictObject({ sessionId: z.string(), segmentId: z.string(), words: z.string() })),
  vote: z.strictObject({ points: Points.nullable(), passed: z.boolean().nullable() }).nullable(),
})
export type LedgerItemAnswer = z.infer<typeof LedgerItemAnswer>

export const PublicPromise = z.strictObject({
  itemId: ItemId,
  unitName: z.string(),
  text: z.string(),
  owner: z.string(),
  madeOn: z.string(),
  dueOn: z.string(),
  phase: LedgerPhase,
  /** Settled by its day, settled after it, or not settled and past it; null: still has time, or is being looked at in time. */
  punctual: z.enum(['on_time', 'late', 'overdue']).nullable(),
  doneOn: z.string().nullable(),
  lookBack: z.strictObject({ outcome: PromiseOutcome, note: z.string(), on: z.string() }).nullable(),
  /** The due date as it was first said, where it was moved, with the reasons. */
  firstDueOn: z.string().nullable(),
  dueReasons: z.array(z.string()),
})
export type PublicPromise = z.infer<typeof PublicPromise>

/** GET /api/promises — cacheable for a second, ETag. */
export const PromisesAnswer = z.strictObject({
  serverNowMs: atMs,
  today: z.string(),
  promises: z.array(PublicPromise),
})
export type PromisesAnswer = z.infer<typeof PromisesAnswer>
