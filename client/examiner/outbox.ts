// What a tablet sends: the commands of its seat, each kept with its id until it is answered (client/lib/outbox.ts).

import type { SessionCommand } from '../../shared/show/command.ts'
import type { Waiting as WaitingFor } from '../lib/outbox.ts'

/** The commands about a score. */
export type ScoreCommand = Extract<
  SessionCommand,
  { type: 'CastScore' | 'LockScore' | 'UnlockScore' | 'RequestRelease' }
>

/** All that a tablet sends. */
export type SeatCommand =
  ScoreCommand | Extract<SessionCommand, { type: 'AcknowledgeNote' | 'CallForHelp' | 'WithdrawHelp' }>

export type Waiting = WaitingFor<SeatCommand>

/** More than any evening has changes of mind. */
export const MOST_WAITING = 60
