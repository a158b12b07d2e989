// What has happened in an organisations' assessment: the events of its journal stream `grades-PERIOD`, in the past tense.

import type { PersonId } from '../basics/ids.ts'
import type { OrganisationId } from '../evaluation/department.ts'
import type { Proposal } from '../evaluation/grade.ts'
import type { PeriodId } from '../period/ids.ts'
import type { EvidenceSource } from '../period/period.ts'
import type { AssessmentRules, OrganisationFacts, Settlement } from './assessment.ts'

interface Of<Type extends string> {
  readonly type: Type
  readonly periodId: PeriodId
}

/** What two persons did: who asked and who confirmed, and why. */
interface Done {
  readonly requestId: string
  readonly reason: string
  readonly by: readonly [PersonId, PersonId]
}

export type GradeEvent =
  | (Of<'AssessmentRulesSet'> & { readonly rules: AssessmentRules })
  | (Of<'OrganisationScoresAccepted'> & {
      readonly source: EvidenceSource
      readonly rows: readonly { readonly organisationId: OrganisationId; readonly hundredths: number }[]
      readonly replaced: number
      readonly by: PersonId
    })
  | (Of<'OrganisationFactsSet'> & {
      readonly organisationId: OrganisationId
      readonly facts: OrganisationFacts
    })
  | (Of<'GradesSettled'> & Omit<Settlement, 'atMs'>)
  | (Of<'CardConfirmed'> & { readonly organisationId: OrganisationId; readonly proposal: Proposal } & Done)
  | (Of<'CardLifted'> & { readonly organisationId: OrganisationId; readonly proposal: Proposal } & Done)

const TYPES: Readonly<Record<GradeEvent['type'], true>> = {
  AssessmentRulesSet: true,
  OrganisationScoresAccepted: true,
  OrganisationFactsSet: true,
  GradesSettled: true,
  CardConfirmed: true,
  CardLifted: true,
}

export function isGradeEvent(event: { readonly type: string }): event is GradeEvent {
  return Object.hasOwn(TYPES, event.type)
}
