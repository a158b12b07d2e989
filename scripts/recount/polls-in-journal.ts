// Reads from a journal what a recount needs of period polls, and of the quarantines of any poll: folded as the server folds them.

import { EMPTY_ACTS, evolveActs, quarantineStateOf } from '../../shared/acts/acts-evolve.ts'
import type { ActEvent } from '../../shared/acts/act.ts'
import type { QuarantineRule } from '../../shared/ballot/quarantine.ts'
import type { WindowId } from '../../shared/basics/ids.ts'
import type { PollEvent } from '../../shared/poll/event.ts'
import { evolvePoll } from '../../shared/poll/evolve.ts'
import type { PeriodPoll } from '../../shared/poll/period-poll.ts'
import type { JournalWindow } from './journal-window.ts'

export interface PollsInJournal {
  /** An event of a stream `poll-…` or `acts`. */
  note(stream: string, event: PollEvent | ActEvent, atMs: number): void
  /** In force at the journal's end; after a poll is verified they change no more (BAL9). */
  quarantinesOf(windowId: WindowId): readonly QuarantineRule[]
  /** Those that were planned: a draft has no units yet, and took no ballot. */
  polls(): readonly JournalWindow[]
}

export function createPollsInJournal(): PollsInJournal {
  const polls = new Map<string, PeriodPoll>()
  let acts = EMPTY_ACTS
  const quarantinesOf = (windowId: WindowId) => quarantineStateOf(acts, windowId).quarantines
  return {
    note(stream, event, atMs) {
      if (stream === 'acts') acts = evolveActs(acts, event as ActEvent, atMs)
      else polls.set(stream, evolvePoll(polls.get(stream) ?? null, event as PollEvent, atMs))
    },
    quarantinesOf,
    polls: () =>
      [...polls.values()]
        .filter(({ units }) => units.length > 0)
        .map((poll) => ({
          windowId: poll.id,
          sessionTitle: poll.title,
          unitName: `${poll.units.length}个单位`,
          units: poll.units.map(({ unitId, code, name }) => ({ id: unitId, code, name })),
          opensAtMs: poll.opensAtMs,
          closesAtMs: poll.closesAtMs,
          drainMs: poll.rules.drainMs,
          channels: poll.channels,
          quarantines: quarantinesOf(poll.id),
          seals: new Map(poll.seals.map(({ logId, ...seal }) => [logId, seal])),
          excluded: new Set(poll.excludedLogs),
          isVoid: poll.stage.phase === 'void',
          isRevealed: poll.stage.phase === 'revealed',
          verified:
            poll.outcome === null
              ? null
              : {
                  result: poll.outcome.total,
                  unfiltered: poll.outcome.unfiltered,
                  units: poll.outcome.units,
                },
        })),
  }
}
