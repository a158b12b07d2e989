// Events of period polls and of the house's two-person acts, each as one Chinese sentence without a count that is still hidden (SHOW5).

import type { ActEvent, HouseAct } from '../../shared/acts/act.ts'
import { isGradeAct } from '../../shared/acts/grade-act.ts'
import { isPeriodAct } from '../../shared/acts/period-act.ts'
import type { WindowId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { CHANNEL_NAMES } from '../../shared/ballot/choices.ts'
import type { QuarantineRule } from '../../shared/ballot/quarantine.ts'
import type { PollEvent } from '../../shared/poll/event.ts'
import { voterKeyIdOf, type PeriodPoll } from '../../shared/poll/period-poll.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session } from '../../shared/show/session.ts'
import { dateTimeOf } from './city-time.ts'
import { gradeActName } from './summary-of-grades.ts'
import { periodActName } from './summary-of-periods.ts'

export function pollSummaryOf(event: PollEvent, house: House): string {
  const poll = own(house.polls, event.pollId)
  const name = pollName(event.pollId, house)
  switch (event.type) {
    case 'PollDrafted':
      return `新建评议期“${event.settings.title}”${event.settings.rehearsal ? '（演练）' : ''}。`
    case 'PollRevised':
      return `修改评议期“${event.settings.title}”的设置${event.settings.rehearsal ? '（演练）' : ''}。`
    case 'PollUnitsSet':
      return `${name}选定${event.unitIds.length}个单位。`
    case 'PollPlanned':
      return `${name}排定，${event.units.length}个单位${poll === undefined ? '' : `，${dateTimeOf(poll.opensAtMs)}开始`}。`
    case 'PollUnplanned':
      return `${name}退回草稿。`
    case 'PollDiscarded':
      return `${name}的草稿已删除。`
    case 'PollOpened':
      return `${name}开始。`
    case 'PollExtended':
      return `${name}延长到${dateTimeOf(event.closesAtMs)}，理由：${event.reason}。`
    case 'PollClosed':
      return `${name}截止。`
    case 'PollLogSealed':
      return `${name}的计票日志${event.logId}封存于第${event.seal.sequence}条，本评议期${event.seal.count}条。`
    case 'PollLogExcluded':
      return `两人确认，${name}不再等待计票日志${event.logId}（最后所知${event.lastKnownCount}条），理由：${event.reason}。`
    case 'PollFrozen':
      return `${name}冻结。`
    case 'PollVerified':
      return `${name}复核一致。`
    case 'PollMismatched':
      return `${name}复核不一致，保持冻结。`
    case 'PollRevealed':
      return `${name}揭晓。`
    case 'PollVoided':
      return `两人确认，${name}作废，理由：${event.reason}。`
    default:
      return unreachable(event)
  }
}

export function actSummaryOf(event: ActEvent, house: House): string {
  switch (event.type) {
    case 'ActRequested':
      return `申请${houseActName(event.act, house)}，理由：${event.reason}，待第二人确认。`
    case 'ActWithdrawn':
      return `撤回申请${event.requestId}。`
    case 'ActLapsed':
      return `申请${event.requestId}无人确认，已过期。`
    case 'Quarantined':
      return `两人确认，隔离${votedOnName(event.windowId, house)}的选票（${ruleName(event.rule)}），理由：${event.reason}。`
    case 'QuarantineLifted':
      return `两人确认，解除${votedOnName(event.windowId, house)}的隔离${event.quarantineId}，理由：${event.reason}。`
    case 'VoterKeyDestroyed':
      return `两人确认，销毁${voterKeyName(event.voterKeyId, house)}的市民标识密钥，理由：${event.reason}。`
    default:
      return unreachable(event)
  }
}

/** What a request asks for, without its reason. */
export function houseActName(act: HouseAct, house: House): string {
  if (isPeriodAct(act)) return periodActName(act, house)
  if (isGradeAct(act)) return gradeActName(act, house)
  switch (act.type) {
    case 'Quarantine':
      return `隔离${votedOnName(act.windowId, house)}的选票（${ruleName(act.rule)}）`
    case 'LiftQuarantine': {
      const all = own(house.acts.quarantines, act.windowId) ?? []
      const rule = all.find(({ quarantineId }) => quarantineId === act.quarantineId)?.rule
      return `解除${votedOnName(act.windowId, house)}的隔离${rule === undefined ? '' : `（${ruleName(rule)}）`}`
    }
    case 'VoidPoll':
      return `作废${pollName(act.pollId, house)}`
    case 'ExcludePollLog':
      return `在${pollName(act.pollId, house)}排除计票日志${act.logId}（最后所知${act.lastKnownCount}条）`
    case 'DestroyVoterKey':
      return `销毁${voterKeyName(act.voterKeyId, house)}的市民标识密钥`
    default:
      return unreachable(act)
  }
}

function pollName(pollId: WindowId, house: House): string {
  const poll = own(house.polls, pollId)
  return poll === undefined ? `评议期${pollId}` : `评议期“${poll.title}”`
}

/** A live citizens' window or a period poll. */
export function votedOnName(windowId: WindowId, house: House): string {
  if (own(house.polls, windowId) !== undefined) return pollName(windowId, house)
  for (const session of Object.values<Session>(house.sessions)) {
    const window = session.windows.find(({ id }) => id === windowId)
    if (window === undefined) continue
    return `“${own(session.units, window.unitId)?.name ?? window.unitId}”的市民评议窗口`
  }
  return `窗口${windowId}`
}

function voterKeyName(voterKeyId: string, house: House): string {
  const session = Object.values<Session>(house.sessions).find(({ id }) => id === voterKeyId)
  if (session !== undefined) return `场次“${session.title}”`
  const poll = Object.values<PeriodPoll>(house.polls).find(({ id }) => voterKeyIdOf(id) === voterKeyId)
  return poll === undefined ? voterKeyId : `评议期“${poll.title}”`
}

/** What a rule names, all of which must hold of a ballot. */
export function ruleName({ channel, unitCode, fromMs, toMs, segmentHash }: QuarantineRule): string {
  return [
    channel === null ? null : CHANNEL_NAMES[channel],
    unitCode === null ? null : `单位代码${unitCode}`,
    fromMs === null && toMs === null
      ? null
      : `${fromMs === null ? '' : `${dateTimeOf(fromMs)}起`}${toMs === null ? '' : `${dateTimeOf(toMs)}止`}`,
    segmentHash === null ? null : `号段${segmentHash.toString(16).padStart(8, '0')}`,
  ]
    .filter((part) => part !== null)
    .join('，')
}
