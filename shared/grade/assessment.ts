// Organisations' assessment of one quarter (组织考核): its rules, scores of their own, facts on file, settled grades, confirmed cards (GRADE1–GRADE4).

import { z } from 'zod'
import type { PersonId } from '../basics/ids.ts'
import type { FractionJson } from '../basics/exact.ts'
import type { OrganisationId } from '../evaluation/department.ts'
import { type BarReason, type Grade, type Proposal, SUGGESTED_BANDS } from '../evaluation/grade.ts'
import { ContentHash, type PeriodId, type PublicationId } from '../period/ids.ts'
import type { EvidenceSource, Relief } from '../period/period.ts'

const bp = z.number().int().min(0).max(10_000)
const hundredths = z.number().int().min(0).max(10_000)

/** Bands in hundredths of a point. Shares in basis points, sum 10,000; without ranked units the own score counts alone. */
export const AssessmentRules = z.strictObject({
  bands: z.strictObject({ excellentFrom: hundredths, qualifiedFrom: hundredths, barelyFrom: hundredths }),
  ownBp: bp,
  unitsBp: bp,
  /** 全省排名靠后: from this place on (GRADE3); null: never. */
  provinceLowFrom: z.number().int().min(1).max(1_000).nullable(),
  /** A last-place card: last of its kind and below 70 (GRADE2). */
  lastPlaceCards: z.boolean(),
})
export type AssessmentRules = z.infer<typeof AssessmentRules>

export const DEFAULT_RULES: AssessmentRules = {
  bands: SUGGESTED_BANDS,
  ...{ ownBp: 7_000, unitsBp: 3_000, provinceLowFrom: null, lastPlaceCards: false },
}

/** What is held against an organisation, with its evidence on file. */
export const OnFile = z.strictObject({
  words: z.string().trim().min(2).max(200),
  files: z.array(ContentHash).min(1).max(20),
})
export type OnFile = z.infer<typeof OnFile>

export const OrganisationFacts = z.strictObject({
  /** 对口省厅 ranking (GRADE3). */
  provincePlace: z.number().int().min(1).max(1_000).nullable(),
  criticised: OnFile.nullable(),
  targetsUnmet: OnFile.nullable(),
  /** A superior's finding whose rectification failed (GRADE2). */
  failedRectification: OnFile.nullable(),
  /** 黄牌 before, and the day set for improvement passed without any (GRADE2). */
  noImprovement: OnFile.nullable(),
})
export type OrganisationFacts = z.infer<typeof OrganisationFacts>

export const NO_FACTS: OrganisationFacts = {
  ...{ provincePlace: null, criticised: null, targetsUnmet: null },
  ...{ failedRectification: null, noImprovement: null },
}

export interface OwnScore {
  readonly hundredths: number
  readonly source: EvidenceSource
  readonly by: PersonId
  readonly atMs: number
}

/** As settled; what two persons decide after is read beside it. */
export interface SettledRow {
  readonly organisationId: OrganisationId
  readonly ownHundredths: number | null
  /** Ranked units of it, and the exact mean of their totals; null without any. */
  readonly units: number
  readonly unitsMean: FractionJson | null
  /** Null: no score of its own, so it is not graded. */
  readonly total: FractionJson | null
  readonly byBands: Grade | null
  readonly grade: Grade | null
  readonly bars: readonly BarReason[]
  readonly vetoed: boolean
  readonly proposals: readonly Proposal[]
}

export interface Settlement {
  readonly publicationId: PublicationId
  readonly by: PersonId
  readonly atMs: number
  readonly rows: readonly SettledRow[]
}

/** A proposal that two persons confirmed (GRADE2, GRADE3), and what lifted it again (GRADE4). */
export interface Card {
  readonly organisationId: OrganisationId
  readonly proposal: Proposal
  readonly reason: string
  readonly by: readonly [PersonId, PersonId]
  readonly atMs: number
  readonly relief: Relief | null
}

export interface Assessment {
  readonly periodId: PeriodId
  readonly rules: AssessmentRules
  readonly scores: Readonly<Record<OrganisationId, OwnScore>>
  readonly facts: Readonly<Record<OrganisationId, OrganisationFacts>>
  /** The last is in force; earlier ones stay in sight. */
  readonly settlements: readonly Settlement[]
  readonly cards: readonly Card[]
}

export function emptyAssessment(periodId: PeriodId): Assessment {
  return { periodId, rules: DEFAULT_RULES, scores: {}, facts: {}, settlements: [], cards: [] }
}

export function isSameProposal(a: Proposal, b: Proposal): boolean {
  return a.kind === b.kind && a.why === b.why
}

export const PROPOSAL_NAMES: Readonly<Record<Proposal['kind'], string>> = {
  yellow_card: '黄牌警告',
  recall: '召回管理',
  excellent: '评为优秀',
}

export const PROPOSAL_WHYS: Readonly<Record<Proposal['why'], string>> = {
  unqualified: '考核不合格',
  failed_rectification: '上级指出的问题整改不到位',
  last_place: '同类末位且低于70分',
  unqualified_twice: '连续两次不合格',
  vetoed: '有一票否决事项',
  no_improvement: '到期没有改进',
  province_first_five: '对口省厅排名前五且无一票否决',
}
