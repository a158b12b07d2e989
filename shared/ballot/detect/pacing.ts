// Detector: ballots of one choice come in a beat, as a machine sends them, hidden among those of people.

import type { UnitCode } from '../../basics/ids.ts'
import { CHANNELS, CHOICES } from '../choices.ts'
import { PACED_BY_CARRIER, type BallotColumns, type LookedAt } from './features.ts'
import type { Pacing } from './finding.ts'
import { powerOf, powerOfTwoFrom } from './spectrum.ts'

/** Of our own receipt, and of carriers that tell whole seconds. */
const RECEIPT_BIN_MS = 80
const CARRIER_BIN_MS = 1_000
/** Longer windows are tested piece by piece. */
const PIECE_MS = 20 * 60_000
const FEWEST = 40
/** Slower beats are too few ballots to matter; faster than half a bin none can be seen. */
const SLOWEST_BEAT_MS = 6_000
/** Surges and lulls slower than this are taken out first. */
const SMOOTHED_OVER_MS = 4_000
/** The background at a frequency: this many independent frequencies on either side, those next to it left out. */
const NEIGHBOURS = 20
const GUARD = 3
const CHART_BINS = 20

interface Beat {
  readonly frequency: number
  /** Power over background. */
  readonly ratio: number
  readonly background: number
  readonly power: number
}

/**
 * For each channel and choice: the power spectrum of arrivals, each frequency against the mean of its neighbours. Without a
 * beat the spectrum of arrivals of a changing rate is smooth, power ÷ background is F-distributed with (2, 2K) degrees of
 * freedom, and P(ratio > x) = (1 + x/K)^−K. `alpha`: probability for all frequencies of all streams together (Bonferroni).
 * Sources: Rayleigh power of event times, Leahy, Elsner and Weisskopf, Astrophysical Journal 272 (1983) 256–258; peaks over a
 * coloured background, Vaughan, Astronomy & Astrophysics 431 (2005) 391–403; the F law of a periodogram standardised
 * by K others, Sulis, Mary and Bigot, IEEE Trans. Signal Processing 65 (2017) 2136–2150.
 */
export function findPacing(
  ballots: BallotColumns,
  unitCode: UnitCode,
  { fromMs, toMs }: LookedAt,
  alpha: number,
): readonly Pacing[] {
  const streams = streamsOf(ballots, fromMs, toMs)
  const tests = streams.reduce((sum, { stream }) => sum + frequenciesOf(stream), 0)
  const found: Pacing[] = []
  for (const { channel, choice, stream } of streams) {
    const beat = strongestBeat(stream)
    if (beat === null) continue
    const p = (1 + beat.ratio / (2 * NEIGHBOURS)) ** (-2 * NEIGHBOURS)
    if (p * tests > alpha) continue
    found.push(findingOf(stream, beat, unitCode, CHANNELS[channel]!, CHOICES[choice]!, p * tests, ballots))
  }
  return found.sort((a, b) => a.probability - b.probability)
}

interface Stream {
  readonly times: Float64Array
  readonly fromMs: number
  readonly lengthMs: number
  readonly binMs: number
}

function streamsOf(ballots: BallotColumns, fromMs: number, toMs: number) {
  const byKey = new Map<number, number[]>()
  for (let row = 0; row < ballots.count; row++) {
    const channel = ballots.channel[row]!
    const byCarrier = PACED_BY_CARRIER[CHANNELS[channel]!]
    const atMs = byCarrier ? ballots.orderMs[row]! : ballots.receivedMs[row]!
    if (atMs < fromMs || atMs > toMs) continue
    const piece = Math.floor((atMs - fromMs) / PIECE_MS)
    const key = (piece * CHANNELS.length + channel) * CHOICES.length + ballots.choice[row]!
    const times = byKey.get(key)
    if (times === undefined) byKey.set(key, [atMs])
    else times.push(atMs)
  }
  const streams: { channel: number; choice: number; stream: Stream }[] = []
  for (const [key, times] of [...byKey].sort(([a], [b]) => a - b)) {
    if (times.length < FEWEST) continue
    const choice = key % CHOICES.length
    const channel = Math.floor(key / CHOICES.length) % CHANNELS.length
    const pieceFrom = fromMs + Math.floor(key / CHOICES.length / CHANNELS.length) * PIECE_MS
    const binMs = PACED_BY_CARRIER[CHANNELS[channel]!] ? CARRIER_BIN_MS : RECEIPT_BIN_MS
    const lengthMs = Math.min(PIECE_MS, toMs - pieceFrom + 1)
    const sorted = Float64Array.from(times).sort()
    streams.push({ channel, choice, stream: { times: sorted, fromMs: pieceFrom, lengthMs, binMs } })
  }
  return streams
}

/** Zero-padded to at least twice its length, so that a beat between two frequencies is not lost. */
function paddedLength({ lengthMs, binMs }: Stream): number {
  return powerOfTwoFrom(2 * Math.ceil(lengthMs / binMs))
}

function rangeOf(stream: Stream) {
  const padded = paddedLength(stream)
  /** Steps of the spectrum from one independent frequency to the next. */
  const apart = (padded * stream.binMs) / stream.lengthMs
  const first = Math.ceil(
    Math.max((padded * stream.binMs) / SLOWEST_BEAT_MS, (GUARD + NEIGHBOURS) * apart + 1),
  )
  const last = Math.floor(padded / 2 - (GUARD + NEIGHBOURS) * apart - 1)
  return { padded, apart, first, last }
}

function frequenciesOf(stream: Stream): number {
  const { first, last } = rangeOf(stream)
  return Math.max(0, last - first + 1)
}

function strongestBeat(stream: Stream): Beat | null {
  const { padded, apart, first, last } = rangeOf(stream)
  if (last < first) return null
  const power = powerOf(flattened(stream, padded))
  const sums = new Float64Array(power.length + 1)
  for (let i = 0; i < power.length; i++) sums[i + 1] = sums[i]! + power[i]!
  const guard = Math.round(GUARD * apart)
  const reach = Math.round((GUARD + NEIGHBOURS) * apart)
  let best: Beat | null = null
  for (let i = first; i <= last; i++) {
    const background =
      (sums[i - guard]! - sums[i - reach]! + (sums[i + reach + 1]! - sums[i + guard + 1]!)) /
      (2 * (reach - guard))
    const ratio = background > 0 ? power[i]! / background : 0
    // A beat shows at its multiples too: a slower one is preferred unless a faster one is clearly stronger.
    if (best === null || ratio > best.ratio * 1.25)
      best = { frequency: i / (padded * stream.binMs), ratio, background, power: power[i]! }
  }
  return best
}

/** Counts a bin, less their moving average. */
function flattened({ times, fromMs, lengthMs, binMs }: Stream, padded: number): Float64Array {
  const bins = Math.ceil(lengthMs / binMs)
  const counts = new Float64Array(bins)
  for (const atMs of times) counts[Math.min(bins - 1, Math.floor((atMs - fromMs) / binMs))]! += 1
  const sums = new Float64Array(bins + 1)
  for (let i = 0; i < bins; i++) sums[i + 1] = sums[i]! + counts[i]!
  const half = Math.max(1, Math.round(SMOOTHED_OVER_MS / binMs / 2))
  const values = new Float64Array(padded)
  for (let i = 0; i < bins; i++) {
    const from = Math.max(0, i - half)
    const to = Math.min(bins, i + half + 1)
    values[i] = counts[i]! - (sums[to]! - sums[from]!) / (to - from)
  }
  return values
}

function findingOf(
  { times }: Stream,
  beat: Beat,
  unitCode: UnitCode,
  channel: Pacing['channel'],
  choice: Pacing['choice'],
  probability: number,
  ballots: BallotColumns,
): Pacing {
  const frequency = sharpened(times, beat.frequency)
  const { fromMs, toMs } = activeSlice(times, frequency)
  const periodMs = 1 / frequency
  const phases = new Array<number>(CHART_BINS).fill(0)
  for (const atMs of times) {
    if (atMs < fromMs || atMs >= toMs) continue
    const place = Math.min(CHART_BINS - 1, Math.floor(((atMs / periodMs) % 1) * CHART_BINS))
    phases[place] = phases[place]! + 1
  }
  const channelIndex = CHANNELS.indexOf(channel)
  // What is quarantined goes by order time, the beat was heard by receipt: the slice begins and ends with whole seconds.
  const from = Math.floor(fromMs / 1_000) * 1_000
  const to = Math.ceil(toMs / 1_000) * 1_000
  let inside = 0
  for (let row = 0; row < ballots.count; row++) {
    const atMs = ballots.orderMs[row]!
    if (ballots.channel[row] === channelIndex && atMs >= from && atMs < to) inside += 1
  }
  return {
    detector: 'pacing',
    unitCode,
    channel,
    choice,
    fromMs: from,
    toMs: to,
    periodMs,
    probability,
    ballots: inside,
    excess: Math.round(Math.sqrt(Math.max(0, beat.power - beat.background))),
    rules: [{ channel, unitCode, fromMs: from, toMs: to, segmentHash: null }],
    phases,
  }
}

/** The frequency nearby that the ballots agree with most: the spectrum's own steps would smear a beat over a long window. */
function sharpened(times: Float64Array, frequency: number): number {
  const step = 1 / (times[times.length - 1]! - times[0]!) / 20
  let best = { frequency, power: 0 }
  for (let i = -20; i <= 20; i++) {
    const power = agreement(times, frequency + i * step).power
    if (power > best.power) best = { frequency: frequency + i * step, power }
  }
  return best.frequency
}

function agreement(
  times: Float64Array,
  frequency: number,
): { readonly power: number; readonly angle: number } {
  let x = 0
  let y = 0
  for (const atMs of times) {
    x += Math.cos(2 * Math.PI * frequency * atMs)
    y += Math.sin(2 * Math.PI * frequency * atMs)
  }
  return { power: x * x + y * y, angle: Math.atan2(y, x) }
}

/** Where in time the beat is: the stretch whose ballots agree most with it (largest sum of a sequence, Bentley 1984). */
function activeSlice(
  times: Float64Array,
  frequency: number,
): { readonly fromMs: number; readonly toMs: number } {
  const { power, angle } = agreement(times, frequency)
  const usual = Math.sqrt(power) / times.length / 2
  let sum = 0
  let begins = 0
  let best = { sum: 0, from: 0, to: times.length - 1 }
  for (let i = 0; i < times.length; i++) {
    if (sum <= 0) {
      sum = 0
      begins = i
    }
    sum += Math.cos(2 * Math.PI * frequency * times[i]! - angle) - usual
    if (sum > best.sum) best = { sum, from: begins, to: i }
  }
  return { fromMs: times[best.from]!, toMs: times[best.to]! + 1 }
}
