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
/** √(2π), which no engine needs to compute. */
const ROOT_OF_TWO_PI = 2.5066282746310002
let table: Float64Array | null = null

/**
 * Standard normal deviates at the middles of 2¹⁴ equally likely steps, within ±4.0: one look-up a draw. Fine for the share of a
 * few thousand draws that cross a line, not for rarer events. Made with the four operations and roots alone, which are the same
 * on every engine.
 */
export function normalTable(): Float64Array {
  if (table !== null) return table
  const size = 2 ** TABLE_BITS
  const steps = new Float64Array(size)
  // From the middle outwards, each from its neighbour; the lower half mirrors the upper.
  for (let i = size / 2, near = 0; i < size; i++) {
    near = normalQuantileNear((i + 0.5) / size, near)
    steps[i] = near
    steps[size - 1 - i] = -near
  }
  table = steps
  return steps
}

/** A step of the table from 32 random bits. */
export function normalFrom(bits: number, steps: Float64Array): number {
  return steps[bits >>> (32 - TABLE_BITS)]!
}

/** The standard normal quantile by Newton's method from a value below it; absolute error below 1e-9 for 0.5 ≤ p ≤ 0.99999. */
function normalQuantileNear(p: number, below: number): number {
  let x = below
  for (let step = 0; step < 60; step++) {
    const by = (normalCdf(x) - p) / normalDensity(x)
    x -= by
    if (Math.abs(by) < 1e-13) break
  }
  return x
}

export function normalQuantile(p: number): number {
  return p < 0.5 ? -normalQuantileNear(1 - p, 0) : normalQuantileNear(p, 0)
}

/** By its power series; absolute error below 1e-12 for |x| ≤ 5. Source: Abramowitz and Stegun, 26.2.11. */
export function normalCdf(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; n < 100 && Math.abs(term) > 1e-16; n++) {
    term *= (x * x) / (2 * n + 1)
    sum += term
  }
  return 0.5 + sum * normalDensity(x)
}

function normalDensity(x: number): number {
  return expOfMinus((x * x) / 2) / ROOT_OF_TWO_PI
}

/** e⁻ʸ for 0 ≤ y: by its series at a 64th of y, squared six times. Relative error below 1e-14 for y ≤ 20. */
function expOfMinus(y: number): number {
  const small = y / 64
  let term = 1
  let sum = 1
  for (let n = 1; n < 30; n++) {
    term *= small / n
    sum += term
  }
  for (let doubling = 0; doubling < 6; doubling++) sum *= sum
  return 1 / sum
}
