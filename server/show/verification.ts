// Computes a frozen window's result a second way: ballots recounted from the logs, scores folded anew from the journal (LOG3).

import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { PollCount, SealedTally } from '../../shared/ballot/tally.ts'
import type { PollCommand } from '../../shared/poll/command.ts'
import type { PeriodPoll, PollOutcome } from '../../shared/poll/period-poll.ts'
import type { SessionCommand } from '../../shared/show/command.ts'
import type { SessionEvent } from '../../shared/show/event.ts'
import { evolve } from '../../shared/show/evolve.ts'
import { examinersResultOf } from '../../shared/show/examiners-result.ts'
import type { LogSeal, Session, Window } from '../../shared/show/session.ts'
import type { Journal } from '../storage/journal.ts'

type Seals = Readonly<Record<LogId, SealedTally>>

/** What verification and the deadlines need of the ballot plane. */
export interface CountingPlane {
  /** Flushes the log of this id, this process's own if none is said, and says where it stands; ballots received later count for this window no more. */
  seal(windowId: WindowId, logId?: LogId): Promise<LogSeal>
  /** The live index's count, without what was logged behind the seals. Rejects while it is counted anew. */
  countUpTo(windowId: WindowId, seals: Seals): Promise<GenerationCount>
  /** The count from the logs' files up to the seals. */
  recount(windowId: WindowId, seals: Seals): Promise<GenerationCount>
}

/** A count, and the generation of quarantines it was made under (BAL9). */
interface GenerationCount {
  readonly generation: number
  readonly count: PollCount
}

export type VerifyCommand = Extract<SessionCommand, { readonly type: 'VerifyWindow' }>

/**
 * The command that verifies a frozen window. Rejects where a log or the journal cannot be read, and where a quarantine changed
 * in between: then it is to be counted again.
 */
export async function verifyCommandOf(
  session: Session,
  window: Window,
  { journal, plane }: { readonly journal: Journal; readonly plane: CountingPlane },
): Promise<VerifyCommand> {
  const of = { type: 'VerifyWindow', sessionId: session.id, windowId: window.id } as const
  switch (window.kind) {
    case 'citizens': {
      const counted = await countedTwice(plane, window.id, window.seals)
      return { ...of, check: { kind: 'citizens', ...counted } }
    }
    case 'examiners': {
      const events = await journal.readStream(`session-${session.id}`)
      // A session's stream holds its own events only; foldHouse sees to that.
      const again = events.reduce<Session | null>(
        (before, recorded) => evolve(before, recorded.event as SessionEvent, recorded),
        null,
      )
      const windowAgain = again?.windows.find(({ id }) => id === window.id)
      if (again === null || windowAgain?.kind !== 'examiners') {
        throw new Error(`window ${window.id} is not in the journal of session ${session.id}`)
      }
      const replayedResultJson = JSON.stringify(examinersResultOf(windowAgain, again))
      return { ...of, check: { kind: 'examiners', replayedResultJson } }
    }
    default:
      return unreachable(window)
  }
}

/** The command that verifies a frozen period poll. Rejects as the other does. */
export async function verifyPollCommandOf(
  poll: PeriodPoll,
  plane: CountingPlane,
): Promise<Extract<PollCommand, { readonly type: 'VerifyPoll' }>> {
  const { generation, live, recount } = await countedTwice(plane, poll.id, poll.seals)
  return {
    type: 'VerifyPoll',
    pollId: poll.id,
    ofGeneration: generation,
    live: outcomeOf(live),
    recount: outcomeOf(recount),
  }
}

async function countedTwice(plane: CountingPlane, windowId: WindowId, logSeals: readonly LogSeal[]) {
  const seals = sealsOf(logSeals)
  const recount = await plane.recount(windowId, seals)
  const live = await plane.countUpTo(windowId, seals)
  if (live.generation !== recount.generation) {
    throw new Error(`a quarantine of ${windowId} changed while it was counted`)
  }
  return { generation: live.generation, live: live.count, recount: recount.count }
}

function outcomeOf({ result, units, unfiltered }: PollCount): PollOutcome {
  return { total: result, unfiltered: unfiltered?.result ?? null, units }
}

function sealsOf(seals: readonly LogSeal[]): Seals {
  return Object.fromEntries(seals.map(({ logId, ...seal }) => [logId, seal]))
}
