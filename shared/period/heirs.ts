// Who answers in a period for what was a unit's that ended: whoever took it over.

import type { UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { House } from '../show/house.ts'
import { unitsById } from './in-force.ts'
import type { Period } from './period.ts'

/** A unit of the period stands for itself, also where it was merged later; one merged before, for whoever took it over. */
export function heirIn(period: Period, { pastUnits }: House['registry']): (unitId: UnitId) => UnitId {
  const units = unitsById(period)
  return (unitId) => {
    const seen = new Set<UnitId>()
    for (let heir = unitId; !seen.has(heir);) {
      if (units.has(heir)) return heir
      seen.add(heir)
      const ending = own(pastUnits, heir)?.ending
      if (ending?.kind !== 'merged') break
      heir = ending.into
    }
    return unitId
  }
}
