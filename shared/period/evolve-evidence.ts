// A period's evidence after more counts were accepted: by unit, each number with the import it came in.

import type { UnitId } from '../basics/ids.ts'
import type { Method } from '../evaluation/scheme.ts'
import type { PeriodEvent } from './event.ts'
import type { AcceptedEvidence, Period, PeriodEvidence } from './period.ts'

type Of<T extends PeriodEvent['type']> = Extract<PeriodEvent, { type: T }>

export const NO_EVIDENCE: PeriodEvidence = { indicators: {}, citizens: {} }

export function acceptedIndicators(
  period: Period,
  event: Of<'IndicatorCountsAccepted'>,
  atMs: number,
): Period {
  const { importId } = event.source
  type OfUnit = PeriodEvidence['indicators'][UnitId]
  const changed = new Map<UnitId, { -readonly [K in keyof OfUnit]: OfUnit[K] }>()
  for (const { unitId, indicatorId, count } of event.rows) {
    const ofUnit = changed.get(unitId) ?? { ...period.evidence.indicators[unitId] }
    ofUnit[indicatorId] = { ...count, importId }
    changed.set(unitId, ofUnit)
  }
  const indicators = { ...period.evidence.indicators, ...Object.fromEntries(changed) }
  return withImport(period, { ...period.evidence, indicators }, importOf('bigData', event, atMs))
}

export function acceptedCitizens(period: Period, event: Of<'CitizensCountsAccepted'>, atMs: number): Period {
  const { importId } = event.source
  const accepted = Object.fromEntries(event.rows.map(({ unitId, split }) => [unitId, { split, importId }]))
  const citizens = { ...period.evidence.citizens, ...accepted }
  return withImport(period, { ...period.evidence, citizens }, importOf('citizens', event, atMs))
}

function importOf(
  method: Method,
  { source, rows, replaced, by }: Of<'IndicatorCountsAccepted' | 'CitizensCountsAccepted'>,
  atMs: number,
): AcceptedEvidence {
  return { ...source, method, rows: rows.length, replaced, by, atMs }
}

function withImport(period: Period, evidence: PeriodEvidence, accepted: AcceptedEvidence): Period {
  return { ...period, evidence, imports: [...period.imports, accepted] }
}
