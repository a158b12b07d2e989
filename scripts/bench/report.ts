// How a bench is told: the median and range of its rounds, the goal, and whether it was reached.

export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

export interface Row {
  readonly goal: string
  readonly work: string
  readonly wanted: string
  readonly spread: Spread
  readonly holds: boolean
  /** Figures beside the goal's own. */
  readonly notes: Readonly<Record<string, Spread | number>>
}

/** Of at least one value; of an even number the mean of the middle two. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1)
  return {
    median: middle.reduce((sum, value) => sum + value, 0) / middle.length,
    least: sorted[0] ?? Number.NaN,
    most: sorted.at(-1) ?? Number.NaN,
  }
}

export function linesOf(
  machine: Readonly<Record<string, string | number | undefined>>,
  rows: readonly Row[],
): readonly string[] {
  const lines = [
    Object.entries(machine)
      .map(([name, value]) => `${name} ${value ?? ''}`)
      .join(' · '),
    '',
  ]
  for (const { goal, work, wanted, spread, holds, notes } of rows) {
    lines.push(
      `${goal}  ${work.padEnd(54)} ${wanted.padEnd(8)} ${told(spread)}  ${holds ? 'reached' : 'NOT REACHED'}`,
    )
    for (const [name, note] of Object.entries(notes)) {
      lines.push(`      ${name.padEnd(24)} ${typeof note === 'number' ? short(note) : told(note)}`)
    }
  }
  return lines
}

const told = ({ median, least, most }: Spread) => `${short(median)} (${short(least)} – ${short(most)})`

const short = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2))
