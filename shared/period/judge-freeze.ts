// When a period's inputs may be frozen, what is frozen, and what the three counts of it came to (PUB1).

import { dayOf, dayWords } from '../basics/city-day.ts'
import type { Refusal } from '../basics/refusal.ts'
import { roundsNotOver } from '../review/duties.ts'
import type { Moment } from '../show/event.ts'
import type { House } from '../show/house.ts'
import { against, judged, reason } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import type { PeriodCommand } from './command.ts'
import { pollsOfDays, sessionsOfDays } from './days.ts'
import type { PeriodEvent } from './event.ts'
import { rolledNot } from './judge-opening.ts'
import type { Period } from './period.ts'
import { packInputs } from './packed-inputs.ts'
import { missingIn, periodInputsOf } from './period-inputs.ts'
import { againstPhase } from './phase.ts'
import type { QuarterResultOf } from './rolled.ts'

/** `resultOf`: what a roll-up's quarters came to. */
export function judgeFreeze(
  period: Period,
  { nowMs }: Moment,
  house: House,
  resultOf: QuarterResultOf,
): Judgement<PeriodEvent> {
  return judged(reasonsAgainstFreezing(period, nowMs, house), () => [
    {
      type: 'InputsFrozen',
      periodId: period.id,
      packed: packInputs(periodInputsOf(house, period, nowMs, null, resultOf)),
    },
  ])
}

/** Everything that is not at its end yet; of a period in another phase only that. */
export function reasonsAgainstFreezing(period: Period, nowMs: number, house: House): readonly Refusal[] {
  const phase = againstPhase(period, 'collecting')
  return phase === null ? reasonsOpen(period, nowMs, house).filter((each) => each !== null) : [phase]
}

/** What of the period is not at its end yet. */
function reasonsOpen(period: Period, nowMs: number, house: House): readonly (Refusal | null)[] {
  const { kind, endsOn, evidenceDueOn } = period
  const today = dayOf(nowMs)
  if (kind !== 'quarter')
    return [
      against(today <= endsOn, 'period_days_running', { day: dayWords(endsOn) }),
      ...rolledNot(period, house, ['final']).map(({ title }) => reason('period_rolled_not_final', { title })),
    ]
  const missing = today <= evidenceDueOn ? missingIn(house, period, nowMs).length : 0
  return [
    against(today <= endsOn, 'period_days_running', { day: dayWords(endsOn) }),
    ...pollsOfDays(house.polls, period)
      .filter(({ stage }) => stage.phase !== 'revealed')
      .map(({ title }) => reason('period_poll_open', { title })),
    ...sessionsOfDays(house.sessions, period)
      .filter(
        ({ phase, windows }) =>
          phase === 'live' ||
          windows.some(({ stage }) => stage.phase !== 'revealed' && stage.phase !== 'void'),
      )
      .map(({ title }) => reason('period_session_open', { title })),
    ...roundsNotOver(house.reviews, period.id, nowMs).map(({ title }) =>
      reason('period_round_open', { title }),
    ),
    against(missing > 0, 'period_evidence_waiting', { count: missing, day: dayWords(evidenceDueOn) }),
  ]
}

/** Told by the server itself, as often as it was compared: the last word on this freeze counts. */
export function judgeTallies(
  { type: _, frozenAtMs, ...compared }: Extract<PeriodCommand, { type: 'RecordTallies' }>,
  period: Period,
): Judgement<PeriodEvent> {
  const { stage } = period
  return judged(
    [
      againstPhase(period, 'frozen'),
      against(stage.phase === 'frozen' && stage.sinceMs !== frozenAtMs, 'tallies_outdated'),
    ],
    () => [{ type: 'TalliesCompared', ...compared }],
  )
}
