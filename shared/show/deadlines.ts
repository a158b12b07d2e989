// What is due when, from a session's state alone, so that it holds though the process was down then (SHOW4).

import type { SessionId, WindowId } from '../basics/ids.ts'
import { unreachable } from '../basics/result.ts'
import type { Session, Window } from './session.ts'
import { VERIFY_AGAIN_MS } from './session-rules.ts'
import { freezesAtMs } from './window-times.ts'

export type Deadline =
  | {
      readonly atMs: number
      readonly sessionId: SessionId
      readonly windowId: WindowId
      /**
       * close: CloseWindow. seal: this process seals its log (SealLog, once a log). freeze: FreezeWindow, refused with
       * seal_missing until every log is sealed; to be tried again after each LogSealed and LogExcluded.
       * verify: VerifyWindow with a fresh recount.
       */
      readonly step: 'close' | 'seal' | 'freeze' | 'verify'
      /** Due at `atMs` and again after each of these intervals, until it is a deadline no more. Absent: due once. */
      readonly everyMs?: number
    }
  | {
      readonly atMs: number
      readonly sessionId: SessionId
      readonly requestId: string
      /** A two-person request nobody confirmed: WithdrawRequest by the system, which makes RequestLapsed. */
      readonly step: 'lapse'
    }

/** Every deadline of a session, soonest first; those in the past are due at once. */
export function deadlinesOf(session: Session): readonly Deadline[] {
  const ofWindows = session.windows.flatMap((window) => deadlinesOfWindow(session, window))
  const ofRequests = session.requests.map(({ requestId, expiresAtMs }) => ({
    atMs: expiresAtMs,
    sessionId: session.id,
    requestId,
    step: 'lapse' as const,
  }))
  return [...ofWindows, ...ofRequests].sort((a, b) => a.atMs - b.atMs)
}

function deadlinesOfWindow(session: Session, window: Window): readonly Deadline[] {
  const due = (step: 'close' | 'seal' | 'freeze' | 'verify', atMs: number) =>
    ({ atMs, sessionId: session.id, windowId: window.id, step }) as const
  const { stage } = window
  switch (stage.phase) {
    case 'open':
      return window.closesAtMs === null ? [] : [due('close', window.closesAtMs)]
    case 'closing': {
      const atMs = freezesAtMs(window, session.rules)
      if (atMs === null) return []
      return window.kind === 'citizens' ? [due('seal', atMs), due('freeze', atMs)] : [due('freeze', atMs)]
    }
    case 'frozen': {
      if (stage.mismatch === null) return [due('verify', stage.frozenAtMs)]
      // What made them differ may mend itself, and then nobody need do anything (LOG3).
      const again = due('verify', stage.frozenAtMs + VERIFY_AGAIN_MS)
      return [{ ...again, everyMs: VERIFY_AGAIN_MS }]
    }
    case 'verified':
    case 'revealed':
    case 'void':
      return []
    default:
      return unreachable(stage)
  }
}
