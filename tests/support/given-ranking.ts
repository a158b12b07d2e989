// Inputs of a ranking by few words, and what of its outcome tests look at.

import { fraction, type Fraction } from '../../shared/basics/exact.ts'
import { showTotal } from '../../shared/evaluation/exact-total.ts'
import type { CategoryRanking } from '../../shared/evaluation/ranking.ts'
import type { MethodPoints, RankingInput } from '../../shared/evaluation/ranking-input.ts'
import type { Method } from '../../shared/evaluation/scheme.ts'
import { unitOf } from './plain-house.ts'

/** A method's points for `input`: a whole number, or a fraction. */
export const pointsFor = (points: Fraction | number, dissatisfiedShare?: Fraction): MethodPoints => ({
  points: typeof points === 'number' ? fraction(points) : points,
  note: 'none',
  ...(dissatisfiedShare === undefined ? {} : { dissatisfiedShare }),
})

export const input = (n: number, methods: Partial<Record<Method, MethodPoints>>): RankingInput => ({
  unit: unitOf(n),
  methods,
})

/** Units 1, 2, 3 … with these points by `citizens` alone. */
export const byCitizens = (...points: readonly number[]) =>
  points.map((p, i) => input(i + 1, { citizens: pointsFor(p) }))

export const placesIn = (ranking: CategoryRanking) =>
  Object.fromEntries(ranking.rows.map((row) => [row.unit.code, row.place]))
export const listed = (ranking: CategoryRanking, list: 'best' | 'worst') =>
  ranking.rows.filter((row) => row.list === list).map((row) => row.unit.code as number)
export const rowOf = (ranking: CategoryRanking, code: number) => {
  const row = ranking.rows.find((one) => one.unit.code === code)
  if (row === undefined) throw new Error(`unit ${code} is not ranked`)
  return row
}
export const shownOf = (ranking: CategoryRanking, code: number) =>
  showTotal(
    rowOf(ranking, code).total,
    rowOf(ranking, code).parts.map((part) => part.points),
    rowOf(ranking, code).weights,
  )
