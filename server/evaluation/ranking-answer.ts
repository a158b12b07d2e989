// A category's ranking as the office, the auditor and the public page read it: fifty rows, filtered, with places of the period before.

import type { UnitId } from '../../shared/basics/ids.ts'
import type { UnitCertainty } from '../../shared/evaluation/certainty.ts'
import type { OrganisationId } from '../../shared/evaluation/department.ts'
import type { OutcomeRow } from '../../shared/evaluation/outcome.ts'
import { unitHeadOf, type Category } from '../../shared/evaluation/unit.ts'
import type { PeriodUnit } from '../../shared/period/inputs.ts'
import type { RankingAnswer, RankingRow } from '../../shared/protocol/ranking-api.ts'
import type { House } from '../../shared/show/house.ts'
import { fits, organisationName, PAGE } from './period-answer.ts'
import type { RankedPeriod } from './period-rankings.ts'

export interface RankingQuery {
  readonly category: Category
  readonly list: 'best' | 'worst' | null
  /** Whose units; null: everybody's. */
  readonly organisation: OrganisationId | null
  readonly q: string
  /** From 1. */
  readonly page: number
}

/** `before`: places in the period of the same kind before. */
export function rankingAnswerOf(
  ranked: RankedPeriod,
  before: ReadonlyMap<UnitId, number>,
  house: House,
  { category, list, organisation, q, page }: RankingQuery,
): RankingAnswer {
  const { scheme, outcome, basis } = ranked
  const { rows, unranked, listN, boundary, warnings, coverage } = outcome.of(category)
  const certainty = ranked.certainty?.of(category) ?? null
  const isAsked = (unit: PeriodUnit) =>
    (organisation === null || unit.organisationId === organisation) && (q === '' || fits(unit, house, q))
  const fitting = rows.filter((row) => (list === null || row.list === list) && isAsked(row.unit))
  const from = (page - 1) * PAGE
  return {
    ...{ category, provisional: basis === 'provisional', listN, ranked: rows.length, boundary },
    total: fitting.length,
    close: ranked.certainty?.close[category] ?? null,
    ...{ floors: scheme.floors, warnings },
    coverage: coverage.map((each) => ({ ...each, weightBp: scheme.weightsBp[each.method] })),
    rows: fitting.slice(from, from + PAGE).map((row) => rankingRowOf(row, certainty, before, house)),
    // Beside the first page: who stands apart is told once.
    unranked: (page === 1 && list === null ? unranked : [])
      .filter(({ unit }) => isAsked(unit))
      .map(({ unit, why, methods }) => ({ unit: unitHeadOf(unit), why, methods: [...methods] })),
  }
}

export function rankingRowOf(
  row: OutcomeRow,
  certainty: ReadonlyMap<UnitId, UnitCertainty> | null,
  before: ReadonlyMap<UnitId, number>,
  house: House,
): RankingRow {
  const { unit, place, total, parts, list, vetoed, decidedBy } = row
  return {
    unit: unitHeadOf(unit),
    organisation: organisationName(unit.organisationId, house),
    ...{ place, list, vetoed, decidedBy, total },
    placeBefore: before.get(unit.unitId) ?? null,
    parts: [...parts],
    certainty: certainty?.get(unit.unitId) ?? null,
  }
}
