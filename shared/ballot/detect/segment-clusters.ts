// Detector: number segments whose ballots agree far more than those of the city, as when numbers are bought by the hundred.

import type { UnitCode } from '../../basics/ids.ts'
import { CHOICES } from '../choices.ts'
import { betaBinomialTail, binomialTail } from './binomial.ts'
import { SUSPICION_LEVELS } from './detection-limits.ts'
import type { DetectionRules } from './detection-rules.ts'
import type { BallotColumns } from './features.ts'
import type { SegmentCluster, SegmentCount } from './finding.ts'

/** Fewer ballots of a segment say nothing. */
const FEWEST = 5
const FEWEST_TESTED = 10
/** The scatter is estimated from a hundred segments of very unlike size, mostly by the large ones. */
const UNCERTAINTY = 1.3
const LISTED_MOST = 40

interface Judged extends SegmentCount {
  readonly p: number
}

/**
 * Segments differ honestly, as neighbourhoods and employers do: a segment's own share of a choice is taken to be Beta
 * distributed around that of all others with `segmentSpreadBp` as standard deviation, so its count is beta-binomial. One segment
 * alone may be beyond chance; or so many at once are each unlikely that together they are: the number of segments below
 * a level q is at most Bin(segments, q). `alpha`: probability of anything here (Bonferroni over choices, segments, levels).
 * Sources: beta-binomial counts, Skellam, JRSS B 10 (1948) 257–261; the count of significant tests as a binomial variable,
 * Wilkinson, Psychological Bulletin 48 (1951) 156–158, which Tukey and Donoho and Jin (Annals of Statistics 32, 2004,
 * 962–994) made higher criticism.
 */
export function findSegmentClusters(
  ballots: BallotColumns,
  unitCode: UnitCode,
  rules: DetectionRules,
  alpha: number,
): readonly SegmentCluster[] {
  const counts = countsOf(ballots)
  const all = sumOf(counts.values())
  const tested = [...counts].filter(([, split]) => split[CHOICES.length]! >= FEWEST).sort(([a], [b]) => a - b)
  if (tested.length < FEWEST_TESTED) return []
  const alphaOfChoice = alpha / CHOICES.length
  const leastSpread = rules.segmentSpreadBp / 10_000
  const ways = 1 + SUSPICION_LEVELS.length
  const found: SegmentCluster[] = []
  for (const at of CHOICES.keys()) {
    const { share, spread } = honest(
      tested.map(([, split]) => ({ n: split[CHOICES.length]!, k: split[at]! })),
      leastSpread,
    )
    const judged = tested.map(([segmentHash, split]): Judged => {
      const n = split[CHOICES.length]!
      const k = split[at]!
      return { segmentHash, n, chosen: k, p: k <= share * n ? 1 : betaBinomialTail(n, k, share, spread) }
    })
    judged.sort((a, b) => a.p - b.p || b.n - a.n || a.segmentHash - b.segmentHash)
    const least = judged[0]!.p * tested.length
    const together = SUSPICION_LEVELS.map((level) => {
      const below = judged.filter(({ p }) => p <= level)
      return { below, p: below.length === 0 ? 1 : binomialTail(tested.length, below.length, level) }
    })
    const probability = Math.min(least, ...together.map(({ p }) => p)) * ways
    if (probability > alphaOfChoice) continue
    const alone = judged.filter(({ p }) => p * tested.length * ways <= alphaOfChoice)
    const suspicious = together.find(({ p }) => p * ways <= alphaOfChoice)?.below ?? alone
    found.push(findingOf(unitCode, at, suspicious, all, tested.length, probability * CHOICES.length))
  }
  return found.sort((a, b) => a.probability - b.probability)
}

/**
 * The usual share of a choice, and how far honest segments spread around it, read so that bought ones hardly move it: the
 * median by ballots; and the scatter of segments below it, since bought numbers stand above. Source: an empirical null from
 * the part of the data that the signal does not reach, Efron, JASA 99 (2004) 96–104.
 */
function honest(
  segments: readonly { readonly n: number; readonly k: number }[],
  leastSpread: number,
): { readonly share: number; readonly spread: number } {
  const sorted = segments.toSorted((a, b) => a.k * b.n - b.k * a.n)
  const half = segments.reduce((sum, { n }) => sum + n, 0) / 2
  let passed = 0
  let share = 0
  for (const { n, k } of sorted) {
    passed += n
    share = k / n
    if (passed >= half) break
  }
  share = Math.min(0.98, Math.max(0.02, share))
  const one = share * (1 - share)
  // For a beta-binomial count (k − np)² ÷ np(1 − p) has the mean 1 + (n − 1) × spread² ÷ p(1 − p).
  let excess = 0
  let weight = 0
  for (const { n, k } of segments) {
    if (k > share * n) continue
    excess += (k - share * n) ** 2 / (n * one) - 1
    weight += n - 1
  }
  const seen = weight === 0 ? 0 : Math.sqrt(Math.max(0, (excess / weight) * one))
  return { share, spread: Math.max(leastSpread, seen * UNCERTAINTY) }
}

function findingOf(
  unitCode: UnitCode,
  at: number,
  suspicious: readonly Judged[],
  all: Int32Array,
  tested: number,
  probability: number,
): SegmentCluster {
  const listed = suspicious
    .toSorted((a, b) => b.n - a.n || a.segmentHash - b.segmentHash)
    .slice(0, LISTED_MOST)
    .map(({ segmentHash, n, chosen }) => ({ segmentHash, n, chosen }))
  const n = listed.reduce((sum, each) => sum + each.n, 0)
  const chosen = listed.reduce((sum, each) => sum + each.chosen, 0)
  const others = { n: all[CHOICES.length]! - n, chosen: all[at]! - chosen }
  const share = others.n === 0 ? 0 : others.chosen / others.n
  return {
    detector: 'segments',
    unitCode,
    channel: null,
    choice: CHOICES[at]!,
    fromMs: null,
    toMs: null,
    probability,
    ballots: n,
    excess: share === 1 ? 0 : Math.max(0, Math.round((chosen - share * n) / (1 - share))),
    rules: listed.map(({ segmentHash }) => ({
      channel: null,
      unitCode,
      fromMs: null,
      toMs: null,
      segmentHash,
    })),
    segments: listed,
    others,
    tested,
  }
}

/** By segment: ballots by choice, and their sum behind them. */
function countsOf(ballots: BallotColumns): Map<number, Int32Array> {
  const counts = new Map<number, Int32Array>()
  for (let row = 0; row < ballots.count; row++) {
    const segment = ballots.segment[row]!
    if (segment === 0) continue
    let split = counts.get(segment)
    if (split === undefined) counts.set(segment, (split = new Int32Array(CHOICES.length + 1)))
    split[ballots.choice[row]!]! += 1
    split[CHOICES.length]! += 1
  }
  return counts
}

function sumOf(splits: Iterable<Int32Array>): Int32Array {
  const sum = new Int32Array(CHOICES.length + 1)
  for (const split of splits) for (let i = 0; i < sum.length; i++) sum[i]! += split[i]!
  return sum
}
