// Checks the probabilities that detectors rest on against sums written out and values from tables.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { betaBinomialTail, binomialTail, logGamma, normalTail } from './binomial.ts'

/** Within `parts` of the value: relative, so that small tails are held to it too. */
function near(actual: number, wanted: number, parts = 1e-9) {
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(parts * Math.abs(wanted))
}

function choose(n: number, k: number): number {
  let ways = 1
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1)
  return ways
}

test('[BAL9] the binomial tail is the sum it stands for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.nat(61),
      fc.integer({ min: 1, max: 99 }),
      (n, k, percent) => {
        const p = percent / 100
        let sum = 0
        for (let i = n; i >= k; i--) sum += choose(n, i) * p ** i * (1 - p) ** (n - i)
        near(binomialTail(n, k, p), Math.min(1, sum), 1e-8)
      },
    ),
  )
})

test('[BAL9] far tails keep their precision', () => {
  near(binomialTail(500, 500, 0.5), 0.5 ** 500)
  near(normalTail(1.959963984540054), 0.025, 1e-6)
  near(normalTail(6), 9.865876450376946e-10, 1e-6)
  expect(normalTail(-6)).toBeCloseTo(1, 8)
})

test('[BAL9] the beta-binomial is level for a level share, and the binomial for a sure one', () => {
  // Beta(1, 1): every count from 0 to n is equally likely.
  for (let k = 0; k <= 9; k++) near(betaBinomialTail(9, k, 0.5, Math.sqrt(1 / 12)), (10 - k) / 10)
  near(betaBinomialTail(40, 30, 0.4, 1e-5), binomialTail(40, 30, 0.4), 1e-4)
  // Wider segments make the same count likelier.
  expect(betaBinomialTail(40, 30, 0.4, 0.1)).toBeGreaterThan(20 * binomialTail(40, 30, 0.4))
})

test('[BAL9] ln Γ at whole and half numbers', () => {
  near(logGamma(11), Math.log(3_628_800))
  near(logGamma(0.5), Math.log(Math.PI) / 2)
  near(logGamma(0.25), 1.2880225246980774)
})
