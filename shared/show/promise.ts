// A promise (承诺) given on air: what, by whom, until when; and what became of it by the look-back (回头看).

import { z } from 'zod'
import type { PersonId, PromiseId, SessionId, UnitId } from '../basics/ids.ts'

export const PromiseOutcome = z.enum(['kept', 'partly', 'broken'])
export type PromiseOutcome = z.infer<typeof PromiseOutcome>

export interface OnAirPromise {
  readonly promiseId: PromiseId
  readonly sessionId: SessionId
  readonly unitId: UnitId
  readonly text: string
  /** Who answers for it: a name and an office, as said on air. */
  readonly owner: string
  /** YYYY-MM-DD in the city's zone. */
  readonly dueOn: string
  readonly recordedAtMs: number
  readonly by: PersonId
  /** Null until a look-back found out. */
  readonly outcome: PromiseOutcome | null
  readonly outcomeNote: string
}
