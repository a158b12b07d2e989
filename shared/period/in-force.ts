// What holds in a period now: its latest scheme, its units by id, what was confirmed not to apply.

import type { UnitId } from '../basics/ids.ts'
import type { Scheme } from '../evaluation/scheme.ts'
import type { PeriodUnit } from './inputs.ts'
import type { NotApplicable, Period } from './period.ts'

/** Throws for a draft, which has none yet. */
export function schemeOf({ id, schemes }: Pick<Period, 'id' | 'schemes'>): Scheme {
  const last = schemes.at(-1)
  if (last === undefined) throw new Error(`period ${id} has no scheme yet`)
  return last.scheme
}

const known = new WeakMap<readonly PeriodUnit[], ReadonlyMap<UnitId, PeriodUnit>>()

/** Remembered by the units they are. */
export function unitsById({ units }: Pick<Period, 'units'>): ReadonlyMap<UnitId, PeriodUnit> {
  const before = known.get(units)
  if (before !== undefined) return before
  const byId = new Map(units.map((unit) => [unit.unitId, unit]))
  known.set(units, byId)
  return byId
}

/** Without what was withdrawn. */
export function notApplicableIn({ notApplicable }: Pick<Period, 'notApplicable'>): readonly NotApplicable[] {
  return notApplicable.filter(({ withdrawn }) => withdrawn === null)
}
