// Exact numbers: points are fractions of bigints, compared by cross-multiplication, rounded once where shown (RANK2).

export interface Fraction {
  readonly num: bigint
  /** Always positive, and without a common divisor with num. */
  readonly den: bigint
}

export const ZERO: Fraction = { num: 0n, den: 1n }
export const HUNDRED: Fraction = { num: 100n, den: 1n }

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** num ÷ den in lowest terms. Throws where den is 0: a rate without a base is a bug of the caller. */
export function fraction(num: bigint | number, den: bigint | number = 1n): Fraction {
  let [n, d] = [BigInt(num), BigInt(den)]
  if (d === 0n) throw new Error('a fraction needs a denominator')
  if (d < 0n) [n, d] = [-n, -d]
  const common = gcd(n, d)
  return common > 1n ? { num: n / common, den: d / common } : { num: n, den: d }
}

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den + b.num * a.den, a.den * b.den)
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den - b.num * a.den, a.den * b.den)
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.num, a.den * b.den)
}

export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den, a.den * b.num)
}

/** Negative where a < b, 0 where equal, positive where a > b. */
export function compare(a: Fraction, b: Fraction): number {
  const left = a.num * b.den
  const right = b.num * a.den
  return left < right ? -1 : left > right ? 1 : 0
}

export function sum(of: readonly Fraction[]): Fraction {
  return of.reduce(add, ZERO)
}

/** The mean of at least one fraction. */
export function mean(of: readonly Fraction[]): Fraction {
  return divide(sum(of), fraction(of.length))
}

/** Rounded half up (towards +∞) to hundredths: 66.665 → 6667n. */
export function toHundredths(of: Fraction): bigint {
  const doubled = of.num * 200n + of.den
  const by = of.den * 2n
  const quotient = doubled / by
  return doubled < 0n && doubled % by !== 0n ? quotient - 1n : quotient
}

/** `66.67`: two decimals, rounded once, half up. */
export function show(of: Fraction): string {
  return showHundredths(toHundredths(of))
}

export function showHundredths(hundredths: bigint): string {
  const sign = hundredths < 0n ? '-' : ''
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * Parts in hundredths that sum to the rounded whole (largest remainder; the first of equal remainders gets it).
 * `whole`: the rounded sum in hundredths, where the caller has it already.
 * Source: Hamilton's method of apportionment.
 */
export function shownParts(
  parts: readonly Fraction[],
  whole: bigint = toHundredths(sum(parts)),
): readonly bigint[] {
  const floors = parts.map((part) => floorHundredths(part))
  // What is left of each part: not reduced, since it is only compared.
  const remainders = parts.map((part, i) => ({
    num: part.num * 100n - (floors[i] ?? 0n) * part.den,
    den: part.den,
  }))
  const missing = Number(whole - floors.reduce((a, b) => a + b, 0n))
  const order = parts
    .map((_, i) => i)
    .sort((a, b) => compare(remainders[b] ?? ZERO, remainders[a] ?? ZERO) || a - b)
  const raised = new Set(order.slice(0, missing))
  return floors.map((floor, i) => (raised.has(i) ? floor + 1n : floor))
}

function floorHundredths(of: Fraction): bigint {
  const scaled = of.num * 100n
  const quotient = scaled / of.den
  return scaled < 0n && scaled % of.den !== 0n ? quotient - 1n : quotient
}

/** A fraction as JSON carries it. */
export interface FractionJson {
  readonly num: string
  readonly den: string
}

export function toJson(of: Fraction): FractionJson {
  return { num: of.num.toString(), den: of.den.toString() }
}

export function fromJson(json: FractionJson): Fraction {
  return fraction(BigInt(json.num), BigInt(json.den))
}
