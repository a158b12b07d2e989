// A bench's rows as text for a terminal, each with the figures beside it.

import { figureOf, rangeOf, wantedOf, type Row, type Spread } from './row.ts'

/** `machine`: what the run ran on, in one line above. */
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
  for (const row of rows) {
    const { goal, work, spread, reached, notes } = row
    lines.push(
      `${goal}  ${work.padEnd(54)} ${wantedOf(row).padEnd(8)} ${told(spread)}  ${reached ? 'reached' : 'NOT REACHED'}`,
    )
    for (const [name, note] of Object.entries(notes)) {
      lines.push(`      ${name.padEnd(24)} ${typeof note === 'number' ? figureOf(note) : told(note)}`)
    }
  }
  return lines
}

function told(spread: Spread): string {
  const range = rangeOf(spread)
  return `${figureOf(spread.median)}${range === '' ? '' : ` (${range})`}`
}
