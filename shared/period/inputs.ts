// What a period's ranking is computed from, complete and in integers: frozen into the journal, published in the bundle (PUB1, PUB3).

import type { z } from 'zod'
import type { UnitId, WindowId } from '../basics/ids.ts'
import type { Split } from '../ballot/tally.ts'
import type { ReviewerGroup } from '../evaluation/department.ts'
import type { IndicatorId } from '../evaluation/indicator.ts'
import type { CreditKind } from '../evaluation/rectification.ts'
import type { Method } from '../evaluation/scheme.ts'
import { Unit } from '../evaluation/unit.ts'
import type { PeriodId } from './ids.ts'

/** A unit as the period keeps it: the registry may rename or merge it later. */
export const PeriodUnit = Unit
export type PeriodUnit = z.infer<typeof PeriodUnit>

/** Who rated: the group only; names stay with the office (EVAL6). */
export interface FrozenReview {
  readonly group: ReviewerGroup
  /** From 1, the same reviewer throughout a period's inputs. */
  readonly reviewer: number
  readonly mark: number
}

/** One scoring segment of one session (EVAL8). `num`/`den`: the examiners' exact mean, 0–100, as decimal digits. */
export interface TvSegment {
  readonly sessionId: string
  readonly segmentId: string
  readonly examiners: {
    readonly num: string
    readonly den: string
    /** Counted marks in ascending order, so that no seat can be read from them; the mean may be trimmed or weighted. */
    readonly marks: readonly number[]
  }
  /** SMS + WeChat of the live poll; null where there was none. Whether it joins is the scheme's to say. */
  readonly poll: Split | null
}

export interface UnitInputs {
  readonly unitId: UnitId
  readonly citizens: { readonly split: Split; readonly pollIds: readonly WindowId[] } | null
  readonly bigData: readonly {
    readonly indicatorId: IndicatorId
    readonly numerator: number
    readonly denominator: number
    /** Its deduction was lifted by two persons: scored full (GRADE4). */
    readonly lifted?: true
  }[]
  readonly department: readonly FrozenReview[]
  readonly rectification: readonly {
    readonly itemId: string
    readonly weight: number
    /** Where lifted: what it is without the false reopening. */
    readonly kind: CreditKind
    /** A false reopening that two persons lifted (GRADE4). */
    readonly lifted?: true
  }[]
  readonly tv: readonly TvSegment[]
  /** Confirmed by the office (EVAL3). */
  readonly notApplicable: readonly Method[]
  /** Still missing when a warned deadline had passed (EVAL3). */
  readonly notDelivered: readonly Method[]
  /** Kinds of vetoes in force (RANK5). */
  readonly vetoes: readonly string[]
}

/** A roll-up's source: what a published period said of a unit. Totals exact, as decimal digits. */
export interface RolledUnit {
  readonly unitId: UnitId
  readonly periods: readonly { readonly periodId: PeriodId; readonly num: string; readonly den: string }[]
}

export interface PeriodInputs {
  /** By code. */
  readonly units: readonly PeriodUnit[]
  /** In the order of `units`. Of a roll-up only the vetoes are read; empty: none. */
  readonly evidence: readonly UnitInputs[]
  /** In the order of `units`; empty for a quarter. */
  readonly rolled: readonly RolledUnit[]
}
