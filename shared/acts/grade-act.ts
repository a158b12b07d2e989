// What takes two persons in an organisations' assessment (GRADE2–GRADE4): confirming what was proposed, lifting it again.

import { z } from 'zod'
import { OrganisationId } from '../evaluation/department.ts'
import { PeriodId } from '../period/ids.ts'

/** As proposed when the grades were settled. */
export const ProposalNamed = z.union([
  z.strictObject({
    kind: z.literal('yellow_card'),
    why: z.enum(['unqualified', 'failed_rectification', 'last_place']),
  }),
  z.strictObject({
    kind: z.literal('recall'),
    why: z.enum(['unqualified_twice', 'vetoed', 'no_improvement']),
  }),
  z.strictObject({ kind: z.literal('excellent'), why: z.literal('province_first_five') }),
])

const about = { periodId: PeriodId, organisationId: OrganisationId, proposal: ProposalNamed }

export const GRADE_ACTS = [
  z.strictObject({ type: z.literal('ConfirmCard'), ...about }),
  z.strictObject({ type: z.literal('LiftCard'), ...about }),
] as const

export type GradeAct = z.infer<(typeof GRADE_ACTS)[number]>

const TYPES: ReadonlySet<string> = new Set(GRADE_ACTS.map(({ shape }) => shape.type.value))

export function isGradeAct(act: { readonly type: string }): act is GradeAct {
  return TYPES.has(act.type)
}
