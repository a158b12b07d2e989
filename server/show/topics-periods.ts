// The topic `periods`: every evaluation period in brief, with counters that tell a screen when to ask again.

import { periodHeadOf, periodsInOrder } from '../../shared/period/head.ts'
import type { PeriodsSnapshot } from '../../shared/protocol/periods-topic.ts'
import type { House } from '../../shared/show/house.ts'
import type { PeriodPoll } from '../../shared/poll/period-poll.ts'
import type { Session } from '../../shared/show/session.ts'
import type { LiveFacts } from './live-facts.ts'

const known = new WeakMap<House['periods'], { of: House['people']; periods: PeriodsSnapshot['periods'] }>()

export function periodsSnapshotOf(
  house: House,
  { evaluated }: Pick<LiveFacts, 'evaluated'>,
): PeriodsSnapshot {
  return { periods: headsOf(house), elsewhere: elsewhereOf(house) + evaluated }
}

/** Remembered by the periods they tell of. */
function headsOf(house: House): PeriodsSnapshot['periods'] {
  const before = known.get(house.periods)
  if (before !== undefined && before.of === house.people) return before.periods
  const periods = periodsInOrder(house).map((period) => ({
    head: periodHeadOf(period, house),
    version: house.versions[`period-${period.id}`] ?? 0,
  }))
  known.set(house.periods, { of: house.people, periods })
  return periods
}

/** What has an end: revealed or void. Marks, ballots and votes under way tell no screen to ask again. */
function elsewhereOf({ sessions, polls, versions }: House): number {
  let count = 0
  for (const { windows } of Object.values<Session>(sessions)) {
    for (const { stage } of windows) if (stage.phase === 'revealed' || stage.phase === 'void') count += 1
  }
  for (const { stage } of Object.values<PeriodPoll>(polls)) {
    if (stage.phase === 'revealed' || stage.phase === 'void') count += 1
  }
  for (const [stream, version] of Object.entries(versions)) {
    if (stream === 'ledger' || stream.startsWith('reviews-') || stream.startsWith('grades-')) count += version
  }
  return count
}
