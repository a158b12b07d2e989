// The topics `seat/SESSION/SEAT`: one examiner's own tablet, and the only place where a mark leaves the server (SHOW5).

import type { SeatId, SessionId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import type { SeatSnapshot, SeatWindow } from '../../shared/protocol/topics.ts'
import type { House } from '../../shared/show/house.ts'
import type { Seat } from '../../shared/show/panel.ts'
import type { ExaminersWindow, Session } from '../../shared/show/session.ts'
import { examinersResultShown, ownMarksOf } from '../../shared/show/visibility.ts'
import {
  examinersWindowsOf,
  headOf,
  recusedSeatsOf,
  segmentOnAirOf,
  segmentUnitOf,
  sessionIn,
  sessionUnitOf,
} from './topic-parts.ts'

/** Null: no such session, or no such seat in it. */
export function seatSnapshotOf(sessionId: SessionId, seatId: SeatId, house: House): SeatSnapshot | null {
  const session = sessionIn(house, sessionId)
  const seat = session?.seats.find((one) => one.seatId === seatId)
  if (session === null || seat === undefined) return null
  const onAir = segmentOnAirOf(session)
  const window = windowFor(session)
  return {
    session: headOf(session),
    seat: { id: seat.seatId, label: seat.label, group: seat.group, name: seat.name },
    generation: seat.generation,
    held: seat.held,
    onAir:
      onAir === null
        ? null
        : {
            title: onAir.title,
            question: onAir.question,
            kind: onAir.kind,
            unit: segmentUnitOf(session, onAir),
          },
    window: window === null ? null : seatWindowOf(session, seat, window),
    notes: session.notes
      .filter((note) => note.seats.includes(seatId) && own(note.read, seatId) === undefined)
      .map(({ noteId, text, atMs }) => ({ noteId, text, atMs })),
    help: own(session.helpCalls, seatId) ?? null,
  }
}

/** The examiners' window still at work, whatever is on air; else the last one of the segment on air. */
function windowFor(session: Session): ExaminersWindow | null {
  const windows = examinersWindowsOf(session).filter(
    (window) => !(window.stage.phase === 'void' && window.stage.withdrawn),
  )
  const atWork = windows.findLast(({ stage }) => stage.phase === 'open' || stage.phase === 'closing')
  if (atWork !== undefined) return atWork
  const onAir = segmentOnAirOf(session)
  return windows.findLast((window) => window.segmentId === onAir?.segmentId) ?? null
}

function seatWindowOf(session: Session, seat: Seat, window: ExaminersWindow): SeatWindow {
  const { score, setAside } = ownMarksOf(window, seat.seatId)
  return {
    windowId: window.id,
    unit: sessionUnitOf(session, window.unitId),
    form: window.form,
    phase: window.stage.phase,
    openedAtMs: window.openedAtMs,
    closesAtMs: window.closesAtMs,
    recused: recusedSeatsOf(session, window.unitId).has(seat.seatId),
    own:
      score === null
        ? null
        : {
            mark: score.mark,
            revision: score.revision,
            lockedAtMs: score.lockedAtMs,
            releaseRequested: score.releaseRequested,
            onPaper: score.onPaper,
            receivedAtMs: score.receivedAtMs,
          },
    setAside: setAside.map(({ mark, revision, why }) => ({ mark, revision, why })),
    paperOrdered: window.paper !== null && window.paper.endedAtMs === null,
    lastRevision: Math.max(score?.revision ?? 0, ...setAside.map((one) => one.revision)),
    result: examinersResultShown(window) ? window.result : null,
  }
}
