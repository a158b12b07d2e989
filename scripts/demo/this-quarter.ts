// The quarter that runs: open, with counts so far of a poll among served citizens that is not ours, and of the hotline.

import { dayOf } from '../../shared/basics/city-day.ts'
import type { IndicatorDefinition } from '../../shared/evaluation/indicator.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import type { PeriodCommand } from '../../shared/period/command.ts'
import { indicatorRowsOf, meritOf } from './quarter-evidence.ts'
import { draftOf, quarterOfDay } from './quarters.ts'
import type { Random } from './random.ts'

/** Without `indicators` no counts of the hotline come. */
export function thisQuarterCommands(
  units: readonly Unit[],
  random: Random,
  nowMs: number,
  indicators: readonly IndicatorDefinition[] = [],
): readonly PeriodCommand[] {
  const draft = draftOf(quarterOfDay(dayOf(nowMs)))
  const { periodId } = draft
  const merit = meritOf(units, random)
  return [
    draft,
    { type: 'OpenPeriod', periodId },
    {
      type: 'AcceptCitizensCounts',
      periodId,
      source: {
        importId: `${periodId}-citizens`,
        words: '演示数据：本季度短信微信评议（虚构）',
        fileHash: null,
      },
      replaces: false,
      rows: units.map(({ unitId }) => {
        const n = 200 + random.below(900)
        const satisfied = Math.floor(n * (0.25 + (merit.get(unitId) ?? 0.5) * 0.5 + random.next() * 0.1))
        const fair = Math.floor((n - satisfied) * (0.3 + random.next() * 0.4))
        const dissatisfied = n - satisfied - fair
        return { unitId, split: { satisfied, fair, dissatisfied, unsure: random.below(40) } }
      }),
    },
    ...(indicators.length === 0
      ? []
      : ([
          {
            type: 'AcceptIndicatorCounts',
            periodId,
            source: {
              importId: `${periodId}-counts`,
              words: '演示数据：12345热线与好差评至今计数（虚构）',
              fileHash: null,
            },
            replaces: false,
            rows: [...indicatorRowsOf(units, indicators, merit, new Set(), random)],
          },
        ] satisfies PeriodCommand[])),
  ]
}
