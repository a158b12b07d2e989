// 大数据评议: indicators from counts, never from percentages, and the points they come to (EVAL5).

import { z } from 'zod'
import { add, compare, divide, type Fraction, fraction, multiply, subtract, ZERO } from '../basics/exact.ts'
import { Category } from './unit.ts'

/** An exact decimal of at most four places in hundredths of a hundredth: 98 % is 980,000, 0.5 is 5,000. */
const tenThousandths = z.number().int().min(0).max(100_000_000)

export const IndicatorId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)
export type IndicatorId = z.infer<typeof IndicatorId>

/**
 * How a rate becomes a score: full at the target or better, `perPoint` lost for each percentage point short of it, never under
 * the floor. `direction`: whether a high rate is good (按时办结率) or a low one (退回率).
 */
export const IndicatorDefinition = z.strictObject({
  indicatorId: IndicatorId,
  name: z.string().trim().min(1).max(30),
  /** What numerator and denominator count, in words a unit can check. */
  numeratorName: z.string().trim().min(1).max(40),
  denominatorName: z.string().trim().min(1).max(40),
  /** Where the counts come from: 12345热线, 好差评, … */
  source: z.string().trim().min(1).max(40),
  categories: z.array(Category).min(1).max(4),
  direction: z.enum(['high', 'low']),
  /** Percent, in ten-thousandths: 98 % = 980,000. */
  targetPercent: tenThousandths.max(1_000_000),
  /** Full score, in ten-thousandths: 25 = 250,000. */
  full: tenThousandths.min(1),
  floor: tenThousandths,
  /** Points lost a percentage point, in ten-thousandths: 0.5 = 5,000. */
  perPoint: tenThousandths,
  /** 0: published beside the others and scores nothing, as 主动评价率 beside 好评率. */
  weight: z.number().int().min(0).max(10_000),
  /** Fewer cases than this: the indicator drops out. One late ticket of five must not put a unit last. */
  denominatorFrom: z.number().int().min(1).max(1_000_000),
})
export type IndicatorDefinition = z.infer<typeof IndicatorDefinition>

export const IndicatorCount = z
  .strictObject({
    numerator: z.number().int().min(0).max(1_000_000_000),
    denominator: z.number().int().min(0).max(1_000_000_000),
  })
  .refine(({ numerator, denominator }) => numerator <= denominator)
export type IndicatorCount = z.infer<typeof IndicatorCount>

export interface IndicatorScore {
  readonly indicatorId: IndicatorId
  readonly count: IndicatorCount
  /** Percent; null where there was no case at all. */
  readonly rate: Fraction | null
  /** 0 … full; null where the indicator dropped out. */
  readonly score: Fraction | null
  readonly dropped: 'too_few' | null
  /** Points short of the target that cost something, and what they cost before the floor. */
  readonly lost: Fraction
  readonly atFloor: boolean
  /** What was lost is lifted: scored full all the same (GRADE4). */
  readonly lifted: boolean
}

export interface BigDataResult {
  /** 0–100; null where no indicator is left: `sample` (EVAL3). */
  readonly points: Fraction | null
  readonly indicators: readonly IndicatorScore[]
}

const SCALE = 10_000
const exactly = (tenThousandth: number): Fraction => fraction(tenThousandth, SCALE)

/**
 * min(full, max(floor, full − perPoint × (target − rate))), the rate in percent from counts (EVAL5).
 * For `low` the shortfall is rate − target. Lifted (GRADE4): full, and what was lost stays in sight.
 */
export function indicatorScoreOf(
  definition: IndicatorDefinition,
  count: IndicatorCount,
  isLifted = false,
): IndicatorScore {
  const { indicatorId, direction, denominatorFrom } = definition
  const rate = count.denominator === 0 ? null : fraction(count.numerator * 100, count.denominator)
  if (rate === null || count.denominator < denominatorFrom)
    return {
      indicatorId,
      count,
      rate,
      score: null,
      dropped: 'too_few',
      lost: ZERO,
      atFloor: false,
      lifted: false,
    }
  const target = exactly(definition.targetPercent)
  const full = exactly(definition.full)
  const floor = exactly(definition.floor)
  const short = direction === 'high' ? subtract(target, rate) : subtract(rate, target)
  const lost = compare(short, ZERO) > 0 ? multiply(exactly(definition.perPoint), short) : ZERO
  const wanted = subtract(full, lost)
  const atFloor = compare(wanted, floor) < 0
  const score = isLifted ? full : atFloor ? floor : wanted
  return {
    indicatorId,
    count,
    rate,
    score,
    dropped: null,
    lost,
    atFloor,
    lifted: isLifted && compare(lost, ZERO) > 0,
  }
}

/** 100 × Σ weight·(score ÷ full) ÷ Σ weight, over the indicators that did not drop out (EVAL5). */
export function bigDataResultOf(
  given: readonly {
    readonly definition: IndicatorDefinition
    readonly count: IndicatorCount
    /** Its deduction was lifted by two persons (GRADE4). */
    readonly lifted?: true
  }[],
): BigDataResult {
  let weighted = ZERO
  let weights = 0
  const indicators = given.map(({ definition, count, lifted }) => {
    const score = indicatorScoreOf(definition, count, lifted === true)
    if (score.score !== null) {
      weights += definition.weight
      const share = divide(score.score, exactly(definition.full))
      weighted = add(weighted, multiply(fraction(definition.weight), share))
    }
    return score
  })
  return {
    points: weights === 0 ? null : multiply(weighted, fraction(100, weights)),
    indicators,
  }
}

/** The city's usual ones, as a start; sources: domain practice of 12345 hotlines and 好差评, max(12.5, 25 − 0.5 × (98 − rate)). */
export const SUGGESTED_INDICATORS: readonly IndicatorDefinition[] = [
  suggested('on-time', '按时办结率', '按时办结件数', '应办结件数', '12345热线', 'high', 98),
  suggested('accepted', '及时接收率', '及时接收件数', '派单件数', '12345热线', 'high', 98),
  suggested('content', '满意率', '回访满意件数', '回访件数', '12345热线', 'high', 90),
  suggested('returned', '回退率', '回退件数', '派单件数', '12345热线', 'low', 2),
  suggested('redone', '重办率', '重办件数', '办结件数', '12345热线', 'low', 3),
  suggested('good-review', '好评率', '好评件数', '评价件数', '好差评', 'high', 98),
  { ...suggested('reviewed', '主动评价率', '主动评价件数', '办结件数', '好差评', 'high', 0), weight: 0 },
]

function suggested(
  indicatorId: string,
  name: string,
  numeratorName: string,
  denominatorName: string,
  source: string,
  direction: 'high' | 'low',
  target: number,
): IndicatorDefinition {
  return {
    ...{ indicatorId, name, numeratorName, denominatorName, source, direction },
    categories: ['office', 'station', 'institution', 'utility'],
    targetPercent: target * SCALE,
    full: 25 * SCALE,
    floor: 12.5 * SCALE,
    perPoint: 0.5 * SCALE,
    weight: 1,
    denominatorFrom: 30,
  }
}
