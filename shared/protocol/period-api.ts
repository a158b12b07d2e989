// GET /api/periods…: what the office and the auditor read of a period: its dashboard, and what is missing or does not apply.

import { z } from 'zod'
import { UnitId } from '../basics/ids.ts'
import { OrganisationId } from '../evaluation/department.ts'
import { Method } from '../evaluation/scheme.ts'
import { Category, UnitHead } from '../evaluation/unit.ts'
import { ContentHash, PeriodId, PublicationId } from '../period/ids.ts'
import { PeriodKind } from '../period/period.ts'

const atMs = z.number().int()
const count = z.number().int().min(0)

export const PeriodPhase = z.enum(['draft', 'collecting', 'frozen', 'notice', 'final'])

export const PublicationHead = z.strictObject({
  publicationId: PublicationId,
  /** From 1, within the period. */
  number: z.number().int().min(1),
  replaces: PublicationId.nullable(),
  replacedBy: PublicationId.nullable(),
  reason: z.string(),
  bundleHash: ContentHash,
  resultHash: ContentHash,
  certifiedBy: z.array(z.string()).length(2),
  certifiedAtMs: atMs,
  noticeUntilMs: atMs,
  finalAtMs: atMs.nullable(),
  objectionsOpen: count,
  objectionsAnswered: count,
  /** Of the answered, upheld wholly or in part. */
  objectionsUpheld: count,
  /** Why it became final uncorrected though objections were upheld. */
  uncorrected: z.string().nullable(),
})
export type PublicationHead = z.infer<typeof PublicationHead>

export const PeriodHead = z.strictObject({
  periodId: PeriodId,
  title: z.string(),
  kind: PeriodKind,
  startsOn: z.string(),
  endsOn: z.string(),
  evidenceDueOn: z.string(),
  rollsUp: z.array(PeriodId),
  phase: PeriodPhase,
  sinceMs: atMs.nullable(),
  units: count,
  publications: z.array(PublicationHead),
})
export type PeriodHead = z.infer<typeof PeriodHead>

/** GET /api/periods */
export const PeriodsAnswer = z.strictObject({
  serverNowMs: atMs,
  periods: z.array(PeriodHead),
  /** By name: whom rankings and trends can be narrowed to. */
  organisations: z.array(z.strictObject({ organisationId: OrganisationId, name: z.string() })),
})
export type PeriodsAnswer = z.infer<typeof PeriodsAnswer>

/** GET /api/periods/:id — the dashboard. */
export const PeriodAnswer = z.strictObject({
  head: PeriodHead,
  /** Null in a draft. */
  scheme: z.strictObject({ version: z.number().int(), hash: ContentHash }).nullable(),
  schemeVersions: z.array(
    z.strictObject({
      version: z.number().int(),
      hash: ContentHash,
      reason: z.string(),
      by: z.array(z.string()),
      atMs,
      scheme: z.unknown(),
    }),
  ),
  correcting: z
    .strictObject({ replaces: PublicationId.nullable(), reason: z.string(), by: z.array(z.string()), atMs })
    .nullable(),
  /** One a method that weighs anything, by category. */
  coverage: z.array(
    z.strictObject({
      category: Category,
      method: Method,
      weightBp: count,
      units: count,
      delivered: count,
      sample: count,
      notApplicable: count,
      missing: count,
    }),
  ),
  imports: z.array(
    z.strictObject({
      importId: z.string(),
      method: Method,
      words: z.string(),
      fileHash: ContentHash.nullable(),
      rows: count,
      replaced: count,
      by: z.string(),
      atMs,
    }),
  ),
  vetoes: z.array(
    z.strictObject({
      vetoId: z.string(),
      unitId: UnitId,
      unitName: z.string(),
      kind: z.string(),
      reason: z.string(),
      files: z.array(ContentHash),
      by: z.string(),
      atMs,
      relief: z.strictObject({ reason: z.string(), by: z.array(z.string()), atMs }).nullable(),
    }),
  ),
  /** GRADE4: deductions lifted by two persons, in order. */
  reliefs: z.array(
    z.strictObject({
      unitId: UnitId,
      unitName: z.string(),
      /** `指标“按时办结率”`, `整改事项“…”的虚假整改`. */
      what: z.string(),
      reason: z.string(),
      by: z.array(z.string()),
      atMs,
    }),
  ),
  differences: z.array(z.string()).nullable(),
  agreement: z
    .strictObject({
      bundleHash: ContentHash,
      resultHash: ContentHash,
      polls: z.array(z.strictObject({ pollId: z.string(), ballots: count })),
      atMs,
    })
    .nullable(),
  /** The comparison of three counts that follows a freeze: whether it runs, and why the last came to no end. */
  tally: z.strictObject({ running: z.boolean(), failed: z.string().nullable() }),
  /** What FreezeInputs would be refused for now, as sentences; empty: it may be frozen. */
  againstFreezing: z.array(z.string()),
})
export type PeriodAnswer = z.infer<typeof PeriodAnswer>

/** GET /api/periods/:id/missing?method=&category=&q=&page= */
export const MissingAnswer = z.strictObject({
  total: count,
  rows: z.array(
    z.strictObject({
      unit: UnitHead,
      organisation: z.string().nullable(),
      method: Method,
      why: z.enum(['nothing', 'sample']),
      /** For `sample`: how many there are. */
      n: count.nullable(),
      dueOn: z.string(),
    }),
  ),
})
export type MissingAnswer = z.infer<typeof MissingAnswer>

/** GET /api/periods/:id/not-applicable?method=&category=&q=&page= — newest first, what was withdrawn included (EVAL3). */
export const NotApplicableAnswer = z.strictObject({
  total: count,
  rows: z.array(
    z.strictObject({
      unit: UnitHead,
      organisation: z.string().nullable(),
      method: Method,
      reason: z.string(),
      by: z.string(),
      atMs,
      /** Null: it holds. */
      withdrawn: z
        .strictObject({ reason: z.string().nullable(), by: z.string().nullable(), atMs })
        .nullable(),
    }),
  ),
})
export type NotApplicableAnswer = z.infer<typeof NotApplicableAnswer>
