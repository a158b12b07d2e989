// Everything decided, in one value: the sessions, the period polls, the evaluation periods, the city's set-up, the air, the people, the ballot logs.

import { z } from 'zod'
import { ActCommand, type ActEvent, type Acts } from '../acts/act.ts'
import type { LogId, SessionId, WindowId } from '../basics/ids.ts'
import { CommandId, LogId as LogIdSchema } from '../basics/ids.ts'
import { RegistryCommand, type Registry, type RegistryEvent } from '../evaluation/registry.ts'
import type { Assessment } from '../grade/assessment.ts'
import { GradeCommand } from '../grade/command.ts'
import type { GradeEvent } from '../grade/event.ts'
import { InvitationCommand, type InvitationEvent, type Invitations } from '../invitation/batch.ts'
import { LedgerCommand } from '../ledger/command.ts'
import type { LedgerEvent } from '../ledger/event.ts'
import type { Ledger } from '../ledger/item.ts'
import { PollCommand } from '../poll/command.ts'
import { PeriodCommand } from '../period/command.ts'
import type { PeriodEvent } from '../period/event.ts'
import type { PeriodId } from '../period/ids.ts'
import type { Period } from '../period/period.ts'
import type { PollEvent } from '../poll/event.ts'
import type { PeriodPoll } from '../poll/period-poll.ts'
import { ReviewCommand } from '../review/command.ts'
import type { ReviewEvent } from '../review/event.ts'
import type { ReviewRound, RoundId } from '../review/round.ts'
import { AirCommand, type Air, type AirEvent } from './air.ts'
import { SessionCommand } from './command.ts'
import type { Actor, SessionEvent } from './event.ts'
import { PeopleCommand, type People, type PeopleEvent } from './people.ts'
import type { Session } from './session.ts'

/** LOG3: each ballot log is announced before its first ballot. */
export const LogCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('AnnounceLog'), logId: LogIdSchema }),
  /** The private rows of all processes lie beside this log from now on; `from`: beside which one so far, as its sender knew it. */
  z.strictObject({
    type: z.literal('TakePrivateHome'),
    logId: LogIdSchema,
    name: z.string().min(1).max(100),
    from: LogIdSchema.nullable(),
  }),
])
export type LogCommand = z.infer<typeof LogCommand>
export type LogEvent =
  | { readonly type: 'LogAnnounced'; readonly logId: LogId }
  | ({ readonly type: 'PrivateHomeTaken' } & PrivateHome)

/** Of several processes, the folder in which the private rows of all of them lie: by its ballot log, with its name for people. */
export interface PrivateHome {
  readonly logId: LogId
  readonly name: string
}

export type Command =
  | SessionCommand
  | PollCommand
  | PeriodCommand
  | InvitationCommand
  | ActCommand
  | RegistryCommand
  | AirCommand
  | PeopleCommand
  | ReviewCommand
  | LedgerCommand
  | GradeCommand
  | LogCommand
export type CommandType = Command['type']

/** What a person's screen or a tablet may send; system commands are refused by the role table, not by shape. */
export const CommandEnvelope = z.strictObject({
  id: CommandId,
  command: z.union([
    SessionCommand,
    PollCommand,
    PeriodCommand,
    InvitationCommand,
    ActCommand,
    RegistryCommand,
    AirCommand,
    PeopleCommand,
    ReviewCommand,
    LedgerCommand,
    GradeCommand,
  ]),
})
export type CommandEnvelope = z.infer<typeof CommandEnvelope>

export type HouseEvent =
  | SessionEvent
  | PollEvent
  | PeriodEvent
  | InvitationEvent
  | ActEvent
  | RegistryEvent
  | AirEvent
  | PeopleEvent
  | ReviewEvent
  | LedgerEvent
  | GradeEvent
  | LogEvent

/** `session-ID`, `poll-ID`, `period-ID`, `reviews-ID`, `grades-PERIOD`, `ledger`, `acts`, `registry`, `air`, `people`, `logs`: the streams of the journal. */
export type Stream =
  | `session-${string}`
  | `poll-${string}`
  | `period-${string}`
  | `reviews-${string}`
  | `grades-${string}`
  | 'ledger'
  | 'acts'
  | 'registry'
  | 'air'
  | 'people'
  | 'logs'

/** An event as the journal keeps it (LOG1): who, when, where in the one global order and in its stream (both from 1). */
export interface Recorded {
  readonly position: number
  readonly stream: Stream
  readonly streamVersion: number
  readonly atMs: number
  readonly by: Actor
  readonly commandId: string
  readonly event: HouseEvent
}

export interface House {
  /** Position of the last event folded in; 0 = empty. */
  readonly position: number
  readonly versions: Readonly<Record<string, number>>
  readonly sessions: Readonly<Record<SessionId, Session>>
  readonly polls: Readonly<Record<WindowId, PeriodPoll>>
  readonly periods: Readonly<Record<PeriodId, Period>>
  readonly invitations: Invitations
  readonly acts: Acts
  readonly reviews: Readonly<Record<RoundId, ReviewRound>>
  readonly ledger: Ledger
  /** By the quarter they are of (GRADE1). */
  readonly grades: Readonly<Record<PeriodId, Assessment>>
  readonly registry: Registry
  readonly air: Air
  readonly people: People
  readonly logs: readonly LogId[]
  /** Null where nobody has taken it, as where there is one process. */
  readonly privateHome: PrivateHome | null
}
