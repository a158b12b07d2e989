// GET /api/registry and /api/registry/units/:unitId: all units and organisations whole, and what became of one unit.

import { z } from 'zod'
import { UnitId } from '../basics/ids.ts'
import { Organisation } from '../evaluation/organisation.ts'
import { Day } from '../evaluation/rectification.ts'
import { Unit } from '../evaluation/unit.ts'

const reason = z.string()

export const UnitEndingView = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('merged'), into: UnitId, on: Day, reason }),
  z.strictObject({ kind: z.literal('retired'), on: Day, reason }),
])

/** GET /api/registry — for office, director and auditor. */
export const RegistryAnswer = z.strictObject({
  /** By code. */
  units: z.array(Unit),
  pastUnits: z.array(z.strictObject({ unit: Unit, ending: UnitEndingView })),
  /** By name. */
  organisations: z.array(Organisation),
})
export type RegistryAnswer = z.infer<typeof RegistryAnswer>

/** GET /api/registry/units/:unitId — oldest change first, each as whole Chinese sentences. */
export const UnitHistoryAnswer = z.strictObject({
  unitId: UnitId,
  changes: z.array(
    z.strictObject({ atMs: z.number().int(), by: z.string(), sentences: z.array(z.string()) }),
  ),
})
export type UnitHistoryAnswer = z.infer<typeof UnitHistoryAnswer>
