// Proves who stands on 十优 and 十差: N, ties across a boundary, vetoes and floors, against a naive oracle (RANK4).

import { describe, expect, test } from 'vitest'
import { rankCategory } from './ranking.ts'
import { DEFAULT_SCHEME } from './scheme.ts'
import { byCitizens, placesIn, listed, rowOf } from '../../tests/support/given-ranking.ts'

describe('lists', () => {
  const descending = (n: number) => byCitizens(...Array.from({ length: n }, (_, i) => 100 - i))

  test.each([
    [7, 0],
    [8, 2],
    [11, 2],
    [12, 3],
    [39, 9],
    [40, 10],
    [100, 10],
  ])('[RANK4] of %i ranked the category takes %i', (ranked, n) => {
    const ranking = rankCategory(descending(ranked), DEFAULT_SCHEME)
    expect(ranking.listN).toBe(n)
    expect(listed(ranking, 'best')).toEqual(Array.from({ length: n }, (_, i) => i + 1))
    expect(listed(ranking, 'worst')).toEqual(Array.from({ length: n }, (_, i) => ranked - n + i + 1))
    expect(ranking.boundary).toEqual({ best: 'none', worst: 'none' })
  })

  test('[RANK4] a tie across the boundary of 十优 lists all tied units and says so', () => {
    const ranking = rankCategory(byCitizens(90, 80, 80, 80, 70, 60, 50, 40), DEFAULT_SCHEME)
    expect(listed(ranking, 'best')).toEqual([1, 2, 3, 4])
    expect(listed(ranking, 'worst')).toEqual([7, 8])
    expect(ranking.boundary).toEqual({ best: 'all_listed', worst: 'none' })
  })

  test('[RANK4] a tie across the boundary of 十差 lists all tied units and says so', () => {
    const ranking = rankCategory(byCitizens(90, 80, 70, 60, 50, 40, 40, 30), DEFAULT_SCHEME)
    expect(listed(ranking, 'worst')).toEqual([6, 7, 8])
    expect(ranking.boundary).toEqual({ best: 'none', worst: 'all_listed' })
  })

  test('[RANK4] ties at both boundaries widen both lists', () => {
    const ranking = rankCategory(byCitizens(90, 80, 80, 60, 50, 40, 40, 30), DEFAULT_SCHEME)
    expect(listed(ranking, 'best')).toEqual([1, 2, 3])
    expect(listed(ranking, 'worst')).toEqual([6, 7, 8])
    expect(ranking.boundary).toEqual({ best: 'all_listed', worst: 'all_listed' })
  })

  test('[RANK4] tied units that would be on both lists are on neither', () => {
    const ranking = rankCategory(byCitizens(90, 80, 80, 80, 80, 80, 80, 30), DEFAULT_SCHEME)
    expect(listed(ranking, 'best')).toEqual([1])
    expect(listed(ranking, 'worst')).toEqual([8])
    expect(ranking.boundary).toEqual({ best: 'withheld', worst: 'withheld' })
  })

  test('[RANK4] a veto lets the next move up, but never one of the last N', () => {
    const vetoing = (...codes: readonly number[]) =>
      descending(8).map((one) => ({ ...one, vetoed: codes.includes(one.unit.code) }))
    expect(listed(rankCategory(vetoing(1), DEFAULT_SCHEME), 'best')).toEqual([2, 3])
    const most = rankCategory(vetoing(1, 2, 3, 4, 5), DEFAULT_SCHEME)
    expect(listed(most, 'best')).toEqual([6])
    expect(listed(most, 'worst')).toEqual([7, 8])
    const last = rankCategory(vetoing(8), DEFAULT_SCHEME)
    expect(listed(last, 'worst')).toEqual([7, 8])
    expect(rowOf(last, 8).place).toBe(8)
  })

  test('[RANK4] floors shorten the lists', () => {
    const ranking = rankCategory(byCitizens(90, 59, 58, 57, 56, 55, 54, 20), {
      ...DEFAULT_SCHEME,
      floors: { noWorstFrom: 5_400, noBestBelow: 6_000 },
    })
    expect(listed(ranking, 'best')).toEqual([1])
    expect(listed(ranking, 'worst')).toEqual([8])
  })

  test('[RANK4] a floor that takes the tied units off leaves nothing to say of them', () => {
    const floors = { noWorstFrom: 5_000, noBestBelow: 8_500 }
    const points = byCitizens(90, 80, 80, 80, 70, 60, 50, 50, 50, 40, 40, 30)
    const ranking = rankCategory(points, { ...DEFAULT_SCHEME, listMost: 2, floors })
    expect([listed(ranking, 'best'), listed(ranking, 'worst')]).toEqual([[1], [10, 11, 12]])
    expect(ranking.boundary).toEqual({ best: 'none', worst: 'all_listed' })
    const higher = rankCategory(points, {
      ...DEFAULT_SCHEME,
      listMost: 2,
      floors: { ...floors, noWorstFrom: 4_000 },
    })
    expect(listed(higher, 'worst')).toEqual([12])
    expect(higher.boundary).toEqual({ best: 'none', worst: 'none' })
  })

  /** By definition, not by order: among the best N are those with fewer than N better ones; the worst alike. */
  const oracle = (totals: readonly number[]) => {
    const n = totals.length < 8 ? 0 : Math.min(10, Math.floor(totals.length / 4))
    return totals.map((own) => {
      const best = totals.filter((other) => other > own).length < n
      const worst = totals.filter((other) => other < own).length < n
      return best === worst ? null : best ? 'best' : 'worst'
    })
  }

  test('[RANK4] small scope, exhaustive: every vector of totals in {0, 1, 2} up to 9 units', () => {
    let vectors = 0
    for (let units = 0; units <= 9; units++) {
      const totals = new Array<number>(units).fill(0)
      for (;;) {
        vectors++
        const ranking = rankCategory(byCitizens(...totals), DEFAULT_SCHEME)
        const lists = new Map<number, 'best' | 'worst' | null>(
          ranking.rows.map((row) => [row.unit.code, row.list]),
        )
        const found = totals.map((_, i) => lists.get(i + 1) ?? null)
        const wanted = oracle(totals)
        if (found.join() !== wanted.join())
          expect.fail(`${totals.join()}: ${found.join()}, not ${wanted.join()}`)
        const places = placesIn(ranking)
        totals.forEach((own, i) => {
          const place = totals.filter((other) => other > own).length + 1
          if (places[i + 1] !== place)
            expect.fail(`${totals.join()}: unit ${i + 1} at ${places[i + 1] ?? '–'}`)
        })
        const next = totals.findIndex((total) => total < 2)
        if (next === -1) break
        totals[next] = (totals[next] ?? 0) + 1
        totals.fill(0, 0, next)
      }
    }
    expect(vectors).toBe((3 ** 10 - 1) / 2)
  })

  test('[RANK4] every way to tie up to 24 units in three groups', () => {
    for (let units = 8; units <= 24; units++)
      for (let high = 0; high <= units; high++)
        for (let middle = 0; high + middle <= units; middle++) {
          const totals = Array.from({ length: units }, (_, i) => (i < high ? 2 : i < high + middle ? 1 : 0))
          const ranking = rankCategory(byCitizens(...totals), DEFAULT_SCHEME)
          const lists = new Map(ranking.rows.map((row) => [row.unit.code as number, row.list]))
          const found = totals.map((_, i) => lists.get(i + 1) ?? null)
          expect(found.join(), totals.join()).toBe(oracle(totals).join())
        }
  })
})
