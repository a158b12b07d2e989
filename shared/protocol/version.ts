// A topic's version: journal position, then ballots merged. It never goes back (design: Invariants).

export type Version = readonly [position: number, merged: number]

/** Negative: a is older. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1]
}
