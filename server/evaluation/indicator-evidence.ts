// 大数据佐证 of a period by unit and indicator: what there is, what it comes to and costs in words, what is missing (EVAL5).

import { show, fraction } from '../../shared/basics/exact.ts'
import { own } from '../../shared/basics/own.ts'
import { indicatorScoreOf, type IndicatorDefinition } from '../../shared/evaluation/indicator.ts'
import { indicatorStep } from '../../shared/evaluation/method-steps.ts'
import { unitHeadOf } from '../../shared/evaluation/unit.ts'
import { schemeOf } from '../../shared/period/in-force.ts'
import type { PeriodUnit } from '../../shared/period/inputs.ts'
import { evidenceOf } from '../../shared/period/packed-evidence.ts'
import type { Period } from '../../shared/period/period.ts'
import {
  INDICATOR_PAGE,
  type IndicatorsAnswer,
  type IndicatorsQuery,
} from '../../shared/protocol/indicators-api.ts'
import type { z } from 'zod'

type Query = z.infer<typeof IndicatorsQuery>
type Row = IndicatorsAnswer['rows'][number]

/** Refused nowhere: a draft has no indicators yet, and no rows. */
export function indicatorsAnswerOf(period: Period, query: Query): IndicatorsAnswer {
  const definitions = period.schemes.length === 0 ? [] : schemeOf(period).indicators
  const { q, category, indicator, state, page } = query
  const { indicators } = evidenceOf(period)
  const rows: Row[] = []
  const from = (page - 1) * INDICATOR_PAGE
  let [total, present, missing] = [0, 0, 0]
  for (const unit of period.units) {
    for (const definition of definitions) {
      if (!definition.categories.includes(unit.category)) continue
      const count = own(own(indicators, unit.unitId) ?? {}, definition.indicatorId)
      // What scores nothing is shown where it came, and is no gap where it did not.
      if (count === undefined && definition.weight === 0) continue
      if (count === undefined) missing += 1
      else present += 1
      if (category !== null && unit.category !== category) continue
      if (indicator !== null && definition.indicatorId !== indicator) continue
      if (q !== '' && !unit.name.includes(q) && !String(unit.code).startsWith(q)) continue
      const stands =
        count === undefined
          ? 'missing'
          : count.denominator < definition.denominatorFrom
            ? 'dropped'
            : 'present'
      if (state !== 'all' && state !== stands && !(state === 'present' && stands === 'dropped')) continue
      if (total >= from && rows.length < INDICATOR_PAGE) rows.push(rowOf(unit, definition, count))
      total += 1
    }
  }
  return {
    ...{ total, present, missing, rows },
    indicators: definitions.map(({ indicatorId, name, source }) => ({ indicatorId, name, source })),
  }
}

function rowOf(
  unit: PeriodUnit,
  definition: IndicatorDefinition,
  found: { readonly numerator: number; readonly denominator: number; readonly importId: string } | undefined,
): Row {
  const { indicatorId, name } = definition
  const head = { unit: unitHeadOf(unit), indicatorId, name, full: show(fraction(definition.full, 10_000)) }
  if (found === undefined)
    return {
      ...head,
      ...{ count: null, rate: null, score: null, importId: null },
      sentence: `还没有${name}的数据，来源应为${definition.source}。`,
    }
  const { numerator, denominator, importId } = found
  const score = indicatorScoreOf(definition, { numerator, denominator })
  return {
    ...head,
    count: { numerator, denominator },
    rate: score.rate === null ? null : show(score.rate),
    score: score.score === null ? null : show(score.score),
    sentence: indicatorStep(definition, score),
    importId,
  }
}
