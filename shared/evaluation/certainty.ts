// How certain a category's lists are: its ballots and scores are drawn again and again, and each time the units are ranked anew (RANK7).
//
// These are statistics beside the ranking, in floating point: no place is decided by them.

import { createRandomBits, normalFrom, normalTable, type RandomBits } from './random.ts'

/** Ballots that rated a unit, without 不了解. */
export interface RatedSplit {
  readonly satisfied: number
  readonly fair: number
  readonly dissatisfied: number
}

export interface UncertainUnit {
  /** Weighted points that are not sampled: 大数据, 业务部门, 督促整改. */
  readonly fixed: number
  /** 0–1. Null: not ranked by it. */
  readonly citizens: { readonly weight: number; readonly split: RatedSplit } | null
  readonly tv: {
    readonly weight: number
    /** Its scoring segments, averaged. Null: not questioned, takes the category's mean of each draw (EVAL3). */
    readonly segments: readonly UncertainSegment[] | null
  } | null
  readonly vetoed: boolean
}

export interface UncertainSegment {
  /** Examiners' counted marks, 0–100. */
  readonly marks: readonly number[]
  /** Their result, which may be trimmed or weighted by groups: the draws' spread is laid around it. */
  readonly mean: number
  readonly examinersShare: number
  readonly poll: { readonly split: RatedSplit; readonly share: number } | null
}

export interface UnitCertainty {
  /** Share of draws in which the unit is on 十优, and on 十差. */
  readonly best: number
  readonly worst: number
  /** 90 % of draws lie within these places. */
  readonly placeFrom: number
  readonly placeTo: number
}

/** Below this many ratings each ballot is drawn; from here on their mean is normal as nearly as anybody could see. */
const DRAWN_SINGLY_BELOW = 60
const POINTS = { satisfied: 100, fair: 60, dissatisfied: 0 } as const
/** Totals are ordered in steps of 1e-5 points: far below the noise. */
const STEPS = 100_000
const RADIX_BITS = 12
const RADIX = 2 ** RADIX_BITS

export interface CertaintyRules {
  readonly draws: number
  readonly listN: number
  readonly seedHex: string
  /** Tv results of units that stand apart: they are in the category's mean, and taken as they are. */
  readonly questionedApart?: readonly number[]
}

/**
 * `listN`: 本类取N名 (RANK4). `seedHex`: SHA-256 of scheme and inputs. In the order of `units`; O(draws × units).
 * Units that draw equal totals keep their order; floors and boundary ties are left out, since a draw is not a list.
 */
export function certaintyOf(
  units: readonly UncertainUnit[],
  { draws, listN, seedHex, questionedApart = [] }: CertaintyRules,
): readonly UnitCertainty[] {
  const count = units.length
  const random = createRandomBits(seedHex)
  const samplers = units.map((unit) => samplerOf(unit, random))
  const tvWeights = Float64Array.from(units, ({ tv }) =>
    tv !== null && tv.segments === null ? tv.weight : 0,
  )
  const questioned = units.flatMap(({ tv }, i) => (tv !== null && tv.segments !== null ? [i] : []))
  const apartSum = questionedApart.reduce((sum, points) => sum + points, 0)
  const results = questioned.length + questionedApart.length
  const totals = new Float64Array(count)
  const sorter = createSorter(count)
  const places = new Uint16Array(count * draws)
  const best = new Uint32Array(count)
  const worst = new Uint32Array(count)

  for (let draw = 0; draw < draws; draw++) {
    let tvSum = apartSum
    for (let i = 0; i < count; i++) totals[i] = samplers[i]!.draw()
    for (const i of questioned) tvSum += samplers[i]!.tvDrawn()
    if (results > 0) {
      const tvMean = tvSum / results
      for (let i = 0; i < count; i++) totals[i]! += tvWeights[i]! * tvMean
    }
    const order = sorter.bestFirst(totals)
    let listed = 0
    for (let place = 0; place < count; place++) {
      const i = order[place]!
      places[i * draws + draw] = place + 1
      if (place >= count - listN) worst[i]! += 1
      else if (listed < listN && !units[i]!.vetoed) {
        best[i]! += 1
        listed += 1
      }
    }
  }
  const timesAt = new Uint32Array(count + 1)
  return units.map((_, i) => {
    const own = places.subarray(i * draws, (i + 1) * draws)
    return {
      best: best[i]! / draws,
      worst: worst[i]! / draws,
      ...middleOf(own, timesAt),
    }
  })
}

/** The places between which 90 % of the draws lie, by counting. `timesAt`: room for a count a place. */
function middleOf(
  drawn: Uint16Array,
  timesAt: Uint32Array,
): { readonly placeFrom: number; readonly placeTo: number } {
  const draws = drawn.length
  timesAt.fill(0)
  for (let draw = 0; draw < draws; draw++) timesAt[drawn[draw]!]! += 1
  const placeOf = (nth: number) => {
    let place = 0
    for (let before = 0; before <= nth; before += timesAt[place]!) place++
    return place
  }
  return { placeFrom: placeOf(Math.floor(draws * 0.05)), placeTo: placeOf(Math.ceil(draws * 0.95) - 1) }
}

/** A list's end is 接近 where who stands on either side of it might as well stand on the other. */
export const CLOSE_BELOW = 0.9

/** `inside`: probabilities of those on the list; `outside`: of the others. */
export function isBoundaryClose(inside: readonly number[], outside: readonly number[]): boolean {
  return inside.some((p) => p < CLOSE_BELOW) || outside.some((p) => p > 1 - CLOSE_BELOW)
}

interface Sampler {
  /** One draw of the unit's weighted total, without a tv mean it may take. */
  draw(): number
  /** The tv points of that draw. */
  tvDrawn(): number
}

function samplerOf({ fixed, citizens, tv }: UncertainUnit, random: RandomBits): Sampler {
  const citizensDraw = citizens === null ? () => 0 : splitSampler(citizens.split, random)
  const citizensWeight = citizens?.weight ?? 0
  const segments = tv?.segments ?? null
  const tvDraw = segments === null ? null : tvSampler(segments, random)
  const tvWeight = tv?.weight ?? 0
  let drawn = 0
  return {
    draw() {
      const total = fixed + citizensWeight * citizensDraw()
      if (tvDraw === null) return total
      drawn = tvDraw()
      return total + tvWeight * drawn
    },
    tvDrawn: () => drawn,
  }
}

function tvSampler(segments: readonly UncertainSegment[], random: RandomBits): () => number {
  const draws = segments.map((segment) => segmentSampler(segment, random))
  const [only] = draws
  if (only !== undefined && draws.length === 1) return only
  return () => {
    let sum = 0
    for (const draw of draws) sum += draw()
    return sum / draws.length
  }
}

function segmentSampler(
  { marks, mean, examinersShare, poll }: UncertainSegment,
  random: RandomBits,
): () => number {
  const pollDraw = poll === null ? () => 0 : splitSampler(poll.split, random)
  const pollShare = poll?.share ?? 0
  const n = marks.length
  const shift = mean - marks.reduce((sum, mark) => sum + mark, 0) / n
  return () => {
    let sum = 0
    for (let k = 0; k < n; k++) sum += marks[Math.floor((random.next() / 2 ** 32) * n)]!
    return examinersShare * within(sum / n + shift) + pollShare * pollDraw()
  }
}

function within(points: number): number {
  return points < 0 ? 0 : points > 100 ? 100 : points
}

/** Draws the mean points of as many ballots as there are, with replacement. */
function splitSampler(split: RatedSplit, random: RandomBits): () => number {
  const { satisfied, fair, dissatisfied } = split
  const n = satisfied + fair + dissatisfied
  if (n === 0) return () => 0
  if (n < DRAWN_SINGLY_BELOW) {
    return () => {
      let sum = 0
      for (let k = 0; k < n; k++) {
        const at = (random.next() / 2 ** 32) * n
        sum += at < satisfied ? POINTS.satisfied : at < satisfied + fair ? POINTS.fair : POINTS.dissatisfied
      }
      return sum / n
    }
  }
  const mean = (satisfied * POINTS.satisfied + fair * POINTS.fair) / n
  const square = (satisfied * POINTS.satisfied ** 2 + fair * POINTS.fair ** 2) / n
  const deviation = Math.sqrt(Math.max(0, square - mean * mean) / n)
  const steps = normalTable()
  return () => {
    return within(mean + deviation * normalFrom(random.next(), steps))
  }
}

/** Orders totals by two passes of a radix sort: stable, no comparison, no allocation. */
function createSorter(count: number): { bestFirst(totals: Float64Array): Uint16Array } {
  const keys = new Uint32Array(count)
  const first = new Uint16Array(count)
  const second = new Uint16Array(count)
  const starts = new Uint32Array(RADIX)
  const pass = (from: Uint16Array | null, to: Uint16Array, shift: number) => {
    starts.fill(0)
    for (let i = 0; i < count; i++) starts[(keys[i]! >>> shift) & (RADIX - 1)]! += 1
    let before = 0
    for (let bucket = 0; bucket < RADIX; bucket++) {
      const here = starts[bucket]!
      starts[bucket] = before
      before += here
    }
    for (let at = 0; at < count; at++) {
      const i = from === null ? at : from[at]!
      const bucket = (keys[i]! >>> shift) & (RADIX - 1)
      to[starts[bucket]!] = i
      starts[bucket]! += 1
    }
  }
  return {
    bestFirst(totals) {
      // The highest total gets the lowest key: 100 points are 10,000,000 steps, below 2²⁴.
      for (let i = 0; i < count; i++) keys[i] = Math.round((100 - totals[i]!) * STEPS)
      pass(null, first, 0)
      pass(first, second, RADIX_BITS)
      return second
    },
  }
}
