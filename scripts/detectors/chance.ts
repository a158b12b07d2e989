// Random draws from a seed, of the shapes a simulated crowd needs.

import { createRandom } from '../demo/random.ts'

export interface Chance {
  next(): number
  below(limit: number): number
  pick<T>(of: readonly T[]): T
  /** Uniform between the two, then through `as`. */
  between(low: number, high: number, as?: (drawn: number) => number): number
  /** Mean 0, standard deviation 1. */
  normal(): number
  logNormal(median: number, sigma: number): number
  /** A position, by weight. */
  weighted(weights: readonly number[]): number
}

export function createChance(seed: number): Chance {
  const random = createRandom(seed)
  const next = () => random.next()
  // Box and Muller, Annals of Mathematical Statistics 29 (1958) 610–611.
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    below: (limit) => random.below(limit),
    pick: (of) => random.pick(of),
    normal,
    between: (low, high, as = (drawn) => drawn) => as(low + (high - low) * next()),
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
    weighted(weights) {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0)
      for (const [i, weight] of weights.entries()) {
        left -= weight
        if (left < 0) return i
      }
      return weights.length - 1
    },
  }
}
