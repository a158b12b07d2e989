// What a category's ranking came to, as it is told: places, lists and points as shown, and each unit's exact total.

import { fraction, type FractionJson, show, toJson } from '../basics/exact.ts'
import type { Coverage, RankedPart, UnrankedUnit } from './measure.ts'
import { type CategoryRanking, shownOf } from './ranking.ts'
import type { ListWarnings } from './list-words.ts'
import { type ListBoundaries, listWarningsOf } from './ranking-lists.ts'
import type { Method, TieStage } from './scheme.ts'
import type { Unit } from './unit.ts'

export interface OutcomePart {
  readonly method: Method
  /** `83.27`: before its weight. */
  readonly points: string
  /** Of the total; a row's parts sum to it (RANK2). */
  readonly weighted: string
  readonly note: RankedPart['note']
}

export interface OutcomeRow {
  readonly unit: Unit
  readonly place: number
  /** `83.27`: rounded once. */
  readonly total: string
  /** The same in lowest terms: what a half-year and an organisation's mean are made of. */
  readonly exact: FractionJson
  /** In the order of METHODS; empty where totals were rolled up. */
  readonly parts: readonly OutcomePart[]
  readonly list: 'best' | 'worst' | null
  readonly vetoed: boolean
  readonly decidedBy: TieStage | null
}

export interface CategoryOutcome {
  readonly listN: number
  readonly boundary: ListBoundaries
  readonly warnings: ListWarnings
  readonly coverage: readonly Coverage[]
  /** By place; units that share one by public code. */
  readonly rows: readonly OutcomeRow[]
  /** By public code. */
  readonly unranked: readonly UnrankedUnit[]
}

export function outcomeOf({ listN, boundary, coverage, rows, unranked }: CategoryRanking): CategoryOutcome {
  return {
    ...{ listN, boundary, coverage, unranked, warnings: listWarningsOf(rows) },
    rows: rows.map((row) => {
      const shown = shownOf(row)
      const { unit, place, total, parts, list, vetoed, decidedBy } = row
      return {
        ...{ unit, place, total: shown.total, exact: toJson(fraction(total.num, total.den)) },
        parts: parts.map(({ method, points, note }, i) => ({
          ...{ method, points: show(points), weighted: shown.parts[i]!, note },
        })),
        ...{ list, vetoed, decidedBy },
      }
    }),
  }
}
