// Exact binomial tails and bounds: what every detector's probability is made of.

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** ln Γ(x) for x > 0. Source: Lanczos's approximation with g = 7, n = 9 (Godfrey's coefficients); error below 1e-13. */
export function logGamma(x: number): number {
  if (x < 0.5) return logGamma(x + 1) - Math.log(x)
  const z = x - 1
  let sum: number = LANCZOS[0]
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (z + i)
  const t = z + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}

const TINY = 1e-300
const STEPS_MOST = 10_000

/** The continued fraction of the incomplete beta function, by Lentz's method. Source: Press et al., Numerical Recipes, §6.4. */
function betaFraction(a: number, b: number, x: number): number {
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m <= STEPS_MOST; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-14) break
  }
  return h
}

/** I_x(a, b), the regularised incomplete beta function; small values keep their relative precision. */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)
  return x < (a + 1) / (a + b + 2)
    ? (Math.exp(front) * betaFraction(a, b, x)) / a
    : 1 - (Math.exp(front) * betaFraction(b, a, 1 - x)) / b
}

/** P(X ≥ k) of X ~ Bin(n, p), which is I_p(k, n − k + 1). */
export function binomialTail(n: number, k: number, p: number): number {
  if (k <= 0) return 1
  if (k > n) return 0
  return incompleteBeta(k, n - k + 1, p)
}

/**
 * P(X ≥ k) where X ~ Bin(n, P) and P is Beta distributed with this mean and standard deviation; the deviation is cut to what a Beta
 * distribution with one peak can have. Summed downwards from n, so that small tails keep their precision.
 */
export function betaBinomialTail(n: number, k: number, mean: number, deviation: number): number {
  if (k <= 0) return 1
  if (k > n) return 0
  const share = Math.min(0.999, Math.max(0.001, mean))
  const size = Math.max(2, (share * (1 - share)) / deviation ** 2 - 1)
  const a = share * size
  const b = size - a
  const all = logGamma(size) - logGamma(a) - logGamma(b)
  // P(X = i), from i = n down: each from the one above it.
  let p = Math.exp(all + logGamma(n + a) + logGamma(b) - logGamma(n + size))
  let sum = p
  for (let i = n; i > k; i--) {
    p *= (i * (b + n - i)) / ((n - i + 1) * (a + i - 1))
    sum += p
  }
  return Math.min(1, sum)
}

/** P(Z ≥ z) of a standard normal. Source: Press et al., Numerical Recipes, §6.2 (Chebyshev fit of erfc); relative error 1.2e-7. */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.5 * x)
  let sum = 0
  for (const coefficient of ERFC) sum = sum * t + coefficient
  const tail = (t * Math.exp(-x * x + sum)) / 2
  return z >= 0 ? tail : 1 - tail
}

const ERFC = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223,
] as const
