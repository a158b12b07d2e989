// The scheme as the form holds it: percentages and points as clerks type them, and back to what is saved.

import type { IndicatorDefinition } from '../../../shared/evaluation/indicator.ts'
import { METHODS, type Method, type Scheme, type TieStage } from '../../../shared/evaluation/scheme.ts'
import { toBp, toPercent } from '../percent.ts'

type Group = keyof Scheme['reviewersBp']
export const GROUPS = ['line', 'district', 'town'] as const satisfies readonly Group[]

export interface SchemeFields {
  readonly weights: Readonly<Record<Method, number | null>>
  readonly citizensFromN: number
  readonly indicators: readonly IndicatorDefinition[]
  readonly reviewers: Readonly<Record<Group, number | null>>
  readonly examiners: number | null
  readonly poll: number | null
  readonly pollFromN: number
  readonly absent: Scheme['tv']['absent']
  readonly listMost: number
  /** Points; null or empty: no floor. */
  readonly noWorstFrom: number | null
  readonly noBestBelow: number | null
  readonly vetoKinds: readonly string[]
  readonly tieStages: readonly TieStage[]
  readonly noticeDays: number
  readonly visibility: Scheme['visibility']
}

export function fieldsOf(scheme: Scheme): SchemeFields {
  const { weightsBp, reviewersBp, tv, floors } = scheme
  const points = (hundredths: number | null) => (hundredths === null ? null : hundredths / 100)
  return {
    weights: Object.fromEntries(
      METHODS.map((method) => [method, toPercent(weightsBp[method])]),
    ) as SchemeFields['weights'],
    citizensFromN: scheme.citizensFromN,
    indicators: scheme.indicators,
    reviewers: Object.fromEntries(
      GROUPS.map((group) => [group, toPercent(reviewersBp[group])]),
    ) as SchemeFields['reviewers'],
    ...{ examiners: toPercent(tv.examinersBp), poll: toPercent(tv.pollBp) },
    ...{ pollFromN: tv.pollFromN, absent: tv.absent, listMost: scheme.listMost },
    ...{ noWorstFrom: points(floors.noWorstFrom), noBestBelow: points(floors.noBestBelow) },
    ...{ vetoKinds: scheme.vetoKinds, tieStages: scheme.tieStages, noticeDays: scheme.noticeDays },
    visibility: scheme.visibility,
  }
}

/** `before`: what this form does not show stays as it was. */
export function schemeOf(fields: SchemeFields, before: Scheme): Scheme {
  const hundredths = (points: number | null | undefined) =>
    points === null || points === undefined || points === 0 ? null : Math.round(points * 100)
  return {
    ...before,
    weightsBp: Object.fromEntries(
      METHODS.map((method) => [method, toBp(fields.weights[method]) ?? 0]),
    ) as Scheme['weightsBp'],
    citizensFromN: fields.citizensFromN,
    indicators: [...fields.indicators],
    reviewersBp: Object.fromEntries(
      GROUPS.map((group) => [group, toBp(fields.reviewers[group]) ?? 0]),
    ) as Scheme['reviewersBp'],
    tv: {
      ...{ examinersBp: toBp(fields.examiners) ?? 0, pollBp: toBp(fields.poll) ?? 0 },
      ...{ pollFromN: fields.pollFromN, absent: fields.absent },
    },
    listMost: fields.listMost,
    floors: {
      noWorstFrom: hundredths(fields.noWorstFrom),
      noBestBelow: hundredths(fields.noBestBelow),
    },
    vetoKinds: fields.vetoKinds.map((kind) => kind.trim()),
    tieStages: [...fields.tieStages],
    noticeDays: fields.noticeDays,
    visibility: fields.visibility,
  }
}
