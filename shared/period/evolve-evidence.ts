// A period after one more import of counts was accepted: the table as it came, and where it is from.

import type { PeriodEvent } from './event.ts'
import type { Period } from './period.ts'

type Accepted = Extract<PeriodEvent, { type: 'IndicatorCountsAccepted' | 'CitizensCountsAccepted' }>

export function withAccepted(period: Period, event: Accepted, atMs: number): Period {
  const { source, rows, replaced, packed, by } = event
  const method = event.type === 'IndicatorCountsAccepted' ? 'bigData' : 'citizens'
  return {
    ...period,
    evidence: [...period.evidence, { importId: source.importId, method, packed }],
    imports: [...period.imports, { ...source, method, rows, replaced, by, atMs }],
  }
}
