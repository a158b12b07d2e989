// What the method `citizens` reads of our own period polls, by unit (EVAL4).

import type { UnitId, WindowId } from '../basics/ids.ts'
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
