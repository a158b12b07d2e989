// Where a period poll's live tally and its recount differ: the totals, and the first units that do (LOG3).

import type { UnitTally } from '../ballot/tally.ts'
import type { Mismatch } from '../show/session.ts'
import type { PollOutcome } from './period-poll.ts'

/** So many units that differ are kept in the journal; that there are more shows in the totals. */
const UNITS_NAMED_MOST = 20

/** Null where they are equal, to the last count of the last unit. */
export function mismatchOf(live: PollOutcome, recount: PollOutcome): Mismatch | null {
  const differing = unitsDiffering(live.units, recount.units)
  if (differing.size === 0 && JSON.stringify(rest(live)) === JSON.stringify(rest(recount))) return null
  const named = new Set([...differing].slice(0, UNITS_NAMED_MOST))
  const shown = (outcome: PollOutcome) =>
    JSON.stringify({ ...rest(outcome), units: outcome.units.filter(({ code }) => named.has(code)) })
  return { live: shown(live), recount: shown(recount) }
}

/** All but the units. */
function rest(outcome: PollOutcome): Omit<PollOutcome, 'units'> {
  const { units: _, ...others } = outcome
  return others
}

function unitsDiffering(a: readonly UnitTally[], b: readonly UnitTally[]): ReadonlySet<number> {
  const ofA = new Map(a.map((unit) => [unit.code, JSON.stringify(unit)]))
  const ofB = new Map(b.map((unit) => [unit.code, JSON.stringify(unit)]))
  const codes = new Set([...ofA.keys(), ...ofB.keys()])
  return new Set([...codes].filter((code) => ofA.get(code) !== ofB.get(code)).sort((x, y) => x - y))
}
