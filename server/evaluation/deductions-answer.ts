// GET /api/periods/:id/units/:unitId/deductions: what a unit lost that two persons may lift, and where it would stand then (GRADE4).

import { showHundredths, toHundredths } from '../../shared/basics/exact.ts'
import { ok, type Result } from '../../shared/basics/result.ts'
import type { StandingIf } from '../../shared/evaluation/standing-if.ts'
import { unitHeadOf } from '../../shared/evaluation/unit.ts'
import { deductionsOf } from '../../shared/period/deductions.ts'
import { schemeOf } from '../../shared/period/in-force.ts'
import type { PeriodUnit } from '../../shared/period/inputs.ts'
import { concernsSameInPeriod } from '../../shared/period/judge-acts.ts'
import { isPeriodAct } from '../../shared/acts/period-act.ts'
import type { Deduction, Period } from '../../shared/period/period.ts'
import type { DeductionsAnswer } from '../../shared/protocol/ranking-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { PeriodRankings } from './period-rankings.ts'

/** Nothing to lift once the period collects no more. `nowMs`: a request that ran out is in nobody's way. */
export async function deductionsAnswerOf(
  period: Period,
  unit: PeriodUnit,
  house: House,
  nowMs: number,
  rankings: Pick<PeriodRankings, 'unit'>,
): Promise<Result<DeductionsAnswer>> {
  const { unitId, category } = unit
  const asked = await rankings.unit(period, unitId)
  if (!asked.ok) return asked
  const { ranked, evidence } = asked.value
  const found =
    evidence === undefined || period.stage.phase !== 'collecting' || period.kind !== 'quarter'
      ? []
      : deductionsOf(evidence, category, schemeOf(period), period, house.ledger)
  const standings = await asked.value.standings(found.map((each) => each.after))
  if (!standings.ok) return standings
  const { now, then } = standings.value
  const isRequested = (deduction: Deduction) => {
    const act = { type: 'LiftDeduction', periodId: period.id, unitId, deduction } as const
    return house.acts.requests.some(
      (request) =>
        nowMs < request.expiresAtMs && isPeriodAct(request.act) && concernsSameInPeriod(request.act, act),
    )
  }
  return ok({
    unit: unitHeadOf(unit),
    ranked: ranked.outcome.of(category).rows.length,
    now: shown(now),
    deductions: found.map(({ deduction, words }, i) => ({
      ...{ deduction, words, then: shown(then[i] ?? null) },
      requested: isRequested(deduction),
    })),
  })
}

function shown(standing: StandingIf | null): DeductionsAnswer['now'] {
  if (standing === null) return null
  const { place, list, total } = standing
  return { place, list, total: showHundredths(toHundredths(total)) }
}
