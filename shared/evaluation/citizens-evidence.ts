// What the method `citizens` reads of each unit: its revealed period polls, or where none covers it the accepted counts (EVAL4).

import type { UnitId, WindowId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { EMPTY_SPLIT, type Split } from '../ballot/tally.ts'
import type { PeriodPoll } from '../poll/period-poll.ts'
import type { House } from '../show/house.ts'
import { addSplits, sidesOf } from './poll-points.ts'

export interface PollEvidence {
  /** SMS + WeChat of all its polls. */
  readonly split: Split
  /** The polls it is the sum of, in the order they were drafted. */
  readonly pollIds: readonly WindowId[]
}

type Polls = House['polls']
const evidenceKnown = new WeakMap<Polls, ReadonlyMap<UnitId, PollEvidence>>()

/** By unit, of polls that are revealed and no rehearsal (SHOW8); remembered by the polls it is made of. */
export function pollEvidenceOf(polls: Polls): ReadonlyMap<UnitId, PollEvidence> {
  const known = evidenceKnown.get(polls)
  if (known !== undefined) return known
  const evidence = new Map<UnitId, PollEvidence>()
  for (const poll of Object.values<PeriodPoll>(polls)) {
    if (poll.stage.phase !== 'revealed' || poll.rehearsal || poll.outcome === null) continue
    const byCode = new Map<number, Split>(
      poll.outcome.units.map(({ code, channels }) => [code, sidesOf({ channels }).headline]),
    )
    for (const { unitId, code } of poll.units) {
      const before = evidence.get(unitId)
      evidence.set(unitId, {
        split: addSplits(before?.split ?? EMPTY_SPLIT, byCode.get(code) ?? EMPTY_SPLIT),
        pollIds: [...(before?.pollIds ?? []), poll.id],
      })
    }
  }
  evidenceKnown.set(polls, evidence)
  return evidence
}

/** The counts `citizens` reads of a unit; null where it has none. A poll's ballots and imported ones never add up (EVAL1). */
export function citizensSplitOf(
  unitId: UnitId,
  { registry, polls }: Pick<House, 'registry' | 'polls'>,
): Split | null {
  return pollEvidenceOf(polls).get(unitId)?.split ?? own(registry.citizens, unitId)?.split ?? null
}

/**
 * Units whose citizens vote in a period poll of ours, with its title: counts of the same ballots must not be imported too
 * (EVAL1). A rehearsal counts nowhere, so it covers nobody.
 */
export function unitsCoveredByPolls(polls: Polls): ReadonlyMap<UnitId, string> {
  const covered = new Map<UnitId, string>()
  for (const { rehearsal, stage, units, title } of Object.values<PeriodPoll>(polls)) {
    if (rehearsal || stage.phase === 'draft' || stage.phase === 'void') continue
    for (const { unitId } of units) covered.set(unitId, title)
  }
  return covered
}
