import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secondsLeft } from './format.ts'
import { nextLookInMs } from './clock-ticks.ts'

test('[SHOW4] a page looks right behind each turn of its countdown, wherever it starts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2_000_000 }),
      fc.integer({ min: 0, max: 2_000_000 }),
      fc.constantFrom(100, 200, 250, 500),
      (startMs, closesAtMs, everyMs) => {
        let nowMs = startMs
        for (let looks = 0; looks < 30; looks += 1) {
          const inMs = nextLookInMs(nowMs, everyMs, closesAtMs)
          expect(inMs).toBeGreaterThan(2)
          expect(inMs).toBeLessThanOrEqual(everyMs + 2)
          nowMs += inMs
          // What is shown now was true 2 ms ago too: no turn lies between.
          expect(secondsLeft(closesAtMs, nowMs)).toBe(secondsLeft(closesAtMs, nowMs - 1))
          expect((((nowMs - 2 - closesAtMs) % everyMs) + everyMs) % everyMs).toBe(0)
        }
      },
    ),
    { seed: 2_026, numRuns: 300 },
  )
})

test('without anything that ends, looks come at the round moments of the clock', () => {
  expect(nextLookInMs(1_050, 100, null)).toBe(52)
  expect(nextLookInMs(1_000, 100, null)).toBe(102)
})
