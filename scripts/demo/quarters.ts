// Quarters of the city's calendar, and the evaluation period of each.

import { dayAfter } from '../../shared/basics/city-day.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import type { PeriodCommand } from '../../shared/period/command.ts'

/** The quarter a day lies in, and those before it: id, title, days. */
export interface Quarter {
  readonly id: string
  readonly title: string
  readonly startsOn: string
  readonly endsOn: string
}

export function quarterBefore({ startsOn }: Pick<Quarter, 'startsOn'>): Quarter {
  return quarterOfDay(dayAfter(startsOn, -1))
}

export function quarterOfDay(day: string): Quarter {
  const [year, month] = day.split('-').map(Number) as [number, number]
  const quarter = Math.ceil(month / 3)
  const first = (y: number, m: number) => `${y}-${String(m).padStart(2, '0')}-01`
  const startsOn = first(year, quarter * 3 - 2)
  const next = quarter === 4 ? first(year + 1, 1) : first(year, quarter * 3 + 1)
  return {
    id: `${year}-q${quarter}`,
    title: `${year}年第${'一二三四'[quarter - 1]!}季度`,
    startsOn,
    endsOn: dayAfter(next, -1),
  }
}

/** So many days after its end evidence may come. */
export const EVIDENCE_DAYS = 10

export function draftOf({
  id,
  title,
  startsOn,
  endsOn,
}: Quarter): Extract<PeriodCommand, { type: 'DraftPeriod' }> {
  return {
    type: 'DraftPeriod',
    periodId: PeriodId.parse(id),
    settings: {
      ...{ title, kind: 'quarter', rollsUp: [], startsOn, endsOn },
      evidenceDueOn: dayAfter(endsOn, EVIDENCE_DAYS),
    },
  }
}
