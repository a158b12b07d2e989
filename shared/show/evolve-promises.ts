// A session's promises after one more event (SHOW7).

import { unreachable } from '../basics/result.ts'
import type { SessionEvent } from './event.ts'
import type { OnAirPromise } from './promise.ts'
import type { Session } from './session.ts'

type OfPromise = Extract<SessionEvent, { promiseId: OnAirPromise['promiseId'] }>

export function evolvePromises(session: Session, event: OfPromise, atMs: number): readonly OnAirPromise[] {
  const { promiseId } = event
  const changed = (change: Partial<OnAirPromise>) =>
    session.promises.map((promise) => (promise.promiseId === promiseId ? { ...promise, ...change } : promise))
  switch (event.type) {
    case 'PromiseRecorded': {
      const { type: _, ...words } = event
      const made = { sessionId: session.id, recordedAtMs: atMs, outcome: null, outcomeNote: '' }
      return [...session.promises, { ...words, ...made }]
    }
    case 'PromiseRevised': {
      const { type: _, ...words } = event
      return changed(words)
    }
    case 'PromiseWithdrawn':
      return session.promises.filter((promise) => promise.promiseId !== promiseId)
    case 'OutcomeRecorded':
      return changed({ outcome: event.outcome, outcomeNote: event.note })
    default:
      return unreachable(event)
  }
}
