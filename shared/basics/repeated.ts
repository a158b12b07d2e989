// Which values of a list stand in it more than once: in one pass, as lists are as long as a city has units.

/** Each once, in the order of their second standing. */
export function repeatedIn<T>(values: readonly T[]): readonly T[] {
  const seen = new Set<T>()
  const again = new Set<T>()
  for (const value of values) (seen.has(value) ? again : seen).add(value)
  return [...again]
}
