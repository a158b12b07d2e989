// The city's set-up: which units, scheme and numbers may be saved, and what is saved (EVAL2, SCORE8).

import type { UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import { against, judged, reason } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import type { OrganisationId } from './department.ts'
import type { Organisation } from './organisation.ts'
import { ORGANISATIONS_MOST, type Registry, type RegistryCommand, type RegistryEvent } from './registry.ts'
import { reasonsAgainstScheme } from './scheme-reasons.ts'
import type { Unit } from './unit.ts'

type Of<T extends RegistryCommand['type']> = Extract<RegistryCommand, { type: T }>

/** So many of one kind of refusal are named in one answer. */
const NAMED_MOST = 20

/** What a decision must know of the rest of the house. */
export interface RegistryContext {
  /** Ids of units that stand in some session's rundown, a poll, the ledger or a period that was opened. */
  readonly inUse: () => ReadonlySet<string>
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
    case 'MergeUnits': {
      const { from, into, on, reason } = command
      return judged(reasonsAgainstMerger(command, registry), () => [
        { type: 'UnitsMerged', from, into, on, reason },
      ])
    }
    case 'RetireUnit': {
      const { unitId, on, reason } = command
      return judged([againstNoUnit(unitId, registry)], () => [{ type: 'UnitRetired', unitId, on, reason }])
    }
    case 'RestoreUnit': {
      const { unitId, reason } = command
      return judged(reasonsAgainstRestoring(unitId, registry), () => [
        { type: 'UnitRestored', unitId, reason },
      ])
    }
    case 'ImportOrganisations': {
      const { organisations } = command
      return judged(reasonsAgainstOrganisations(organisations, registry), () => [
        { type: 'OrganisationsImported', organisations },
      ])
    }
    case 'RemoveOrganisations': {
      const { organisationIds } = command
      return judged(reasonsAgainstRemoving(organisationIds, registry), () => [
        { type: 'OrganisationsRemoved', organisationIds },
      ])
    }
    case 'SetScheme':
      return judged(reasonsAgainstScheme(command.scheme), () => [
        { type: 'SchemeSet', scheme: command.scheme },
      ])
    case 'SetAccessNumbers':
      return judged([], () => [{ type: 'AccessNumbersSet', numbers: [...new Set(command.numbers)] }])
    default:
      return unreachable(command)
  }
}

/** Ids once in the file, and of none that ended; codes once in the whole registry as it would be after the import. */
function reasonsAgainstUnits({ units }: Of<'ImportUnits'>, registry: Registry): readonly Refusal[] {
  const after = new Map<string, Unit>(Object.values<Unit>(registry.units).map((unit) => [unit.unitId, unit]))
  for (const unit of units) after.set(unit.unitId, unit)
  return [
    ...repeated(units.map(({ unitId }) => unitId)).map((unit) => reason('unit_id_duplicate', { unit })),
    ...repeated([...after.values()].map(({ code }) => code)).map((code) =>
      reason('unit_code_duplicate', { code }),
    ),
    ...units
      .filter(({ unitId }) => own(registry.pastUnits, unitId) !== undefined)
      .slice(0, NAMED_MOST)
      .map(({ unitId }) => reason('unit_ended', { unit: unitId })),
    ...[...new Set(units.flatMap(({ organisationId, authorityId }) => [organisationId, authorityId]))]
      .filter((id) => id !== null && own(registry.organisations, id) === undefined)
      .slice(0, NAMED_MOST)
      .map((id) => reason('organisation_unknown', { organisation: id ?? '' })),
  ]
}

function againstNoUnit(unitId: UnitId, { units, pastUnits }: Registry): Refusal | null {
  if (own(pastUnits, unitId) !== undefined) return reason('unit_ended', { unit: unitId })
  return against(own(units, unitId) === undefined, 'unit_unknown', { unit: unitId })
}

function reasonsAgainstMerger({ from, into }: Of<'MergeUnits'>, registry: Registry) {
  return [
    ...[...from, into].map((unitId) => againstNoUnit(unitId, registry)),
    ...repeated(from).map((unit) => reason('unit_id_duplicate', { unit })),
    against(from.includes(into), 'merger_into_itself', { unit: own(registry.units, into)?.name ?? into }),
  ]
}

function reasonsAgainstRestoring(unitId: UnitId, { units, pastUnits }: Registry) {
  const past = own(pastUnits, unitId)
  if (past === undefined) return [reason('unit_not_ended', { unit: own(units, unitId)?.name ?? unitId })]
  const holder = Object.values<Unit>(units).find(({ code }) => code === past.unit.code)
  return [
    against(holder !== undefined, 'unit_code_taken', { code: past.unit.code, unit: holder?.name ?? '' }),
  ]
}

/** Ids once in the file; names once in the whole registry: files of units name them. */
function reasonsAgainstOrganisations(organisations: readonly Organisation[], registry: Registry) {
  const after = new Map(
    [...Object.values<Organisation>(registry.organisations), ...organisations].map((one) => [
      one.organisationId,
      one.name,
    ]),
  )
  return [
    ...repeated(organisations.map(({ organisationId }) => organisationId)).map((organisation) =>
      reason('organisation_id_duplicate', { organisation }),
    ),
    ...repeated([...after.values()]).map((name) => reason('organisation_name_duplicate', { name })),
    against(after.size > ORGANISATIONS_MOST, 'organisations_full', { count: ORGANISATIONS_MOST }),
  ]
}

function reasonsAgainstRemoving(organisationIds: readonly OrganisationId[], registry: Registry) {
  const used = new Map<string, number>()
  for (const { organisationId, authorityId } of Object.values<Unit>(registry.units)) {
    for (const id of new Set([organisationId, authorityId]))
      if (id !== null) used.set(id, (used.get(id) ?? 0) + 1)
  }
  return organisationIds.flatMap((id) => {
    const known = own(registry.organisations, id)
    return [
      against(known === undefined, 'organisation_unknown', { organisation: id }),
      against(used.has(id), 'organisation_in_use', {
        organisation: known?.name ?? id,
        count: used.get(id) ?? 0,
      }),
    ]
  })
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
