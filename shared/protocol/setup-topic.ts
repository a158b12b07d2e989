// The topic `setup`: units, panel, sessions and scheme, for director and office.

import type { Split } from '../ballot/tally.ts'
import type { PersonId, SeatId, UnitId } from '../basics/ids.ts'
import type { Refusal } from '../basics/refusal.ts'
import type { Scheme } from '../evaluation/scheme.ts'
import type { GroupWeights, SeatPlan } from '../show/panel.ts'
import type { AccountRole } from '../show/people.ts'
import type { ScoreForm } from '../show/score.ts'
import type { SessionRules } from '../show/session-rules.ts'
import type { SegmentPlan } from '../show/session.ts'
import type { ChannelView } from './console-topic.ts'
import type { SessionHead, UnitView } from './views.ts'

export interface SetupSnapshot {
  readonly units: readonly UnitView[]
  readonly scheme: Scheme
  readonly accessNumbers: readonly string[]
  readonly citizensCounts: readonly {
    readonly unitId: UnitId
    readonly split: Split
    readonly source: string
    readonly atMs: number
  }[]
  /** What revealed period polls give `citizens` (EVAL4); they take the place of imported counts of those units. */
  readonly citizensFromPolls: readonly {
    readonly unitId: UnitId
    /** SMS + WeChat. */
    readonly n: number
    /** Null below 30, where only n may be told (PUB4). */
    readonly split: Split | null
    /** Titles of the polls it is the sum of. */
    readonly polls: readonly string[]
  }[]
  readonly sessions: readonly SessionSetup[]
  readonly people: readonly {
    readonly personId: PersonId
    readonly name: string
    readonly role: AccountRole
    readonly disabled: boolean
  }[]
  readonly channels: readonly ChannelView[]
}

export interface SessionSetup extends SessionHead {
  readonly form: ScoreForm
  readonly groupWeights: GroupWeights | null
  readonly rules: SessionRules
  readonly segments: readonly (SegmentPlan & { readonly state: 'planned' | 'on_air' | 'done' })[]
  readonly seats: readonly (SeatPlan & { readonly held: boolean; readonly generation: number })[]
  readonly recusals: readonly { readonly seatId: SeatId; readonly unitId: UnitId }[]
  /** What keeps it from being ready; empty = MarkReady is possible. */
  readonly readyRefusals: readonly Refusal[]
}
