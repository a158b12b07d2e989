// What a ranking is computed from: each unit's points by method, what is missing and why, and the part of the scheme it needs.

import type { Fraction } from '../basics/exact.ts'
import type { Method, Scheme } from './scheme.ts'
import type { Unit } from './unit.ts'

/** What a method gives a unit. */
export interface MethodPoints {
  /** 0–100. */
  readonly points: Fraction
  readonly note: 'none' | 'examinersOnly'
  /** Of `citizens`: 不满意 ÷ n without 不了解. */
  readonly dissatisfiedShare?: Fraction
}

export interface RankingInput {
  readonly unit: Unit
  readonly methods: Readonly<Partial<Record<Method, MethodPoints>>>
  /** Methods whose weight goes to this unit's others in proportion (EVAL3). One that gives it points is none of them. */
  readonly notApplicable?: readonly Method[]
  /** Wins over every redistribution: the unit is listed apart, with the methods that are to blame (EVAL3). */
  readonly apart?: Apart
  /** 一票否决: never on 十优; place and total stay (RANK5). */
  readonly vetoed?: boolean
}

export interface Apart {
  readonly why: 'sample' | 'notDelivered'
  readonly methods: readonly Method[]
}

/** The part of a scheme a ranking needs. */
export type RankingScheme = Pick<Scheme, 'weightsBp' | 'listMost' | 'tieStages' | 'floors'> & {
  readonly tv: Pick<Scheme['tv'], 'absent'>
}

/**
 * provisional: by the methods that are there for at least 80 % of the units they apply to (RANK10). final: by every method
 * that weighs anything; a unit that lacks one has to say why (EVAL3).
 */
export type RankingBasis = 'provisional' | 'final'
