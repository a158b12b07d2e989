// How a unit's points by one method came about, step by step, as whole Chinese sentences with their numbers (RANK6).

import { fraction, show } from '../basics/exact.ts'
import { unreachable } from '../basics/result.ts'
import type { UnitInputs } from '../period/inputs.ts'
import { CHOICE_POINTS } from '../ballot/choices.ts'
import { REVIEWER_GROUP_NAMES, ReviewerGroup } from './department.ts'
import type { IndicatorDefinition, IndicatorScore } from './indicator.ts'
import { percentOf, percentOfBp, plain } from './number-words.ts'
import { departmentOf, indicatorScoresOf, indicatorsOf, segmentOf } from './period-points.ts'
import { ballotsIn, pollPointsOf, ratingsIn, satisfiedRateOf } from './poll-points.ts'
import { type CreditKind, CREDITS, rectificationPointsOf } from './rectification.ts'
import type { Method, Scheme } from './scheme.ts'
import { joiningPointsOf, tvAverageOf } from './tv-points.ts'
import type { Category } from './unit.ts'

export const CREDIT_NAMES: Readonly<Record<CreditKind, string>> = {
  on_time: '按期完成',
  late: '逾期完成',
  overdue: '到期未完成',
  reopened_false: '回头看发现虚假整改',
}

/** Empty where there is no evidence of the method at all. */
export function stepsOf(
  method: Method,
  category: Category,
  evidence: UnitInputs,
  scheme: Scheme,
): readonly string[] {
  switch (method) {
    case 'citizens':
      return citizensSteps(evidence, scheme)
    case 'bigData':
      return bigDataSteps(category, evidence, scheme)
    case 'department':
      return departmentSteps(evidence, scheme)
    case 'rectification':
      return rectificationSteps(evidence)
    case 'tv':
      return tvSteps(evidence, scheme)
    default:
      return unreachable(method)
  }
}

function citizensSteps({ citizens }: UnitInputs, { citizensFromN }: Scheme): readonly string[] {
  if (citizens === null) return []
  const { split } = citizens
  const n = ratingsIn(split)
  const points = pollPointsOf(split)
  const rate = satisfiedRateOf(split)
  const { satisfied, fair, dissatisfied } = CHOICE_POINTS
  return [
    `短信和微信共${ballotsIn(split)}票：满意${split.satisfied}、基本满意${split.fair}、不满意${split.dissatisfied}，不了解${split.unsure}（不计入得分）。`,
    ...(points === null || rate === null
      ? []
      : [
          `有效${n}票，得分（${split.satisfied}×${satisfied}＋${split.fair}×${fair}＋${split.dissatisfied}×${dissatisfied}）÷${n}＝${show(points)}分；满意率（满意÷有效票）${show(rate)}%。`,
        ]),
    ...(n < citizensFromN ? [`有效票不足${citizensFromN}票，样本不足。`] : []),
  ]
}

function bigDataSteps(category: Category, evidence: UnitInputs, scheme: Scheme): readonly string[] {
  const definitions = indicatorsOf(scheme, category)
  const { points, indicators } = indicatorScoresOf(definitions, evidence)
  if (indicators.length === 0) return []
  const scores = new Map(indicators.map((score) => [score.indicatorId, score]))
  const missing = definitions.filter(({ indicatorId, weight }) => weight > 0 && !scores.has(indicatorId))
  return [
    ...definitions.flatMap((definition) => {
      const score = scores.get(definition.indicatorId)
      return score === undefined ? [] : [indicatorStep(definition, score)]
    }),
    ...(missing.length === 0 ? [] : [`还缺指标：${missing.map(({ name }) => name).join('、')}。`]),
    ...(points === null
      ? ['没有一个指标达到最低件数，样本不足。']
      : [`各指标得分÷满分按指标权重平均，再乘100，得${show(points)}分。`]),
  ]
}

/** One indicator of one unit in a sentence: its counts, its rate against the target, what that costs (EVAL5). */
export function indicatorStep(definition: IndicatorDefinition, score: IndicatorScore): string {
  const { name, numeratorName, denominatorName, direction, denominatorFrom, weight } = definition
  const { numerator, denominator } = score.count
  const counts = `${name}：${numeratorName}${numerator}÷${denominatorName}${denominator}`
  if (score.rate === null || score.score === null)
    return `${counts}，${denominatorName}不足${denominatorFrom}，本指标不参评。`
  const rate = `${counts}＝${show(score.rate)}%`
  if (weight === 0) return `${rate}，只公布，不计分。`
  const target = `目标${direction === 'high' ? '不低于' : '不高于'}${plain(definition.targetPercent)}%`
  const of = `满分${plain(definition.full)}分、指标权重${weight}`
  if (score.lost.num === 0n) return `${rate}，${target}，达标，得满分${plain(definition.full)}分（${of}）。`
  const lost = `每差1个百分点扣${plain(definition.perPoint)}分，应扣${show(score.lost)}分`
  const floor = score.lifted ? '，两人批准免除扣分，按满分计' : score.atFloor ? '，按保底分计' : ''
  return `${rate}，${target}，${lost}${floor}，得${show(score.score)}分（${of}）。`
}

function departmentSteps(evidence: UnitInputs, scheme: Scheme): readonly string[] {
  const { points, groups } = departmentOf(evidence, scheme)
  if (points === null) return []
  const silent = ReviewerGroup.options.filter(
    (group) => scheme.reviewersBp[group] > 0 && !groups.some((one) => one.group === group),
  )
  return [
    ...groups.map(
      ({ group, reviews, mean, share }) =>
        `${REVIEWER_GROUP_NAMES[group]}：${reviews}人评分，平均${show(mean)}分，占${percentOf(share)}。`,
    ),
    ...(silent.length === 0
      ? []
      : [
          `${silent.map((group) => REVIEWER_GROUP_NAMES[group]).join('、')}没有评分，所占权重按比例分给其他组。`,
        ]),
    `各组平均分按所占权重相加，得${show(points)}分。`,
  ]
}

function rectificationSteps({ rectification }: UnitInputs): readonly string[] {
  const points = rectificationPointsOf(rectification)
  if (points === null) return []
  const kinds = (Object.keys(CREDITS) as CreditKind[]).flatMap((kind) => {
    const items = rectification.filter((item) => item.kind === kind)
    const weight = items.reduce((all, item) => all + item.weight, 0)
    return items.length === 0 ? [] : [{ kind, items: items.length, weight }]
  })
  const whole = kinds.reduce((all, { weight }) => all + weight, 0)
  const lifted = rectification.filter((item) => item.lifted === true).length
  const credit = (kind: CreditKind) => {
    const { num, den } = CREDITS[kind]
    return den === 1n ? num.toString().replace('-', '－') : show(fraction(num, den)).replace(/0+$/, '')
  }
  return [
    `本期到期${rectification.length}项，权重合计${whole}：${kinds
      .map(
        ({ kind, items, weight }) =>
          `${CREDIT_NAMES[kind]}${items}项（权重${weight}，每1权重计${credit(kind)}）`,
      )
      .join('、')}。`,
    ...(lifted === 0 ? [] : [`其中${lifted}项曾被回头看否定，两人批准免除（容错纠错），按此前的情形计。`]),
    `100×（${kinds.map(({ kind, weight }) => `${weight}×${credit(kind)}`).join('＋')}）÷${whole}，低于0按0计，得${show(points)}分。`,
  ]
}

function tvSteps({ tv }: UnitInputs, scheme: Scheme): readonly string[] {
  const results = tv.map((segment) => segmentOf(segment, scheme))
  const average = tvAverageOf(results)
  if (average === null) return []
  const { examinersBp, pollBp, pollFromN } = scheme.tv
  return [
    ...tv.map(({ examiners, poll }, i) => {
      const mean = show(fraction(BigInt(examiners.num), BigInt(examiners.den)))
      const nth = `第${i + 1}次打分：${examiners.marks.length}名考官的分计入，考官结果${mean}分`
      if (poll === null) return `${nth}；没有现场市民评议，只用考官打分。`
      const joined = joiningPointsOf(poll, pollFromN)
      if (joined === null) {
        const why = ballotsIn(poll) < pollFromN ? `，不足${pollFromN}票` : '都是不了解'
        return `${nth}；现场市民评议${ballotsIn(poll)}票${why}，只用考官打分。`
      }
      return `${nth}；现场市民评议${ballotsIn(poll)}票，${show(joined)}分；${percentOfBp(examinersBp)}×${mean}＋${percentOfBp(pollBp)}×${show(joined)}＝${show(results[i]!.points)}分。`
    }),
    ...(tv.length > 1 ? [`${tv.length}次打分平均，得${show(average.points)}分。`] : []),
  ]
}
