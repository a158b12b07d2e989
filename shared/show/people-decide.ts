// Accounts by events: who was added with which role, and who is switched off.

import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import type { Registry } from '../evaluation/registry.ts'
import { DONE, against, judged, refused } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import type { People, PeopleCommand, PeopleEvent } from './people.ts'

export const EMPTY_PEOPLE: People = { people: {} }

/** `organisations`: those that are registered, whom a reviewer may be moved to. */
export function judgePeople(
  command: PeopleCommand,
  people: People,
  organisations: Registry['organisations'],
): Judgement<PeopleEvent> {
  const person = own(people.people, command.personId)
  switch (command.type) {
    case 'AddPerson': {
      const { personId, name, role, standsFor } = command
      // `system` is the server itself and never has an account.
      const taken = person !== undefined || personId.toLowerCase() === 'system'
      return judged(
        [
          against(taken, 'person_exists', { name: personId }),
          against((role === 'reviewer') !== (standsFor !== undefined), 'person_stands_for'),
        ],
        () => [{ type: 'PersonAdded', personId, name, role, ...(standsFor && { standsFor }) }],
      )
    }
    case 'PlaceReviewer': {
      if (person === undefined) return refused('person_unknown')
      const { personId, standsFor } = command
      const { organisationId, group } = standsFor
      const before = person.standsFor
      if (before?.organisationId === organisationId && before.group === group) return DONE
      return judged(
        [
          against(person.role !== 'reviewer', 'person_stands_for'),
          against(own(organisations, organisationId) === undefined, 'organisation_unknown', {
            organisation: organisationId,
          }),
        ],
        () => [{ type: 'ReviewerPlaced', personId, standsFor }],
      )
    }
    case 'DisablePerson': {
      if (person === undefined) return refused('person_unknown')
      const { personId, disabled } = command
      if (person.disabled === disabled) return DONE
      return judged([], () => [{ type: 'PersonDisabled', personId, disabled }])
    }
    default:
      return unreachable(command)
  }
}

export function evolvePeople({ people }: People, event: PeopleEvent): People {
  switch (event.type) {
    case 'PersonAdded': {
      const { personId, name, role, standsFor = null } = event
      return { people: { ...people, [personId]: { personId, name, role, standsFor, disabled: false } } }
    }
    case 'ReviewerPlaced': {
      const person = own(people, event.personId)
      if (person === undefined) throw new Error(`person ${event.personId} was never added`)
      return { people: { ...people, [event.personId]: { ...person, standsFor: event.standsFor } } }
    }
    case 'PersonDisabled': {
      const person = own(people, event.personId)
      if (person === undefined) throw new Error(`person ${event.personId} was never added`)
      return { people: { ...people, [event.personId]: { ...person, disabled: event.disabled } } }
    }
    default:
      return unreachable(event)
  }
}
