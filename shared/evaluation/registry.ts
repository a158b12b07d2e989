// The city's set-up: units, access numbers, scheme, and the period's citizens' counts. Its commands, events and state.

import { z } from 'zod'
import { UnitId } from '../basics/ids.ts'
import { Split } from '../ballot/tally.ts'
import { Scheme, type SchemeOnRecord } from './scheme.ts'
import { Unit } from './unit.ts'

/** E.164, or a short operator access number such as 10690000001. */
export const AccessNumber = z.string().regex(/^\+?[0-9]{5,15}$/)

/** Counts of a period poll (EVAL4), SMS + WeChat only; never percentages. */
export const CitizensCount = z.strictObject({ unitId: UnitId, split: Split })
export type CitizensCount = z.infer<typeof CitizensCount>

export const RegistryCommand = z.discriminatedUnion('type', [
  /** Adds new units and updates those whose unitId is known; whole or not at all. */
  z.strictObject({ type: z.literal('ImportUnits'), units: z.array(Unit).min(1).max(20_000) }),
  z.strictObject({ type: z.literal('RemoveUnit'), unitId: UnitId }),
  z.strictObject({ type: z.literal('SetScheme'), scheme: Scheme }),
  z.strictObject({ type: z.literal('SetAccessNumbers'), numbers: z.array(AccessNumber).max(50) }),
  /** Accepted evidence for `citizens`: replaces what those units had. `source` says where the counts are from. */
  z.strictObject({
    type: z.literal('AcceptCitizensCounts'),
    source: z.string().trim().min(2).max(100),
    counts: z.array(CitizensCount).min(1).max(20_000),
  }),
])
export type RegistryCommand = z.infer<typeof RegistryCommand>

export type RegistryEvent =
  | { readonly type: 'UnitsImported'; readonly units: readonly Unit[] }
  | { readonly type: 'UnitRemoved'; readonly unitId: UnitId }
  | { readonly type: 'SchemeSet'; readonly scheme: SchemeOnRecord }
  | { readonly type: 'AccessNumbersSet'; readonly numbers: readonly string[] }
  | {
      readonly type: 'CitizensCountsAccepted'
      readonly source: string
      readonly counts: readonly CitizensCount[]
    }

export interface Registry {
  readonly units: Readonly<Record<UnitId, Unit>>
  readonly scheme: Scheme
  readonly accessNumbers: readonly string[]
  readonly citizens: Readonly<
    Record<UnitId, { readonly split: Split; readonly source: string; readonly atMs: number }>
  >
}
