// Detector: more ballots than there are people who could have cast them, of a unit or of one number segment.

import type { UnitCode } from '../../basics/ids.ts'
import { binomialTail } from './binomial.ts'
import { NUMBERS_OF_A_SEGMENT } from './detection-limits.ts'
import type { DetectionRules } from './detection-rules.ts'
import type { BallotColumns } from './features.ts'
import type { Overfull } from './finding.ts'

/**
 * More than `people` is impossible (probability 0). Where a highest turnout was fixed, the probability is the exact tail
 * P(Bin(people, turnout) ≥ counted). `alpha` is divided by the electorate and the segments.
 * Source: the exact binomial test (Clopper and Pearson, Biometrika 26 (1934) 404–413, is its inversion).
 */
export function findOverfull(
  ballots: BallotColumns,
  unitCode: UnitCode,
  rules: DetectionRules,
  alpha: number,
): readonly Overfull[] {
  const bySegment = new Map<number, number>()
  for (let row = 0; row < ballots.count; row++) {
    const segment = ballots.segment[row]!
    if (segment !== 0) bySegment.set(segment, (bySegment.get(segment) ?? 0) + 1)
  }
  const mostTurnoutBp = rules.mostTurnoutBp ?? 10_000
  const tests = bySegment.size + 1
  const probabilityOf = (people: number, counted: number) => {
    if (counted > people) return 0
    return mostTurnoutBp === 10_000 ? 1 : binomialTail(people, counted, mostTurnoutBp / 10_000)
  }
  const found: Overfull[] = []
  const judge = (of: Overfull['of'], people: number, counted: number, segmentHash: number | null) => {
    const probability = probabilityOf(people, counted) * tests
    if (probability > alpha) return
    found.push({
      detector: 'turnout',
      unitCode,
      of,
      people,
      counted,
      mostTurnoutBp,
      probability,
      ballots: segmentHash === null ? 0 : counted,
      excess: counted - Math.floor((people * mostTurnoutBp) / 10_000),
      // Which of all ballots are too many nobody can say: there is no rule for it.
      rules: segmentHash === null ? [] : [{ channel: null, unitCode, fromMs: null, toMs: null, segmentHash }],
    })
  }
  if (rules.electorate !== null) judge('electorate', rules.electorate, ballots.count, null)
  for (const [segment, counted] of [...bySegment].sort(([a], [b]) => a - b)) {
    judge('segment', NUMBERS_OF_A_SEGMENT, counted, segment)
  }
  return found
}
