// What a category's course is drawn from: ends, quartiles and middle of totals that were really given, one organisation's mean.

import { expect, test } from 'vitest'
import { UnitCode, UnitId } from '../basics/ids.ts'
import { fraction } from '../basics/exact.ts'
import { PeriodId } from '../period/ids.ts'
import type { PeriodUnit } from '../period/inputs.ts'
import { OrganisationId } from './department.ts'
import { weightedTotal } from './exact-total.ts'
import type { RankedUnit } from './ranking.ts'
import { trendOf } from './trends.ts'

const EAST = OrganisationId.parse('east')

function row(i: number, points: number, list: 'best' | 'worst' | null = null): RankedUnit {
  const unit = {
    unitId: UnitId.parse(`u${i}`),
    code: UnitCode.parse(i),
    name: `单位${i}`,
    category: 'office' as const,
    organisationId: i % 2 === 0 ? EAST : null,
    authorityId: null,
  } as PeriodUnit
  return {
    ...{ unit, place: i, total: weightedTotal([fraction(points, 3)], [fraction(1)]) },
    ...{ parts: [], weights: [], redistributed: [], list, vetoed: false, decidedBy: null },
  }
}

function trend(rows: readonly RankedUnit[], organisationId: OrganisationId | null = null) {
  const ranking = {
    ...{ coverage: [], weights: [], listN: 0, rows, unranked: [] },
    boundary: { best: 'none', worst: 'none' },
    warnings: [],
  } as never
  return trendOf([{ periodId: PeriodId.parse('2026-q4'), title: '第四季度', ranking }], organisationId)[0]
}

test('[RANK2] the spread is of totals that units have, rounded once', () => {
  const rows = [290, 250, 200, 150, 100].map((points, i) => row(i + 1, points))
  expect(trend(rows)).toEqual({
    ...{ periodId: '2026-q4', title: '第四季度', ranked: 5, own: null },
    spread: { most: '96.67', upper: '83.33', median: '66.67', lower: '50.00', least: '33.33' },
  })
})

test('one unit is its own whole spread; none has none', () => {
  expect(trend([row(1, 200)])?.spread).toEqual({
    ...{ most: '66.67', upper: '66.67', median: '66.67', lower: '66.67', least: '66.67' },
  })
  expect(trend([])).toMatchObject({ ranked: 0, spread: null })
})

test('an organisation’s mean is exact and over its own units alone', () => {
  const rows = [row(1, 299, 'best'), row(2, 250, 'best'), row(3, 200), row(4, 101, 'worst')]
  expect(trend(rows, EAST)?.own).toEqual({ ranked: 2, mean: '58.50', best: 1, worst: 1 })
  expect(trend(rows, OrganisationId.parse('west'))?.own).toBeNull()
})
