// Reads a poll's counts: points, 满意率 and the two sides that stand apart, SMS + WeChat and the web page (BAL1, BAL11).

import { fraction, type Fraction } from '../basics/exact.ts'
import { CHOICE_POINTS, CHOICES, isHeadline } from '../ballot/choices.ts'
import { EMPTY_SPLIT, type PollResult, type Split } from '../ballot/tally.ts'

/** All ballots that count, 不了解 included: the n printed beside every rate. */
export function ballotsIn(split: Split): number {
  return split.satisfied + split.fair + split.dissatisfied + split.unsure
}

/** Ballots that rate the unit: n without 不了解, the divisor of points and rates. */
export function ratingsIn(split: Split): number {
  return split.satisfied + split.fair + split.dissatisfied
}

/** Points 0–100: the mean of 满意 100, 基本满意 60, 不满意 0; null where nobody rated. */
export function pollPointsOf(split: Split): Fraction | null {
  const ratings = ratingsIn(split)
  if (ratings === 0) return null
  const { satisfied, fair, dissatisfied } = CHOICE_POINTS
  return fraction(
    split.satisfied * satisfied + split.fair * fair + split.dissatisfied * dissatisfied,
    ratings,
  )
}

/** 满意率 in percent: 满意 ÷ n without 不了解; null where nobody rated. */
export function satisfiedRateOf(split: Split): Fraction | null {
  const ratings = ratingsIn(split)
  return ratings === 0 ? null : fraction(split.satisfied * 100, ratings)
}

/** 不满意 ÷ n without 不了解, 0–1; null where nobody rated. A tie stage (RANK3). */
export function dissatisfiedShareOf(split: Split): Fraction | null {
  const ratings = ratingsIn(split)
  return ratings === 0 ? null : fraction(split.dissatisfied, ratings)
}

/** The counts of SMS and WeChat together, and those of the web page, never added up (BAL11). */
export function sidesOf(result: PollResult | Pick<PollResult, 'channels'>): {
  readonly headline: Split
  readonly web: Split
} {
  const of = (headline: boolean) =>
    result.channels
      .filter((count) => isHeadline(count.channel) === headline)
      .reduce<Split>((all, count) => addSplits(all, count.split), EMPTY_SPLIT)
  return { headline: of(true), web: of(false) }
}

export function addSplits(a: Split, b: Split): Split {
  const sum = { ...EMPTY_SPLIT }
  for (const choice of CHOICES) sum[choice] = a[choice] + b[choice]
  return sum
}
