// Frozen inputs of a period by few words: units of one category with ordinary evidence by every method, changed where a test says so.

import { UnitCode, UnitId } from '../../shared/basics/ids.ts'
import { DEFAULT_SCHEME, type Scheme } from '../../shared/evaluation/scheme.ts'
import type { Category } from '../../shared/evaluation/unit.ts'
import type { PeriodInputs, PeriodUnit, UnitInputs } from '../../shared/period/inputs.ts'

/** The default weights, with 按时办结率 alone as an indicator. */
export const SMALL_SCHEME: Scheme = {
  ...DEFAULT_SCHEME,
  indicators: DEFAULT_SCHEME.indicators.filter(({ indicatorId }) => indicatorId === 'on-time'),
}

export const periodUnitOf = (n: number, category: Category = 'office'): PeriodUnit => ({
  unitId: UnitId.parse(`u${n}`),
  code: UnitCode.parse(n),
  name: `第${n}单位`,
  category,
  organisationId: null,
  authorityId: null,
})

/** By every method, no two alike in points. */
export const evidenceOf = (n: number, change: Partial<UnitInputs> = {}): UnitInputs => ({
  unitId: UnitId.parse(`u${n}`),
  citizens: { split: { satisfied: 60, fair: 30, dissatisfied: 10, unsure: 4 }, pollIds: [] },
  bigData: [{ indicatorId: 'on-time', numerator: 95, denominator: 100 }],
  department: [
    { group: 'line', reviewer: 1, mark: 80 },
    { group: 'town', reviewer: 2, mark: 70 },
  ],
  rectification: [
    { itemId: `i${n}`, weight: 2, kind: 'on_time' },
    { itemId: `j${n}`, weight: 1, kind: 'late' },
  ],
  tv: [{ sessionId: 's', segmentId: 'g', examiners: { num: '72', den: '1', marks: [60, 84] }, poll: null }],
  notApplicable: [],
  notDelivered: [],
  vetoes: [],
  ...change,
})

/** Units of one category in the order of their evidence. */
export const inputsOf = (
  evidence: readonly UnitInputs[],
  categoryOf: (n: number) => Category = () => 'office',
): PeriodInputs => ({
  units: evidence.map(({ unitId }) =>
    periodUnitOf(Number(unitId.slice(1)), categoryOf(Number(unitId.slice(1)))),
  ),
  evidence,
  rolled: [],
})
