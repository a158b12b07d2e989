// Reproducible random numbers from a seed that is handed in: the same seed, the same draws, on every machine.

/** xoshiro128**, 32 bits a call. Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021. */
export interface RandomBits {
  /** 0 … 2³² − 1. */
  next(): number
}

/** `seedHex`: at least 32 hex digits, such as a SHA-256; they must not all be 0. Throws where they are no such thing. */
export function createRandomBits(seedHex: string): RandomBits {
  if (!/^[0-9a-f]{32,}$/.test(seedHex) || /^0{32}/.test(seedHex)) throw new RangeError('no seed')
  let [a, b, c, d] = [0, 8, 16, 24].map((at) => Number.parseInt(seedHex.slice(at, at + 8), 16) | 0) as [
    number,
    number,
    number,
    number,
  ]
  return {
    next() {
      const scrambled = Math.imul(rotated(Math.imul(b, 5), 7), 9)
      const t = b << 9
      c ^= a
      d ^= b
      b ^= c
      a ^= d
      c ^= t
      d = rotated(d, 11)
      return scrambled >>> 0
    },
  }
}

function rotated(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}

const TABLE_BITS = 14
let table: Float64Array | null = null

/**
 * Standard normal deviates at the middles of 2¹⁴ equally likely steps, within ±4.0: one look-up a draw. Fine for the share of a
 * few thousand draws that cross a line, not for rarer events.
 */
export function normalTable(): Float64Array {
  if (table !== null) return table
  const size = 2 ** TABLE_BITS
  table = Float64Array.from({ length: size }, (_, i) => normalQuantile((i + 0.5) / size))
  return table
}

/** A step of the table from 32 random bits. */
export function normalFrom(bits: number, steps: Float64Array): number {
  return steps[bits >>> (32 - TABLE_BITS)]!
}

/**
 * The standard normal quantile, absolute error below 4.5e-4 at once and below 1e-9 after two Newton steps on `normalCdf`.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23.
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p)
  const t = Math.sqrt(-2 * Math.log(p))
  const up = 2.515517 + t * (0.802853 + t * 0.010328)
  const down = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  let x = up / down - t
  for (let step = 0; step < 2; step++) {
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
    x -= (normalCdf(x) - p) / density
  }
  return x
}

/** By its power series; absolute error below 1e-12 for |x| ≤ 5. Source: Abramowitz and Stegun, 26.2.11. */
export function normalCdf(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; n < 100 && Math.abs(term) > 1e-16; n++) {
    term *= (x * x) / (2 * n + 1)
    sum += term
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}
