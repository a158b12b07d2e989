// Explains a unit's total: every part with its weight, its steps and its evidence (RANK6).

import { fraction, show, ZERO } from '../basics/exact.ts'
import type { UnitId } from '../basics/ids.ts'
import { unreachable } from '../basics/result.ts'
import type { PeriodInputs, PeriodUnit, UnitInputs } from '../period/inputs.ts'
import type { CardPart } from '../protocol/ranking-api.ts'
import { stepsOf } from './method-steps.ts'
import { percentOf, percentOfBp, ratioOf } from './number-words.ts'
import { type MethodStanding, standingOf } from './period-points.ts'
import type { PeriodRanking } from './period-ranking.ts'
import { type CategoryRanking, type RankedUnit, shownOf } from './ranking.ts'
import { METHOD_NAMES, METHODS, type Method, type Scheme } from './scheme.ts'

/** Where a method's numbers of a unit are from: imports with their files, polls, sessions. The period knows it. */
export type EvidenceOf = (method: Method) => CardPart['evidence']

/** One part a method that weighs anything. Empty for a unit that is not there, and for a roll-up, which has no parts. */
export function explain(
  unitId: UnitId,
  inputs: PeriodInputs,
  scheme: Scheme,
  ranking: PeriodRanking,
  evidenceOf: EvidenceOf = () => [],
): readonly CardPart[] {
  const unit = inputs.units.find((each) => each.unitId === unitId)
  const evidence = inputs.evidence.find((each) => each.unitId === unitId)
  if (unit === undefined || evidence === undefined || inputs.rolled.length > 0) return []
  const inCategory = ranking.categories[unit.category]
  const row = inCategory.rows.find((each) => each.unit.unitId === unitId) ?? null
  const shown = row === null ? null : shownOf(row)
  return METHODS.filter((method) => scheme.weightsBp[method] > 0).map((method): CardPart => {
    const at = row?.parts.findIndex((part) => part.method === method) ?? -1
    const part = row?.parts[at]
    const standing = standingOf(method, unit, evidence, scheme)
    // Without a place there is no scaled weight, but points that are there are told.
    const points = part?.points ?? (standing.state === 'present' ? standing.given.points : null)
    return {
      method,
      state: part?.note === 'categoryMean' ? 'categoryMean' : stateOf(method, standing, inCategory, scheme),
      weightBp: scheme.weightsBp[method],
      weight: ratioOf(row?.weights[at] ?? ZERO),
      points: points === null ? null : show(points),
      weighted: shown?.parts[at] ?? null,
      steps: [
        ...stepsOf(method, unit.category, evidence, scheme),
        ...absenceSteps(method, { unit, evidence, standing, inCategory, row }, scheme),
        ...(row === null || part === undefined
          ? []
          : weightSteps(row, at, scheme.weightsBp[method], shown!.parts[at]!)),
      ],
      evidence: evidenceOf(method),
    }
  })
}

/** Where none of the category was questioned, or the scheme says so, `tv` does not apply to who was not. */
function stateOf(
  method: Method,
  standing: MethodStanding,
  inCategory: CategoryRanking,
  { tv }: Scheme,
): Exclude<CardPart['state'], 'categoryMean'> {
  const noTv = method === 'tv' && standing.state === 'absent'
  const questioned = inCategory.coverage.some((each) => each.method === 'tv' && each.units > 0)
  return noTv && (!questioned || tv.absent === 'redistribute') ? 'notApplicable' : standing.state
}

interface Case {
  readonly unit: PeriodUnit
  readonly evidence: UnitInputs
  readonly standing: MethodStanding
  readonly inCategory: CategoryRanking
  readonly row: RankedUnit | null
}

/** Why there are no points of its own. */
function absenceSteps(method: Method, of: Case, scheme: Scheme): readonly string[] {
  const name = METHOD_NAMES[method]
  const part = of.row?.parts.find((each) => each.method === method)
  if (part?.note === 'categoryMean')
    return [`本期没有参加电视问政（未参加），取本类已参加单位的平均分${show(part.points)}分。`]
  const state = stateOf(method, of.standing, of.inCategory, scheme)
  switch (state) {
    case 'present':
      return []
    case 'sample':
      return [`${name}样本不足：本单位另列，不参加本期排名。`]
    case 'notDelivered':
      return [`${name}的佐证到截止期限仍未报送：应报未报，本单位不参加本期排名。`]
    case 'absent':
      return [
        method === 'tv'
          ? '本期没有参加电视问政。'
          : `没有收到${name}的佐证，也没有确认为不适用；缺项不按0分计，本单位不参加本期排名。`,
      ]
    case 'notApplicable':
      return [`${notApplicableWhy(method, of.evidence)}，本项权重按比例分给本单位其他各项。`]
    default:
      return unreachable(state)
  }
}

function notApplicableWhy(method: Method, { notApplicable }: UnitInputs): string {
  if (notApplicable.includes(method)) return `经评议办确认，${METHOD_NAMES[method]}对本单位不适用`
  if (method === 'rectification') return '本期没有到期的整改事项，本项不适用'
  return '本期本单位没有参加电视问政，本项不适用'
}

function weightSteps(row: RankedUnit, at: number, weightBp: number, weighted: string): readonly string[] {
  const weight = row.weights[at] ?? ZERO
  const points = row.parts[at]!.points
  const nominal = fraction(weightBp, 10_000)
  const scaled = weight.num * nominal.den !== nominal.num * weight.den
  const words = scaled
    ? `方案权重${percentOfBp(weightBp)}，按本单位适用的各项折算为${percentOf(weight)}`
    : `权重${percentOfBp(weightBp)}`
  return [`${words}：${show(points)}×${percentOf(weight)}，计入总分${weighted}分。`]
}
