// What takes two persons (SAFE4): voiding a window, counting without a missing log; asked by one, confirmed by another.

import { againstPending, endOf, personOf, reasonsAgainstSecond } from '../acts/two-persons.ts'
import type { PersonId } from '../basics/ids.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import type { SessionCommand } from './command.ts'
import type { SessionContext } from './context.ts'
import type { Moment, SessionEvent } from './event.ts'
import { againstDrain, reasonsAlreadyFrozen } from './judge-deadline.ts'
import { against, judged, reason, refused } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import { REQUEST_EXPIRES_MS } from './session-rules.ts'
import type { Session, TwoPersonAct, TwoPersonRequest } from './session.ts'
import { windowIn } from './window-times.ts'

type Of<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>

export function judgeVoid(
  { requestId, windowId, reason }: Of<'RequestVoid'>,
  session: Session,
  moment: Moment,
  context: SessionContext,
): Judgement<SessionEvent> {
  const act: TwoPersonAct = { type: 'VoidWindow', windowId }
  return judgeRequest(requestId, act, reason, session, moment, context, reasonsAgainstVoid(session, act))
}

export function judgeExclusion(
  { requestId, windowId, logId, lastKnownCount, reason }: Of<'RequestLogExclusion'>,
  session: Session,
  moment: Moment,
  context: SessionContext,
): Judgement<SessionEvent> {
  const act: TwoPersonAct = { type: 'ExcludeLog', windowId, logId, lastKnownCount }
  const reasons = reasonsAgainstExclusion(session, act, moment, context)
  return judgeRequest(requestId, act, reason, session, moment, context, reasons)
}

function judgeRequest(
  requestId: string,
  act: TwoPersonAct,
  why: string,
  session: Session,
  { nowMs, by }: Moment,
  { people }: SessionContext,
  reasons: readonly (Refusal | null)[],
): Judgement<SessionEvent> {
  const person = personOf(by)
  const expiresAtMs = nowMs + REQUEST_EXPIRES_MS
  return judged(
    [
      against(person === null, 'not_allowed'),
      ...reasons,
      againstPending(session.requests, requestId, nowMs, people, (other) => concernsSame(other, act)),
    ],
    () => [{ type: 'RequestMade', requestId, act, reason: why, by: person!, expiresAtMs }],
  )
}

export function judgeConfirm(
  command: Of<'ConfirmRequest'>,
  session: Session,
  moment: Moment,
  context: SessionContext,
): Judgement<SessionEvent> {
  const request = session.requests.find(({ requestId }) => requestId === command.requestId)
  if (request === undefined) return refused('request_unknown')
  return judged(
    [
      ...reasonsAgainstSecond(request, moment, context.people),
      ...reasonsAgainstAct(session, request.act, moment, context),
    ],
    () => [doneBy(request, personOf(moment.by)!)],
  )
}

/** By the one who asked; by the system once nobody confirmed in time. */
export function judgeWithdrawRequest(
  command: Of<'WithdrawRequest'>,
  session: Session,
  moment: Moment,
): Judgement<SessionEvent> {
  const { requestId } = command
  const request = session.requests.find((each) => each.requestId === requestId)
  if (request === undefined) return refused('request_unknown')
  const end = endOf(request, moment)
  return judged([against(end === null, 'not_allowed')], () => [
    { type: end === 'lapsed' ? 'RequestLapsed' : 'RequestWithdrawn', requestId },
  ])
}

function doneBy({ requestId, act, reason, by }: TwoPersonRequest, second: PersonId): SessionEvent {
  const both = { requestId, reason, by: [by, second] as const }
  switch (act.type) {
    case 'VoidWindow':
      return { type: 'WindowVoided', windowId: act.windowId, ...both }
    case 'ExcludeLog':
      return {
        type: 'LogExcluded',
        windowId: act.windowId,
        logId: act.logId,
        lastKnownCount: act.lastKnownCount,
        ...both,
      }
    default:
      return unreachable(act)
  }
}

function reasonsAgainstAct(
  session: Session,
  act: TwoPersonAct,
  moment: Moment,
  context: SessionContext,
): readonly (Refusal | null)[] {
  switch (act.type) {
    case 'VoidWindow':
      return reasonsAgainstVoid(session, act)
    case 'ExcludeLog':
      return reasonsAgainstExclusion(session, act, moment, context)
    default:
      return unreachable(act)
  }
}

/** In any phase, and after the session's end too (SHOW3). */
function reasonsAgainstVoid(session: Session, act: TwoPersonAct): readonly (Refusal | null)[] {
  const window = windowIn(session, act.windowId)
  if (window === null) return [reason('window_unknown')]
  return [against(window.stage.phase === 'void', 'window_void')]
}

/** LOG3: once its seal is due and while the window waits for it. */
function reasonsAgainstExclusion(
  session: Session,
  act: Extract<TwoPersonAct, { type: 'ExcludeLog' }>,
  { nowMs }: Moment,
  context: SessionContext,
): readonly (Refusal | null)[] {
  const window = windowIn(session, act.windowId)
  if (window?.kind !== 'citizens') return [reason('window_unknown')]
  return [
    ...reasonsAlreadyFrozen(window),
    againstDrain(window, session, nowMs),
    against(!context.logs.includes(act.logId), 'log_unknown'),
    against(
      window.seals.some(({ logId }) => logId === act.logId),
      'log_sealed',
    ),
    against(window.excludedLogs.includes(act.logId), 'log_excluded'),
  ]
}

function concernsSame(a: TwoPersonAct, b: TwoPersonAct): boolean {
  if (a.windowId !== b.windowId || a.type !== b.type) return false
  return a.type !== 'ExcludeLog' || b.type !== 'ExcludeLog' || a.logId === b.logId
}
