// Runs every detector over a window's counted ballots and corrects for all that was looked at. Pure: same ballots, same findings.

import type { UnitCode } from '../../basics/ids.ts'
import { LOOKS_AFTER_CLOSE, LOOKS_WHILE_OPEN, WINDOWS_OF_A_FAMILY } from './detection-limits.ts'
import type { DetectionRules } from './detection-rules.ts'
import { rowsOf, type BallotColumns, type LookedAt } from './features.ts'
import { DETECTORS, type Finding } from './finding.ts'
import { findOverfull } from './overfull.ts'
import { findPacing } from './pacing.ts'
import { findSegmentClusters } from './segment-clusters.ts'
import { findSegmentCrowding } from './segment-crowding.ts'
import { findShareBursts } from './share-burst.ts'

/** Per unit, so that a flood of findings stays readable; the least likely first. */
const FINDINGS_MOST = 12

/**
 * `look`: while the window is open, or after its close. The family's probability is divided by windows and looks,
 * then by units and detectors, and each detector divides its part by its own tests (Bonferroni throughout, so no
 * independence is assumed). A finding's `probability` is that of the whole family.
 */
export function detect(
  ballots: BallotColumns,
  span: LookedAt,
  rules: DetectionRules,
  look: 'open' | 'closed',
): readonly Finding[] {
  const units = unitsOf(ballots, rules.fewestBallots)
  const looks = 2 * (look === 'closed' ? LOOKS_AFTER_CLOSE : LOOKS_WHILE_OPEN)
  const parts = WINDOWS_OF_A_FAMILY * looks * Math.max(1, units.length) * DETECTORS.length
  const alpha = rules.familyAlphaPpm / 1_000_000 / parts
  return units.flatMap(([unitCode, rows]) => {
    const own = rows.length === ballots.count ? ballots : rowsOf(ballots, rows)
    const found: readonly Finding[] = [
      ...findOverfull(own, unitCode, rules, alpha),
      ...findShareBursts(own, unitCode, span, rules, alpha),
      ...findPacing(own, unitCode, span, alpha),
      ...findSegmentClusters(own, unitCode, rules, alpha / 2),
      ...findSegmentCrowding(own, unitCode, span, alpha / 2),
    ]
    return found
      .map((one) => ({ ...one, probability: Math.min(1, one.probability * parts) }))
      .sort((a, b) => a.probability - b.probability)
      .slice(0, FINDINGS_MOST)
  })
}

/** Units with enough ballots, by code, each with its rows. */
function unitsOf(ballots: BallotColumns, fewest: number): readonly (readonly [UnitCode, Int32Array])[] {
  const counts = new Map<number, number>()
  for (let row = 0; row < ballots.count; row++) {
    const code = ballots.unitCode[row]!
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  const rows = new Map<number, { readonly of: Int32Array; next: number }>()
  for (const [code, count] of counts)
    if (count >= fewest) rows.set(code, { of: new Int32Array(count), next: 0 })
  for (let row = 0; row < ballots.count; row++) {
    const unit = rows.get(ballots.unitCode[row]!)
    if (unit !== undefined) unit.of[unit.next++] = row
  }
  return [...rows].sort(([a], [b]) => a - b).map(([code, { of }]) => [code as UnitCode, of] as const)
}
