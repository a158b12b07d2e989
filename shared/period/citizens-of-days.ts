// What a period's revealed polls of ours say of its units: SMS + WeChat, all polls of those days together (EVAL4).

import type { UnitId } from '../basics/ids.ts'
import { pollEvidenceOf, type PollEvidence } from '../evaluation/citizens-evidence.ts'
import type { PeriodPoll } from '../poll/period-poll.ts'
import type { House } from '../show/house.ts'
import { pollsOfDays } from './days.ts'
import type { Period } from './period.ts'

const known = new WeakMap<House['polls'], Map<string, ReadonlyMap<UnitId, PollEvidence>>>()

/** Remembered by the polls of the house and the days. */
export function citizensOfDays(
  polls: House['polls'],
  { startsOn, endsOn }: Pick<Period, 'startsOn' | 'endsOn'>,
): ReadonlyMap<UnitId, PollEvidence> {
  const ofPolls = known.get(polls) ?? new Map<string, ReadonlyMap<UnitId, PollEvidence>>()
  known.set(polls, ofPolls)
  const key = `${startsOn} ${endsOn}`
  const before = ofPolls.get(key)
  if (before !== undefined) return before
  const ofDays: Record<PeriodPoll['id'], PeriodPoll> = {}
  for (const poll of pollsOfDays(polls, { startsOn, endsOn })) ofDays[poll.id] = poll
  const evidence = pollEvidenceOf(ofDays)
  ofPolls.set(key, evidence)
  return evidence
}
