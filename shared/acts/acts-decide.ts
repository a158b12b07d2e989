// Asking for an act of the whole house, confirming it, taking it back, and what it makes happen (SAFE4).

import { unreachable } from '../basics/result.ts'
import type { PeriodEvent } from '../period/event.ts'
import { againstCertifiers, concernsSameInPeriod, periodEventOf } from '../period/judge-acts.ts'
import type { GradeEvent } from '../grade/event.ts'
import { concernsSameCard, gradeEventOf } from '../grade/judge.ts'
import type { PollEvent } from '../poll/event.ts'
import type { Moment } from '../show/event.ts'
import { against, judged, refused } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import type { ActCommand, ActEvent, HouseAct } from './act.ts'
import { isGradeAct } from './grade-act.ts'
import { isPeriodAct } from './period-act.ts'
import type { Pending } from './pending.ts'
import { isSameRule, reasonsAgainstAct, type ActContext } from './reasons-against-act.ts'
import { againstPending, endOf, personOf, reasonsAgainstSecond } from './two-persons.ts'

/** A request waits this long for its second person, who may work in another house: longer than on air (REQUEST_EXPIRES_MS). */
export const ACT_EXPIRES_MS = 24 * 3_600_000

export function judgeActs(
  command: ActCommand,
  moment: Moment,
  context: ActContext,
): Judgement<ActEvent | PollEvent | PeriodEvent | GradeEvent> {
  const { acts } = context
  if (command.type === 'RequestAct') {
    const { requestId, act, reason } = command
    const person = personOf(moment.by)
    return judged(
      [
        against(person === null, 'not_allowed'),
        ...reasonsAgainstAct(act, moment, context),
        againstPending(acts.requests, requestId, moment.nowMs, context.people, (other) =>
          concernsSame(other, act),
        ),
      ],
      () => {
        const expiresAtMs = moment.nowMs + ACT_EXPIRES_MS
        return [{ type: 'ActRequested', requestId, act, reason, by: person!, expiresAtMs }]
      },
    )
  }
  const { requestId } = command
  const request = acts.requests.find((each) => each.requestId === requestId)
  if (request === undefined) return refused('request_unknown')
  switch (command.type) {
    case 'ConfirmAct':
      return judged(
        [
          ...reasonsAgainstSecond(request, moment, context.people),
          againstCertifiers(request.act, request.by, moment.by, context.people),
          ...reasonsAgainstAct(request.act, moment, context),
        ],
        () => [doneBy(request, moment, context)],
      )
    case 'WithdrawAct': {
      const end = endOf(request, moment)
      return judged([against(end === null, 'not_allowed')], () => [
        { type: end === 'lapsed' ? 'ActLapsed' : 'ActWithdrawn', requestId },
      ])
    }
    default:
      return unreachable(command)
  }
}

function doneBy(
  { requestId, act, reason, by }: Pending<HouseAct>,
  moment: Moment,
  context: ActContext,
): ActEvent | PollEvent | PeriodEvent | GradeEvent {
  const done = { requestId, reason, by: [by, personOf(moment.by)!] as const }
  if (isPeriodAct(act)) return periodEventOf(act, done, context)
  if (isGradeAct(act)) return gradeEventOf(act, done)
  switch (act.type) {
    case 'Quarantine': {
      const { windowId, quarantineId, rule, finding } = act
      return { type: 'Quarantined', windowId, quarantineId, rule, finding, ...done }
    }
    case 'LiftQuarantine':
      return { type: 'QuarantineLifted', windowId: act.windowId, quarantineId: act.quarantineId, ...done }
    case 'VoidPoll':
      return { type: 'PollVoided', pollId: act.pollId, ...done }
    case 'ExcludePollLog': {
      const { pollId, logId, lastKnownCount } = act
      return { type: 'PollLogExcluded', pollId, logId, lastKnownCount, ...done }
    }
    case 'DestroyVoterKey':
      return { type: 'VoterKeyDestroyed', voterKeyId: act.voterKeyId, ...done }
    default:
      return unreachable(act)
  }
}

function concernsSame(a: HouseAct, b: HouseAct): boolean {
  if (isPeriodAct(a)) return isPeriodAct(b) && concernsSameInPeriod(a, b)
  if (isGradeAct(a)) return isGradeAct(b) && concernsSameCard(a, b)
  switch (a.type) {
    case 'Quarantine':
      return b.type === a.type && a.windowId === b.windowId && isSameRule(a.rule, b.rule)
    case 'LiftQuarantine':
      return b.type === a.type && a.windowId === b.windowId && a.quarantineId === b.quarantineId
    case 'VoidPoll':
      return b.type === a.type && a.pollId === b.pollId
    case 'ExcludePollLog':
      return b.type === a.type && a.pollId === b.pollId && a.logId === b.logId
    case 'DestroyVoterKey':
      return b.type === a.type && a.voterKeyId === b.voterKeyId
    default:
      return unreachable(a)
  }
}
