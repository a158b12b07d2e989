// The city's set-up after one more of its events, with what each unit was called when.

import type { UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import type { Actor } from '../show/event.ts'
import type { Registry, RegistryEvent } from './registry.ts'
import { DEFAULT_SCHEME, schemeOnRecord } from './scheme.ts'
import type { Unit } from './unit.ts'
import { isSameUnit, type UnitChange, type UnitEnding, type UnitStep } from './unit-history.ts'

export const EMPTY_REGISTRY: Registry = {
  units: {},
  pastUnits: {},
  unitHistories: {},
  organisations: {},
  scheme: DEFAULT_SCHEME,
  accessNumbers: [],
}

/** What an event is kept with. */
interface When {
  readonly atMs: number
  readonly by: Actor
}

export function evolveRegistry(registry: Registry, event: RegistryEvent, when: When): Registry {
  switch (event.type) {
    case 'UnitsImported':
      return imported(
        registry,
        event.units.map(({ organisationId = null, authorityId = null, ...unit }) => ({
          ...unit,
          organisationId,
          authorityId,
        })),
        when,
      )
    case 'UnitRemoved': {
      const { [event.unitId]: _history, ...unitHistories } = registry.unitHistories
      return { ...withoutUnits(registry, [event.unitId]), unitHistories }
    }
    case 'UnitsMerged': {
      const { from, into, on, reason } = event
      const ended = withEnded(registry, from, { kind: 'merged', into, on, reason }, when)
      return noted(ended, [[into, { kind: 'took_over', from, on, reason }]], when)
    }
    case 'UnitRetired': {
      const { unitId, on, reason } = event
      return withEnded(registry, [unitId], { kind: 'retired', on, reason }, when)
    }
    case 'UnitRestored': {
      const { [event.unitId]: past, ...pastUnits } = registry.pastUnits
      if (past === undefined) throw new Error(`unit ${event.unitId} never ended`)
      const restored = { ...registry, pastUnits, units: { ...registry.units, [event.unitId]: past.unit } }
      return noted(restored, [[event.unitId, { kind: 'restored', reason: event.reason }]], when)
    }
    case 'OrganisationsImported': {
      const organisations = { ...registry.organisations }
      for (const organisation of event.organisations)
        organisations[organisation.organisationId] = organisation
      return { ...registry, organisations }
    }
    case 'OrganisationsRemoved': {
      const gone = new Set(event.organisationIds)
      const organisations = Object.fromEntries(
        Object.entries(registry.organisations).filter(([organisationId]) => !gone.has(organisationId)),
      )
      return { ...registry, organisations }
    }
    case 'SchemeSet':
      return { ...registry, scheme: schemeOnRecord(event.scheme) }
    case 'AccessNumbersSet':
      return { ...registry, accessNumbers: event.numbers }
    default:
      return unreachable(event)
  }
}

function imported(registry: Registry, units: readonly Unit[], when: When): Registry {
  const steps = units.flatMap((unit): [UnitId, UnitStep][] => {
    const before = own(registry.units, unit.unitId)
    if (before !== undefined && isSameUnit(before, unit)) return []
    return [[unit.unitId, { kind: before === undefined ? 'registered' : 'changed', unit }]]
  })
  const after = Object.fromEntries(units.map((unit) => [unit.unitId, unit]))
  return noted({ ...registry, units: { ...registry.units, ...after } }, steps, when)
}

function withEnded(registry: Registry, unitIds: readonly UnitId[], ending: UnitEnding, when: When): Registry {
  const pastUnits = { ...registry.pastUnits }
  for (const unitId of unitIds) {
    const unit = own(registry.units, unitId)
    if (unit === undefined) throw new Error(`no unit ${unitId} that could end`)
    pastUnits[unitId] = { unit, ending }
  }
  const steps = unitIds.map((unitId): [UnitId, UnitStep] => [unitId, ending])
  return noted({ ...withoutUnits(registry, unitIds), pastUnits }, steps, when)
}

function withoutUnits(registry: Registry, unitIds: readonly UnitId[]): Registry {
  const units = { ...registry.units }
  for (const unitId of unitIds) delete units[unitId]
  return { ...registry, units }
}

function noted(registry: Registry, steps: readonly (readonly [UnitId, UnitStep])[], when: When): Registry {
  if (steps.length === 0) return registry
  const unitHistories = { ...registry.unitHistories }
  for (const [unitId, step] of steps) {
    const change: UnitChange = { atMs: when.atMs, by: when.by, step }
    unitHistories[unitId] = [...(own(unitHistories, unitId) ?? []), change]
  }
  return { ...registry, unitHistories }
}
