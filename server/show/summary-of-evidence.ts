// Events of review rounds and of the ledger, each as one Chinese sentence; never a reviewer's mark (EVAL6).

import type { PersonId, UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { REVIEWER_GROUP_NAMES } from '../../shared/evaluation/department.ts'
import type { ItemId } from '../../shared/evaluation/rectification.ts'
import type { LedgerEvent } from '../../shared/ledger/event.ts'
import type { ReviewEvent } from '../../shared/review/event.ts'
import type { House } from '../../shared/show/house.ts'
import type { StandsFor } from '../../shared/show/people.ts'
import { PROMISE_OUTCOME_NAMES } from '../../shared/show/promise.ts'
import { dateTimeOf } from './city-time.ts'

export function reviewSummaryOf(event: ReviewEvent, house: House): string {
  const round = `业务部门评议“${own(house.reviews, event.roundId)?.title ?? event.roundId}”`
  switch (event.type) {
    case 'RoundDrafted':
      return `新建业务部门评议“${event.settings.title}”。`
    case 'RoundRevised':
      return `${round}修改设置。`
    case 'RoundUnitsSet': {
      const { line, district, town } = event.units
      return `${round}选定单位：主管部门评${line.length}个，区评${district.length}个，乡镇（街道）评${town.length}个。`
    }
    case 'RoundReviewersSet':
      return `${round}设定评议人${event.reviewers.length}名。`
    case 'RoundPlanned':
      return `${round}下达，共${event.units.length}个单位。`
    case 'RoundUnplanned':
      return `${round}退回草稿。`
    case 'RoundDiscarded':
      return `${round}删除草稿。`
    case 'RoundExtended':
      return `${round}延长到${dateTimeOf(event.closesAtMs)}，理由：${event.reason}。`
    case 'ReviewReopened':
      return `${round}退回${personName(event.reviewerId, house)}的评议，理由：${event.reason}。`
    case 'ReviewRecused':
      return `${round}登记回避：${personName(event.reviewerId, house)}对${unitName(event.unitId, house)}，理由：${event.reason}。`
    case 'ReviewRecusalLifted':
      return `${round}取消回避：${personName(event.reviewerId, house)}对${unitName(event.unitId, house)}。`
    case 'MarkGiven':
      return `${round}收到${personName(event.reviewerId, house)}对${unitName(event.unitId, house)}的评议。`
    case 'MarkKeptAside':
      return `${round}收到${personName(event.reviewerId, house)}的评议，${event.aside.why === 'late' ? '已过截止时间' : '周期已冻结'}，留存不计。`
    case 'ReviewSubmitted':
      return `${round}${personName(event.reviewerId, house)}提交评议。`
    default:
      return unreachable(event)
  }
}

export function ledgerSummaryOf(event: LedgerEvent, house: House): string {
  if (event.type === 'ItemsAdded') return `整改台账登记${event.items.length}条，来源：${event.source.words}。`
  if (event.type === 'PromiseItemAdded')
    return `现场承诺列入整改台账：${unitName(event.unitId, house)}，${event.dueOn}前完成。`
  const item = itemName(event.itemId, house)
  switch (event.type) {
    case 'PromiseItemRevised':
      return `${item}按现场记录更正。`
    case 'ItemSubmitted':
      return `${item}报送办结，佐证${event.files.length}份。`
    case 'ItemAccepted':
      return `${item}销号。`
    case 'ItemRejected':
      return `${item}退回，理由：${event.reason}。`
    case 'ItemReopened':
      return `${item}经回头看认定不实，理由：${event.reason}。`
    case 'ItemDueAmended':
      return `${item}完成期限改为${event.dueOn}，理由：${event.reason}。`
    case 'ItemWithdrawn':
      return `${item}撤销，理由：${event.reason}。`
    case 'ItemBroughtToShow':
      return `${item}提请现场验收。`
    case 'ItemTakenFromShow':
      return `${item}撤回现场验收。`
    case 'ItemVoted':
      return event.vote.passed === null
        ? `${item}现场验收无效，不作办理依据。`
        : `${item}现场验收${event.vote.passed ? '通过' : '未通过'}。`
    case 'ItemVoteVoided':
      return `${item}的现场验收随窗口作废。`
    case 'ItemLookedBackOn':
      return `${item}现场回头看：${PROMISE_OUTCOME_NAMES[event.outcome]}。`
    default:
      return unreachable(event)
  }
}

export function standsForName({ organisationId, group }: StandsFor, house: House): string {
  const name = own(house.registry.organisations, organisationId)?.name ?? organisationId
  return `“${name}”（${REVIEWER_GROUP_NAMES[group]}）`
}

function itemName(itemId: ItemId, house: House): string {
  const item = own(house.ledger.items, itemId)
  return item === undefined
    ? `整改事项“${itemId}”`
    : `整改事项“${unitName(item.unitId, house)}：${item.text}”`
}

function unitName(unitId: UnitId, house: House): string {
  return own(house.registry.units, unitId)?.name ?? unitId
}

function personName(personId: PersonId, house: House): string {
  return own(house.people.people, personId)?.name ?? personId
}
