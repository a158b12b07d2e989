// The city's set-up: units, organisations, access numbers and scheme. Its commands, events and state.

import { z } from 'zod'
import { UnitId } from '../basics/ids.ts'
import { OrganisationId } from './department.ts'
import { Organisation } from './organisation.ts'
import { Day } from './rectification.ts'
import { Scheme, type SchemeOnRecord } from './scheme.ts'
import { Unit } from './unit.ts'
import type { PastUnit, UnitChange } from './unit-history.ts'

/** E.164, or a short operator access number such as 10690000001. */
export const AccessNumber = z.string().regex(/^\+?[0-9]{5,15}$/)

export const UNITS_MOST = 20_000
export const ORGANISATIONS_MOST = 2_000
const reason = z.string().trim().min(2).max(200)

export const RegistryCommand = z.discriminatedUnion('type', [
  /** Adds new units and updates those whose unitId is known; whole or not at all. */
  z.strictObject({ type: z.literal('ImportUnits'), units: z.array(Unit).min(1).max(UNITS_MOST) }),
  /** A unit that was never used: entered by mistake. One that was ends by RetireUnit or MergeUnits. */
  z.strictObject({ type: z.literal('RemoveUnit'), unitId: UnitId }),
  /** `from` end, `into` goes on. */
  z.strictObject({
    type: z.literal('MergeUnits'),
    from: z.array(UnitId).min(1).max(100),
    into: UnitId,
    on: Day,
    reason,
  }),
  z.strictObject({ type: z.literal('RetireUnit'), unitId: UnitId, on: Day, reason }),
  /** Takes back a merger or an end that was entered by mistake. */
  z.strictObject({ type: z.literal('RestoreUnit'), unitId: UnitId, reason }),
  /** Adds new organisations and updates known ones; whole or not at all. */
  z.strictObject({
    type: z.literal('ImportOrganisations'),
    organisations: z.array(Organisation).min(1).max(ORGANISATIONS_MOST),
  }),
  z.strictObject({
    type: z.literal('RemoveOrganisations'),
    organisationIds: z.array(OrganisationId).min(1).max(ORGANISATIONS_MOST),
  }),
  z.strictObject({ type: z.literal('SetScheme'), scheme: Scheme }),
  z.strictObject({ type: z.literal('SetAccessNumbers'), numbers: z.array(AccessNumber).max(50) }),
])
export type RegistryCommand = z.infer<typeof RegistryCommand>

/** A unit as older journals have it: of no organisation yet. */
type ImportedUnit = Omit<Unit, 'organisationId' | 'authorityId'> &
  Partial<Pick<Unit, 'organisationId' | 'authorityId'>>

export type RegistryEvent =
  | { readonly type: 'UnitsImported'; readonly units: readonly ImportedUnit[] }
  | { readonly type: 'UnitRemoved'; readonly unitId: UnitId }
  | {
      readonly type: 'UnitsMerged'
      readonly from: readonly UnitId[]
      readonly into: UnitId
      readonly on: Day
      readonly reason: string
    }
  | { readonly type: 'UnitRetired'; readonly unitId: UnitId; readonly on: Day; readonly reason: string }
  | { readonly type: 'UnitRestored'; readonly unitId: UnitId; readonly reason: string }
  | { readonly type: 'OrganisationsImported'; readonly organisations: readonly Organisation[] }
  | { readonly type: 'OrganisationsRemoved'; readonly organisationIds: readonly OrganisationId[] }
  | { readonly type: 'SchemeSet'; readonly scheme: SchemeOnRecord }
  | { readonly type: 'AccessNumbersSet'; readonly numbers: readonly string[] }

export interface Registry {
  /** Living ones: their codes differ. */
  readonly units: Readonly<Record<UnitId, Unit>>
  /** Merged or retired. */
  readonly pastUnits: Readonly<Record<UnitId, PastUnit>>
  /** Oldest first, of living and past units. */
  readonly unitHistories: Readonly<Record<UnitId, readonly UnitChange[]>>
  readonly organisations: Readonly<Record<OrganisationId, Organisation>>
  readonly scheme: Scheme
  readonly accessNumbers: readonly string[]
}
