// The topic `acts`: what waits for a second person anywhere in the house, in words, and every quarantine with its history.

import type { HouseAct } from '../../shared/acts/act.ts'
import { type GradeAct, isGradeAct } from '../../shared/acts/grade-act.ts'
import { isPeriodAct, type PeriodAct } from '../../shared/acts/period-act.ts'
import type { PersonId, WindowId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { ballotsIn } from '../../shared/evaluation/poll-points.ts'
import type { ActsSnapshot, PendingView } from '../../shared/protocol/acts-topic.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session, TwoPersonAct } from '../../shared/show/session.ts'
import type { LiveFacts } from './live-facts.ts'
import { actName } from './summary-of.ts'
import { gradeActConsequence } from './summary-of-grades.ts'
import { periodActConsequence } from './summary-of-periods.ts'
import { houseActName, ruleName, votedOnName } from './summary-of-polls.ts'

export function actsSnapshotOf(house: House, facts: LiveFacts): ActsSnapshot {
  const ofSessions = Object.values<Session>(house.sessions).flatMap((session) =>
    session.requests.map(({ act, ...request }) => ({
      ...request,
      sessionId: session.id,
      what: actName(session, act),
      consequence: sessionConsequenceOf(act, facts),
      byName: nameOf(request.by, house),
    })),
  )
  const ofHouse = house.acts.requests.map(({ act, ...request }) => ({
    ...request,
    sessionId: null,
    what: houseActName(act, house),
    consequence: houseConsequenceOf(act, house, facts),
    byName: nameOf(request.by, house),
  }))
  const requests: readonly PendingView[] = [...ofSessions, ...ofHouse]
  return {
    requests: [...requests].sort((a, b) => a.atMs - b.atMs),
    quarantines: Object.entries(house.acts.quarantines).map(([id, quarantines]) => {
      const windowId = id as WindowId
      return {
        windowId,
        of: votedOnName(windowId, house),
        quarantines: quarantines.map((each) => ({ ...each, what: ruleName(each.rule) })),
      }
    }),
  }
}

function nameOf(personId: PersonId, house: House): string {
  return own(house.people.people, personId)?.name ?? personId
}

/** Ballots counted so far, whatever they say: the n of a void or a quarantine's poll is no secret (SHOW5). */
function countedIn(windowId: WindowId, facts: LiveFacts): number {
  const channels = facts.tallies.get(windowId)?.result.channels ?? []
  return channels.reduce((sum, { split }) => sum + ballotsIn(split), 0)
}

function houseConsequenceOf(act: HouseAct, house: House, facts: LiveFacts): string {
  if (isPeriodAct(act)) return periodActConsequence(act, house)
  return isGradeAct(act) ? gradeActConsequence(act) : consequenceOf(act, facts)
}

function consequenceOf(act: Exclude<HouseAct, PeriodAct | GradeAct>, facts: LiveFacts): string {
  switch (act.type) {
    case 'Quarantine':
      return `符合条件的选票不计入，仍保留在案；两种计票结果都会显示（现已计入${countedIn(act.windowId, facts)}张）。核验前可再由两人解除。${act.finding === null ? '' : `发现：${act.finding}`}`
    case 'LiftQuarantine':
      return '被隔离的选票重新计入，整个评议重新计票。'
    case 'VoidPoll':
      return `已计入的${countedIn(act.pollId, facts)}张选票保留在案，但不产生结果，也不进入排名。作废不能撤销。`
    case 'ExcludePollLog':
      return `该日志里的消息（最后已知${act.lastKnownCount}条）不再计入，日志编号、条数和理由写入流水，公开可查。不能撤销。`
    case 'DestroyVoterKey':
      return '从此任何人都不能把这些选票与手机号或微信对应；已有的结果和重算不受影响。不能撤销。'
    default:
      return unreachable(act)
  }
}

function sessionConsequenceOf(act: TwoPersonAct, facts: LiveFacts): string {
  switch (act.type) {
    case 'VoidWindow':
      return `已收到的打分和已计入的${countedIn(act.windowId, facts)}张选票保留在案，但不产生结果，也不转入新窗口。作废不能撤销。`
    case 'ExcludeLog':
      return `该日志里的消息（最后已知${act.lastKnownCount}条）不再计入，日志编号、条数和理由写入流水，公开可查。不能撤销。`
    default:
      return unreachable(act)
  }
}
