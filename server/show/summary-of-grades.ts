// Events of organisations' assessments, and what their two-person acts do, each as one Chinese sentence (GRADE1–GRADE4).

import type { GradeAct } from '../../shared/acts/grade-act.ts'
import { own } from '../../shared/basics/own.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { OrganisationId } from '../../shared/evaluation/department.ts'
import type { Proposal } from '../../shared/evaluation/grade.ts'
import { PROPOSAL_NAMES, PROPOSAL_WHYS } from '../../shared/grade/assessment.ts'
import type { GradeEvent } from '../../shared/grade/event.ts'
import type { House } from '../../shared/show/house.ts'
import { periodName } from './summary-of-periods.ts'

export function gradeSummaryOf(event: GradeEvent, house: House): string {
  const of = `${periodName(event.periodId, house)}的组织考核`
  switch (event.type) {
    case 'AssessmentRulesSet':
      return `修改${of}办法。`
    case 'OrganisationScoresAccepted':
      return `${of}接收${event.rows.length}个得分${event.replaced === 0 ? '' : `（替换${event.replaced}个）`}，来源：${event.source.words}。`
    case 'OrganisationFactsSet':
      return `${of}登记${organisationIn(event.organisationId, house)}的情况。`
    case 'GradesSettled':
      return `${of}按公示“${event.publicationId}”定级，共${event.rows.length}个单位。`
    case 'CardConfirmed':
      return `两人确认，${of}对${organisationIn(event.organisationId, house)}${proposalWords(event.proposal)}，理由：${event.reason}。`
    case 'CardLifted':
      return `两人确认，${of}撤销对${organisationIn(event.organisationId, house)}的${proposalWords(event.proposal)}，理由：${event.reason}。`
    default:
      return unreachable(event)
  }
}

/** What a request asks for, without its reason. */
export function gradeActName({ type, periodId, organisationId, proposal }: GradeAct, house: House): string {
  const about = `${periodName(periodId, house)}的组织考核对${organisationIn(organisationId, house)}`
  switch (type) {
    case 'ConfirmCard':
      return `${about}${proposalWords(proposal)}`
    case 'LiftCard':
      return `撤销${about}的${proposalWords(proposal)}`
    default:
      return unreachable(type)
  }
}

/** What confirming it will do. */
export function gradeActConsequence({ type, proposal }: GradeAct): string {
  switch (type) {
    case 'ConfirmCard':
      switch (proposal.kind) {
        case 'yellow_card':
          return '黄牌警告即日生效，该单位当年任何考核都不得评为优秀；本季度已评优秀的降为合格。'
        case 'recall':
          return '该单位进入召回管理。'
        case 'excellent':
          return '该单位本季度评为优秀，依据和理由公开。'
        default:
          return unreachable(proposal)
      }
    case 'LiftCard':
      return '不再生效；原来的确认、撤销和两次的理由都一直能看到（容错纠错）。'
    default:
      return unreachable(type)
  }
}

function proposalWords({ kind, why }: Proposal): string {
  return `${PROPOSAL_NAMES[kind]}（${PROPOSAL_WHYS[why]}）`
}

function organisationIn(organisationId: OrganisationId, house: House): string {
  return `“${own(house.registry.organisations, organisationId)?.name ?? organisationId}”`
}
