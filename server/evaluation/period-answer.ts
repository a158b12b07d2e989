// GET /api/periods/:id and /missing as office and auditor read them: the dashboard of one period, and what has not come yet.

import { schemeHashOf } from './canonical.ts'
import { own } from '../../shared/basics/own.ts'
import { sentenceOf } from '../../shared/basics/refusal.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { METHODS, type Method } from '../../shared/evaluation/scheme.ts'
import { unitHeadOf } from '../../shared/evaluation/unit.ts'
import { coveredInDays } from '../../shared/period/days.ts'
import { deductionName } from '../../shared/period/deductions.ts'
import { deliveryOf } from '../../shared/period/delivery.ts'
import { nameOf, periodHeadOf } from '../../shared/period/head.ts'
import { schemeOf, unitsById } from '../../shared/period/in-force.ts'
import type { PeriodInputs, PeriodUnit } from '../../shared/period/inputs.ts'
import { reasonsAgainstFreezing } from '../../shared/period/judge-freeze.ts'
import type { Period } from '../../shared/period/period.ts'
import type { MissingAnswer, PeriodAnswer } from '../../shared/protocol/period-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { TallyState } from './tallying.ts'

/** `inputs`: as of now; null for a draft and a roll-up, of which nothing is to come. */
export function periodAnswerOf(
  period: Period,
  inputs: PeriodInputs | null,
  house: House,
  nowMs: number,
  tally: TallyState,
): PeriodAnswer {
  const { stage, schemes, imports, vetoes, reliefs } = period
  const correcting = 'correcting' in stage ? stage.correcting : null
  const versions = schemes.map(({ version, scheme, reason, by, atMs }) => ({
    ...{ version, reason, atMs, scheme, hash: schemeHashOf(scheme) },
    by: by.map((each) => nameOf(each, house)),
  }))
  const inForce = versions.at(-1)
  const units = unitsById(period)
  return {
    head: periodHeadOf(period, house),
    scheme: inForce === undefined ? null : { version: inForce.version, hash: inForce.hash },
    schemeVersions: versions,
    correcting:
      correcting === null ? null : { ...correcting, by: correcting.by.map((each) => nameOf(each, house)) },
    coverage: inputs === null ? [] : coverageOf(period, inputs),
    imports: imports.map((each) => ({ ...each, by: nameOf(each.by, house) })),
    vetoes: vetoes.map(({ relief, files, ...veto }) => ({
      ...veto,
      files: [...files],
      unitName: units.get(veto.unitId)?.name ?? veto.unitId,
      by: nameOf(veto.by, house),
      relief: relief === null ? null : { ...relief, by: relief.by.map((each) => nameOf(each, house)) },
    })),
    reliefs: reliefs.map(({ unitId, deduction, reason, by, atMs }) => ({
      ...{ unitId, reason, atMs, unitName: units.get(unitId)?.name ?? unitId },
      what: deductionName(period.id, deduction, house),
      by: by.map((each) => nameOf(each, house)),
    })),
    differences: stage.phase === 'frozen' && stage.differences !== null ? [...stage.differences] : null,
    agreement:
      'agreement' in stage && stage.agreement !== null
        ? { ...stage.agreement, polls: [...stage.agreement.polls] }
        : null,
    tally,
    againstFreezing:
      stage.phase === 'collecting' ? reasonsAgainstFreezing(period, nowMs, house).map(sentenceOf) : [],
  }
}

function coverageOf(period: Period, { evidence }: PeriodInputs): PeriodAnswer['coverage'] {
  const scheme = schemeOf(period)
  const methods = METHODS.filter((method) => scheme.weightsBp[method] > 0)
  const cells = new Map(
    CATEGORIES.flatMap((category) =>
      methods.map((method) => [
        `${category} ${method}`,
        {
          ...{ category, method, weightBp: scheme.weightsBp[method], units: 0 },
          ...{ delivered: 0, sample: 0, notApplicable: 0, missing: 0 },
        },
      ]),
    ),
  )
  evidence.forEach((each, i) => {
    const { category } = period.units[i]!
    for (const method of methods) {
      const cell = cells.get(`${category} ${method}`)!
      cell.units += 1
      cell[deliveryOf(method, category, each, scheme).state] += 1
    }
  })
  return [...cells.values()].filter(({ units }) => units > 0)
}

export interface MissingQuery {
  readonly method: Method | null
  readonly category: PeriodUnit['category'] | null
  readonly q: string
  /** From 1. */
  readonly page: number
}

export const PAGE = 50

/** What is not there or too little, by code and method; a poll of ours that still runs is neither. */
export function missingAnswerOf(
  period: Period,
  inputs: PeriodInputs,
  house: House,
  { method, category, q, page }: MissingQuery,
): MissingAnswer {
  const scheme = schemeOf(period)
  const covered = coveredInDays(house.polls, period)
  const methods = METHODS.filter((each) => scheme.weightsBp[each] > 0 && (method === null || each === method))
  const rows: MissingAnswer['rows'][number][] = []
  let total = 0
  inputs.evidence.forEach((evidence, i) => {
    const unit = period.units[i]!
    if (category !== null && unit.category !== category) return
    if (q !== '' && !fits(unit, house, q)) return
    for (const each of methods) {
      const delivery = deliveryOf(each, unit.category, evidence, scheme)
      const isMissing = delivery.state === 'missing' && !(each === 'citizens' && covered.has(unit.unitId))
      if (!isMissing && delivery.state !== 'sample') continue
      total += 1
      if (total <= (page - 1) * PAGE || rows.length === PAGE) continue
      rows.push({
        unit: unitHeadOf(unit),
        organisation: organisationName(unit.organisationId, house),
        method: each,
        why: isMissing ? 'nothing' : 'sample',
        n: delivery.state === 'sample' ? delivery.n : null,
        dueOn: period.evidenceDueOn,
      })
    }
  })
  return { total, rows }
}

/** By name, code, or what it belongs to. */
export function fits(unit: PeriodUnit, house: House, q: string): boolean {
  return (
    unit.name.includes(q) ||
    String(unit.code).startsWith(q) ||
    (organisationName(unit.organisationId, house)?.includes(q) ?? false)
  )
}

export function organisationName(id: PeriodUnit['organisationId'], { registry }: House): string | null {
  return id === null ? null : (own(registry.organisations, id)?.name ?? id)
}
