// A goal is reached by the median, at the limit itself where it is one of ≥ or ≤, and only with what must hold besides.

import { expect, test } from 'vitest'
import { isReached, rowOf, spreadOf, wantedOf, type Limit, type Measured } from './row.ts'

const measured = (limit: Limit, rounds: readonly number[]): Measured => ({
  ...{ key: 'P0', goal: 'P0', work: 'work', label: '一件事', limit, rounds },
})

test('the median and range of rounds, odd and even in number; of none nothing is reached', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 })
  expect(spreadOf([4, 1, 2, 9])).toEqual({ median: 3, least: 1, most: 9 })
  const none = spreadOf([])
  expect(none).toEqual({ median: Number.NaN, least: Number.NaN, most: Number.NaN })
  for (const is of ['≥', '≤', '<'] as const) expect(isReached({ is, value: 1, unit: '' }, none)).toBe(false)
})

test('at its limit: ≥ and ≤ are reached, < is not; a bad round beside a good median changes nothing', () => {
  const at = (is: Limit['is'], rounds: readonly number[]) =>
    rowOf(measured({ is, value: 10, unit: '' }, rounds)).reached
  expect([at('≥', [10]), at('≤', [10]), at('<', [10])]).toEqual([true, true, false])
  expect([at('≥', [9.99]), at('≤', [10.01]), at('<', [9.99])]).toEqual([false, false, true])
  expect(at('<', [1, 2, 900])).toBe(true)
})

test('what must hold besides is asked for in the goal, and without it the goal is short', () => {
  const limit = { is: '<', value: 1_500, unit: 'ms' } as const
  const row = rowOf({ ...measured(limit, [3]), besides: { words: 'lost 0', holds: false } })
  expect(row.reached).toBe(false)
  expect(wantedOf(row)).toBe('< 1,500 ms; lost 0')
  expect(wantedOf(rowOf(measured({ is: '≥', value: 0.9, unit: '' }, [1])))).toBe('≥ 0.90')
})
