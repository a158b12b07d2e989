// The citizens' windows as the ballot plane sees them: the one small value in which the two planes meet.

import { quarantineStateOf } from '../acts/acts-evolve.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import type { VotingWindow } from '../ballot/poll.ts'
import { pollVotingWindowsOf, type Unquarantined } from '../poll/poll-voting-windows.ts'
import type { House } from './house.ts'
import type { CitizensWindow, Session } from './session.ts'

/** Windows of the last session that ended: so many are kept, so that what is still on its way is named late. */
const RECENT_MOST = 20

/**
 * Every citizens' window of live sessions, in order of opening, the last 20 of the session that ended last, `shut`, and
 * the period polls. Ballots are judged by a window's times (BAL5); the phase only tells what can no longer count. None whose
 * voter key is destroyed: nobody can be recognised as a voter of it any more (BAL8).
 */
export function votingWindowsOf(house: House): readonly VotingWindow[] {
  const sessions = Object.values<Session>(house.sessions)
  const live = sessions.filter(({ phase }) => phase === 'live').flatMap(ofSession)
  const lastEnded = sessions
    .filter(({ endedAtMs }) => endedAtMs !== null)
    .reduce<Session | null>(
      (last, each) => (last === null || last.endedAtMs! <= each.endedAtMs! ? each : last),
      null,
    )
  const ended = lastEnded === null ? [] : ofSession(lastEnded).slice(-RECENT_MOST)
  return [...pollVotingWindowsOf(house.polls), ...ended, ...live]
    .filter(({ voterKeyId }) => own(house.acts.destroyedKeys, voterKeyId) === undefined)
    .map((window) => ({ ...window, ...quarantineStateOf(house.acts, window.windowId) }))
}

function ofSession(session: Session): readonly Unquarantined[] {
  return session.windows
    .filter((window) => window.kind === 'citizens')
    .map((window) => votingWindow(session, window))
}

function votingWindow(session: Session, window: CitizensWindow): Unquarantined {
  const unit = own(session.units, window.unitId)
  if (unit === undefined) throw new Error(`window ${window.id} is about a unit its session does not know`)
  return {
    windowId: window.id,
    voterKeyId: session.id,
    kind: 'live',
    units: [{ id: unit.unitId, code: unit.code, name: unit.name }],
    opensAtMs: window.openedAtMs,
    closesAtMs: window.closesAtMs,
    drainMs: session.rules.drainMs,
    channels: window.channels,
    accessNumbers: window.accessNumbers,
    offersUnsure: window.offersUnsure,
    smsTransitMs: session.rules.smsTransitMs,
    phase: phaseOf(window),
  }
}

function phaseOf({ stage }: CitizensWindow): VotingWindow['phase'] {
  switch (stage.phase) {
    case 'open':
    case 'closing':
      return stage.phase
    case 'frozen':
    case 'verified':
    case 'revealed':
    case 'void':
      return 'shut'
    default:
      return unreachable(stage)
  }
}
