// What would have changed a unit's place: for each lever the fewest steps that do, found and judged by ranking anew (RANK6).

import { type Fraction, fraction, subtract, compare } from '../basics/exact.ts'
import type { UnitId } from '../basics/ids.ts'
import { unreachable } from '../basics/result.ts'
import type { PeriodInputs, UnitInputs } from '../period/inputs.ts'
import { rankingInputOf } from './period-ranking.ts'
import { ratingsIn } from './poll-points.ts'
import type { RankingBasis } from './ranking-input.ts'
import type { Method, Scheme } from './scheme.ts'
import { createStandingIf, type StandingIf } from './standing-if.ts'
import { type Lever, leversDown, leversUp } from './what-if-levers.ts'

export type Goal = 'place_up' | 'best_on' | 'worst_off' | 'best_off'

export interface WhatIf {
  readonly goal: Goal
  readonly method: Method
  /** The fewest of the lever's steps that reach the goal: one less does not. */
  readonly steps: number
  /** The unit's evidence then, so that it can be checked by ranking anew. */
  readonly after: UnitInputs
  /** 名次 then. */
  readonly place: number
  readonly words: string
}

/** So many a goal, the smallest change of the total first. */
const KEPT_A_GOAL = 5

/**
 * For a unit that is ranked. Others stay as they are but for the category's mean tv result, which moves with the unit's own
 * (EVAL3). Work: O(units) a step tried, about 15 steps tried a lever; not for the event loop.
 */
export function changesOf(
  unitId: UnitId,
  inputs: PeriodInputs,
  scheme: Scheme,
  basis: RankingBasis = 'final',
): readonly WhatIf[] {
  const unit = inputs.units.find((each) => each.unitId === unitId)
  const evidence = inputs.evidence.find((each) => each.unitId === unitId)
  if (unit === undefined || evidence === undefined || inputs.rolled.length > 0) return []
  const judge = createJudge(evidence, createStandingIf(unit, inputs, scheme, basis))
  const now = judge(null, 0)
  if (now === null) return []
  const vetoed = evidence.vetoes.length > 0
  const goals: readonly (readonly [Goal, boolean, (then: StandingIf) => boolean])[] = [
    ['place_up', now.place > 1, (then) => then.place < now.place],
    ['best_on', now.list !== 'best' && !vetoed, (then) => then.list === 'best'],
    ['worst_off', now.list === 'worst', (then) => then.list !== 'worst'],
    ['best_off', now.list === 'best', (then) => then.list !== 'best'],
  ]
  const [up, down] = [leversUp, leversDown].map((make) => make(unit.category, evidence, scheme))
  return goals.flatMap(([goal, asked, reached]) => {
    if (!asked) return []
    const found = (goal === 'best_off' ? down! : up!).flatMap((lever) => {
      const steps = fewest(lever, (tried) => {
        const then = judge(lever, tried)
        return then !== null && reached(then)
      })
      const then = steps === null ? null : judge(lever, steps)
      return steps === null || then === null ? [] : [{ lever, steps, then }]
    })
    return found
      .sort((a, b) => compare(distance(a.then, now), distance(b.then, now)))
      .slice(0, KEPT_A_GOAL)
      .map(({ lever, steps, then }) => ({
        ...{ goal, method: lever.method, steps, after: lever.after(steps), place: then.place },
        words: `${lever.words(steps)}，${consequence(goal, now.place, then.place)}。`,
      }))
  })
}

/** The sentences alone; for a unit that stands apart, what would let it take part. */
export function whatIfWords(
  unitId: UnitId,
  inputs: PeriodInputs,
  scheme: Scheme,
  basis: RankingBasis = 'final',
): readonly string[] {
  return [
    ...apartWords(unitId, inputs, scheme),
    ...changesOf(unitId, inputs, scheme, basis).map(({ words }) => words),
  ]
}

function apartWords(unitId: UnitId, inputs: PeriodInputs, scheme: Scheme): readonly string[] {
  const unit = inputs.units.find((each) => each.unitId === unitId)
  const evidence = inputs.evidence.find((each) => each.unitId === unitId)
  if (unit === undefined || evidence === undefined || evidence.citizens === null) return []
  const { apart } = rankingInputOf(unit, evidence, scheme)
  if (apart === undefined || apart.why !== 'sample' || apart.methods.join() !== 'citizens') return []
  const short = scheme.citizensFromN - ratingsIn(evidence.citizens.split)
  return [moreBallotsWords(short)]
}

/** `short`: so many ballots below the scheme's minimum. */
export function moreBallotsWords(short: number): string {
  return `若再有${short}张有效票（不含不了解），市民评议即达到最低样本，可以参加排名。`
}

/**
 * The smallest number of steps, from 1, that reaches; null where all of them do not. Every step goes the same way, so what is
 * reached stays reached.
 */
function fewest({ most }: Lever, reaches: (steps: number) => boolean): number | null {
  // Doubling first: the change that matters is mostly a small one.
  let low = 0
  let high = 1
  while (high < most && !reaches(high)) [low, high] = [high, high * 2]
  high = Math.min(high, most)
  if (!reaches(high)) return null
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (reaches(middle)) high = middle
    else low = middle
  }
  return high
}

/** Where the unit would stand after so many steps of a lever, each asked once; null: nowhere. */
function createJudge(
  own: UnitInputs,
  standing: ReturnType<typeof createStandingIf>,
): (lever: Lever | null, steps: number) => StandingIf | null {
  const known = new Map<Lever | null, Map<number, StandingIf | null>>()
  return (lever, steps) => {
    const ofLever = known.get(lever) ?? new Map<number, StandingIf | null>()
    known.set(lever, ofLever)
    const outcome = ofLever.has(steps)
      ? ofLever.get(steps)!
      : standing(lever === null ? own : lever.after(steps), lever?.method === 'tv')
    ofLever.set(steps, outcome)
    return outcome
  }
}

function distance(a: StandingIf, b: StandingIf): Fraction {
  const by = subtract(fraction(a.total.num, a.total.den), fraction(b.total.num, b.total.den))
  return by.num < 0n ? { num: -by.num, den: by.den } : by
}

function consequence(goal: Goal, before: number, then: number): string {
  switch (goal) {
    case 'place_up':
      return `名次由第${before}名升为第${then}名`
    case 'best_on':
      return `列第${then}名，进入十优`
    case 'worst_off':
      return `列第${then}名，不在十差`
    case 'best_off':
      return `列第${then}名，不再是十优`
    default:
      return unreachable(goal)
  }
}
