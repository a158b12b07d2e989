// The topic `setup`: units, scheme, accepted counts, sessions and people as director and office prepare them.

import { UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { pollEvidenceOf } from '../../shared/evaluation/citizens-evidence.ts'
import { ballotsIn } from '../../shared/evaluation/poll-points.ts'
import type { Registry } from '../../shared/evaluation/registry.ts'
import { UNIT_SPLIT_FROM_N } from '../../shared/poll/visibility.ts'
import type { SessionSetup, SetupSnapshot } from '../../shared/protocol/setup-topic.ts'
import type { UnitView } from '../../shared/protocol/views.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session } from '../../shared/show/session.ts'
import { refusalsOf } from './grey.ts'
import type { LiveFacts } from './live-facts.ts'
import { headOf, unitViewOf } from './topic-parts.ts'
import { channelsOf } from './topics-console.ts'

export function setupSnapshotOf(house: House, facts: LiveFacts): SetupSnapshot {
  const { registry } = house
  return {
    ...registryPartsOf(registry),
    citizensFromPolls: fromPollsOf(house.polls),
    scheme: registry.scheme,
    accessNumbers: registry.accessNumbers,
    sessions: Object.values(house.sessions).map((session) => sessionSetupOf(session, house, facts)),
    people: Object.values(house.people.people).map(({ personId, name, role, disabled }) => ({
      personId,
      name,
      role,
      disabled,
    })),
    channels: channelsOf(facts),
  }
}

function sessionSetupOf(session: Session, house: House, facts: LiveFacts): SessionSetup {
  return {
    ...headOf(session),
    form: session.form,
    groupWeights: session.groupWeights,
    rules: session.rules,
    segments: session.segments.map(({ takenAtMs: _, ...segment }) => segment),
    seats: session.seats.map(({ signedInAtMs: _, ...seat }) => seat),
    recusals: session.recusals.map(({ seatId, unitId }) => ({ seatId, unitId })),
    readyRefusals: refusalsOf({ type: 'MarkReady', sessionId: session.id }, house, facts),
  }
}

const fromPollsKnown = new WeakMap<House['polls'], SetupSnapshot['citizensFromPolls']>()

function fromPollsOf(polls: House['polls']): SetupSnapshot['citizensFromPolls'] {
  const known = fromPollsKnown.get(polls)
  if (known !== undefined) return known
  const made = [...pollEvidenceOf(polls)].map(([unitId, { split, pollIds }]) => {
    const n = ballotsIn(split)
    return {
      unitId,
      n,
      split: n >= UNIT_SPLIT_FROM_N ? split : null,
      polls: pollIds.map((pollId) => own(polls, pollId)?.title ?? pollId),
    }
  })
  fromPollsKnown.set(polls, made)
  return made
}

interface RegistryParts {
  readonly units: readonly UnitView[]
  readonly citizensCounts: SetupSnapshot['citizensCounts']
}

/** With 10,000 units the one part that takes time, and it changes rarely: remembered by the registry it is made of. */
const partsKnown = new WeakMap<Registry, RegistryParts>()

function registryPartsOf(registry: Registry): RegistryParts {
  const known = partsKnown.get(registry)
  if (known !== undefined) return known
  const parts = {
    units: Object.values(registry.units)
      .map(unitViewOf)
      .sort((a, b) => a.code - b.code),
    citizensCounts: Object.entries(registry.citizens).map(([unitId, { split, source, atMs }]) => ({
      unitId: UnitId.parse(unitId),
      split,
      source,
      atMs,
    })),
  }
  partsKnown.set(registry, parts)
  return parts
}
