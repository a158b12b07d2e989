// RANK7 drawn again: the same seed, the same generator, the same order of draws as docs/公开数据包.md defines them.

import { near, rated, cast, hundredPoints } from './points.ts'
import type { CategoryResult, Placed } from './places.ts'
import { read } from './ratio.ts'
import type { Certainty, Evidence, Scheme, Split } from './shapes.ts'

type Drawn = NonNullable<Certainty>['categories'][number]

const SINGLY_BELOW = 60
const TABLE = 16_384

/** xoshiro128**, seeded by the first 32 digits. Source: Blackman and Vigna, 2021. */
function generator(seed: string): () => number {
  const s = new Uint32Array(4)
  for (let i = 0; i < 4; i++) s[i] = Number.parseInt(seed.slice(i * 8, i * 8 + 8), 16)
  const turn = (x: number, by: number) => ((x << by) | (x >>> (32 - by))) >>> 0
  return () => {
    const out = Math.imul(turn(Math.imul(s[1]!, 5), 7), 9) >>> 0
    const shifted = s[1]! << 9
    s[2]! ^= s[0]!
    s[3]! ^= s[1]!
    s[1]! ^= s[2]!
    s[0]! ^= s[3]!
    s[2]! ^= shifted
    s[3] = turn(s[3]!, 11)
    return out
  }
}

/** e⁻ʸ by its series at y ÷ 64, squared six times. */
function decay(y: number): number {
  const z = y / 64
  let term = 1
  let sum = 1
  for (let k = 1; k < 30; k++) {
    term *= z / k
    sum += term
  }
  for (let k = 0; k < 6; k++) sum *= sum
  return 1 / sum
}

const density = (x: number) => decay((x * x) / 2) / 2.5066282746310002

/** Abramowitz and Stegun, 26.2.11. */
function below(x: number): number {
  let term = x
  let sum = x
  for (let k = 1; k < 100 && Math.abs(term) > 1e-16; k++) {
    term *= (x * x) / (2 * k + 1)
    sum += term
  }
  return 0.5 + sum * density(x)
}

let known: Float64Array | null = null

/** Normal deviates at the middles of 2¹⁴ equal steps, each by Newton's method from its lower neighbour. */
function deviates(): Float64Array {
  if (known !== null) return known
  const made = new Float64Array(TABLE)
  let x = 0
  for (let i = TABLE / 2; i < TABLE; i++) {
    for (let k = 0; k < 60; k++) {
      const step = (below(x) - (i + 0.5) / TABLE) / density(x)
      x -= step
      if (Math.abs(step) < 1e-13) break
    }
    made[i] = x
    made[TABLE - 1 - i] = -x
  }
  known = made
  return made
}

/** Mean points of a crowd drawn with replacement: each ballot below 60 ratings, a normal deviate from there on. */
function crowd(split: Split, next: () => number): () => number {
  const n = rated(split)
  if (n === 0) return () => 0
  if (n < SINGLY_BELOW) {
    return () => {
      let sum = 0
      for (let k = 0; k < n; k++) {
        const at = (next() / 4_294_967_296) * n
        sum += at < split.satisfied ? 100 : at < split.satisfied + split.fair ? 60 : 0
      }
      return sum / n
    }
  }
  const mean = (split.satisfied * 100 + split.fair * 60) / n
  const square = (split.satisfied * 10_000 + split.fair * 3_600) / n
  const spread = Math.sqrt(Math.max(0, square - mean * mean) / n)
  const steps = deviates()
  return () => Math.min(100, Math.max(0, mean + spread * steps[next() >>> 18]!))
}

interface Drawer {
  /** Total without a tv mean that is taken from others. */
  total(): number
  /** Weight of the category's mean; 0: the unit has its own result, or none. */
  readonly neutralWeight: number
  /** Its own tv points of the last draw; null: it was not questioned. */
  readonly tv: (() => number) | null
}

function drawerOf(row: Placed, evidence: Evidence | undefined, scheme: Scheme, next: () => number): Drawer {
  let fixed = 0
  let citizens: { weight: number; draw: () => number } | null = null
  let tv: { weight: number; draw: () => number } | null = null
  let neutralWeight = 0
  for (const { method, points, weight, note } of row.parts) {
    if (method === 'citizens' && evidence?.citizens?.split != null)
      citizens = { weight: near(weight), draw: crowd(evidence.citizens.split, next) }
    else if (method === 'tv' && note === 'categoryMean') neutralWeight = near(weight)
    else if (method === 'tv') tv = { weight: near(weight), draw: segments(evidence, scheme, next) }
    else fixed += near(points) * near(weight)
  }
  let last = 0
  return {
    neutralWeight,
    tv: tv === null ? null : () => last,
    total() {
      const sum = fixed + (citizens === null ? 0 : citizens.weight * citizens.draw())
      if (tv === null) return sum
      last = tv.draw()
      return sum + tv.weight * last
    },
  }
}

/** A unit's segments, averaged; examiners' marks are drawn and laid around their result, which may be trimmed or weighted. */
function segments(evidence: Evidence | undefined, { tv }: Scheme, next: () => number): () => number {
  const share = tv.pollBp / 10_000
  const given = (evidence?.tv ?? []).map(({ examiners, poll }) => {
    const joins =
      poll?.split != null && cast(poll.split) >= tv.pollFromN && hundredPoints(poll.split) !== null
    const result = near(read(examiners))
    const marks = examiners.marks.length === 0 ? [result] : examiners.marks
    const shift = result - marks.reduce((sum, mark) => sum + mark, 0) / marks.length
    const poller = joins ? crowd(poll.split!, next) : null
    return { marks, shift, poller, panelShare: joins ? tv.examinersBp / 10_000 : 1 }
  })
  return () => {
    let all = 0
    for (const { marks, shift, poller, panelShare } of given) {
      let sum = 0
      for (const _ of marks) sum += marks[Math.floor((next() / 4_294_967_296) * marks.length)]!
      const panel = Math.min(100, Math.max(0, sum / marks.length + shift))
      all += panelShare * panel + (poller === null ? 0 : share * poller())
    }
    return all / given.length
  }
}

/** `evidence`: by unit. Units in the order of their places. */
export function drawnAgain(
  { placed, listN, apartTv, written: { category } }: CategoryResult,
  evidence: ReadonlyMap<string, Evidence>,
  scheme: Scheme,
  { seed, draws }: { readonly seed: string; readonly draws: number },
): Drawn {
  const next = generator(seed)
  const count = placed.length
  const drawers = placed.map((row) => drawerOf(row, evidence.get(row.unit.unitId), scheme, next))
  const asked = drawers.flatMap(({ tv }) => (tv === null ? [] : [tv]))
  const apartSum = apartTv.reduce((sum, points) => sum + near(points), 0)
  const results = asked.length + apartTv.length
  const [best, worst] = [new Uint32Array(count), new Uint32Array(count)]
  const places = Array.from({ length: count }, () => new Uint32Array(draws))
  const totals = new Float64Array(count)
  const sorted = new Float64Array(count)
  for (let d = 0; d < draws; d++) {
    let tvSum = apartSum
    for (let i = 0; i < count; i++) totals[i] = drawers[i]!.total()
    for (const tv of asked) tvSum += tv()
    if (results > 0) {
      const mean = tvSum / results
      for (let i = 0; i < count; i++) totals[i]! += drawers[i]!.neutralWeight * mean
    }
    // Distance from 100 in steps of 1e-5, and behind it the unit's own number: equal totals keep their order.
    for (let i = 0; i < count; i++) sorted[i] = Math.round((100 - totals[i]!) * 100_000) * 65_536 + i
    sorted.sort()
    let onBest = 0
    for (let at = 0; at < count; at++) {
      const i = ((sorted[at]! % 65_536) + 65_536) % 65_536
      places[i]![d] = at + 1
      if (at >= count - listN) worst[i]! += 1
      else if (onBest < listN && !placed[i]!.vetoed) {
        best[i]! += 1
        onBest += 1
      }
    }
  }
  const isClose = (list: 'best' | 'worst', times: Uint32Array) =>
    listN > 0 &&
    placed.some((row, i) => (row.list === list ? times[i]! * 10 < draws * 9 : times[i]! * 10 >= draws))
  return {
    category,
    close: { best: isClose('best', best), worst: isClose('worst', worst) },
    units: placed.map(({ unit }, i) => {
      const mine = places[i]!.sort()
      return {
        unitId: unit.unitId,
        ...{ best: best[i]!, worst: worst[i]! },
        placeFrom: mine[Math.floor(draws * 0.05)]!,
        placeTo: mine[Math.ceil(draws * 0.95) - 1]!,
      }
    }),
  }
}
