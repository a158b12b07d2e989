// How published periods follow one another: a unit's history, its place in the period before, and how a category's totals lie.

import { showHundredths } from '../../shared/basics/exact.ts'
import type { OrganisationId } from '../../shared/evaluation/department.ts'
import type { Category, Unit } from '../../shared/evaluation/unit.ts'
import { PeriodKind, type Period } from '../../shared/period/period.ts'
import type { TrendsAnswer, UnitCardAnswer } from '../../shared/protocol/ranking-api.ts'
import type { House } from '../../shared/show/house.ts'
import { organisationName } from './period-answer.ts'
import type { PastResults, PeriodResults } from './past-results.ts'

const PERIODS_MOST = 40

/** In notice or final, oldest first, the last forty. */
export function publishedOf({ periods }: House, kind: PeriodKind): readonly Period[] {
  return Object.values<Period>(periods)
    .filter(
      ({ stage, ...period }) => period.kind === kind && (stage.phase === 'notice' || stage.phase === 'final'),
    )
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
    .slice(-PERIODS_MOST)
}

/** Of every kind. */
export function publishedLatestFirst(house: House): readonly Period[] {
  return PeriodKind.options.flatMap((kind) => publishedOf(house, kind).toReversed())
}

/** The one of the same kind that ended last before this one begins; null where there is none. */
export function periodBefore(period: Period, house: House): Period | null {
  return publishedOf(house, period.kind).findLast(({ endsOn }) => endsOn < period.startsOn) ?? null
}

/** Of published periods up to this one. */
export async function historyOf(
  unitId: Unit['unitId'],
  category: Category,
  period: Period,
  house: House,
  past: PastResults,
): Promise<UnitCardAnswer['history']> {
  const history: UnitCardAnswer['history'] = []
  for (const each of publishedOf(house, period.kind)) {
    if (each.startsOn > period.startsOn) continue
    const results = await past.of(each)
    const result = results?.of(unitId)
    if (results === null || result === undefined) continue
    history.push({
      periodId: each.id,
      title: each.title,
      place: result.place,
      ranked: results.ranked[category],
      total: result.total === null ? null : showHundredths(BigInt(result.total)),
    })
  }
  return history
}

export async function trendsAnswerOf(
  kind: PeriodKind,
  category: Category,
  organisationId: OrganisationId | null,
  house: House,
  past: PastResults,
): Promise<TrendsAnswer> {
  const periods: TrendsAnswer['periods'][number][] = []
  for (const period of publishedOf(house, kind)) {
    const results = await past.of(period)
    if (results !== null) periods.push(trendOf(period, category, organisationId, results))
  }
  return { category, organisation: organisationName(organisationId, house), periods }
}

function trendOf(
  period: Period,
  category: Category,
  organisationId: OrganisationId | null,
  results: PeriodResults,
): TrendsAnswer['periods'][number] {
  const units = period.units.filter((unit) => unit.category === category)
  const totalsOf = (some: readonly Unit[]) =>
    some.flatMap(({ unitId }) => results.of(unitId)?.total ?? []).sort((a, b) => a - b)
  const totals = totalsOf(units)
  const ours = organisationId === null ? [] : units.filter((unit) => unit.organisationId === organisationId)
  const own = totalsOf(ours)
  const listed = (list: 'best' | 'worst') =>
    ours.filter(({ unitId }) => results.of(unitId)?.list === list).length
  const shown = (hundredths: number) => showHundredths(BigInt(hundredths))
  /** The value a share of the totals lies at or below: no value in between is made up. */
  const at = (share: number) => shown(totals[Math.max(0, Math.ceil(totals.length * share) - 1)]!)
  return {
    periodId: period.id,
    title: period.title,
    ranked: totals.length,
    spread:
      totals.length === 0
        ? null
        : { least: at(0), lower: at(0.25), median: at(0.5), upper: at(0.75), most: at(1) },
    own:
      own.length === 0
        ? null
        : {
            ranked: own.length,
            // A mean for the eye, of totals that were rounded once already: it decides nothing.
            mean: shown(Math.round(own.reduce((sum, total) => sum + total, 0) / own.length)),
            best: listed('best'),
            worst: listed('worst'),
          },
  }
}
