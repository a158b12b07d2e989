// The city's set-up: which units, scheme, numbers and counts may be saved, and what is saved (EVAL2, EVAL4, SCORE8).

import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import { against, judged, reason } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import type { Registry, RegistryCommand, RegistryEvent } from './registry.ts'
import { DEFAULT_SCHEME, schemeOnRecord } from './scheme.ts'
import { reasonsAgainstScheme } from './scheme-reasons.ts'
import type { Unit } from './unit.ts'

type Of<T extends RegistryCommand['type']> = Extract<RegistryCommand, { type: T }>

/** So many of one kind of refusal are named in one answer. */
const NAMED_MOST = 20

export const EMPTY_REGISTRY: Registry = {
  units: {},
  scheme: DEFAULT_SCHEME,
  accessNumbers: [],
  citizens: {},
}

/** What a decision must know of the rest of the house. */
export interface RegistryContext {
  /** Ids of units that stand in some session's rundown or a poll. */
  readonly inUse: () => ReadonlySet<string>
  /** Units that a period poll of ours covers, with its title. */
  readonly covered: () => ReadonlyMap<string, string>
}

export function judgeRegistry(
  command: RegistryCommand,
  registry: Registry,
  context: RegistryContext,
): Judgement<RegistryEvent> {
  switch (command.type) {
    case 'ImportUnits':
      return judged(reasonsAgainstUnits(command, registry), () => [
        { type: 'UnitsImported', units: command.units },
      ])
    case 'RemoveUnit': {
      const { unitId } = command
      const unit = own(registry.units, unitId)
      return judged(
        [
          against(unit === undefined, 'unit_unknown', { unit: unitId }),
          against(context.inUse().has(unitId), 'unit_in_use', { unit: unit?.name ?? unitId }),
        ],
        () => [{ type: 'UnitRemoved', unitId }],
      )
    }
    case 'SetScheme':
      return judged(reasonsAgainstScheme(command.scheme), () => [
        { type: 'SchemeSet', scheme: command.scheme },
      ])
    case 'SetAccessNumbers':
      return judged([], () => [{ type: 'AccessNumbersSet', numbers: [...new Set(command.numbers)] }])
    case 'AcceptCitizensCounts':
      return judged(reasonsAgainstCounts(command, registry, context.covered()), () => [
        { type: 'CitizensCountsAccepted', source: command.source, counts: command.counts },
      ])
    default:
      return unreachable(command)
  }
}

/** Ids once in the file; codes once in the whole registry as it would be after the import. */
function reasonsAgainstUnits({ units }: Of<'ImportUnits'>, registry: Registry): readonly Refusal[] {
  const after = new Map<string, Unit>(Object.values<Unit>(registry.units).map((unit) => [unit.unitId, unit]))
  for (const unit of units) after.set(unit.unitId, unit)
  return [
    ...repeated(units.map(({ unitId }) => unitId)).map((unit) => reason('unit_id_duplicate', { unit })),
    ...repeated([...after.values()].map(({ code }) => code)).map((code) =>
      reason('unit_code_duplicate', { code }),
    ),
  ]
}

function reasonsAgainstCounts(
  { counts }: Of<'AcceptCitizensCounts'>,
  registry: Registry,
  covered: ReadonlyMap<string, string>,
): readonly Refusal[] {
  const ids = counts.map(({ unitId }) => unitId)
  return [
    ...ids
      .filter((unitId) => own(registry.units, unitId) === undefined)
      .slice(0, NAMED_MOST)
      .map((unit) => reason('unit_unknown', { unit })),
    ...repeated(ids).map((unit) => reason('unit_id_duplicate', { unit })),
    ...ids
      .filter((unitId) => covered.has(unitId))
      .slice(0, NAMED_MOST)
      .map((unitId) =>
        reason('counts_in_poll', {
          unit: own(registry.units, unitId)?.name ?? unitId,
          title: covered.get(unitId) ?? '',
        }),
      ),
  ]
}

/** Values that stand more than once, each named once, the first few of them. */
function repeated<T>(values: readonly T[]): readonly T[] {
  const seen = new Set<T>()
  const twice = new Set<T>()
  for (const value of values) {
    if (seen.has(value)) twice.add(value)
    seen.add(value)
  }
  return [...twice].slice(0, NAMED_MOST)
}

export function evolveRegistry(registry: Registry, event: RegistryEvent, atMs: number): Registry {
  switch (event.type) {
    case 'UnitsImported': {
      const imported = Object.fromEntries(event.units.map((unit) => [unit.unitId, unit]))
      return { ...registry, units: { ...registry.units, ...imported } }
    }
    case 'UnitRemoved': {
      const { [event.unitId]: _unit, ...units } = registry.units
      const { [event.unitId]: _counts, ...citizens } = registry.citizens
      return { ...registry, units, citizens }
    }
    case 'SchemeSet':
      return { ...registry, scheme: schemeOnRecord(event.scheme) }
    case 'AccessNumbersSet':
      return { ...registry, accessNumbers: event.numbers }
    case 'CitizensCountsAccepted': {
      const { source } = event
      const accepted = Object.fromEntries(
        event.counts.map(({ unitId, split }) => [unitId, { split, source, atMs }]),
      )
      return { ...registry, citizens: { ...registry.citizens, ...accepted } }
    }
    default:
      return unreachable(event)
  }
}
