// Promises of a session: recorded while it runs or after it, and held against the outcome in an acceptance segment (SHOW2).

import type { UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { SessionCommand } from './command.ts'
import type { SessionContext } from './context.ts'
import type { Moment, SessionEvent } from './event.ts'
import { personOf } from '../acts/two-persons.ts'
import { DONE, against, judged, refused } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import { PROMISES_MOST } from './promise.ts'
import type { OnAirPromise } from './promise.ts'
import type { Session } from './session.ts'

type Of<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>

export function judgeRecordPromise(
  command: Of<'RecordPromise'>,
  session: Session,
  { by }: Moment,
): Judgement<SessionEvent> {
  const { type: _, sessionId: __, ...words } = command
  const person = personOf(by)
  return judged(
    [
      against(person === null, 'not_allowed'),
      against(session.phase === 'draft' || session.phase === 'ready', 'session_not_live'),
      againstUnit(session, words.unitId),
      against(promiseIn(session, words.promiseId) !== null, 'promise_exists'),
      against(session.promises.length >= PROMISES_MOST, 'promises_full', { count: PROMISES_MOST }),
    ],
    () => [{ type: 'PromiseRecorded', ...words, by: person! }],
  )
}

export function judgeRevisePromise(command: Of<'RevisePromise'>, session: Session): Judgement<SessionEvent> {
  const { type: _, sessionId: __, ...words } = command
  const promise = promiseIn(session, words.promiseId)
  if (promise === null) return refused('promise_unknown')
  return judged(
    [againstUnit(session, words.unitId), against(promise.outcome !== null, 'promise_looked_back')],
    () => [{ type: 'PromiseRevised', ...words }],
  )
}

export function judgeWithdrawPromise(
  { promiseId }: Of<'WithdrawPromise'>,
  session: Session,
): Judgement<SessionEvent> {
  const promise = promiseIn(session, promiseId)
  if (promise === null) return DONE
  return judged([against(promise.outcome !== null, 'promise_looked_back')], () => [
    { type: 'PromiseWithdrawn', promiseId },
  ])
}

/** The promise may be of an earlier session; what counts is that tonight looks back on its unit. May be set right while it does. */
export function judgeOutcome(
  { promiseId, outcome, note }: Of<'RecordOutcome'>,
  session: Session,
  context: SessionContext,
): Judgement<SessionEvent> {
  const promise = promiseIn(session, promiseId)
  if (promise === null) return refused('promise_unknown')
  if (promise.outcome === outcome && promise.outcomeNote === note) return DONE
  return judged([against(!context.unitsLookedBackOn.has(promise.unitId), 'no_look_back')], () => [
    { type: 'OutcomeRecorded', promiseId, outcome, note },
  ])
}

/** Units whose acceptance segment is on air or was, in this session. */
export function unitsLookedBackOnIn(session: Session): readonly UnitId[] {
  return session.segments.flatMap(({ kind, state, unitId }) =>
    kind === 'acceptance' && state !== 'planned' && unitId !== null ? [unitId] : [],
  )
}

export function promiseIn(session: Session, promiseId: OnAirPromise['promiseId']): OnAirPromise | null {
  return session.promises.find((each) => each.promiseId === promiseId) ?? null
}

function againstUnit(session: Session, unitId: UnitId) {
  return against(own(session.units, unitId) === undefined, 'unit_unknown', { unit: unitId })
}
