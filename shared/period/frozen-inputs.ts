// What was frozen of a period, as everybody reads it: unpacked when it is asked for, and remembered for the last few asked about.

import { unpackInputs } from './packed-inputs.ts'
import type { PeriodInputs } from './inputs.ts'
import type { FrozenInputs, Period } from './period.ts'

/** A half-year's freeze looks at two quarters, a card at the period and the one before. */
const KEPT_MOST = 4
const kept = new Map<FrozenInputs, PeriodInputs>()

/** Null until it is frozen. The same value as long as it is one of the last few asked about. */
export function frozenInputsOf({ inputs, units }: Pick<Period, 'inputs' | 'units'>): PeriodInputs | null {
  if (inputs === null) return null
  const known = kept.get(inputs) ?? unpackInputs(inputs.packed, units)
  kept.delete(inputs)
  kept.set(inputs, known)
  const oldest = kept.keys().next().value
  if (kept.size > KEPT_MOST && oldest !== undefined) kept.delete(oldest)
  return known
}
