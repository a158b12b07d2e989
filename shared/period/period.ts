// An evaluation period (评议周期): quarter, half-year or year, from its frozen scheme to its final publication (EVAL2, PUB1).

import { z } from 'zod'
import type { PersonId, UnitId, WindowId } from '../basics/ids.ts'
import type { Split } from '../ballot/tally.ts'
import { IndicatorId } from '../evaluation/indicator.ts'
import { Day, ItemId } from '../evaluation/rectification.ts'
import type { Method } from '../evaluation/scheme.ts'
import { type Scheme } from '../evaluation/scheme.ts'
import type { PublicationId } from './ids.ts'
import { ContentHash, ImportId, PeriodId } from './ids.ts'
import type { PeriodUnit } from './inputs.ts'

export const PeriodKind = z.enum(['quarter', 'half', 'year'])
export type PeriodKind = z.infer<typeof PeriodKind>

export const PERIOD_KIND_NAMES: Readonly<Record<PeriodKind, string>> = {
  quarter: '季度',
  half: '半年',
  year: '全年',
}

/** What the office sets while a period is a draft. Only quarters collect evidence; the others roll up published quarters. */
export const PeriodSettings = z.strictObject({
  title: z.string().trim().min(1).max(60),
  kind: PeriodKind,
  startsOn: Day,
  /** Inclusive. */
  endsOn: Day,
  /** Until then evidence may come; warned a week before, and what is missing then is 应报未报 (EVAL3). */
  evidenceDueOn: Day,
  /** Periods a half-year or a year is made of; empty for a quarter. */
  rollsUp: z.array(PeriodId).max(4),
})
export type PeriodSettings = z.infer<typeof PeriodSettings>

/** EVAL2: the first is fixed with the period; a later one takes two persons and a reason. */
export interface SchemeVersion {
  /** From 1. */
  readonly version: number
  readonly scheme: Scheme
  readonly reason: string
  readonly by: readonly PersonId[]
  readonly atMs: number
}

/** Where accepted evidence is from: shown to whoever opens a number. */
export const EvidenceSource = z.strictObject({
  /** Chosen by the importing screen or caller; an import runs once. */
  importId: ImportId,
  words: z.string().trim().min(2).max(100),
  /** The file it came in, kept by its hash; null where it came without one. */
  fileHash: ContentHash.nullable(),
})
export type EvidenceSource = z.infer<typeof EvidenceSource>

export interface AcceptedEvidence extends EvidenceSource {
  readonly method: Method
  readonly rows: number
  /** Of those, how many replaced what was there. */
  readonly replaced: number
  readonly by: PersonId
  readonly atMs: number
}

export interface PeriodVeto {
  readonly vetoId: string
  readonly unitId: UnitId
  /** One of the scheme's veto kinds (一票否决事项). */
  readonly kind: string
  readonly reason: string
  readonly files: readonly ContentHash[]
  readonly by: PersonId
  readonly atMs: number
  /** GRADE4: lifted by two persons, and still in sight. */
  readonly relief: Relief | null
}

/** GRADE4 容错纠错: a deduction taken back by two persons; the number it came from stays in sight. */
export interface DeductionRelief extends Relief {
  readonly unitId: UnitId
  readonly deduction: Deduction
}

/** `indicator`: scored full. `item`: its false reopening is not counted, its credit is what it was without. */
export const Deduction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('indicator'), indicatorId: IndicatorId }),
  z.strictObject({ kind: z.literal('item'), itemId: ItemId }),
])
export type Deduction = z.infer<typeof Deduction>

export interface Relief {
  readonly reason: string
  readonly by: readonly [PersonId, PersonId]
  readonly atMs: number
}

/** EVAL3: confirmed by the office with a reason; its weight goes to the unit's other methods, until it is withdrawn. */
export interface NotApplicable {
  readonly unitId: UnitId
  readonly method: Method
  readonly reason: string
  readonly by: PersonId
  readonly atMs: number
  /** It holds no longer, and stays in sight. Null `by` and `reason`: of a journal that did not keep them. */
  readonly withdrawn: {
    readonly reason: string | null
    readonly by: PersonId | null
    readonly atMs: number
  } | null
}

export const ObjectionOutcome = z.enum(['upheld', 'partly', 'rejected'])
export type ObjectionOutcome = z.infer<typeof ObjectionOutcome>

export const OBJECTION_OUTCOME_NAMES: Readonly<Record<ObjectionOutcome, string>> = {
  upheld: '异议成立',
  partly: '部分成立',
  rejected: '异议不成立',
}

/** Filed on the public page. Its words and the way to reach its sender lie in the private store, not here. */
export interface Objection {
  readonly objectionId: string
  /** Null: about the whole ranking. */
  readonly unitId: UnitId | null
  readonly filedAtMs: number
  readonly answer: {
    readonly outcome: ObjectionOutcome
    /** Shown in public. */
    readonly words: string
    readonly by: PersonId
    readonly atMs: number
  } | null
}

/** PUB1, PUB2: made by certification, never edited; what mends it is another one that names it. */
export interface Publication {
  readonly publicationId: PublicationId
  readonly replaces: PublicationId | null
  /** Why it replaces the other; empty for a period's first. */
  readonly reason: string
  readonly bundleHash: ContentHash
  readonly resultHash: ContentHash
  /** One person of the office and one auditor. */
  readonly certifiedBy: readonly [PersonId, PersonId]
  readonly certifiedAtMs: number
  /** Objections are taken until then. */
  readonly noticeUntilMs: number
  readonly objections: readonly Objection[]
  readonly finalAtMs: number | null
  /** Why it became final uncorrected though objections were upheld; null: none were, or it is not final. */
  readonly uncorrected: string | null
}

/** PUB1's second step: live index, SQL over the log, and the verifier's count of the bundle. */
export interface TallyAgreement {
  readonly bundleHash: ContentHash
  readonly resultHash: ContentHash
  /** By poll; empty where every count was imported. */
  readonly polls: readonly { readonly pollId: WindowId; readonly ballots: number }[]
  readonly atMs: number
}

export type PeriodStage =
  | { readonly phase: 'draft' }
  /** The scheme is frozen; evidence comes. `correcting`: a published ranking is being corrected (PUB2). */
  | { readonly phase: 'collecting'; readonly sinceMs: number; readonly correcting: CorrectionOrder | null }
  | {
      readonly phase: 'frozen'
      readonly sinceMs: number
      readonly correcting: CorrectionOrder | null
      /** Sentences that name what differs; null until the three were compared. */
      readonly differences: readonly string[] | null
      readonly agreement: TallyAgreement | null
    }
  /** 公示中. */
  | { readonly phase: 'notice'; readonly sinceMs: number; readonly agreement: TallyAgreement }
  | { readonly phase: 'final'; readonly sinceMs: number; readonly agreement: TallyAgreement }

export type PeriodPhase = PeriodStage['phase']

export const PERIOD_PHASE_NAMES: Readonly<Record<PeriodPhase, string>> = {
  draft: '草稿',
  collecting: '收集佐证',
  frozen: '已冻结',
  notice: '公示中',
  final: '已定案',
}

/** Two persons reopened the period, with a reason; the next publication replaces the one named, if any was made. */
export interface CorrectionOrder {
  readonly replaces: PublicationId | null
  readonly reason: string
  readonly by: readonly [PersonId, PersonId]
  readonly atMs: number
}

/** One accepted import, packed (packed-evidence.ts). */
export interface EvidenceTable {
  readonly importId: string
  readonly method: 'bigData' | 'citizens'
  readonly packed: string
}

/** Evidence by unit, as accepted so far. Ledger, polls and sessions are joined when it is read (`periodInputsOf`). */
export interface PeriodEvidence {
  /** 大数据: by unit, then indicator. */
  readonly indicators: Readonly<
    Record<
      UnitId,
      Readonly<
        Record<
          IndicatorId,
          { readonly numerator: number; readonly denominator: number; readonly importId: string }
        >
      >
    >
  >
  /** Imported citizens' counts, SMS + WeChat, of polls that are not ours. */
  readonly citizens: Readonly<Record<UnitId, { readonly split: Split; readonly importId: string }>>
}

/** Packed (packed-inputs.ts). */
export interface FrozenInputs {
  readonly packed: string
}

export interface Period extends Readonly<Omit<PeriodSettings, 'rollsUp'>> {
  readonly id: PeriodId
  readonly rollsUp: readonly PeriodId[]
  readonly stage: PeriodStage
  /** Empty in a draft; the last is in force. */
  readonly schemes: readonly SchemeVersion[]
  /** As of the freeze of the scheme, by code. Empty in a draft. */
  readonly units: readonly PeriodUnit[]
  readonly imports: readonly AcceptedEvidence[]
  /** In the order they were accepted; `evidenceOf` reads them. */
  readonly evidence: readonly EvidenceTable[]
  readonly notApplicable: readonly NotApplicable[]
  readonly vetoes: readonly PeriodVeto[]
  readonly reliefs: readonly DeductionRelief[]
  /** Filled by the freeze, emptied by a reopening; `frozenInputsOf` reads it. */
  readonly inputs: FrozenInputs | null
  readonly publications: readonly Publication[]
}
