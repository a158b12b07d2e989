// GET /api/grades/:periodId and POST /api/grades/:periodId/settle: one quarter's assessment of organisations, as office and auditor read it (GRADE1–GRADE4).

import { z } from 'zod'
import { OrganisationId } from '../evaluation/department.ts'
import { BarReason, Grade } from '../evaluation/grade.ts'
import { OrganisationKind } from '../evaluation/organisation.ts'
import { AssessmentRules, OrganisationFacts } from '../grade/assessment.ts'
import { PeriodId, PublicationId } from '../period/ids.ts'

const atMs = z.number().int()
const Points = z.string().regex(/^\d+\.\d\d$/)
const Proposal = z.strictObject({ kind: z.enum(['yellow_card', 'recall', 'excellent']), why: z.string() })

export const GradeRow = z.strictObject({
  organisationId: OrganisationId,
  name: z.string(),
  kind: OrganisationKind,
  /** Of its own, as accepted; null: none yet. */
  own: Points.nullable(),
  /** Where it is from: words of its source. */
  ownFrom: z.string().nullable(),
  facts: OrganisationFacts,
  /** As settled last; null before. */
  settled: z
    .strictObject({
      units: z.number().int(),
      unitsMean: Points.nullable(),
      total: Points.nullable(),
      byBands: Grade.nullable(),
      /** As it holds now, confirmed cards counted in. */
      grade: Grade.nullable(),
      bars: z.array(BarReason),
      vetoed: z.boolean(),
      proposals: z.array(Proposal.extend({ confirmed: z.boolean() })),
    })
    .nullable(),
  cards: z.array(
    z.strictObject({
      proposal: Proposal,
      reason: z.string(),
      by: z.array(z.string()),
      atMs,
      relief: z.strictObject({ reason: z.string(), by: z.array(z.string()), atMs }).nullable(),
    }),
  ),
})
export type GradeRow = z.infer<typeof GradeRow>

export const GradesAnswer = z.strictObject({
  periodId: PeriodId,
  title: z.string(),
  rules: AssessmentRules,
  rows: z.array(GradeRow),
  settled: z.strictObject({ publicationId: PublicationId, by: z.string(), atMs }).nullable(),
  /** Another ranking was published since, or none was settled: sentences on why grades cannot be settled now; empty: they can. */
  againstSettling: z.array(z.string()),
  /** The settled publication is not the newest. */
  outdated: z.boolean(),
})
export type GradesAnswer = z.infer<typeof GradesAnswer>

/** POST /api/organisation-scores/preview and /import: a row of a table of organisations' own scores. */
export interface ScoreRow {
  readonly organisationId: OrganisationId
  readonly name: string
  readonly kind: OrganisationKind
  /** Of a point. */
  readonly hundredths: number
}
