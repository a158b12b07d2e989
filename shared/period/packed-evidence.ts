// Accepted counts as text, as the journal and the house keep them, and by unit, as everybody reads them.

import type { UnitId } from '../basics/ids.ts'
import type { IndicatorId } from '../evaluation/indicator.ts'
import type { CitizensRow, IndicatorRow } from './command.ts'
import type { EvidenceTable, Period, PeriodEvidence } from './period.ts'

/** A unit with its counts laid end to end: which indicator, numerator, denominator. */
type IndicatorLine = readonly [unitId: UnitId, ...numbers: number[]]
type CitizensLine = readonly [
  unitId: UnitId,
  satisfied: number,
  fair: number,
  dissatisfied: number,
  unsure: number,
]
interface PackedIndicators {
  readonly indicators: readonly IndicatorId[]
  readonly lines: readonly IndicatorLine[]
}

export function packIndicatorRows(rows: readonly IndicatorRow[]): string {
  const indicators: IndicatorId[] = []
  const places = new Map<IndicatorId, number>()
  const lines = new Map<UnitId, [UnitId, ...number[]]>()
  for (const { unitId, indicatorId, count } of rows) {
    let place = places.get(indicatorId)
    if (place === undefined) {
      place = indicators.push(indicatorId) - 1
      places.set(indicatorId, place)
    }
    const line = lines.get(unitId) ?? [unitId]
    line.push(place, count.numerator, count.denominator)
    lines.set(unitId, line)
  }
  const packed: PackedIndicators = { indicators, lines: [...lines.values()] }
  return JSON.stringify(packed)
}

export function packCitizensRows(rows: readonly CitizensRow[]): string {
  const lines = rows.map(({ unitId, split: { satisfied, fair, dissatisfied, unsure } }): CitizensLine => [
    ...([unitId, satisfied, fair] as const),
    ...([dissatisfied, unsure] as const),
  ])
  return JSON.stringify(lines)
}

export const NO_EVIDENCE: PeriodEvidence = { indicators: {}, citizens: {} }

/** Periods somebody works with at a time. */
const KEPT_MOST = 3
const kept = new Map<Period['evidence'], PeriodEvidence>()

/** By unit, of every import that was accepted: a later one stands for what it replaced. */
export function evidenceOf({ evidence }: Pick<Period, 'evidence'>): PeriodEvidence {
  if (evidence.length === 0) return NO_EVIDENCE
  const known = kept.get(evidence) ?? unpacked(evidence)
  kept.delete(evidence)
  kept.set(evidence, known)
  const oldest = kept.keys().next().value
  if (kept.size > KEPT_MOST && oldest !== undefined) kept.delete(oldest)
  return known
}

type Counts = PeriodEvidence['indicators'][UnitId]

function unpacked(tables: readonly EvidenceTable[]): PeriodEvidence {
  const indicators: Record<UnitId, { -readonly [K in keyof Counts]: Counts[K] }> = {}
  const citizens: { -readonly [K in keyof PeriodEvidence['citizens']]: PeriodEvidence['citizens'][K] } = {}
  for (const { importId, method, packed } of tables) {
    if (method === 'bigData') {
      const { indicators: names, lines } = JSON.parse(packed) as PackedIndicators
      for (const [unitId, ...numbers] of lines) {
        const ofUnit = Object.hasOwn(indicators, unitId) ? indicators[unitId]! : (indicators[unitId] = {})
        for (let at = 0; at < numbers.length; at += 3) {
          const [name = 0, numerator = 0, denominator = 0] = numbers.slice(at, at + 3)
          ofUnit[names[name]!] = { numerator, denominator, importId }
        }
      }
    } else {
      for (const [unitId, satisfied, fair, dissatisfied, unsure] of JSON.parse(packed) as CitizensLine[])
        citizens[unitId] = { split: { satisfied, fair, dissatisfied, unsure }, importId }
    }
  }
  return { indicators, citizens }
}
