// The years as they are evaluated: for each year a line of quarters, of half-years, of the year; every period a button in its phase.

import { PERIOD_KIND_NAMES, type PeriodKind } from '../../../shared/period/period.ts'
import type { PeriodHead } from '../../../shared/protocol/period-api.ts'
import { phaseWords } from './period-words.ts'

const KINDS = ['quarter', 'half', 'year'] as const satisfies readonly PeriodKind[]

interface Props {
  readonly periods: readonly PeriodHead[]
  readonly onOpen: (periodId: string) => void
}

export function PeriodTimeline({ periods, onOpen }: Props) {
  const years = [...new Set(periods.map(({ startsOn }) => startsOn.slice(0, 4)))].sort().reverse()
  return (
    <div className="pd-timeline">
      {years.slice(0, 6).map((year) => (
        <section key={year} aria-label={`${year}年`}>
          <h2>{year}年</h2>
          {KINDS.map((kind) => {
            const shown = periods.filter((period) => period.kind === kind && period.startsOn.startsWith(year))
            if (shown.length === 0) return null
            return (
              <div className="pd-timeline-line" key={kind}>
                <span>{PERIOD_KIND_NAMES[kind]}</span>
                <div>
                  {shown.map((period) => (
                    <button
                      key={period.periodId}
                      type="button"
                      data-phase={period.phase}
                      style={{ gridColumn: `${columnOf(period.startsOn)} / ${columnOf(period.endsOn) + 1}` }}
                      onClick={() => {
                        onOpen(period.periodId)
                      }}
                    >
                      <b>{period.title}</b>
                      {phaseWords(period)}
                    </button>
                  ))}
                </div>
              </div>
            )
          })}
        </section>
      ))}
      {years.length > 6 ? <p className="pd-quiet">更早的年份在下面的列表里。</p> : null}
    </div>
  )
}

/** The month of a day, from 1: twelve columns a year. */
function columnOf(day: string): number {
  return Number(day.slice(5, 7))
}
