// Detector: within some seconds far more ballots come from a few number segments than those segments send otherwise.

import type { UnitCode } from '../../basics/ids.ts'
import { CHANNELS, CHOICES } from '../choices.ts'
import { binomialTail } from './binomial.ts'
import { SUSPICION_LEVELS } from './detection-limits.ts'
import type { BallotColumns, LookedAt } from './features.ts'
import type { SegmentCluster, SegmentCount } from './finding.ts'
import { binOf, gridOf, overlap, slicesOf, type Slice } from './slices.ts'

const FEWEST_INSIDE = 30
const FEWEST_OUTSIDE = 60
/** A segment is tested from this many ballots of the stream on. */
const FEWEST_OF_SEGMENT = 4
const FEWEST_SEGMENTS = 10
const LISTED_MOST = 40

/** The ballots of one channel and choice that have a segment, by bin. */
interface Stream {
  readonly channel: number
  readonly choice: number
  /** Segment → its ballots' bins, ascending; each segment at least once. */
  readonly segments: ReadonlyMap<number, readonly number[]>
  /** At bin b: all ballots before it. */
  readonly sums: Int32Array
}

interface Crowded extends Slice {
  readonly stream: Stream
  readonly p: number
  readonly listed: readonly SegmentCount[]
  readonly tested: number
}

/**
 * Where segments do not matter to when people vote, a segment's ballots fall into a slice like all others of its channel and
 * choice: each with probability slice ÷ all. A segment is suspicious at level q where the exact tail of its count is below q;
 * the number of suspicious segments is at most Bin(segments, q). Needs nothing known of the city. `alpha`: probability
 * for all slices, streams and levels (Bonferroni).
 * Sources: conditional scan of counts, Kulldorff (1997) as in share-burst.ts; counting significant tests, Wilkinson,
 * Psychological Bulletin 48 (1951) 156–158; the binomial as a bound of the hypergeometric, Hoeffding, JASA 58 (1963) 13–30, §6.
 */
export function findSegmentCrowding(
  ballots: BallotColumns,
  unitCode: UnitCode,
  span: LookedAt,
  alpha: number,
): readonly SegmentCluster[] {
  const grid = gridOf(span)
  const slices = slicesOf(grid)
  const found: Crowded[] = []
  let tests = 0
  for (const stream of streamsOf(ballots, grid)) {
    const all = stream.sums.at(-1)!
    const tested = [...stream.segments].filter(([, bins]) => bins.length >= FEWEST_OF_SEGMENT)
    if (tested.length < FEWEST_SEGMENTS) continue
    for (const slice of slices) {
      const inside = stream.sums[slice.to]! - stream.sums[slice.from]!
      if (inside < FEWEST_INSIDE || all - inside < FEWEST_OUTSIDE) continue
      tests += SUSPICION_LEVELS.length
      const judged = tested.map(([segmentHash, bins]) => {
        const n = countBetween(bins, slice)
        const usual = inside / all
        const p = n <= bins.length * usual ? 1 : binomialTail(bins.length, n, usual)
        return { segmentHash, n, p }
      })
      for (const level of SUSPICION_LEVELS) {
        const below = judged.filter(({ p }) => p <= level)
        if (below.length <= tested.length * level * 2) continue
        const p = binomialTail(tested.length, below.length, level)
        if (p > 1e-6) continue
        const listed = below
          .toSorted((a, b) => b.n - a.n || a.segmentHash - b.segmentHash)
          .slice(0, LISTED_MOST)
          .map(({ segmentHash, n }) => ({ segmentHash, n, chosen: n }))
        found.push({ ...slice, stream, p, listed, tested: tested.length })
      }
    }
  }
  found.sort((a, b) => a.p - b.p || a.from - b.from)
  const kept: Crowded[] = []
  for (const one of found) {
    if (one.p * tests > alpha) break
    if (!kept.some((other) => other.stream === one.stream && overlap(one, other))) kept.push(one)
  }
  return kept.map(({ stream, from, to, p, listed, tested }): SegmentCluster => {
    const channel = CHANNELS[stream.channel]!
    const all = stream.sums.at(-1)!
    const inside = stream.sums[to]! - stream.sums[from]!
    const n = listed.reduce((sum, each) => sum + each.n, 0)
    const whole = listed.reduce((sum, { segmentHash }) => sum + stream.segments.get(segmentHash)!.length, 0)
    const fromMs = grid.fromMs + from * grid.binMs
    const toMs = grid.fromMs + to * grid.binMs
    return {
      detector: 'segments',
      unitCode,
      channel,
      choice: CHOICES[stream.choice]!,
      fromMs,
      toMs,
      probability: p * tests,
      ballots: n,
      // What these segments would have sent at the pace of all others.
      excess: Math.max(
        0,
        Math.round(n - ((whole - n) * (inside - n)) / Math.max(1, all - whole - (inside - n))),
      ),
      rules: listed.map(({ segmentHash }) => ({ channel, unitCode, fromMs, toMs, segmentHash })),
      segments: listed,
      others: { n: inside - n, chosen: inside - n },
      tested,
    }
  })
}

function streamsOf(ballots: BallotColumns, grid: ReturnType<typeof gridOf>): readonly Stream[] {
  const streams = new Map<number, { segments: Map<number, number[]>; sums: Int32Array }>()
  for (let row = 0; row < ballots.count; row++) {
    const segment = ballots.segment[row]!
    const bin = binOf(ballots.orderMs[row]!, grid)
    if (segment === 0 || bin < 0) continue
    const key = ballots.channel[row]! * CHOICES.length + ballots.choice[row]!
    let stream = streams.get(key)
    if (stream === undefined) {
      stream = { segments: new Map(), sums: new Int32Array(grid.bins + 1) }
      streams.set(key, stream)
    }
    const bins = stream.segments.get(segment)
    if (bins === undefined) stream.segments.set(segment, [bin])
    else bins.push(bin)
    stream.sums[bin + 1]! += 1
  }
  return [...streams]
    .sort(([a], [b]) => a - b)
    .map(([key, { segments, sums }]) => {
      for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!
      for (const bins of segments.values()) bins.sort((a, b) => a - b)
      return { channel: Math.floor(key / CHOICES.length), choice: key % CHOICES.length, segments, sums }
    })
}

function countBetween(bins: readonly number[], { from, to }: Slice): number {
  return firstAtLeast(bins, to) - firstAtLeast(bins, from)
}

function firstAtLeast(bins: readonly number[], bin: number): number {
  let low = 0
  let high = bins.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (bins[middle]! < bin) low = middle + 1
    else high = middle
  }
  return low
}
