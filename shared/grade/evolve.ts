// An assessment after one more event of its own.

import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import type { PeriodId } from '../period/ids.ts'
import { type Assessment, emptyAssessment, isSameProposal } from './assessment.ts'
import type { GradeEvent } from './event.ts'

type Assessments = Readonly<Record<PeriodId, Assessment>>

export function evolveGrades(grades: Assessments, event: GradeEvent, atMs: number): Assessments {
  const before = own(grades, event.periodId) ?? emptyAssessment(event.periodId)
  return { ...grades, [event.periodId]: evolved(before, event, atMs) }
}

function evolved(before: Assessment, event: GradeEvent, atMs: number): Assessment {
  switch (event.type) {
    case 'AssessmentRulesSet':
      return { ...before, rules: event.rules }
    case 'OrganisationScoresAccepted': {
      const { source, by } = event
      const scores = Object.fromEntries(
        event.rows.map(({ organisationId, hundredths }) => [
          organisationId,
          { hundredths, source, by, atMs },
        ]),
      )
      return { ...before, scores: { ...before.scores, ...scores } }
    }
    case 'OrganisationFactsSet':
      return { ...before, facts: { ...before.facts, [event.organisationId]: event.facts } }
    case 'GradesSettled': {
      const { publicationId, by, rows } = event
      return { ...before, settlements: [...before.settlements, { publicationId, by, rows, atMs }] }
    }
    case 'CardConfirmed': {
      const { organisationId, proposal, reason, by } = event
      return {
        ...before,
        cards: [...before.cards, { organisationId, proposal, reason, by, atMs, relief: null }],
      }
    }
    case 'CardLifted': {
      const { organisationId, proposal, reason, by } = event
      return {
        ...before,
        cards: before.cards.map((card) =>
          card.relief === null &&
          card.organisationId === organisationId &&
          isSameProposal(card.proposal, proposal)
            ? { ...card, relief: { reason, by, atMs } }
            : card,
        ),
      }
    }
    default:
      return unreachable(event)
  }
}
