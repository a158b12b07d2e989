// Events of evaluation periods, each as one Chinese sentence without a number that is not published yet (SHOW5).

import type { PeriodAct } from '../../shared/acts/period-act.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { METHOD_NAMES } from '../../shared/evaluation/scheme.ts'
import type { PeriodEvent } from '../../shared/period/event.ts'
import type { PeriodId } from '../../shared/period/ids.ts'
import { unitsById } from '../../shared/period/in-force.ts'
import { deductionName } from '../../shared/period/deductions.ts'
import { OBJECTION_OUTCOME_NAMES, PERIOD_KIND_NAMES } from '../../shared/period/period.ts'
import type { House } from '../../shared/show/house.ts'
import { dateTimeOf } from './city-time.ts'

export function periodSummaryOf(event: PeriodEvent, house: House): string {
  const name = periodName(event.periodId, house)
  const unitName = (unitId: UnitId) => unitNameIn(event.periodId, unitId, house)
  switch (event.type) {
    case 'PeriodDrafted':
      return `新建${PERIOD_KIND_NAMES[event.settings.kind]}周期“${event.settings.title}”。`
    case 'PeriodRevised':
      return `修改周期“${event.settings.title}”的设置。`
    case 'PeriodDiscarded':
      return `${name}的草稿已删除。`
    case 'PeriodOpened':
      return `${name}启用，评分方案和${event.units.length}个单位冻结。`
    case 'SchemeChanged':
      return `两人确认，${name}改用新的评分方案，理由：${event.reason}。`
    case 'EvidenceExtended':
      return `${name}的佐证截止日延到${event.evidenceDueOn}，理由：${event.reason}。`
    case 'IndicatorCountsAccepted':
      return `${name}接收${event.rows}行大数据指标${replacing(event.replaced)}，来源：${event.source.words}。`
    case 'CitizensCountsAccepted':
      // A journal of before there were periods kept them with the registry.
      return 'rows' in event
        ? `${name}接收${event.rows}个单位的市民评议票数${replacing(event.replaced)}，来源：${event.source.words}。`
        : '接收市民评议票数（旧版本的记录，不属于任何周期）。'
    case 'NotApplicableConfirmed':
      return `${name}确认${event.unitIds.length}个单位不适用${METHOD_NAMES[event.method]}，理由：${event.reason}。`
    case 'NotApplicableWithdrawn':
      return `${name}撤回${event.unitIds.length}个单位的不适用${METHOD_NAMES[event.method]}，理由：${event.reason ?? '没有记录'}。`
    case 'VetoSet':
      return `${name}对${unitName(event.unitId)}登记一票否决（${event.kind}），理由：${event.reason}。`
    case 'VetoLifted':
      return `两人确认，${name}解除一票否决${event.vetoId}，理由：${event.reason}。`
    case 'DeductionLifted':
      return `两人确认，${name}免除${unitName(event.unitId)}的扣分（${deductionName(event.periodId, event.deduction, house)}），理由：${event.reason}。`
    case 'InputsFrozen':
      return `${name}的佐证已冻结。`
    case 'PeriodReopened':
      return `两人确认，${name}重新打开，理由：${event.reason}。`
    case 'TalliesCompared':
      return event.differences.length === 0
        ? `${name}三方核对一致，结果包${event.bundleHash.slice(0, 12)}。`
        : `${name}三方核对有${event.differences.length}处不一致。`
    case 'RankingCertified':
      return `评议办与审计签发，${name}的排名公示到${dateTimeOf(event.noticeUntilMs)}，结果包${event.bundleHash.slice(0, 12)}。`
    case 'ObjectionFiled':
      return `${name}的公示收到一条异议${event.unitId === null ? '' : `，关于${unitName(event.unitId)}`}。`
    case 'ObjectionAnswered':
      return `${name}的一条异议已答复：${OBJECTION_OUTCOME_NAMES[event.outcome]}。`
    case 'PublicationFinalised':
      return event.uncorrected === undefined
        ? `${name}的排名定案。`
        : `${name}的排名定案，有异议成立而不更正，理由：${event.uncorrected}。`
    default:
      return unreachable(event)
  }
}

/** What a request asks for, without its reason. */
export function periodActName(act: PeriodAct, house: House): string {
  const name = periodName(act.periodId, house)
  switch (act.type) {
    case 'ChangeScheme':
      return `修改${name}的评分方案`
    case 'ReopenPeriod':
      return `重新打开${name}`
    case 'CertifyRanking':
      return `签发${name}的排名并公示到${dateTimeOf(act.noticeUntilMs)}（结果包${act.bundleHash.slice(0, 12)}）`
    case 'LiftVeto': {
      const veto = own(house.periods, act.periodId)?.vetoes.find(({ vetoId }) => vetoId === act.vetoId)
      if (veto === undefined) return `解除${name}的一票否决${act.vetoId}`
      return `解除${name}对${unitNameIn(act.periodId, veto.unitId, house)}的一票否决（${veto.kind}）`
    }
    case 'LiftDeduction':
      return `免除${name}对${unitNameIn(act.periodId, act.unitId, house)}的扣分（${deductionName(act.periodId, act.deduction, house)}）`
    default:
      return unreachable(act)
  }
}

/** What confirming it will do. */
export function periodActConsequence(act: PeriodAct, house: House): string {
  const period = own(house.periods, act.periodId)
  switch (act.type) {
    case 'ChangeScheme':
      return `本周期从此按新方案计分，旧方案和理由一直公开（现为第${period?.schemes.length ?? 1}版）。`
    case 'ReopenPeriod': {
      const last = period?.publications.at(-1)
      return last === undefined
        ? '冻结的佐证放开，可以再收佐证，之后须重新冻结和核对。'
        : `已公示的排名不会改动；重新冻结、核对、签发以后，新的公示将替代“${last.publicationId}”，并公开这里的理由。`
    }
    case 'CertifyRanking': {
      const resultHash = period?.stage.phase === 'frozen' ? (period.stage.agreement?.resultHash ?? '') : ''
      return `排名立即向公众公示，到${dateTimeOf(act.noticeUntilMs)}为止接受异议。公示一经发出不能修改，只能以更正替代。请核对结果包哈希 ${act.bundleHash}，结果哈希 ${resultHash}。`
    }
    case 'LiftVeto':
      return '该单位重新可以列入十优。否决和解除的理由都一直公开。'
    case 'LiftDeduction':
      return act.deduction.kind === 'indicator'
        ? '该单位这项指标按满分计，原来的件数、应扣的分和免除的理由仍然可见。'
        : '这个整改事项被认定虚假整改一节不计，按此前的办结情况计分；原记录和免除的理由仍然可见。'
    default:
      return unreachable(act)
  }
}

export function periodName(periodId: PeriodId, house: House): string {
  return `周期“${own(house.periods, periodId)?.title ?? periodId}”`
}

export function unitNameIn(periodId: PeriodId, unitId: UnitId, house: House): string {
  const period = own(house.periods, periodId)
  return `“${(period && unitsById(period).get(unitId)?.name) ?? unitId}”`
}

function replacing(replaced: number): string {
  return replaced === 0 ? '' : `（替换${replaced}项）`
}
