// The topic `setup`: units, panel, sessions and scheme, for director and office.

import type { Split } from '../ballot/tally.ts'
import type { PersonId, SeatId, UnitId } from '../basics/ids.ts'
import type { Refusal } from '../basics/refusal.ts'
import type { Scheme } from '../evaluation/scheme.ts'
import type { PeriodId } from '../period/ids.ts'
import type { GroupWeights, SeatPlan } from '../show/panel.ts'
import type { AccountRole, StandsFor } from '../show/people.ts'
import type { ScoreForm } from '../show/score.ts'
import type { SessionRules } from '../show/session-rules.ts'
import type { SegmentPlan } from '../show/session.ts'
import type { ChannelView } from './console-topic.ts'
import type { SessionHead, UnitView } from './views.ts'

export interface SetupSnapshot {
  /** How many changes units, organisations and scheme have seen: what is read by HTTP is read again when it moves. */
  readonly registryVersion: number
  readonly units: readonly UnitView[]
  readonly scheme: Scheme
  readonly accessNumbers: readonly string[]
  /** Quarters that collect evidence, the latest first, with what `citizens` reads of them so far (EVAL4). */
  readonly openPeriods: readonly OpenPeriod[]
  readonly sessions: readonly SessionSetup[]
  readonly people: readonly {
    readonly personId: PersonId
    readonly name: string
    readonly role: AccountRole
    /** Of a reviewer: whom they speak for from the next round on. Null for all others. */
    readonly standsFor: (StandsFor & { readonly organisation: string }) | null
    readonly disabled: boolean
  }[]
  readonly channels: readonly ChannelView[]
}

export interface OpenPeriod {
  readonly periodId: PeriodId
  readonly title: string
  readonly startsOn: string
  readonly endsOn: string
  readonly evidenceDueOn: string
  /** Imported, of units none of our polls asks about. */
  readonly counts: readonly {
    readonly unitId: UnitId
    readonly split: Split
    /** The import's words. */
    readonly source: string
    readonly atMs: number
  }[]
  /** What revealed polls of its days give; they take the place of imported counts of those units. */
  readonly fromPolls: readonly {
    readonly unitId: UnitId
    /** SMS + WeChat. */
    readonly n: number
    /** Null below 30, where only n may be told (PUB4). */
    readonly split: Split | null
    /** Titles of the polls it is the sum of. */
    readonly polls: readonly string[]
  }[]
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
