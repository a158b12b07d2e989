// A session after one more event: what was decided, folded in. Nothing is judged here, nothing can be refused (SHOW7).

import type { UnitId } from '../basics/ids.ts'
import { unreachable } from '../basics/result.ts'
import type { SessionUnit } from '../evaluation/unit.ts'
import { evolveTalk } from './evolve-talk.ts'
import { evolveWindow, openedWindow } from './evolve-window.ts'
import { evolvePromises } from './evolve-promises.ts'
import type { Actor, SessionEvent } from './event.ts'
import type { Seat, SeatPlan } from './panel.ts'
import type { Segment, SegmentPlan, Session } from './session.ts'

/**
 * `at` is the moment the event was recorded with. Throws where an event cannot follow what was before it: no SessionDrafted
 * at the beginning, a window nobody opened, a phase that goes back. That is a broken journal, never a refusal.
 */
export function evolve(
  session: Session | null,
  event: SessionEvent,
  at: { readonly atMs: number; readonly by: Actor },
): Session {
  if (event.type === 'SessionDrafted') {
    if (session !== null) throw new Error(`session ${session.id} was drafted twice`)
    return drafted(event)
  }
  if (session === null) throw new Error(`${event.type} in a session that was never drafted`)
  switch (event.type) {
    case 'SessionRevised': {
      const { type: _, ...settings } = event
      return { ...session, ...settings }
    }
    case 'RundownEdited':
      return { ...session, segments: rundownOf(session, event.segments), units: unitsById(event.units) }
    case 'PanelSet':
      return withPanel(session, event.seats)
    case 'SeatRecused':
      return withRecusal(session, event)
    case 'SessionReady':
      return { ...session, phase: 'ready' }
    case 'SessionBackToDraft':
      return { ...session, phase: 'draft' }
    case 'SessionWentLive':
      return { ...session, phase: 'live', wentLiveAtMs: at.atMs }
    case 'SessionEnded':
      return { ...offAir(session), phase: 'ended', onAir: null, endedAtMs: at.atMs }
    case 'SegmentTaken':
      return {
        ...session,
        onAir: event.segmentId,
        segments: offAir(session).segments.map((segment) =>
          segment.segmentId === event.segmentId
            ? { ...segment, state: 'on_air', takenAtMs: at.atMs }
            : segment,
        ),
      }
    case 'SeatSignedIn':
      return withSeat(session, event.seatId, (seat) => ({
        ...seat,
        generation: event.generation,
        held: true,
        signedInAtMs: seat.signedInAtMs ?? at.atMs,
      }))
    case 'SeatReleased':
      return withSeat(session, event.seatId, (seat) => ({ ...seat, held: false }))
    case 'RequestMade': {
      const { type: _, ...request } = event
      return { ...session, requests: [...session.requests, { ...request, atMs: at.atMs }] }
    }
    case 'RequestWithdrawn':
    case 'RequestLapsed':
      return withoutRequests(session, ({ requestId }) => requestId === event.requestId)
    case 'PromiseRecorded':
    case 'PromiseRevised':
    case 'PromiseWithdrawn':
    case 'OutcomeRecorded':
      return { ...session, promises: evolvePromises(session, event, at.atMs) }
    case 'NoteSent':
    case 'NoteWithdrawn':
    case 'NoteRead':
    case 'HelpCalled':
    case 'HelpWithdrawn':
    case 'HelpAnswered':
    case 'CommentaryStarted':
    case 'CommentaryStopped':
      return evolveTalk(session, event, at.atMs)
    case 'ExaminersWindowOpened':
    case 'CitizensWindowOpened':
      return { ...session, windows: [...session.windows, openedWindow(event, at.atMs)] }
    case 'WindowVoided':
    case 'WindowWithdrawn':
      return withoutRequests(
        withWindow(session, event, at.atMs),
        ({ act }) => act.windowId === event.windowId,
      )
    case 'LogExcluded':
      return withoutRequests(
        withWindow(session, event, at.atMs),
        ({ requestId }) => requestId === event.requestId,
      )
    case 'WindowCued':
    case 'WindowExtended':
    case 'WindowClosed':
    case 'LogSealed':
    case 'WindowFrozen':
    case 'WindowVerified':
    case 'WindowMismatched':
    case 'WindowRevealed':
    case 'ScoreCast':
    case 'ScoreLocked':
    case 'ScoreUnlocked':
    case 'ReleaseRequested':
    case 'LockReleased':
    case 'ScoreKeptAside':
    case 'PaperOrdered':
    case 'SlipTyped':
    case 'SlipDropped':
    case 'PaperScoreEntered':
    case 'PaperEnded':
      return withWindow(session, event, at.atMs)
    default:
      return unreachable(event)
  }
}

function drafted(event: Extract<SessionEvent, { type: 'SessionDrafted' }>): Session {
  const { type: _, sessionId, ...settings } = event
  return {
    id: sessionId,
    phase: 'draft',
    ...settings,
    units: {},
    segments: [],
    onAir: null,
    seats: [],
    recusals: [],
    windows: [],
    requests: [],
    promises: [],
    notes: [],
    helpCalls: {},
    commentary: null,
    wentLiveAtMs: null,
    endedAtMs: null,
  }
}

/** Segments that stay keep their state. */
function rundownOf(session: Session, plans: readonly SegmentPlan[]): readonly Segment[] {
  const before = new Map(session.segments.map((segment) => [segment.segmentId, segment]))
  return plans.map((plan) => {
    const was = before.get(plan.segmentId)
    return { ...plan, state: was?.state ?? 'planned', takenAtMs: was?.takenAtMs ?? null }
  })
}

function unitsById(units: readonly SessionUnit[]): Readonly<Record<UnitId, SessionUnit>> {
  return Object.fromEntries(units.map((unit) => [unit.unitId, unit]))
}

/** Seats that stay keep their device; recusals of seats that go, go with them. */
function withPanel(session: Session, plans: readonly SeatPlan[]): Session {
  const before = new Map(session.seats.map((seat) => [seat.seatId, seat]))
  const seats = plans.map((plan): Seat => {
    const was = before.get(plan.seatId)
    return {
      ...plan,
      generation: was?.generation ?? 0,
      held: was?.held ?? false,
      signedInAtMs: was?.signedInAtMs ?? null,
    }
  })
  const stay = new Set(seats.map(({ seatId }) => seatId))
  return { ...session, seats, recusals: session.recusals.filter(({ seatId }) => stay.has(seatId)) }
}

function withRecusal(session: Session, event: Extract<SessionEvent, { type: 'SeatRecused' }>): Session {
  const { seatId, unitId } = event
  const others = session.recusals.filter((each) => each.seatId !== seatId || each.unitId !== unitId)
  return { ...session, recusals: event.recused ? [...others, { seatId, unitId }] : others }
}

function withSeat(session: Session, seatId: Seat['seatId'], change: (seat: Seat) => Seat): Session {
  return {
    ...session,
    seats: session.seats.map((seat) => (seat.seatId === seatId ? change(seat) : seat)),
  }
}

function offAir(session: Session): Session {
  return {
    ...session,
    segments: session.segments.map((segment) =>
      segment.state === 'on_air' ? { ...segment, state: 'done' } : segment,
    ),
  }
}

function withWindow(session: Session, event: Parameters<typeof evolveWindow>[1], atMs: number): Session {
  if (!session.windows.some(({ id }) => id === event.windowId))
    throw new Error(`${event.type} in window ${event.windowId}, which was never opened`)
  return {
    ...session,
    windows: session.windows.map((window) =>
      window.id === event.windowId ? evolveWindow(window, event, atMs) : window,
    ),
  }
}

function withoutRequests(
  session: Session,
  settled: (request: Session['requests'][number]) => boolean,
): Session {
  return { ...session, requests: session.requests.filter((request) => !settled(request)) }
}
