// What a command of an organisations' assessment makes happen, and every reason against it; the same of its two-person acts (GRADE1–GRADE4).

import { repeatedIn } from '../basics/repeated.ts'
import type { GradeAct } from '../acts/grade-act.ts'
import { personOf } from '../acts/two-persons.ts'
import type { PersonId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import type { Organisation } from '../evaluation/organisation.ts'
import type { Period } from '../period/period.ts'
import type { Moment } from '../show/event.ts'
import type { House } from '../show/house.ts'
import { against, judged, type Judgement, reason, refused } from '../show/judgement.ts'
import {
  type Assessment,
  type AssessmentRules,
  emptyAssessment,
  isSameProposal,
  type Settlement,
} from './assessment.ts'
import type { GradeCommand } from './command.ts'
import type { GradeEvent } from './event.ts'
import { settledRowsOf, yellowCardsOf } from './grading.ts'

export type GradeContext = Pick<House, 'periods' | 'grades'>

export function judgeGrades(command: GradeCommand, moment: Moment, house: House): Judgement<GradeEvent> {
  const { periodId } = command
  const period = own(house.periods, periodId)
  if (period === undefined) return refused('period_unknown')
  const assessment = own(house.grades, periodId) ?? emptyAssessment(periodId)
  const organisations = house.registry.organisations
  const reasons: (Refusal | null)[] = [
    against(period.kind !== 'quarter', 'grade_quarters_only'),
    against(period.stage.phase === 'draft', 'period_phase', { phase: '草稿', wanted: '收集佐证' }),
  ]
  switch (command.type) {
    case 'SetAssessmentRules': {
      const { rules } = command
      return judged([...reasons, ...reasonsAgainstRules(rules)], () => [
        { type: 'AssessmentRulesSet', periodId, rules },
      ])
    }
    case 'AcceptOrganisationScores': {
      const { source, rows, replaces } = command
      const ids = rows.map(({ organisationId }) => organisationId)
      const there = ids.filter((id) => own(assessment.scores, id) !== undefined)
      const by = personOf(moment.by)
      return judged(
        [
          ...reasons,
          against(by === null, 'not_allowed'),
          ...ids
            .filter((id) => own(organisations, id) === undefined)
            .slice(0, 20)
            .map((organisation) => reason('organisation_unknown', { organisation })),
          ...repeatedIn(ids)
            .slice(0, 20)
            .map((organisation) => reason('organisation_twice', { organisation })),
          against(!replaces && there.length > 0, 'organisation_scored', { count: there.length }),
        ],
        () => [
          { type: 'OrganisationScoresAccepted', periodId, source, rows, replaced: there.length, by: by! },
        ],
      )
    }
    case 'SetOrganisationFacts': {
      const { organisationId, facts } = command
      const organisation = own(organisations, organisationId)
      return judged(
        [
          ...reasons,
          against(organisation === undefined, 'organisation_unknown', { organisation: organisationId }),
          against(
            facts.provincePlace !== null && organisation?.kind !== 'department',
            'province_place_departments',
          ),
        ],
        () => [{ type: 'OrganisationFactsSet', periodId, organisationId, facts }],
      )
    }
    case 'SettleGrades': {
      const { publicationId, askedBy, results } = command
      const last = period.publications.at(-1)
      const { phase } = period.stage
      return judged(
        [
          ...reasons,
          ...reasonsAgainstRules(assessment.rules),
          // RANK10: nothing is graded by what is not published.
          against(phase !== 'notice' && phase !== 'final', 'grade_not_published'),
          against(last !== undefined && last.publicationId !== publicationId, 'conflict'),
          against(Object.keys(assessment.scores).length === 0, 'grade_no_scores'),
        ],
        () => {
          const rows = settledRowsOf({
            ...{ period, assessment, results, periods: house.periods, grades: house.grades },
            organisations: Object.values<Organisation>(organisations),
          })
          return [{ type: 'GradesSettled', periodId, publicationId, by: askedBy, rows }]
        },
      )
    }
    default:
      return unreachable(command)
  }
}

function reasonsAgainstRules({ bands, ownBp, unitsBp }: AssessmentRules): readonly (Refusal | null)[] {
  const { excellentFrom, qualifiedFrom, barelyFrom } = bands
  return [
    against(!(excellentFrom > qualifiedFrom && qualifiedFrom > barelyFrom), 'grade_bands'),
    against(ownBp + unitsBp !== 10_000, 'grade_shares', { sum: ownBp + unitsBp }),
  ]
}

/** Asked when it is requested, and again when it is confirmed. */
export function reasonsAgainstGradeAct(
  { type, periodId, organisationId, proposal }: GradeAct,
  { periods, grades }: GradeContext,
): readonly (Refusal | null)[] {
  const period = own(periods, periodId)
  const assessment = own(grades, periodId)
  if (period === undefined || assessment === undefined) return [reason('grade_unsettled')]
  const card = cardIn(assessment, { organisationId, proposal })
  if (type === 'LiftCard') return [against(card === undefined, 'card_unknown')]
  const settlement = assessment.settlements.at(-1)
  const row = settlement?.rows.find((each) => each.organisationId === organisationId)
  const proposed = row?.proposals.some((each) => isSameProposal(each, proposal)) ?? false
  return [
    against(row === undefined, 'grade_unsettled'),
    against(row !== undefined && !isOfPublished(settlement, period), 'grade_outdated'),
    against(row !== undefined && !proposed, 'card_not_proposed'),
    against(card !== undefined, 'card_confirmed'),
    against(
      proposal.kind === 'excellent' && yellowCardsOf(organisationId, { period, periods, grades }).length > 0,
      'card_bars_excellent',
    ),
  ]
}

/** Settled from the ranking that is in notice or final now, not from one that is corrected or replaced (RANK10). */
function isOfPublished(settlement: Settlement | undefined, { stage, publications }: Period): boolean {
  const isPublished = stage.phase === 'notice' || stage.phase === 'final'
  return isPublished && settlement?.publicationId === publications.at(-1)?.publicationId
}

function cardIn({ cards }: Assessment, about: Pick<GradeAct, 'organisationId' | 'proposal'>) {
  return cards.find(
    (card) =>
      card.relief === null &&
      card.organisationId === about.organisationId &&
      isSameProposal(card.proposal, about.proposal),
  )
}

export function gradeEventOf(
  { type, periodId, organisationId, proposal }: GradeAct,
  done: { readonly requestId: string; readonly reason: string; readonly by: readonly [PersonId, PersonId] },
): GradeEvent {
  switch (type) {
    case 'ConfirmCard':
      return { type: 'CardConfirmed', periodId, organisationId, proposal, ...done }
    case 'LiftCard':
      return { type: 'CardLifted', periodId, organisationId, proposal, ...done }
    default:
      return unreachable(type)
  }
}

export function concernsSameCard(a: GradeAct, b: GradeAct): boolean {
  return (
    a.type === b.type &&
    a.periodId === b.periodId &&
    a.organisationId === b.organisationId &&
    isSameProposal(a.proposal, b.proposal)
  )
}
