// The citizens' windows as the ballot plane sees them: the one small value in which the two planes meet.

import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import type { VotingWindow } from '../ballot/poll.ts'
import type { House } from './house.ts'
import type { CitizensWindow, Session } from './session.ts'

/** Windows of the last session that ended: so many are kept, so that what is still on its way is named late. */
const RECENT_MOST = 20

/**
 * Every citizens' window of live sessions, in order of opening, and the last 20 of the session that ended last, `shut`.
 * Ballots are judged by a window's times (BAL5); the phase only tells what can no longer count.
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
  return [...(lastEnded === null ? [] : ofSession(lastEnded).slice(-RECENT_MOST)), ...live]
}

function ofSession(session: Session): readonly VotingWindow[] {
  return session.windows
    .filter((window) => window.kind === 'citizens')
    .map((window) => votingWindow(session, window))
}

function votingWindow(session: Session, window: CitizensWindow): VotingWindow {
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
    quarantines: [],
    generation: 0,
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
