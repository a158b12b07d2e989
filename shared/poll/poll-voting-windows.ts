// The period polls as the ballot plane sees them.

import { unreachable } from '../basics/result.ts'
import type { PollUnit, VotingWindow } from '../ballot/poll.ts'
import { holdsSameCode } from './codes-clash.ts'
import { voterKeyIdOf, type PeriodPoll } from './period-poll.ts'
import { isPending } from './poll-times.ts'

/** A poll before what two persons have set aside in it (BAL9). */
export type Unquarantined = Omit<VotingWindow, 'quarantines' | 'generation'>

/** Polls that are over: so many are kept, so that what is still on its way is named late. */
const RECENT_MOST = 3

const windowsKnown = new WeakMap<object, readonly Unquarantined[]>()

/**
 * In order of opening: those that run or are frozen, those planned (by its times a ballot counts though the opening's own
 * event is still to come; before them it is early), and the last three that are over. One that is planned for after another
 * with a code of the same waits for it to end: until then a text with that code is the other's (POLL3).
 */
export function pollVotingWindowsOf(polls: Readonly<Record<string, PeriodPoll>>): readonly Unquarantined[] {
  const before = windowsKnown.get(polls)
  if (before !== undefined) return before
  const made = windowsOf(polls)
  windowsKnown.set(polls, made)
  return made
}

function windowsOf(polls: Readonly<Record<string, PeriodPoll>>): readonly Unquarantined[] {
  const all = Object.values(polls).filter(({ stage }) => stage.phase !== 'draft')
  const over = all.filter(isOver).sort((a, b) => a.closesAtMs - b.closesAtMs || (a.id < b.id ? -1 : 1))
  const recent = new Set(over.slice(-RECENT_MOST))
  return all
    .filter((poll) => !isOver(poll) || recent.has(poll))
    .sort((a, b) => a.opensAtMs - b.opensAtMs || (a.id < b.id ? -1 : 1))
    .filter((poll, i, sorted) => poll.stage.phase !== 'planned' || !waitsForOne(poll, sorted.slice(0, i)))
    .map(votingWindowOf)
}

function waitsForOne(planned: PeriodPoll, earlier: readonly PeriodPoll[]): boolean {
  return earlier.some((poll) => isPending(poll) && holdsSameCode(planned, poll) !== null)
}

/** Over, and it had been planned: a draft thrown away has no unit. */
function isOver({ stage }: PeriodPoll): boolean {
  return stage.phase === 'verified' || stage.phase === 'revealed' || stage.phase === 'void'
}

function votingWindowOf(poll: PeriodPoll): Unquarantined {
  return {
    windowId: poll.id,
    voterKeyId: voterKeyIdOf(poll.id),
    kind: 'period',
    units: pollUnitsOf(poll),
    opensAtMs: poll.opensAtMs,
    closesAtMs: poll.closesAtMs,
    drainMs: poll.rules.drainMs,
    channels: poll.channels,
    accessNumbers: poll.accessNumbers,
    offersUnsure: poll.offersUnsure,
    smsTransitMs: poll.rules.smsTransitMs,
    phase: phaseOf(poll),
  }
}

const known = new WeakMap<PeriodPoll['units'], readonly PollUnit[]>()

/** The same array for the same units: the ballot plane does not compare 10,000 of them one by one. */
function pollUnitsOf({ units }: PeriodPoll): readonly PollUnit[] {
  const before = known.get(units)
  if (before !== undefined) return before
  const made = units.map(({ unitId, code, name }) => ({ id: unitId, code, name }))
  known.set(units, made)
  return made
}

function phaseOf({ stage }: PeriodPoll): VotingWindow['phase'] {
  switch (stage.phase) {
    case 'planned':
    case 'open':
      return 'open'
    case 'closing':
      return 'closing'
    case 'draft':
    case 'frozen':
    case 'verified':
    case 'revealed':
    case 'void':
      return 'shut'
    default:
      return unreachable(stage)
  }
}
