// The topic `audit`: every window with its seals, pending requests and the journal's tail, without a mark or a hidden split.

import type { AuditSnapshot } from '../../shared/protocol/audit-topic.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session, Window } from '../../shared/show/session.ts'
import type { LiveFacts } from './live-facts.ts'
import { summaryOf, whoOf } from './summary-of.ts'
import { requestViewsOf, windowViewOf } from './topics-windows.ts'

/** Windows in a snapshot at most, newest kept; older ones are in the record. */
export const AUDIT_WINDOWS_MOST = 200
const TAIL_MOST = 200

export function auditSnapshotOf(house: House, facts: LiveFacts): AuditSnapshot {
  const sessions = Object.values(house.sessions)
  return {
    windows: newestWindowsOf(sessions).map(({ session, window }) => ({
      ...windowViewOf(session, window, house, facts),
      sessionId: session.id,
      sessionTitle: session.title,
      seals:
        window.kind === 'citizens'
          ? window.seals.map(({ logId, sequence, count, chainHash }) => ({
              logId,
              sequence,
              count,
              chainHash,
            }))
          : [],
    })),
    requests: sessions.flatMap((session) => requestViewsOf(session, house)),
    journal: {
      position: house.position,
      chainHash: facts.chainHash,
      tail: facts.tail
        .slice(-TAIL_MOST)
        .reverse()
        .map((recorded) => ({
          position: recorded.position,
          atMs: recorded.atMs,
          stream: recorded.stream,
          who: whoOf(recorded.by, house),
          type: recorded.event.type,
          summary: summaryOf(recorded, house),
        })),
    },
    logs: house.logs,
  }
}

/** Newest opened first. */
function newestWindowsOf(
  sessions: readonly Session[],
): readonly { readonly session: Session; readonly window: Window }[] {
  return sessions
    .flatMap((session) => session.windows.map((window) => ({ session, window })))
    .sort((a, b) => b.window.openedAtMs - a.window.openedAtMs || (a.window.id < b.window.id ? -1 : 1))
    .slice(0, AUDIT_WINDOWS_MOST)
}
