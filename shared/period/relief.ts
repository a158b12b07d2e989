// What two persons lifted (容错纠错, GRADE4), read back into a unit's evidence: an indicator scored full, a false reopening not counted.

import type { UnitId } from '../basics/ids.ts'
import type { CreditKind } from '../evaluation/rectification.ts'
import { ledgerCreditOf } from '../ledger/credits.ts'
import type { LedgerItem } from '../ledger/item.ts'
import type { Deduction, Period } from './period.ts'

type Days = Pick<Period, 'startsOn' | 'endsOn'>

/** Whether an item was found false within the period: what counts −1. */
export function isReopenedIn(item: LedgerItem, days: Days): boolean {
  return ledgerCreditOf(item, days) === 'reopened_false'
}

/** What an item counts for as if nobody had found it false: its steps up to then. */
export function creditWithoutReopening(item: LedgerItem, days: Days): CreditKind | null {
  const found = item.steps.findIndex(({ step, on }) => step === 'reopened' && on >= days.startsOn)
  return ledgerCreditOf(found === -1 ? item : { ...item, steps: item.steps.slice(0, found) }, days)
}

/** Whether a unit's deduction was lifted. */
export function liftedIn({ reliefs }: Pick<Period, 'reliefs'>): {
  readonly has: (unitId: UnitId, kind: Deduction['kind'], id: string) => boolean
} {
  const lifted = new Set(
    reliefs.map(({ unitId, deduction }) => {
      const id = deduction.kind === 'indicator' ? deduction.indicatorId : deduction.itemId
      return `${deduction.kind} ${unitId} ${id}`
    }),
  )
  return { has: (unitId, kind, id) => lifted.has(`${kind} ${unitId} ${id}`) }
}
