// What each of the five methods makes of a unit's evidence, computed anew by the rules EVAL3 to EVAL8.

import { NONE, order, over, plus, type Ratio, ratio, read, times, written } from './ratio.ts'
import type { Evidence, Method, Scheme, Split, Unit } from './shapes.ts'

export const METHODS: readonly Method[] = ['citizens', 'bigData', 'department', 'rectification', 'tv']
const GROUPS = ['line', 'district', 'town'] as const
const UNIT = 10_000n

export interface Standing {
  readonly state: 'present' | 'sample' | 'notApplicable' | 'notDelivered' | 'absent'
  readonly points: Ratio | null
}

export interface UnitPoints {
  readonly unit: Unit
  readonly standing: Readonly<Record<Method, Standing>>
  readonly dissatisfied: Ratio | null
  readonly examinersOnly: boolean
  /** Its own tv result, whatever its standing. */
  readonly tv: Ratio | null
  readonly vetoed: boolean
  /** As results.json writes it. */
  readonly working: object
}

export const rated = (split: Split): number => split.satisfied + split.fair + split.dissatisfied
export const cast = (split: Split): number => rated(split) + split.unsure

export function pointsOf(unit: Unit, evidence: Evidence, scheme: Scheme): UnitPoints {
  const citizens = citizensOf(evidence, scheme)
  const bigData = bigDataOf(unit, evidence, scheme)
  const department = departmentOf(evidence, scheme)
  const rectification = rectificationOf(evidence)
  const tv = tvOf(evidence, scheme)
  const found: Record<Method, Standing> = {
    citizens: citizens.standing,
    bigData: bigData.standing,
    department: present(department.points),
    rectification: rectification === null ? { state: 'notApplicable', points: null } : present(rectification),
    tv: present(tv.points),
  }
  for (const method of METHODS) {
    if (evidence.notDelivered.includes(method)) found[method] = { state: 'notDelivered', points: null }
    else if (found[method].state === 'absent' && evidence.notApplicable.includes(method))
      found[method] = { state: 'notApplicable', points: null }
  }
  return {
    unit,
    standing: found,
    dissatisfied: citizens.dissatisfied,
    examinersOnly: tv.examinersOnly,
    tv: tv.points,
    vetoed: evidence.vetoes.length > 0,
    working: {
      unitId: unit.unitId,
      citizens: citizens.working,
      bigData: bigData.working,
      bigDataPoints: orNull(bigData.points),
      department: department.working,
      departmentPoints: orNull(department.points),
      rectification:
        evidence.rectification.length === 0
          ? null
          : {
              items: evidence.rectification.length,
              weight: evidence.rectification.reduce((sum, { weight }) => sum + weight, 0),
            },
      rectificationPoints: orNull(rectification),
      tv: tv.working,
      tvPoints: orNull(tv.points),
    },
  }
}

const orNull = (value: Ratio | null) => (value === null ? null : written(value))
const present = (points: Ratio | null): Standing => ({
  state: points === null ? 'absent' : 'present',
  points,
})

/** 满意 100, 基本满意 60, 不满意 0, without 不了解. */
export function hundredPoints(split: Split): Ratio | null {
  const n = rated(split)
  return n === 0 ? null : ratio(100 * split.satisfied + 60 * split.fair, n)
}

function citizensOf({ citizens }: Evidence, scheme: Scheme) {
  if (citizens === null) return { standing: present(null), dissatisfied: null, working: null }
  const { ratings, split } = citizens
  const points = split === null ? null : hundredPoints(split)
  const dissatisfied = split === null || points === null ? null : ratio(split.dissatisfied, rated(split))
  const isSample = points === null || ratings < scheme.citizensFromN
  return {
    standing: isSample ? ({ state: 'sample', points: null } as const) : present(points),
    dissatisfied: isSample ? null : dissatisfied,
    working: { ratings, points: orNull(points), dissatisfiedShare: orNull(dissatisfied) },
  }
}

/** All in ten-thousandths: a score of full is full × 10⁴ × cases in the same measure as what was lost. */
function bigDataOf(unit: Unit, evidence: Evidence, scheme: Scheme) {
  const asked = scheme.indicators.filter(({ categories }) => categories.includes(unit.category))
  const shares: Ratio[] = []
  let weights = 0
  const working = asked.flatMap((indicator) => {
    const counts = evidence.bigData.find(({ indicatorId }) => indicatorId === indicator.indicatorId)
    if (counts === undefined) return []
    const [cases, hits] = [BigInt(counts.denominator), BigInt(counts.numerator)]
    const score =
      cases === 0n || counts.denominator < indicator.denominatorFrom
        ? null
        : counts.lifted === true
          ? ratio(indicator.full, UNIT)
          : scoreOf(indicator, hits, cases)
    if (score !== null) {
      weights += indicator.weight
      shares.push(times(score, ratio(BigInt(indicator.weight) * UNIT, indicator.full)))
    }
    return [
      {
        indicatorId: indicator.indicatorId,
        cases: counts.denominator,
        rate: cases === 0n ? null : written(ratio(hits * 100n, cases)),
        score: orNull(score),
      },
    ]
  })
  const points = weights === 0 ? null : over(times(plus(shares), ratio(100)), weights)
  // What weighs nothing is published beside the others and need not be there.
  const needed = asked.filter(({ weight }) => weight > 0)
  const isThere =
    needed.length > 0 && needed.every((one) => working.some((each) => each.indicatorId === one.indicatorId))
  const standing: Standing = !isThere
    ? { state: 'absent', points: null }
    : points === null
      ? { state: 'sample', points: null }
      : { state: 'present', points }
  return { standing, points, working }
}

function scoreOf(indicator: Scheme['indicators'][number], hits: bigint, cases: bigint): Ratio {
  const [target, full] = [BigInt(indicator.targetPercent), BigInt(indicator.full)]
  const rate = hits * 100n * UNIT
  const short = indicator.direction === 'high' ? target * cases - rate : rate - target * cases
  if (short <= 0n) return [full, UNIT]
  const left: Ratio = [full * UNIT * cases - BigInt(indicator.perPoint) * short, UNIT * UNIT * cases]
  const least: Ratio = [BigInt(indicator.floor), UNIT]
  return order(left, least) < 0 ? least : left
}

function departmentOf({ department }: Evidence, { reviewersBp }: Scheme) {
  const counted = GROUPS.flatMap((name) => {
    const marks = department.flatMap(({ group, marks: given }) => (group === name ? given : []))
    return marks.length === 0 || reviewersBp[name] === 0 ? [] : [{ name, marks, weight: reviewersBp[name] }]
  })
  const whole = counted.reduce((sum, { weight }) => sum + weight, 0)
  const meanOf = (marks: readonly number[]) =>
    ratio(
      marks.reduce((sum, mark) => sum + mark, 0),
      marks.length,
    )
  return {
    points:
      whole === 0
        ? null
        : over(plus(counted.map(({ marks, weight }) => times(meanOf(marks), ratio(weight)))), whole),
    working: counted.map(({ name, marks }) => ({
      group: name,
      reviews: marks.length,
      mean: written(meanOf(marks)),
    })),
  }
}

/** Credits in fifths: 1, 0.6, 0 and −1 are 5, 3, 0 and −5, so that 100 × Σ ÷ Σ is 20 × their sum. */
const FIFTHS = { on_time: 5, late: 3, overdue: 0, reopened_false: -5 } as const

function rectificationOf({ rectification }: Evidence): Ratio | null {
  if (rectification.length === 0) return null
  const weight = rectification.reduce((sum, item) => sum + item.weight, 0)
  const earned = rectification.reduce((sum, { kind, weight: each }) => sum + FIFTHS[kind] * each, 0)
  return earned <= 0 ? NONE : ratio(20 * earned, weight)
}

function tvOf({ tv }: Evidence, scheme: Scheme) {
  const shares = scheme.tv
  const segments = tv.map(({ examiners, poll }) => {
    const crowd =
      poll === null || poll.split === null || cast(poll.split) < shares.pollFromN
        ? null
        : hundredPoints(poll.split)
    const panel = read(examiners)
    const points =
      crowd === null
        ? panel
        : over(plus([times(panel, ratio(shares.examinersBp)), times(crowd, ratio(shares.pollBp))]), UNIT)
    return { examiners, poll, points, joined: crowd !== null }
  })
  return {
    points: segments.length === 0 ? null : over(plus(segments.map(({ points }) => points)), segments.length),
    examinersOnly: segments.some(({ joined }) => !joined),
    working: segments.map(({ examiners, poll, points, joined }) => ({
      marks: examiners.marks.length,
      markSum: examiners.marks.reduce((sum, mark) => sum + mark, 0),
      points: written(points),
      ballots: poll?.ballots ?? null,
      joined,
    })),
  }
}

/** The nearest double of the top over that of the bottom, in lowest terms: as the draws take it (RANK7). */
export function near(value: Ratio): number {
  const { num, den } = written(value)
  return Number(num) / Number(den)
}
