// What can be asked of an organisations' assessment: one zod schema a command, parsed once at the door.

import { z } from 'zod'
import { PersonId } from '../basics/ids.ts'
import { OrganisationId } from '../evaluation/department.ts'
import { PeriodId, PublicationId } from '../period/ids.ts'
import { EvidenceSource } from '../period/period.ts'
import { AssessmentRules, OrganisationFacts } from './assessment.ts'

const periodId = PeriodId
const digits = z.string().regex(/^\d{1,400}$/)

/** Ranked units of an organisation in the publication, and the exact mean of their totals. */
export const UnitsResult = z.strictObject({
  organisationId: OrganisationId,
  units: z.number().int().min(1).max(20_000),
  num: digits,
  den: digits,
})
export type UnitsResult = z.infer<typeof UnitsResult>

export const GradeCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('SetAssessmentRules'), periodId, rules: AssessmentRules }),
  z.strictObject({
    type: z.literal('AcceptOrganisationScores'),
    periodId,
    source: EvidenceSource,
    replaces: z.boolean(),
    rows: z
      .array(
        z.strictObject({
          organisationId: OrganisationId,
          /** Of a point; 100 points are the most. */
          hundredths: z.number().int().min(0).max(10_000),
        }),
      )
      .min(1)
      .max(2_000),
  }),
  z.strictObject({
    type: z.literal('SetOrganisationFacts'),
    periodId,
    organisationId: OrganisationId,
    facts: OrganisationFacts,
  }),
  /** The server itself, asked by a person of the office: it has the published ranking at hand. */
  z.strictObject({
    type: z.literal('SettleGrades'),
    periodId,
    publicationId: PublicationId,
    askedBy: PersonId,
    results: z.array(UnitsResult).max(2_000),
  }),
])
export type GradeCommand = z.infer<typeof GradeCommand>
export type GradeCommandType = GradeCommand['type']

const TYPES: ReadonlySet<string> = new Set(GradeCommand.options.map(({ shape }) => shape.type.value))

export function isGradeCommand(command: { readonly type: string }): command is GradeCommand {
  return TYPES.has(command.type)
}
