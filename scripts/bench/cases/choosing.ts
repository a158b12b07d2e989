// All cases of the bench in the order in which they run, and which of them are meant by the names given.

import type { BenchCase } from './bench.ts'
import { aliyunCase, ballotsASecondCase, openLoopCase } from './door-cases.ts'
import { rankingCase, verifierCase } from './evaluation-cases.ts'
import { indexGrowthCase, logGrowthCase, restartCase } from './log-cases.ts'
import { redisCase } from './redis-cases.ts'
import { fanOutCase, onScreenCase, pagesCase } from './screen-cases.ts'

export const CASES: readonly BenchCase[] = [
  ballotsASecondCase,
  openLoopCase,
  fanOutCase,
  onScreenCase,
  restartCase,
  indexGrowthCase,
  rankingCase,
  redisCase,
  verifierCase,
  pagesCase,
  logGrowthCase,
  aliyunCase,
]

export const GOALS = CASES.flatMap(({ goals }) => goals)

export type Choice =
  | { readonly ok: true; readonly cases: readonly BenchCase[]; readonly wants: (goal: string) => boolean }
  | { readonly ok: false; readonly sentence: string }

/** Without a name: all. Case does not matter. */
export function chosenBy(names: readonly string[]): Choice {
  const goalOf = (name: string) => GOALS.find((goal) => goal.toLowerCase() === name.toLowerCase())
  const unknown = names.filter((name) => goalOf(name) === undefined)
  if (unknown.length > 0)
    return { ok: false, sentence: `没有这个量测项目：${unknown.join('、')}。可选：${GOALS.join('、')}。` }
  const wanted = new Set(names.length === 0 ? GOALS : names.map(goalOf))
  return {
    ok: true,
    cases: CASES.filter(({ goals }) => goals.some((goal) => wanted.has(goal))),
    wants: (goal) => wanted.has(goal),
  }
}
