// What the ledger gives a period: each unit's items with their credit as of the period's last day (EVAL7).

import { dayOf } from '../basics/city-day.ts'
import type { UnitId } from '../basics/ids.ts'
import { creditOf, type CreditKind, type ItemId, type Period } from '../evaluation/rectification.ts'
import type { Ledger, LedgerItem } from './item.ts'

export interface UnitCredit {
  readonly itemId: ItemId
  readonly weight: number
  readonly kind: CreditKind
}

/**
 * Null where the item does not count in the period: withdrawn, put on the ledger after it (whenever it was given out), not due
 * yet, or settled before.
 */
export function ledgerCreditOf(item: LedgerItem, period: Period): CreditKind | null {
  if (item.withdrawn !== null || dayOf(item.addedAtMs) > period.endsOn) return null
  return creditOf(item, period)
}

/** By the unit that answers for them now, each unit's in the order of item ids. `heirOf`: who took a unit over. */
export function ledgerCreditsOf(
  ledger: Ledger,
  period: Period,
  heirOf: (unitId: UnitId) => UnitId = (unitId) => unitId,
): ReadonlyMap<UnitId, readonly UnitCredit[]> {
  const byUnit = new Map<UnitId, UnitCredit[]>()
  const items = Object.values<LedgerItem>(ledger.items).sort((a, b) => (a.itemId < b.itemId ? -1 : 1))
  for (const item of items) {
    const kind = ledgerCreditOf(item, period)
    if (kind === null) continue
    const unitId = heirOf(item.unitId)
    const credits = byUnit.get(unitId)
    const credit = { itemId: item.itemId, weight: item.weight, kind }
    if (credits === undefined) byUnit.set(unitId, [credit])
    else credits.push(credit)
  }
  return byUnit
}
