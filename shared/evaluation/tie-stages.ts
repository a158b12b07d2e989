// Tells equal totals apart by the scheme's stages, one after the other (RANK3).

import { compare, type Fraction, subtract, ZERO } from '../basics/exact.ts'
import { unreachable } from '../basics/result.ts'
import { compareTotals, type Total } from './exact-total.ts'
import type { Method, TieStage } from './scheme.ts'

interface Tied {
  readonly total: Total
  readonly input: {
    readonly methods: Readonly<
      Partial<Record<Method, { readonly points: Fraction; readonly dissatisfiedShare?: Fraction }>>
    >
  }
}

export interface TieGroup<T> {
  /** They share a place; in the order they were handed in. */
  readonly members: readonly T[]
  /** The last stage that told the group from others of its total; null where nothing had to, or nothing did. */
  readonly decidedBy: TieStage | null
}

/** The groups that share a place, best first. `sorted` is in order of totals, best first. */
export function tieGroupsOf<T extends Tied>(
  sorted: readonly T[],
  stages: readonly TieStage[],
): readonly TieGroup<T>[] {
  return runsOf(sorted, (a, b) => compareTotals(a.total, b.total) === 0).flatMap((members) =>
    split({ members, decidedBy: null }, stages),
  )
}

function split<T extends Tied>(group: TieGroup<T>, stages: readonly TieStage[]): readonly TieGroup<T>[] {
  const [stage, ...later] = stages
  if (group.members.length === 1 || stage === undefined) return [group]
  const valued: { readonly member: T; readonly value: Fraction }[] = []
  for (const member of group.members) {
    const value = valueAt(stage, member)
    if (value !== null) valued.push({ member, value })
  }
  // A stage that a tied member lacks is skipped.
  if (valued.length < group.members.length) return split(group, later)
  valued.sort((a, b) => compare(b.value, a.value))
  const runs = runsOf(valued, (a, b) => compare(a.value, b.value) === 0)
  const decidedBy = runs.length > 1 ? stage : group.decidedBy
  return runs.flatMap((run) => split({ members: run.map((one) => one.member), decidedBy }, later))
}

/** What a stage compares: higher is better. Null where the member lacks it. */
function valueAt(stage: TieStage, of: Tied): Fraction | null {
  switch (stage) {
    case 'citizens_higher':
      return of.input.methods.citizens?.points ?? null
    case 'dissatisfied_share_lower': {
      const share = of.input.methods.citizens?.dissatisfiedShare
      return share === undefined ? null : subtract(ZERO, share)
    }
    case 'rectification_higher':
      return of.input.methods.rectification?.points ?? null
    default:
      return unreachable(stage)
  }
}

/** Neighbours that are the same, together. */
function runsOf<T>(of: readonly T[], same: (a: T, b: T) => boolean): readonly (readonly T[])[] {
  const runs: T[][] = []
  for (const one of of) {
    const last = runs.at(-1)
    if (last?.[0] !== undefined && same(last[0], one)) last.push(one)
    else runs.push([one])
  }
  return runs
}
