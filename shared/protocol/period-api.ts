// GET /api/periods…: what the office and the auditor read of a period: its dashboard, what is missing, its ranking, a unit's card.

import { z } from 'zod'
import { UnitId } from '../basics/ids.ts'
import { OrganisationId } from '../evaluation/department.ts'
import { Method, TieStage } from '../evaluation/scheme.ts'
import { Category, UnitHead } from '../evaluation/unit.ts'
import { ContentHash, PeriodId, PublicationId } from '../period/ids.ts'
import { Deduction, ObjectionOutcome, PeriodKind } from '../period/period.ts'

const atMs = z.number().int()
const count = z.number().int().min(0)
/** Two decimals, rounded once, half up (RANK2): `83.27`. */
const Points = z.string().regex(/^-?\d+\.\d\d$/)
const share = z.number().min(0).max(1)

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

/** GET /api/publications/:id — what a published ranking rests on; its rankings and cards stand beside it, and never change. */
export const PublicationAnswer = z.strictObject({
  period: PeriodHead.omit({ publications: true }),
  publication: PublicationHead,
  /** Two persons reopened the period, and a correction is being made (PUB2). */
  correcting: z.boolean(),
  /** Of a half-year or a year: the publications of its quarters it was made of, and what corrected each since (EVAL9). */
  sources: z.array(
    z.strictObject({
      title: z.string(),
      publicationId: PublicationId,
      number: z.number().int().min(1),
      replacedBy: PublicationId.nullable(),
    }),
  ),
  schemeHash: ContentHash,
  inputsHash: ContentHash,
  scheme: z.unknown(),
  /** Ed25519, in hex: signs the bundle's manifest (PUB3). */
  publicKey: ContentHash,
  bundleBytes: count,
  categories: z.array(z.strictObject({ category: Category, ranked: count, unranked: count, listN: count })),
})
export type PublicationAnswer = z.infer<typeof PublicationAnswer>

/** GET /api/publications — for everybody: what is in notice or final. */
export const PublicationsAnswer = z.strictObject({
  serverNowMs: atMs,
  publications: z.array(
    z.strictObject({ period: PeriodHead.omit({ publications: true }), publication: PublicationHead }),
  ),
})
export type PublicationsAnswer = z.infer<typeof PublicationsAnswer>

/** POST /api/objections — anybody, while a publication is in notice. Words and contact go to the private store. */
export const ObjectionRequest = z.strictObject({
  publicationId: PublicationId,
  /** Null: about the whole ranking. */
  unitId: UnitId.nullable(),
  words: z.string().trim().min(5).max(1_000),
  /** Name and telephone or mail, so that it can be answered; optional. */
  contact: z.string().trim().max(100),
})
export const ObjectionFiled = z.strictObject({ objectionId: z.string() })

/** GET /api/publications/:id/objections — public: answered ones with their public answers, open ones by number only. */
export const ObjectionsAnswer = z.strictObject({
  open: count,
  answered: z.array(
    z.strictObject({
      objectionId: z.string(),
      unitName: z.string().nullable(),
      filedAtMs: atMs,
      outcome: ObjectionOutcome,
      words: z.string(),
      atMs,
    }),
  ),
})
export type ObjectionsAnswer = z.infer<typeof ObjectionsAnswer>

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

/** GET /api/objections?publication=ID — office and auditor: with what was written, while the private store keeps it. */
export const ObjectionsDeskAnswer = z.strictObject({
  rows: z.array(
    z.strictObject({
      objectionId: z.string(),
      /** Null: about the whole ranking. */
      unitId: UnitId.nullable(),
      unitName: z.string().nullable(),
      filedAtMs: atMs,
      /** Null: wiped, its time was over. */
      words: z.string().nullable(),
      /** The office alone is told; empty: none was left. */
      contact: z.string().nullable(),
      answer: z
        .strictObject({ outcome: ObjectionOutcome, words: z.string(), by: z.string(), atMs })
        .nullable(),
    }),
  ),
})
export type ObjectionsDeskAnswer = z.infer<typeof ObjectionsDeskAnswer>
