// A bundle's ballot rows as text: one line a ballot, [group, voter, order, choice]; a duplicate's choice is nobody's business.

import { randomInt } from 'node:crypto'
import type { GroupedBallots } from './ballot-groups.ts'

/** Voters are numbered from 1 in each group; a group of several units draws its numbers anew, so that none shows its unit. */
export function* ballotLinesOf(groups: readonly GroupedBallots[]): Generator<string> {
  for (const { group, slices } of groups) {
    let voter = 0
    for (const { rows, from, to } of inDrawnOrder(votersOf(slices), slices.length > 1)) {
      voter += 1
      for (let row = from; row < to; row++)
        yield rows.order[row] === 1
          ? `[${group.group},${voter},1,${rows.choice[row]!}]\n`
          : `[${group.group},${voter},${rows.order[row]!}]\n`
    }
  }
}

type Slice = GroupedBallots['slices'][number]

/** One a voter: the rows from an order of 1 to before the next. */
function votersOf(slices: readonly Slice[]): readonly Slice[] {
  const voters: Slice[] = []
  for (const { rows, from, to } of slices) {
    let start = from
    for (let row = from + 1; row <= to; row++) {
      if (row < to && rows.order[row] !== 1) continue
      voters.push({ rows, from: start, to: row })
      start = row
    }
  }
  return voters
}

/** Fisher and Yates; those of one slice were drawn when they were read. */
function inDrawnOrder(voters: readonly Slice[], draw: boolean): readonly Slice[] {
  if (!draw) return voters
  const order = [...voters]
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomInt(last + 1)
    const moved = order[last]!
    order[last] = order[other]!
    order[other] = moved
  }
  return order
}
