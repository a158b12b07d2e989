// What falls into a period's days: polls by the day they open, sessions by the day they went live; rehearsals never (SHOW8).

import { dayAfter, dayOf } from '../basics/city-day.ts'
import type { PeriodPoll } from '../poll/period-poll.ts'
import type { House } from '../show/house.ts'
import type { Session } from '../show/session.ts'
import type { Period } from './period.ts'

type Days = Pick<Period, 'startsOn' | 'endsOn'>

/** The office is warned of what is missing so many days before evidence is due (EVAL3). */
const WARNED_DAYS_BEFORE = 7

export function isWithin(day: string, { startsOn, endsOn }: Days): boolean {
  return startsOn <= day && day <= endsOn
}

export function overlaps(a: Days, b: Days): boolean {
  return a.startsOn <= b.endsOn && b.startsOn <= a.endsOn
}

/** Our own polls of those days that are planned, run or have run. */
export function pollsOfDays(polls: House['polls'], days: Days): readonly PeriodPoll[] {
  return Object.values<PeriodPoll>(polls).filter(
    ({ rehearsal, stage, opensAtMs }) =>
      !rehearsal && stage.phase !== 'draft' && stage.phase !== 'void' && isWithin(dayOf(opensAtMs), days),
  )
}

export function sessionsOfDays(sessions: House['sessions'], days: Days): readonly Session[] {
  return Object.values<Session>(sessions).filter(
    ({ rehearsal, wentLiveAtMs }) =>
      !rehearsal && wentLiveAtMs !== null && isWithin(dayOf(wentLiveAtMs), days),
  )
}

/** Units that vote in one of our polls of those days, with the poll's title: their counts must not be imported too (EVAL1). */
export function coveredInDays(polls: House['polls'], days: Days): ReadonlyMap<string, PeriodPoll> {
  const covered = new Map<string, PeriodPoll>()
  for (const poll of pollsOfDays(polls, days)) {
    for (const { unitId } of poll.units) covered.set(unitId, poll)
  }
  return covered
}

export function warnedFromDay({ evidenceDueOn }: Pick<Period, 'evidenceDueOn'>): string {
  return dayAfter(evidenceDueOn, -WARNED_DAYS_BEFORE)
}

/** The quarter that runs or waits for its first publication: what the provisional ranking reads (RANK10). Null: none. */
export function periodInForce(periods: House['periods'], today: string): Period | null {
  return Object.values<Period>(periods)
    .filter(
      ({ kind, stage, startsOn, publications }) =>
        kind === 'quarter' && stage.phase === 'collecting' && publications.length === 0 && startsOn <= today,
    )
    .reduce<Period | null>(
      (latest, each) => (latest === null || each.startsOn > latest.startsOn ? each : latest),
      null,
    )
}
