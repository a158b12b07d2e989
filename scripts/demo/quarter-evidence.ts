// Fictional evidence of one quarter by every method, from a seed: what citizens send, counts of hotlines, marks, items.

import type { IndicatorDefinition } from '../../shared/evaluation/indicator.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import type { IndicatorRow } from '../../shared/period/command.ts'
import { ItemSource } from '../../shared/evaluation/rectification.ts'
import type { LedgerPlan } from '../../shared/ledger/item.ts'
import { dayAfter } from '../../shared/basics/city-day.ts'
import type { Random } from './random.ts'

/** How good a unit is, 0–1: everything it gets leans on it, so that lists look like lists and not like dice. */
export type Merit = ReadonlyMap<string, number>

export function meritOf(units: readonly Unit[], random: Random): Merit {
  // The mean of three draws: most are in the middle.
  return new Map(
    units.map(({ unitId }) => [unitId, (random.next() + random.next() + random.next()) / 3] as const),
  )
}

/** Sends so many texts about a unit; a few units nobody knows stay under the minimum sample (EVAL4). */
export function ballotsFor(merit: number, random: Random): readonly ('满意' | '基本满意' | '不满意')[] {
  const n = random.next() < 0.02 ? 8 + random.below(18) : 34 + random.below(30)
  const satisfied = 0.15 + merit * 0.75
  const fair = (1 - satisfied) * 0.55
  return Array.from({ length: n }, () => {
    const drawn = random.next()
    return drawn < satisfied ? '满意' : drawn < satisfied + fair ? '基本满意' : '不满意'
  })
}

/** Counts of every indicator that measures a unit; of `silent` units none came. */
export function indicatorRowsOf(
  units: readonly Unit[],
  indicators: readonly IndicatorDefinition[],
  merit: Merit,
  silent: ReadonlySet<string>,
  random: Random,
): readonly IndicatorRow[] {
  return units.flatMap(({ unitId, category }) =>
    silent.has(unitId)
      ? []
      : indicators
          .filter(({ categories }) => categories.includes(category))
          .map(({ indicatorId, direction, targetPercent }) => {
            const denominator = random.next() < 0.03 ? 5 + random.below(20) : 60 + random.below(900)
            const target = targetPercent / 1_000_000
            const short = (1 - (merit.get(unitId) ?? 0.5)) * 0.22 * random.next()
            const rate = direction === 'high' ? target + 0.015 - short : Math.max(0, target - 0.01 + short)
            const numerator = Math.min(denominator, Math.max(0, Math.round(denominator * Math.min(1, rate))))
            return { unitId, indicatorId, count: { numerator, denominator } }
          }),
  )
}

export function markFor(merit: number, random: Random): number {
  return Math.min(100, Math.max(30, Math.round(58 + merit * 36 + (random.next() - 0.5) * 14)))
}

const COMPLAINTS: Readonly<Record<LedgerPlan['source'], readonly string[]>> = {
  promise: ['承诺把办理时限由十天压缩到五天，并在窗口公示'],
  complaint: ['群众反映窗口午间无人值守，要求实行轮班', '投诉：同类申请补正材料三次以上'],
  photo: ['办事指南与实际所需材料不一致', '自助终端停用两周无人处理'],
  hotline: ['热线交办：退件理由没有一次性告知', '热线交办：同一问题三次来电未解决'],
  inspection: ['督查发现：承诺事项公示牌内容过期', '督查发现：工单回访记录不实'],
}

/** About every fourth unit has an item or two, given out and due within the quarter. */
export function itemsOf(
  units: readonly Unit[],
  quarter: { readonly id: string; readonly startsOn: string },
  random: Random,
): readonly LedgerPlan[] {
  let number = 0
  return units.flatMap(({ unitId }) => {
    const count = random.next() < 0.25 ? 1 + random.below(2) : 0
    return Array.from({ length: count }, (): LedgerPlan => {
      const source = random.pick(ItemSource.options.filter((each) => each !== 'promise'))
      const openedOn = dayAfter(quarter.startsOn, 1 + random.below(10))
      number += 1
      return {
        itemId: `${quarter.id}-${String(number).padStart(3, '0')}`,
        unitId,
        source,
        text: random.pick(COMPLAINTS[source]),
        owner: '分管负责人',
        dueOn: dayAfter(openedOn, 20 + random.below(15)),
        weight: 1 + random.below(3),
        openedOn,
      }
    })
  })
}
