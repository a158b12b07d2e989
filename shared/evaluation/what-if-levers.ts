// What could have come out differently for a unit, one lever at a time, in whole steps that a clerk can name (RANK6).

import {
  add,
  compare,
  fraction,
  fromJson,
  HUNDRED,
  multiply,
  show,
  showHundredths,
  toJson,
} from '../basics/exact.ts'
import type { UnitInputs } from '../period/inputs.ts'
import { type IndicatorDefinition, indicatorScoreOf } from './indicator.ts'
import { indicatorsOf } from './period-points.ts'
import { CREDITS } from './rectification.ts'
import type { Method, Scheme } from './scheme.ts'
import type { Category } from './unit.ts'

export interface Lever {
  readonly method: Method
  /** As many steps as it has. */
  readonly most: number
  /** The unit's evidence after so many steps, all else as it was. Every step is better than the one before (or worse). */
  readonly after: (steps: number) => UnitInputs
  /** `若……` without the consequence. */
  readonly words: (steps: number) => string
}

/** A longer row of ballots than a unit has is no small change. */
const BALLOTS_MOST = 100_000
const HUNDREDTHS = 100

/** Only of methods that weigh, and of which the unit has evidence. */
export function leversUp(category: Category, evidence: UnitInputs, scheme: Scheme): readonly Lever[] {
  const levers = [
    ...ballotLever(evidence, 'satisfied', '满意票'),
    ...indicatorLevers(category, evidence, scheme, 'better'),
    ...markLever(evidence),
    ...itemLever(evidence),
    ...examinersLever(evidence),
  ]
  return levers.filter(({ method, most }) => scheme.weightsBp[method] > 0 && most > 0)
}

/** The two that tell how firm a place on 十优 is. */
export function leversDown(category: Category, evidence: UnitInputs, scheme: Scheme): readonly Lever[] {
  const levers = [
    ...ballotLever(evidence, 'dissatisfied', '不满意票'),
    ...indicatorLevers(category, evidence, scheme, 'worse'),
  ]
  return levers.filter(({ method, most }) => scheme.weightsBp[method] > 0 && most > 0)
}

function ballotLever(
  evidence: UnitInputs,
  choice: 'satisfied' | 'dissatisfied',
  name: string,
): readonly Lever[] {
  const { citizens } = evidence
  if (citizens === null) return []
  const { split, pollIds } = citizens
  return [
    {
      method: 'citizens',
      most: BALLOTS_MOST,
      after: (steps) => ({
        ...evidence,
        citizens: { pollIds, split: { ...split, [choice]: split[choice] + steps } },
      }),
      words: (steps) => `若多得${steps}张${name}`,
    },
  ]
}

function indicatorLevers(
  category: Category,
  evidence: UnitInputs,
  scheme: Scheme,
  towards: 'better' | 'worse',
): readonly Lever[] {
  return indicatorsOf(scheme, category).flatMap((definition) => {
    const count = evidence.bigData.find(({ indicatorId }) => indicatorId === definition.indicatorId)
    if (count === undefined || indicatorScoreOf(definition, count).score === null) return []
    const grows = (definition.direction === 'high') === (towards === 'better')
    const most = grows ? count.denominator - count.numerator : count.numerator
    const after = (steps: number) => (grows ? count.numerator + steps : count.numerator - steps)
    return [
      {
        method: 'bigData' as const,
        most,
        after: (steps: number) => ({
          ...evidence,
          bigData: evidence.bigData.map((each) =>
            each === count ? { ...each, numerator: after(steps) } : each,
          ),
        }),
        words: (steps: number) =>
          `若${definition.numeratorName}${grows ? '多' : '少'}${steps}件（${rateWords(definition, count.numerator, count.denominator)}→${rateWords(null, after(steps), count.denominator)}）`,
      },
    ]
  })
}

function rateWords(definition: IndicatorDefinition | null, numerator: number, denominator: number): string {
  return `${definition?.name ?? ''}${show(fraction(numerator * 100, denominator))}%`
}

function markLever(evidence: UnitInputs): readonly Lever[] {
  const { department } = evidence
  if (department.length === 0) return []
  return [
    {
      method: 'department',
      most: 100 - Math.min(...department.map(({ mark }) => mark)),
      after: (steps) => ({
        ...evidence,
        department: department.map((review) => ({ ...review, mark: Math.min(100, review.mark + steps) })),
      }),
      words: (steps) => `若业务部门每位评分人都多给${steps}分（满100为止）`,
    },
  ]
}

/** Those that cost most first, so that the number of items is the smallest. */
function itemLever(evidence: UnitInputs): readonly Lever[] {
  const { rectification } = evidence
  const lost = (item: UnitInputs['rectification'][number]) =>
    multiply(fraction(item.weight), add(fraction(1), multiply(fraction(-1), CREDITS[item.kind])))
  const open = rectification
    .filter(({ kind }) => kind !== 'on_time')
    .sort((a, b) => compare(lost(b), lost(a)) || (a.itemId < b.itemId ? -1 : 1))
  return [
    {
      method: 'rectification',
      most: open.length,
      after: (steps) => {
        const mended = new Set(open.slice(0, steps))
        return {
          ...evidence,
          rectification: rectification.map((item) =>
            mended.has(item) ? { ...item, kind: 'on_time' as const } : item,
          ),
        }
      },
      words: (steps) => `若另有${steps}项整改事项按期完成`,
    },
  ]
}

/** Steps of a hundredth of a point of every examiners' result of the unit, up to 100. */
function examinersLever(evidence: UnitInputs): readonly Lever[] {
  const means = evidence.tv.map(({ examiners }) => fromJson(examiners))
  if (means.length === 0) return []
  const lowest = means.reduce((a, b) => (compare(a, b) < 0 ? a : b))
  const toFull = multiply(add(HUNDRED, multiply(lowest, fraction(-1))), fraction(HUNDREDTHS))
  return [
    {
      method: 'tv',
      most: Number((toFull.num + toFull.den - 1n) / toFull.den),
      after: (steps) => ({
        ...evidence,
        tv: evidence.tv.map((segment, i) => {
          const raised = add(means[i]!, fraction(steps, HUNDREDTHS))
          const mean = compare(raised, HUNDRED) > 0 ? HUNDRED : raised
          return { ...segment, examiners: { ...segment.examiners, ...toJson(mean) } }
        }),
      }),
      words: (steps) => `若电视问政的考官结果高${showHundredths(BigInt(steps))}分（满100为止）`,
    },
  ]
}
