// Promises (承诺) made on air, and what a look-back (回头看) found of them.

import { z } from 'zod'
import type { PersonId, PromiseId, SessionId, UnitId } from '../basics/ids.ts'

/** 已兑现, 部分兑现, 未兑现. */
export const PromiseOutcome = z.enum(['kept', 'partly', 'broken'])
export type PromiseOutcome = z.infer<typeof PromiseOutcome>

export const PROMISE_OUTCOME_NAMES: Readonly<Record<PromiseOutcome, string>> = {
  kept: '已兑现',
  partly: '部分兑现',
  broken: '未兑现',
}

/** So many a session; more would be no promises. */
export const PROMISES_MOST = 200

/** A day of the city's calendar, `2026-12-31`. */
export const Day = z.iso.date()

export const promiseWords = {
  text: z.string().trim().min(2).max(120),
  /** Who answers for it, as said on air. */
  owner: z.string().trim().min(1).max(40),
  dueOn: Day,
}

export interface OnAirPromise {
  readonly promiseId: PromiseId
  /** Where it was made. */
  readonly sessionId: SessionId
  readonly unitId: UnitId
  readonly text: string
  readonly owner: string
  readonly dueOn: string
  readonly recordedAtMs: number
  readonly by: PersonId
  /** Null until a look-back. */
  readonly outcome: PromiseOutcome | null
  readonly outcomeNote: string
}
