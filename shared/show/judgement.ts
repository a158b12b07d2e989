// What a command comes to: every reason against it, or the events it makes. One value for both, so that what a
// console shows and what decide answers can never differ (SHOW6).

import { ok } from '../basics/result.ts'
import type { Result } from '../basics/result.ts'
import type { Refusal, RefusalCode, RefusalDetail } from '../basics/refusal.ts'

export interface Judgement<Event> {
  /** In the order of weight: the first is the answer. Empty: the command is possible. */
  readonly reasons: readonly Refusal[]
  /** To be called only where there are no reasons. No events: what was asked is done already. */
  readonly events: () => readonly Event[]
}

export function reason(code: RefusalCode, detail: RefusalDetail = {}): Refusal {
  return { code, detail }
}

/** A reason where the condition holds; for lists that are given to `judged`. */
export function against(holds: boolean, code: RefusalCode, detail: RefusalDetail = {}): Refusal | null {
  return holds ? { code, detail } : null
}

export function judged<Event>(
  reasons: readonly (Refusal | null)[],
  events: () => readonly Event[],
): Judgement<Event> {
  return { reasons: reasons.filter((each) => each !== null), events }
}

export function refused(code: RefusalCode, detail: RefusalDetail = {}): Judgement<never> {
  return { reasons: [reason(code, detail)], events: () => [] }
}

/** What was asked is done already, or asked again: answered well, and nothing happens. */
export const DONE: Judgement<never> = { reasons: [], events: () => [] }

export function answerOf<Event>(judgement: Judgement<Event>): Result<readonly Event[]> {
  const first = judgement.reasons[0]
  return first === undefined ? ok(judgement.events()) : { ok: false, refusal: first }
}
