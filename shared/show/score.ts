// One examiner's mark: its forms, what a mark is worth, and what the examiners' result of a window looks like.

import { z } from 'zod'
import type { FractionJson } from '../basics/exact.ts'
import type { SeatId } from '../basics/ids.ts'
import type { SeatGroup } from './panel.ts'

/** SCORE1. `trim` drops the k highest and lowest of a marks window when at least 10 count (SCORE6). */
export const ScoreForm = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grades') }),
  z.strictObject({ kind: z.literal('marks'), trim: z.number().int().min(0).max(4) }),
  z.strictObject({ kind: z.literal('placard') }),
])
export type ScoreForm = z.infer<typeof ScoreForm>

export const Grade = z.enum(['satisfied', 'fair', 'dissatisfied', 'abstain'])
export type Grade = z.infer<typeof Grade>

export const Mark = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grade'), grade: Grade }),
  z.strictObject({ kind: z.literal('points'), points: z.number().int().min(0).max(100) }),
  z.strictObject({ kind: z.literal('face'), face: z.enum(['smile', 'cry']) }),
])
export type Mark = z.infer<typeof Mark>

/** A seat's score in one window, as it stands. */
export interface Score {
  readonly seatId: SeatId
  readonly mark: Mark
  readonly generation: number
  readonly revision: number
  readonly receivedAtMs: number
  /** Typed by two persons from the seat's slip (SCORE9); `generation` and `revision` are 0 then. */
  readonly onPaper: boolean
  readonly lockedAtMs: number | null
  /** The seat asked the director to release its lock (SCORE2). */
  readonly releaseRequested: boolean
  /** Last revisions of the devices that held the seat before this one, so that what they send again is known (SCORE3). */
  readonly earlier: readonly { readonly generation: number; readonly revision: number }[]
}

/** Kept, never counted (SCORE3): after the close plus 2 s, or from a device that was replaced. */
export interface ScoreSetAside {
  readonly seatId: SeatId
  readonly mark: Mark
  readonly generation: number
  readonly revision: number
  readonly receivedAtMs: number
  readonly why: 'late' | 'old_generation'
}

export type InvalidWhy = 'not_half_of_present' | 'fewer_than_five' | 'group_too_small'

/** What a distribution's label is called on screens; a band of marks is its own name. */
export const MARK_NAMES: Readonly<Record<string, string>> = {
  satisfied: '满意',
  fair: '基本满意',
  dissatisfied: '不满意',
  abstain: '弃权',
  smile: '笑脸',
  cry: '哭脸',
}

/** SCORE6–7. `mean` is null where the result is 无效. Counts are of scores, the mean is in points 0–100. */
export interface ExaminersResult {
  readonly kind: 'examiners'
  readonly form: ScoreForm
  readonly invalid: InvalidWhy | null
  readonly mean: FractionJson | null
  /** The base of SCORE7: seats signed in before it opened, not recused. One that came later may score all the same. */
  readonly present: number
  /** Seats of the panel that are recused from the unit. */
  readonly recused: number
  /** Scores that count, before `trim`; with group weights only those of groups in force. */
  readonly counted: number
  readonly abstained: number
  /** Of the scores, those that came on paper (SCORE9). */
  readonly onPaper: number
  /** Dropped at each end by `trim`, over all groups. */
  readonly trimmed: number
  /** By MARK_NAMES' keys, or a band as it is shown; from best to worst: grades satisfied, fair, dissatisfied, abstain; faces smile, cry; marks in ten bands 90–100 … 0–9. */
  readonly distribution: readonly { readonly label: string; readonly count: number }[]
  readonly groups: readonly {
    readonly group: SeatGroup
    readonly counted: number
    readonly mean: FractionJson | null
    /** Basis points in force after redistribution; null without group weights. */
    readonly weightBp: number | null
  }[]
}
