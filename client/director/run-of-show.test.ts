// Proves the run-of-show clock: planned, elapsed, over-run and the expected end.

import { expect, test } from 'vitest'
import { givenSegment } from './given.ts'
import { runOfShow } from './run-of-show.ts'

const MINUTE = 60_000

test('before the first segment only the plan is known', () => {
  const clock = runOfShow([givenSegment('a'), givenSegment('b', { plannedMs: 2 * MINUTE })], 5_000)
  expect(clock).toEqual({ plannedMs: 3 * MINUTE, elapsedMs: 0, segment: null, overMs: 0, endsAtMs: null })
})

test('a segment inside its planned length is not over', () => {
  const clock = runOfShow(
    [givenSegment('a', { state: 'on_air', takenAtMs: 1_000 }), givenSegment('b')],
    31_000,
  )
  expect(clock.segment).toEqual({ elapsedMs: 30_000, plannedMs: MINUTE })
  expect(clock.overMs).toBe(0)
  expect(clock.endsAtMs).toBe(31_000 + 30_000 + MINUTE)
})

test('what one segment took too long stays in the over-run of the next', () => {
  const segments = [
    givenSegment('a', { state: 'done', takenAtMs: 0 }),
    givenSegment('b', { state: 'on_air', takenAtMs: 90_000 }),
    givenSegment('c'),
  ]
  expect(runOfShow(segments, 100_000).overMs).toBe(30_000)
  expect(runOfShow(segments, 170_000).overMs).toBe(50_000)
  expect(runOfShow(segments, 170_000).endsAtMs).toBe(170_000 + MINUTE)
})

test('a segment cut short puts the evening ahead of its plan', () => {
  const segments = [
    givenSegment('a', { state: 'done', takenAtMs: 0 }),
    givenSegment('b', { state: 'on_air', takenAtMs: 40_000 }),
  ]
  expect(runOfShow(segments, 45_000).overMs).toBe(-20_000)
})
