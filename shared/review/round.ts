// A review round (业务部门评议): who rates which units of one period, in which form, until when; and what each has given (EVAL6).

import { z } from 'zod'
import { UnitId, type PersonId } from '../basics/ids.ts'
import type { Reviewer, ReviewerGroup } from '../evaluation/department.ts'
import { PeriodId } from '../period/ids.ts'
import type { PeriodUnit } from '../period/inputs.ts'

export const RoundId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
  .brand('RoundId')
export type RoundId = z.infer<typeof RoundId>

/** 0–100 in whole points, or the three grades 满意 100 / 基本满意 60 / 不满意 0; fixed with the round. */
export const ReviewForm = z.enum(['marks', 'grades'])
export type ReviewForm = z.infer<typeof ReviewForm>

export const REVIEW_FORM_NAMES: Readonly<Record<ReviewForm, string>> = {
  marks: '0–100 分',
  grades: '满意 / 基本满意 / 不满意',
}

/** What the grades count for. */
export const REVIEW_GRADES = [100, 60, 0] as const

const atMs = z.number().int().min(0).max(8_640_000_000_000)

export const RoundSettings = z.strictObject({
  title: z.string().trim().min(1).max(60),
  periodId: PeriodId,
  form: ReviewForm,
  opensAtMs: atMs,
  closesAtMs: atMs,
})
export type RoundSettings = z.infer<typeof RoundSettings>

const units = z.array(UnitId).max(20_000)

/** Which units each group is asked about. Of the line's, everybody rates those of the own line only. */
export const RoundUnits = z.strictObject({ line: units, district: units, town: units })
export type RoundUnits = z.infer<typeof RoundUnits>

/** A unit of the round as the period knew it when the round was planned. */
export interface RoundUnit extends PeriodUnit {
  readonly groups: readonly ReviewerGroup[]
}

export interface GivenMark {
  readonly mark: number
  readonly revision: number
  readonly atMs: number
}

/** 回避: has no mark of this reviewer, whatever was given before. */
export interface ReviewRecusal {
  readonly unitId: UnitId
  readonly reason: string
  /** The reviewer, or a person of the office. */
  readonly by: PersonId
  readonly atMs: number
}

/** Kept and not counted: it came after the close, or when the period took no evidence any more. */
export interface MarkSetAside {
  readonly unitId: UnitId
  readonly mark: number
  readonly revision: number
  readonly receivedAtMs: number
  readonly why: 'late' | 'frozen'
}

/** What one reviewer has given so far. */
export interface ReviewDesk {
  readonly marks: Readonly<Record<UnitId, GivenMark>>
  readonly recusals: readonly ReviewRecusal[]
  readonly setAside: readonly MarkSetAside[]
  /** Null while it may be changed. What was never submitted counts at the close as it stands. */
  readonly submittedAtMs: number | null
  /** The office let a submitted desk be changed again, at the reviewer's request. */
  readonly reopened: readonly { readonly reason: string; readonly by: PersonId; readonly atMs: number }[]
}

export const EMPTY_DESK: ReviewDesk = {
  marks: {},
  recusals: [],
  setAside: [],
  submittedAtMs: null,
  reopened: [],
}

export interface ReviewRound extends RoundSettings {
  readonly id: RoundId
  /** Planned ones open and close by their times (SHOW4). */
  readonly phase: 'draft' | 'planned'
  readonly chosen: RoundUnits
  /** By code; empty in a draft. */
  readonly units: readonly RoundUnit[]
  readonly reviewers: readonly Reviewer[]
  readonly desks: Readonly<Record<PersonId, ReviewDesk>>
  readonly extensions: readonly {
    readonly closesAtMs: number
    readonly reason: string
    readonly atMs: number
  }[]
}
