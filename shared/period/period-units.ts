// The units of a period as the registry knows them at the moment it is opened, by code (EVAL2).

import type { Registry } from '../evaluation/registry.ts'
import type { Unit } from '../evaluation/unit.ts'
import type { PeriodUnit } from './inputs.ts'

export function periodUnitsOf({ units }: Pick<Registry, 'units'>): readonly PeriodUnit[] {
  return Object.values<Unit>(units).sort((a, b) => a.code - b.code)
}
