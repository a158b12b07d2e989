// How a category's totals lie, period by period, and how one organisation's units do among them. Exact, rounded once (RANK2).

import { type Fraction, mean, show } from '../basics/exact.ts'
import type { PeriodId } from '../period/ids.ts'
import type { OrganisationId } from './department.ts'
import type { CategoryRanking, RankedUnit } from './ranking.ts'

export interface PublishedRanking {
  readonly periodId: PeriodId
  readonly title: string
  readonly ranking: CategoryRanking
}

/** In hundredths as shown: `83.25`. */
interface Spread {
  readonly least: string
  readonly lower: string
  readonly median: string
  readonly upper: string
  readonly most: string
}

export interface TrendPoint {
  readonly periodId: PeriodId
  readonly title: string
  readonly ranked: number
  readonly spread: Spread | null
  readonly own: {
    readonly ranked: number
    readonly mean: string
    readonly best: number
    readonly worst: number
  } | null
}

/** In the order handed in. */
export function trendOf(
  published: readonly PublishedRanking[],
  organisationId: OrganisationId | null,
): readonly TrendPoint[] {
  return published.map(({ periodId, title, ranking: { rows } }) => ({
    periodId,
    title,
    ranked: rows.length,
    spread: spreadOf(rows),
    own: organisationId === null ? null : ownOf(rows, organisationId),
  }))
}

/** `rows`: best first. A quartile is the total of the unit at that place, never one between two. */
function spreadOf(rows: readonly RankedUnit[]): Spread | null {
  const last = rows.length - 1
  const at = (quarters: number): string => show(rows[Math.floor((last * quarters) / 4)]!.total)
  return rows.length === 0 ? null : { most: at(0), upper: at(1), median: at(2), lower: at(3), least: at(4) }
}

function ownOf(rows: readonly RankedUnit[], organisationId: OrganisationId): TrendPoint['own'] {
  const own = rows.filter(({ unit }) => unit.organisationId === organisationId)
  if (own.length === 0) return null
  const totals: readonly Fraction[] = own.map(({ total: { num, den } }) => ({ num, den }))
  return {
    ranked: own.length,
    mean: show(mean(totals)),
    best: own.filter(({ list }) => list === 'best').length,
    worst: own.filter(({ list }) => list === 'worst').length,
  }
}
