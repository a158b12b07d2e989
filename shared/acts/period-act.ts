// What takes two persons in an evaluation period (SAFE4): asked for and confirmed as any act of the house, an event of the period.

import { z } from 'zod'
import { UnitId } from '../basics/ids.ts'
import { Scheme } from '../evaluation/scheme.ts'
import { ContentHash, PeriodId } from '../period/ids.ts'
import { Deduction } from '../period/period.ts'

const periodId = PeriodId

export const PERIOD_ACTS = [
  /** EVAL2: a later version of the scheme, while evidence still comes. */
  z.strictObject({ type: z.literal('ChangeScheme'), periodId, scheme: Scheme }),
  /** PUB2: collecting again; what was published stays, and the next publication replaces it. */
  z.strictObject({ type: z.literal('ReopenPeriod'), periodId }),
  /** PUB1: by one person of the office and one auditor. A bundle that changed since is refused. */
  z.strictObject({
    type: z.literal('CertifyRanking'),
    periodId,
    bundleHash: ContentHash,
    noticeUntilMs: z.number().int().min(0).max(8_640_000_000_000),
  }),
  /** GRADE4. */
  z.strictObject({
    type: z.literal('LiftVeto'),
    periodId,
    vetoId: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  }),
  z.strictObject({ type: z.literal('LiftDeduction'), periodId, unitId: UnitId, deduction: Deduction }),
] as const

export type PeriodAct = z.infer<(typeof PERIOD_ACTS)[number]>

const TYPES: ReadonlySet<string> = new Set(PERIOD_ACTS.map(({ shape }) => shape.type.value))

export function isPeriodAct(act: { readonly type: string }): act is PeriodAct {
  return TYPES.has(act.type)
}
