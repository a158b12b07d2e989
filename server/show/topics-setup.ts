// The topic `setup`: units, scheme, open periods, sessions and people as director and office prepare them.

import { own } from '../../shared/basics/own.ts'
import { ballotsIn } from '../../shared/evaluation/poll-points.ts'
import type { Registry } from '../../shared/evaluation/registry.ts'
import { citizensOfDays } from '../../shared/period/citizens-of-days.ts'
import { evidenceOf } from '../../shared/period/packed-evidence.ts'
import type { Period } from '../../shared/period/period.ts'
import { UNIT_SPLIT_FROM_N } from '../../shared/poll/visibility.ts'
import type { OpenPeriod, SessionSetup, SetupSnapshot } from '../../shared/protocol/setup-topic.ts'
import type { UnitView } from '../../shared/protocol/views.ts'
import type { House } from '../../shared/show/house.ts'
import type { Person } from '../../shared/show/people.ts'
import type { Session } from '../../shared/show/session.ts'
import { refusalsOf } from './grey.ts'
import type { LiveFacts } from './live-facts.ts'
import { headOf, unitViewOf } from './topic-parts.ts'
import { channelsOf } from './topics-console.ts'

export function setupSnapshotOf(house: House, facts: LiveFacts): SetupSnapshot {
  const { registry } = house
  return {
    registryVersion: own(house.versions, 'registry') ?? 0,
    units: unitsOf(registry),
    openPeriods: openPeriodsOf(house),
    scheme: registry.scheme,
    accessNumbers: registry.accessNumbers,
    sessions: Object.values(house.sessions).map((session) => sessionSetupOf(session, house, facts)),
    people: Object.values<Person>(house.people.people).map((person) => ({
      ...person,
      standsFor: standsForOf(person, house),
    })),
    channels: channelsOf(facts),
  }
}

function standsForOf(
  { standsFor }: Person,
  { registry }: House,
): SetupSnapshot['people'][number]['standsFor'] {
  if (standsFor === null) return null
  const organisation = own(registry.organisations, standsFor.organisationId)?.name ?? standsFor.organisationId
  return { ...standsFor, organisation }
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

const openKnown = new WeakMap<House['periods'], WeakMap<House['polls'], SetupSnapshot['openPeriods']>>()

/** Remembered by what they are made of: with 10,000 units they take time, and change rarely. */
function openPeriodsOf({ periods, polls }: House): SetupSnapshot['openPeriods'] {
  const ofPeriods = openKnown.get(periods) ?? new WeakMap<House['polls'], SetupSnapshot['openPeriods']>()
  openKnown.set(periods, ofPeriods)
  const known = ofPeriods.get(polls)
  if (known !== undefined) return known
  const open = Object.values<Period>(periods)
    .filter(({ kind, stage }) => kind === 'quarter' && stage.phase === 'collecting')
    .sort((a, b) => (a.startsOn < b.startsOn ? 1 : -1))
    .map((period) => openPeriodOf(period, polls))
  ofPeriods.set(polls, open)
  return open
}

function openPeriodOf(period: Period, polls: House['polls']): OpenPeriod {
  const { id: periodId, title, startsOn, endsOn, evidenceDueOn, imports } = period
  const evidence = evidenceOf(period)
  const fromPolls = citizensOfDays(polls, period)
  const importOf = new Map(imports.map((each) => [each.importId, each]))
  return {
    ...{ periodId, title, startsOn, endsOn, evidenceDueOn },
    counts: period.units.flatMap(({ unitId }) => {
      const count = own(evidence.citizens, unitId)
      if (count === undefined || fromPolls.has(unitId)) return []
      const from = importOf.get(count.importId)
      return [{ unitId, split: count.split, source: from?.words ?? '', atMs: from?.atMs ?? 0 }]
    }),
    fromPolls: [...fromPolls].map(([unitId, { split, pollIds }]) => {
      const n = ballotsIn(split)
      return {
        unitId,
        n,
        split: n >= UNIT_SPLIT_FROM_N ? split : null,
        polls: pollIds.map((pollId) => own(polls, pollId)?.title ?? pollId),
      }
    }),
  }
}

/** With 10,000 units they take time, and they change rarely: remembered by the registry they are made of. */
const unitsKnown = new WeakMap<Registry, readonly UnitView[]>()

function unitsOf(registry: Registry): readonly UnitView[] {
  const known = unitsKnown.get(registry)
  if (known !== undefined) return known
  const units = Object.values(registry.units)
    .map(unitViewOf)
    .sort((a, b) => a.code - b.code)
  unitsKnown.set(registry, units)
  return units
}
