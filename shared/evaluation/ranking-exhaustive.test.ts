// Proves lists and places over every small case: totals × vetoes × absences × floors × N, and every way to tie by stages (RANK3–RANK5).
//
// Order of input decides nothing (RANK8), so every multiset of units stands for all its orders. WENZHENG_ROUNDS from 10,000 on
// widens the scope.

import { describe, expect, test, vi } from 'vitest'
import { evidenceOf, inputsOf, SMALL_SCHEME } from '../../tests/support/given-period.ts'
import { verdictsOf } from '../../tests/support/ranking-oracle.ts'
import type { UnitInputs } from '../period/inputs.ts'
import { rankPeriod } from './period-ranking.ts'
import type { Scheme } from './scheme.ts'

const FULL = Number(process.env['WENZHENG_ROUNDS'] ?? 0) >= 10_000
vi.setConfig({ testTimeout: FULL ? 1_800_000 : 30_000 })

const DEPARTMENT_ONLY: Scheme = {
  ...SMALL_SCHEME,
  weightsBp: { citizens: 0, bigData: 0, department: 10_000, rectification: 0, tv: 0 },
  tieStages: [],
}
const mark = (of: number) => [{ group: 'line' as const, reviewer: 1, mark: of }]
/** What one unit may be: three totals, with a veto or without, or nothing delivered. */
const KINDS: readonly Partial<UnitInputs>[] = [
  ...[50, 60, 80].flatMap((of) => [{ department: mark(of) }, { department: mark(of), vetoes: ['弄虚作假'] }]),
  { department: [], notDelivered: ['department'] },
]

/** Every multiset of `size` of the numbers below `kinds`, in rising order. */
function* multisets(size: number, kinds: number, from = 0): Generator<readonly number[]> {
  if (size === 0) yield []
  else
    for (let first = from; first < kinds; first++)
      for (const rest of multisets(size - 1, kinds, first)) yield [first, ...rest]
}

/** Compares a ranking with the oracle, and says what was seen. */
function check(evidence: readonly UnitInputs[], scheme: Scheme): string {
  const inputs = inputsOf(evidence)
  const { rows, unranked, boundary } = rankPeriod(inputs, scheme).categories.office
  const verdicts = verdictsOf(inputs, scheme)
  const wrong =
    rows.find(({ unit, place, list, total }) => {
      const wanted = verdicts.get(unit.unitId)!
      const [num, den] = wanted.total ?? [-1n, 1n]
      return place !== wanted.place || list !== wanted.list || total.num * den !== num * total.den
    })?.unit ?? unranked.find(({ unit, why }) => verdicts.get(unit.unitId)!.why !== why)?.unit
  if (wrong !== undefined)
    expect.fail(
      `${wrong.unitId}: ${JSON.stringify([evidence, scheme.floors, scheme.listMost, scheme.tieStages])}`,
    )
  return boundary.best
}

describe('small scope, exhaustive', () => {
  test('[RANK4] [RANK5] every 8 units (12 in full) of three totals, with and without veto, or absent, by every floor and N', () => {
    const seen = new Map<string, number>()
    let cases = 0
    const variants = [null, 6_000].flatMap((noWorstFrom) =>
      [null, 6_000].flatMap((noBestBelow) =>
        [1, 10].map((listMost): Scheme => ({
          ...DEPARTMENT_ONLY,
          floors: { noWorstFrom, noBestBelow },
          listMost,
        })),
      ),
    )
    for (let size = 8; size <= (FULL ? 12 : 8); size++)
      for (const kinds of multisets(size, KINDS.length)) {
        const evidence = kinds.map((kind, i) => evidenceOf(i + 1, KINDS[kind]))
        for (const scheme of FULL ? variants : variants.slice(cases % 8, (cases % 8) + 1)) {
          const boundary = check(evidence, scheme)
          seen.set(boundary, (seen.get(boundary) ?? 0) + 1)
        }
        cases += 1
      }
    // C(14, 6) multisets of 8 of 7 kinds; up to 12: C(19, 7) − C(14, 7) of them.
    expect(cases).toBe(FULL ? 46_956 : 3_003)
    expect([...seen.keys()].sort()).toEqual(['all_listed', 'none', 'withheld'])
  })

  test('[RANK3] every way that up to 3 units (6 in full) of equal total differ by the stages, or lack one', () => {
    // Citizens 60, by shares of 不满意 of 0 and 2/5; citizens 100; none. Rectification 100, 60; nothing due.
    const citizens = [
      { satisfied: 0, fair: 50, dissatisfied: 0, unsure: 0 },
      { satisfied: 30, fair: 0, dissatisfied: 20, unsure: 0 },
      { satisfied: 50, fair: 0, dissatisfied: 0, unsure: 0 },
      null,
    ]
    const rectification = [
      [{ itemId: 'i', weight: 1, kind: 'on_time' as const }],
      [{ itemId: 'i', weight: 1, kind: 'late' as const }],
      [],
    ]
    const kinds = citizens.flatMap((split) =>
      rectification.map((items): Partial<UnitInputs> => ({
        department: mark(70),
        citizens: split === null ? null : { split, pollIds: [] },
        rectification: items,
      })),
    )
    const orders: readonly Scheme['tieStages'][] = [
      [],
      ['citizens_higher', 'dissatisfied_share_lower', 'rectification_higher'],
      ['rectification_higher', 'dissatisfied_share_lower', 'citizens_higher'],
      ['dissatisfied_share_lower'],
    ]
    let cases = 0
    for (let size = 1; size <= (FULL ? 6 : 3); size++)
      for (const chosen of multisets(size, kinds.length)) {
        cases += 1
        const evidence = chosen.map((kind, i) => evidenceOf(i + 1, kinds[kind]))
        for (const tieStages of orders) check(evidence, { ...DEPARTMENT_ONLY, tieStages })
      }
    expect(cases).toBe(FULL ? 18_563 : 454)
  })
})
