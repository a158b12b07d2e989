// How any act that takes two persons goes (SAFE4): asked by one, confirmed by another, taken back or lapsed. The rules of all.

import type { PersonId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import type { Actor, Moment } from '../show/event.ts'
import { against } from '../show/judgement.ts'
import type { People } from '../show/people.ts'
import type { Pending } from './pending.ts'

/**
 * Whether the same is asked already: one that has run out is in nobody's way, though its deadline has not fired yet, and
 * neither is one by somebody whose account was switched off.
 */
export function againstPending<Act>(
  requests: readonly Pending<Act>[],
  requestId: string,
  nowMs: number,
  people: People,
  concernsSame: (act: Act) => boolean,
): Refusal | null {
  const pending = requests.some(
    (other) =>
      other.requestId === requestId ||
      (nowMs < other.expiresAtMs && !isOff(other.by, people) && concernsSame(other.act)),
  )
  return against(pending, 'request_pending')
}

/** Why this person cannot be the second one now. */
export function reasonsAgainstSecond(
  request: Pending<unknown>,
  { nowMs, by }: Moment,
  people: People,
): readonly (Refusal | null)[] {
  const second = personOf(by)
  return [
    against(second === null, 'not_allowed'),
    against(nowMs >= request.expiresAtMs, 'request_expired'),
    against(second === request.by, 'same_person'),
    against(isOff(request.by, people), 'requester_disabled'),
  ]
}

function isOff(personId: PersonId, { people }: People): boolean {
  return own(people, personId)?.disabled === true
}

/** By the one who asked; by the system once nobody confirmed in time. Null: neither. */
export function endOf(request: Pending<unknown>, { nowMs, by }: Moment): 'withdrawn' | 'lapsed' | null {
  if (by.role === 'system') return nowMs >= request.expiresAtMs ? 'lapsed' : null
  return personOf(by) === request.by ? 'withdrawn' : null
}

/** Whoever works in the house; a tablet, a reviewer and the server itself are nobody here. */
export function personOf(by: Actor): PersonId | null {
  switch (by.role) {
    case 'director':
    case 'office':
    case 'auditor':
      return by.id
    case 'examiner':
    case 'reviewer':
    case 'system':
      return null
    default:
      return unreachable(by)
  }
}
