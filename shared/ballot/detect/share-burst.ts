// Detector: a choice's share leaps on one channel for seconds to minutes, as when votes are bought or sent in together.

import type { UnitCode } from '../../basics/ids.ts'
import { CHANNELS, CHOICES } from '../choices.ts'
import { normalTail } from './binomial.ts'
import type { DetectionRules } from './detection-rules.ts'
import type { BallotColumns, LookedAt } from './features.ts'
import type { ShareBurst } from './finding.ts'
import { binOf, gridOf, slicesOf, type Grid, type Slice } from './slices.ts'

const FEWEST_INSIDE = 30
const CHART_BINS = 60
const BURSTS_MOST = 4

interface Part {
  readonly n: number
  readonly k: number
}

interface Tested extends Slice {
  readonly channel: number
  readonly choice: number
  readonly inside: Part
  readonly around: Part
  readonly p: number
}

/**
 * Scans every channel by slices of 5 s, 7.5 s, 10 s, 15 s … (half overlapping) with two questions. Alone: are the odds of a choice
 * inside more than `burstOddsBp` times those just before and also those just after? And against the other channels: did they rise
 * by more than `channelOddsBp`, and by that much more than on the others in the same seconds? Opinion that turns, turns
 * on all of them. Where two things must hold, the larger probability counts. `alpha`: probability for all slices together
 * (Bonferroni). The least likely slice is reported, taken out, and the rest scanned again.
 * Sources: the scan over all slices is Kulldorff's, Communications in Statistics 26 (1997) 1481–1496, in time only with
 * Bernoulli counts; a margin instead of zero, Hodges and Lehmann, JRSS B 16 (1954) 261–268; both of two, intersection-union,
 * Berger, Technometrics 24 (1982) 295–300; other channels as control, difference in differences; taking out what was found,
 * Zhang, Assunção and Kulldorff, J. Probability and Statistics (2010) 642379.
 */
export function findShareBursts(
  ballots: BallotColumns,
  unitCode: UnitCode,
  span: LookedAt,
  rules: DetectionRules,
  alpha: number,
): readonly ShareBurst[] {
  const grid = gridOf(span)
  const whole = countsOf(ballots, grid)
  const left = whole.map((counts) => counts.slice())
  const found: ShareBurst[] = []
  while (found.length < BURSTS_MOST) {
    const { best, tests } = likeliest(left.map(runningSums), grid, rules)
    if (best === null || best.p * tests > alpha) break
    found.push(findingOf(best, tests, whole[best.channel]!, unitCode, grid))
    // Without its ballots the rest is looked at again: a burst must not make the time around it look odd.
    left[best.channel]!.fill(0, best.from * WIDTH, best.to * WIDTH)
  }
  return found
}

function findingOf(
  { from, to, inside, around, p, ...of }: Tested,
  tests: number,
  counts: Counts,
  unitCode: UnitCode,
  grid: Grid,
): ShareBurst {
  const channel = CHANNELS[of.channel]!
  const share = around.k / around.n
  const fromMs = grid.fromMs + from * grid.binMs
  const toMs = grid.fromMs + to * grid.binMs
  return {
    detector: 'share_burst',
    unitCode,
    channel,
    choice: CHOICES[of.choice]!,
    fromMs,
    toMs,
    probability: p * tests,
    ballots: inside.n,
    excess: Math.round((inside.k - share * inside.n) / (1 - share)),
    rules: [{ channel, unitCode, fromMs, toMs, segmentHash: null }],
    inside: { n: inside.n, chosen: inside.k },
    around: { n: around.n, chosen: around.k },
    series: seriesOf(counts, of.choice, grid),
  }
}

/** Of a channel, bin by bin: ballots by choice, and behind those their sum. */
type Counts = Int32Array
/** The same of all bins before; one bin more. */
type Sums = Int32Array
const ALL = CHOICES.length
const WIDTH = CHOICES.length + 1

function countsOf(ballots: BallotColumns, grid: Grid): readonly Counts[] {
  const channels = CHANNELS.map(() => new Int32Array(grid.bins * WIDTH))
  for (let row = 0; row < ballots.count; row++) {
    const bin = binOf(ballots.orderMs[row]!, grid)
    if (bin < 0) continue
    const counts = channels[ballots.channel[row]!]!
    counts[bin * WIDTH + ballots.choice[row]!]! += 1
    counts[bin * WIDTH + ALL]! += 1
  }
  return channels
}

function runningSums(counts: Counts): Sums {
  const sums = new Int32Array(counts.length + WIDTH)
  for (let at = 0; at < counts.length; at++) sums[at + WIDTH] = sums[at]! + counts[at]!
  return sums
}

/** The least likely slice, and how many were tested: that depends on how many ballots came, never on their choices. */
function likeliest(sums: readonly Sums[], grid: Grid, rules: DetectionRules) {
  let best: Tested | null = null
  const leap = Math.log(rules.burstOddsBp / 10_000)
  const lead = Math.log(rules.channelOddsBp / 10_000)
  const { bins } = grid
  const count = (of: Sums, place: number, from: number, to: number) =>
    of[to * WIDTH + place]! - of[from * WIDTH + place]!
  const all = sumsOfAll(sums)
  let tests = 0
  for (const slice of slicesOf(grid)) {
    const { from, to } = slice
    const sides = [
      [Math.max(0, from - 2 * (to - from)), from],
      [to, Math.min(bins, to + 2 * (to - from))],
    ] as const
    for (const [channel, own] of sums.entries()) {
      const part = (of: Sums, choice: number, begin: number, end: number): Part => ({
        n: count(of, ALL, begin, end),
        k: count(of, choice, begin, end),
      })
      const inside = count(own, ALL, from, to)
      if (inside < FEWEST_INSIDE) continue
      const risesAndFalls = sides.every(([begin, end]) => count(own, ALL, begin, end) >= FEWEST_INSIDE)
      const rest = count(own, ALL, 0, bins) - inside
      const othersInside = count(all, ALL, from, to) - inside
      const othersRest = count(all, ALL, 0, bins) - count(all, ALL, from, to) - rest
      const controlled = Math.min(rest, othersInside, othersRest) >= FEWEST_INSIDE
      tests += ((risesAndFalls ? 1 : 0) + (controlled ? 1 : 0)) * CHOICES.length
      for (let choice = 0; choice < CHOICES.length; choice++) {
        const a = part(own, choice, from, to)
        const b: Part = { n: rest, k: count(own, choice, 0, bins) - a.k }
        if (a.k * b.n <= b.k * a.n) continue
        const alone = risesAndFalls
          ? Math.max(...sides.map(([begin, end]) => oddsTail([a], [part(own, choice, begin, end)], leap)))
          : 1
        const othersA: Part = { n: othersInside, k: count(all, choice, from, to) - a.k }
        const othersB: Part = { n: othersRest, k: count(all, choice, 0, bins) - a.k - b.k - othersA.k }
        const compared = controlled
          ? Math.max(oddsTail([a, othersB], [b, othersA], lead), oddsTail([a], [b], lead))
          : 1
        const p = Math.min(alone, compared)
        if (best === null || p < best.p) best = { ...slice, channel, choice, inside: a, around: b, p }
      }
    }
  }
  return { best, tests }
}

/**
 * Probability of log odds of `above` less those of `below` as high as these where they exceed `margin` in no way. A half is
 * added to every count. Sources: Woolf, Annals of Human Genetics 19 (1955) 251–253; Haldane (1956) and Anscombe (1956) for the half.
 */
function oddsTail(above: readonly Part[], below: readonly Part[], margin: number): number {
  let logOdds = -margin
  let variance = 0
  for (const { n, k } of [...above, ...below]) variance += 1 / (k + 0.5) + 1 / (n - k + 0.5)
  for (const { n, k } of above) logOdds += Math.log((k + 0.5) / (n - k + 0.5))
  for (const { n, k } of below) logOdds -= Math.log((k + 0.5) / (n - k + 0.5))
  return normalTail(logOdds / Math.sqrt(variance))
}

function sumsOfAll(sums: readonly Sums[]): Sums {
  const all = new Int32Array(sums[0]!.length)
  for (const each of sums) for (let at = 0; at < all.length; at++) all[at]! += each[at]!
  return all
}

function seriesOf(counts: Counts, choice: number, { fromMs, binMs, bins }: Grid): ShareBurst['series'] {
  const wide = Math.max(1, Math.ceil(bins / CHART_BINS))
  const of = (place: number) => {
    const drawn = new Array<number>(Math.ceil(bins / wide)).fill(0)
    for (let bin = 0; bin < bins; bin++) drawn[Math.floor(bin / wide)]! += counts[bin * WIDTH + place]!
    return drawn
  }
  return { fromMs, binMs: binMs * wide, all: of(ALL), chosen: of(choice) }
}
