// What frozen quarters came to, at hand for the half-year or year that rolls them up: read ahead, so that no event loop ranks them.

import { own } from '../../shared/basics/own.ts'
import type { Refusal } from '../../shared/basics/refusal.ts'
import { ok, type Result } from '../../shared/basics/result.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { schemeOf } from '../../shared/period/in-force.ts'
import type { PeriodId } from '../../shared/period/ids.ts'
import type { FrozenInputs, Period } from '../../shared/period/period.ts'
import {
  quartersOf,
  rankedQuarter,
  type QuarterResult,
  type QuarterResultOf,
} from '../../shared/period/rolled.ts'
import type { Command, House } from '../../shared/show/house.ts'
import type { PeriodOutcome } from './period-outcome.ts'
import type { Rankings } from './rankings.ts'

export interface QuarterResults {
  /** What a period rolls up, nothing of a quarter; refused where too many rankings wait. */
  read(period: Period, house: House): Promise<Result<object>>
  /** As it was read; what was not is worked out here and now. */
  readonly of: QuarterResultOf
}

/** Those of a year and of a half-year beside it; the longest unused goes first. */
const KEPT_MOST = 6

export function createQuarterResults(rankings: Pick<Rankings, 'outcome'>): QuarterResults {
  const known = new Map<FrozenInputs, QuarterResult>()
  const keep = (frozen: FrozenInputs, result: QuarterResult) => {
    known.delete(frozen)
    known.set(frozen, result)
    const oldest = known.keys().next().value
    if (known.size > KEPT_MOST && oldest !== undefined) known.delete(oldest)
  }
  return {
    async read(period, house) {
      for (const { units, inputs, ...quarter } of quartersOf(house, period)) {
        if (inputs === null) continue
        const before = known.get(inputs)
        if (before !== undefined) {
          keep(inputs, before)
          continue
        }
        const question = {
          inputs: { units, frozen: inputs },
          scheme: schemeOf(quarter),
          basis: 'final',
        } as const
        const outcome = await rankings.outcome(question)
        if (!outcome.ok) return outcome
        keep(inputs, resultIn(outcome.value))
      }
      return ok({})
    },
    of(quarter) {
      return (quarter.inputs === null ? null : known.get(quarter.inputs)) ?? rankedQuarter(quarter)
    },
  }
}

type Run<Who, Answer> = (command: Command, who: Who) => Promise<Answer>
type Refused = { readonly ok: false; readonly refusals: readonly Refusal[] }

/** Runs commands; a roll-up's freeze once its quarters are read, so that deciding it ranks nothing beside a show (P8). */
export function withQuartersRead<Who, Answer>(
  run: Run<Who, Answer>,
  house: () => House,
  quarters: () => Pick<QuarterResults, 'read'>,
): Run<Who, Answer | Refused> {
  const freeze = async (periodId: PeriodId, thenRun: () => Promise<Answer>): Promise<Answer | Refused> => {
    const period = own(house().periods, periodId)
    const read = period === undefined ? null : await quarters().read(period, house())
    return read === null || read.ok ? thenRun() : { ok: false, refusals: [read.refusal] }
  }
  return (command, who) =>
    command.type === 'FreezeInputs' ? freeze(command.periodId, () => run(command, who)) : run(command, who)
}

function resultIn(outcome: PeriodOutcome): QuarterResult {
  const rows = CATEGORIES.flatMap((category) => outcome.of(category).rows)
  return { totals: new Map(rows.map(({ unit, exact }) => [unit.unitId, exact])), vetoes: outcome.vetoes }
}
