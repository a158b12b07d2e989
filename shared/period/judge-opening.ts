// Whether a period may be planned as it is, and opened: its days, what it rolls up, and no ballot before its scheme (EVAL2).

import type { PersonId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import type { Moment } from '../show/event.ts'
import type { House } from '../show/house.ts'
import { against, judged, reason } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import { overlaps, pollsOfDays, sessionsOfDays } from './days.ts'
import type { PeriodEvent } from './event.ts'
import type { PeriodId } from './ids.ts'
import type { Period, PeriodSettings } from './period.ts'
import { periodUnitsOf } from './period-units.ts'
import { againstPhase } from './phase.ts'

type Settings = Pick<Period, Exclude<keyof PeriodSettings, 'title'>>

/** A half-year or a year is made of at least so many quarters. */
const ROLLED_LEAST = 2

export function reasonsAgainstSettings(
  periodId: PeriodId,
  settings: Settings,
  { periods }: Pick<House, 'periods'>,
): readonly (Refusal | null)[] {
  const { kind, startsOn, endsOn, evidenceDueOn, rollsUp } = settings
  const others = Object.values<Period>(periods).filter(({ id }) => id !== periodId)
  const clash = others.find(
    (other) => kind === 'quarter' && other.kind === 'quarter' && overlaps(other, settings),
  )
  return [
    against(endsOn < startsOn, 'period_days'),
    against(evidenceDueOn < endsOn, 'period_evidence_day'),
    clash === undefined ? null : reason('period_overlaps', { title: clash.title }),
    against(kind === 'quarter' && rollsUp.length > 0, 'period_quarter_rolls'),
    against(kind !== 'quarter' && new Set(rollsUp).size < ROLLED_LEAST, 'period_rolls_few'),
    against(new Set(rollsUp).size < rollsUp.length, 'period_rolls_twice'),
    ...rollsUp.map((rolled) => {
      const quarter = own(periods, rolled)
      if (quarter === undefined || quarter.kind !== 'quarter')
        return reason('period_rolled_unknown', { period: rolled })
      const outside = quarter.startsOn < startsOn || quarter.endsOn > endsOn
      return against(outside, 'period_rolled_outside', { title: quarter.title })
    }),
  ]
}

/** Freezes the registry's scheme and units into the period, before the first ballot and the first score of its days. */
export function judgeOpen(
  period: Period,
  by: PersonId,
  { nowMs }: Moment,
  house: House,
): Judgement<PeriodEvent> {
  const { id: periodId, kind } = period
  const isQuarter = kind === 'quarter'
  const polls = isQuarter ? pollsOfDays(house.polls, period) : []
  const sessions = isQuarter ? sessionsOfDays(house.sessions, period) : []
  return judged(
    [
      againstPhase(period, 'draft'),
      ...reasonsAgainstSettings(periodId, period, house),
      against(Object.keys(house.registry.units).length === 0, 'period_units_empty'),
      ...polls
        .filter(({ opensAtMs }) => opensAtMs <= nowMs)
        .map(({ title }) => reason('period_ballots_cast', { title })),
      ...sessions
        .filter(({ windows }) =>
          windows.some(({ segmentKind, stage }) => segmentKind === 'scoring' && stage.phase !== 'void'),
        )
        .map(({ title }) => reason('period_scored', { title })),
      ...rolledNot(period, house, ['notice', 'final']).map(({ title }) =>
        reason('period_rolled_unpublished', { title }),
      ),
    ],
    () => [
      {
        ...{ type: 'PeriodOpened', periodId, scheme: house.registry.scheme },
        ...{ units: periodUnitsOf(house.registry), by },
      },
    ],
  )
}

/** Quarters it rolls up that are in none of these phases. */
export function rolledNot(
  { rollsUp }: Pick<Period, 'rollsUp'>,
  { periods }: Pick<House, 'periods'>,
  phases: readonly Period['stage']['phase'][],
): readonly Period[] {
  return rollsUp.flatMap((id) => {
    const quarter = own(periods, id)
    return quarter === undefined || phases.includes(quarter.stage.phase) ? [] : [quarter]
  })
}
