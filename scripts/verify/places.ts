// Totals, places, ties and lists of one category, computed anew by the rules RANK2 to RANK5 and EVAL3.

import { METHODS, type UnitPoints } from './points.ts'
import {
  apportioned,
  floor,
  order,
  over,
  plus,
  type Ratio,
  ratio,
  read,
  rounded,
  times,
  written,
} from './ratio.ts'
import type { Category, Inputs, Method, Results, Scheme, Unit } from './shapes.ts'

type Note = 'none' | 'categoryMean' | 'examinersOnly' | 'redistributed'
type Stage = Scheme['tieStages'][number]

export interface Part {
  readonly method: Method
  readonly points: Ratio
  readonly weight: Ratio
  readonly note: Note
}

/** One unit with a total, before it has a place. */
export interface Runner {
  readonly unit: Unit
  readonly total: Ratio
  readonly parts: readonly Part[]
  readonly redistributed: readonly Method[]
  readonly vetoed: boolean
  /** What a tie stage looks at; null: the unit lacks it. Higher is better. */
  readonly stages: Readonly<Record<Stage, Ratio | null>>
}

interface Apart {
  readonly unit: Unit
  readonly why: 'sample' | 'notDelivered' | 'noMethod'
  readonly methods: readonly Method[]
}

export interface Placed extends Runner {
  readonly place: number
  readonly decidedBy: Stage | null
  readonly list: 'best' | 'worst' | null
}

export interface CategoryResult {
  readonly placed: readonly Placed[]
  readonly listN: number
  /** Tv results of units without a place, by code: they are in the category's mean. */
  readonly apartTv: readonly Ratio[]
  /** As results.json writes it. */
  readonly written: Results['categories'][number]
}

const byCode = (a: Unit, b: Unit) => a.code - b.code || (a.unitId < b.unitId ? -1 : 1)

export function rankedFromPoints(
  category: Category,
  all: readonly UnitPoints[],
  scheme: Scheme,
): CategoryResult {
  const units = [...all].sort((a, b) => byCode(a.unit, b.unit))
  const weighing = METHODS.filter((method) => scheme.weightsBp[method] > 0)
  const coverage = weighing.map((method) => {
    const present = units.filter(({ standing }) => standing[method].state === 'present').length
    const excused = units.filter(({ standing }) => standing[method].state === 'notApplicable').length
    const ranked = method === 'tv' ? present > 0 : units.length > excused
    return { method, units: present, ranked }
  })
  const inForce = coverage.flatMap(({ method, ranked }) => (ranked ? [method] : []))
  const neutral = neutralOf(units, scheme)
  const runners: Runner[] = []
  const apart: Apart[] = []
  for (const each of units) {
    const { standing, unit } = each
    const inState = (state: string) => weighing.filter((method) => standing[method].state === state)
    const [late, small] = [inState('notDelivered'), inState('sample')]
    const run = runnerOf(each, inForce, neutral, scheme)
    if (late.length > 0) apart.push({ unit, why: 'notDelivered', methods: late })
    else if (small.length > 0) apart.push({ unit, why: 'sample', methods: small })
    else if ('missing' in run) apart.push({ unit, why: 'noMethod', methods: run.missing })
    else runners.push(run)
  }
  const without = new Set(apart.map(({ unit }) => unit))
  const apartTv = units.flatMap(({ unit, tv }) => (without.has(unit) && tv !== null ? [tv] : []))
  return { ...resultOf(category, runners, apart, coverage, scheme), apartTv }
}

/** A half-year or a year: the mean of a unit's published totals, for units ranked in every period of their category. */
export function rankedFromTotals(
  category: Category,
  units: readonly Unit[],
  inputs: Inputs,
  scheme: Scheme,
): CategoryResult {
  const mine = [...units].sort(byCode)
  const periodsOf = new Map(inputs.rolled.map(({ unitId, periods }) => [unitId, periods]))
  const vetoed = new Set(inputs.evidence.flatMap(({ unitId, vetoes }) => (vetoes.length > 0 ? [unitId] : [])))
  const all = new Set(
    mine.flatMap(({ unitId }) => (periodsOf.get(unitId) ?? []).map(({ periodId }) => periodId)),
  )
  const runners: Runner[] = []
  const apart: Apart[] = []
  for (const unit of mine) {
    const totals = periodsOf.get(unit.unitId) ?? []
    if (totals.length === 0) apart.push({ unit, why: 'noMethod', methods: [] })
    else if (new Set(totals.map(({ periodId }) => periodId)).size < all.size)
      apart.push({ unit, why: 'sample', methods: [] })
    else
      runners.push({
        unit,
        total: over(plus(totals.map(read)), totals.length),
        ...{ parts: [], redistributed: [], vetoed: vetoed.has(unit.unitId) },
        stages: { citizens_higher: null, dissatisfied_share_lower: null, rectification_higher: null },
      })
  }
  return { ...resultOf(category, runners, apart, [], scheme), apartTv: [] }
}

/** The mean tv result of all that were questioned, for those that were not. */
function neutralOf(units: readonly UnitPoints[], { tv }: Scheme): Ratio | null {
  const questioned = units.flatMap(({ standing }) =>
    standing.tv.points === null ? [] : [standing.tv.points],
  )
  if (questioned.length === 0 || tv.absent === 'redistribute' || questioned.length === units.length)
    return null
  return over(plus(questioned), questioned.length)
}

function runnerOf(
  { unit, standing, dissatisfied, examinersOnly, vetoed }: UnitPoints,
  inForce: readonly Method[],
  neutral: Ratio | null,
  scheme: Scheme,
): Runner | { readonly missing: readonly Method[] } {
  const given: { method: Method; points: Ratio; note: Note }[] = []
  const missing: Method[] = []
  const redistributed: Method[] = []
  for (const method of inForce) {
    const { state, points } = standing[method]
    if (points !== null)
      given.push({ method, points, note: method === 'tv' && examinersOnly ? 'examinersOnly' : 'none' })
    else if (state === 'notApplicable' || (method === 'tv' && scheme.tv.absent === 'redistribute'))
      redistributed.push(method)
    else if (method === 'tv' && neutral !== null)
      given.push({ method, points: neutral, note: 'categoryMean' })
    else missing.push(method)
  }
  if (missing.length > 0 || given.every(({ note }) => note === 'categoryMean')) return { missing }
  const whole = given.reduce((sum, { method }) => sum + scheme.weightsBp[method], 0)
  const parts = given.map(({ method, points, note }) => ({
    ...{ method, points, weight: ratio(scheme.weightsBp[method], whole) },
    note: note === 'none' && redistributed.length > 0 ? ('redistributed' as const) : note,
  }))
  return {
    ...{ unit, parts, redistributed, vetoed },
    total: over(
      plus(given.map(({ method, points }) => times(points, ratio(scheme.weightsBp[method])))),
      whole,
    ),
    stages: {
      citizens_higher: standing.citizens.points,
      dissatisfied_share_lower:
        standing.citizens.points === null || dissatisfied === null
          ? null
          : [-dissatisfied[0], dissatisfied[1]],
      rectification_higher: standing.rectification.points,
    },
  }
}

function resultOf(
  category: Category,
  runners: readonly Runner[],
  apart: readonly Apart[],
  coverage: Results['categories'][number]['coverage'],
  scheme: Scheme,
): Omit<CategoryResult, 'apartTv'> {
  const tables = seatedOf(runners, scheme.tieStages)
  const { listN, best, worst } = endsOf(tables, scheme)
  let place = 1
  const placed = tables.flatMap(({ members, decidedBy }, t) => {
    const here = place
    place += members.length
    return members.map((runner): Placed => ({
      ...runner,
      ...{ place: here, decidedBy, list: listOf(runner, t) },
    }))
  })
  const isWithheld = [...best].some((t) => worst.has(t))
  // A floor that takes the tied units off leaves no tie to tell of.
  const boundaryOf = (name: 'best' | 'worst') =>
    isWithheld
      ? ('withheld' as const)
      : placed.filter(({ list }) => list === name).length > listN
        ? ('all_listed' as const)
        : ('none' as const)
  return {
    ...{ placed, listN },
    written: {
      ...{ category, listN, ranked: placed.length, coverage: [...coverage] },
      boundary: { best: boundaryOf('best'), worst: boundaryOf('worst') },
      rows: placed.map(rowOf),
      unranked: apart.map(({ unit, why, methods }) => ({ unitId: unit.unitId, why, methods: [...methods] })),
    },
  }

  function listOf({ total, vetoed }: Runner, t: number): 'best' | 'worst' | null {
    const { noWorstFrom, noBestBelow } = scheme.floors
    if (best.has(t) && worst.has(t)) return null
    if (worst.has(t)) return noWorstFrom === null || reaches(total, noWorstFrom) < 0 ? 'worst' : null
    if (!best.has(t) || vetoed) return null
    return noBestBelow === null || reaches(total, noBestBelow) >= 0 ? 'best' : null
  }
}

const reaches = (total: Ratio, hundredths: number) => order(total, ratio(hundredths, 100))

interface Table {
  readonly members: readonly Runner[]
  readonly decidedBy: Stage | null
}

/** Units that share a place, best first: by total, then by each stage among those who are still equal. */
function seatedOf(runners: readonly Runner[], stages: readonly Stage[]): readonly Table[] {
  const keyed = runners.map((runner) => ({
    runner,
    key: floor([runner.total[0] * 1_000_000_000_000n, runner.total[1]]),
  }))
  keyed.sort((a, b) => (a.key === b.key ? order(b.runner.total, a.runner.total) : a.key < b.key ? 1 : -1))
  const equal = chunked(
    keyed.map(({ runner }) => runner),
    (a, b) => order(a.total, b.total) === 0,
  )
  return equal.flatMap((members) => apartBy({ members, decidedBy: null }, stages))
}

function apartBy(table: Table, [stage, ...rest]: readonly Stage[]): readonly Table[] {
  if (table.members.length === 1 || stage === undefined) return [table]
  if (table.members.some((member) => member.stages[stage] === null)) return apartBy(table, rest)
  const sorted = [...table.members].sort((a, b) => order(b.stages[stage]!, a.stages[stage]!))
  const chunks = chunked(sorted, (a, b) => order(a.stages[stage]!, b.stages[stage]!) === 0)
  const decidedBy = chunks.length > 1 ? stage : table.decidedBy
  return chunks.flatMap((members) => apartBy({ members, decidedBy }, rest))
}

function chunked<T>(all: readonly T[], together: (a: T, b: T) => boolean): readonly (readonly T[])[] {
  const chunks: T[][] = []
  all.forEach((each, i) => {
    if (i > 0 && together(all[i - 1]!, each)) chunks.at(-1)!.push(each)
    else chunks.push([each])
  })
  return chunks
}

/** Which tables the two lists reach, from either end (RANK4). */
function endsOf(tables: readonly Table[], { listMost }: Scheme) {
  const ranked = tables.reduce((sum, { members }) => sum + members.length, 0)
  const listN = ranked < 8 ? 0 : Math.min(listMost, Math.floor(ranked / 4))
  const worst = new Set<number>()
  let onWorst = 0
  for (let t = tables.length - 1; t >= 0 && onWorst < listN; t--) {
    worst.add(t)
    onWorst += tables[t]!.members.length
  }
  const best = new Set<number>()
  let onBest = 0
  let above = 0
  for (let t = 0; t < tables.length && onBest < listN && above < ranked - listN; t++) {
    const free = tables[t]!.members.filter(({ vetoed }) => !vetoed).length
    if (free > 0) best.add(t)
    onBest += free
    above += tables[t]!.members.length
  }
  return { listN, best, worst }
}

function rowOf({ unit, place, total, parts, redistributed, list, vetoed, decidedBy }: Placed) {
  const shown = apportioned(
    parts.map(({ points, weight }) => times(points, weight)),
    total,
  )
  return {
    ...{ unitId: unit.unitId, place, total: written(total), shown: rounded(total) },
    parts: parts.map(({ method, points, weight, note }, i) => ({
      ...{ method, points: written(points), weight: written(weight) },
      ...{ shownPoints: rounded(points), shownPart: shown[i]!, note },
    })),
    ...{ redistributed: [...redistributed], list, vetoed, decidedBy },
  }
}
