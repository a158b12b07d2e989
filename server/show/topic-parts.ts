// The parts snapshots share: heads, units, polls and panels as one audience may see them (SHOW5, BAL11).

import { show } from '../../shared/basics/exact.ts'
import type { PromiseId, SegmentId, SessionId, UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { EMPTY_SPLIT, type PollResult, type Split } from '../../shared/ballot/tally.ts'
import { ballotsIn, pollPointsOf, satisfiedRateOf, sidesOf } from '../../shared/evaluation/poll-points.ts'
import type { UnitHead } from '../../shared/evaluation/unit.ts'
import type {
  PanelView,
  PollView,
  PromiseView,
  SeatDot,
  SessionHead,
  TallyView,
  UnitView,
} from '../../shared/protocol/views.ts'
import type { House } from '../../shared/show/house.ts'
import type { Seat } from '../../shared/show/panel.ts'
import type { CitizensWindow, ExaminersWindow, Segment, Session, Window } from '../../shared/show/session.ts'
import { type Audience, examinersResultShown, splitHiddenWhy } from '../../shared/show/visibility.ts'
import type { LiveFacts, LiveTally } from './live-facts.ts'

/** The session on air, or null: there is never more than one. */
export function liveSessionOf(house: House): Session | null {
  return Object.values(house.sessions).find((session) => session.phase === 'live') ?? null
}

/** The ready session drafted first, or null: the next to go. */
export function readySessionOf(house: House): Session | null {
  return Object.values(house.sessions).find((session) => session.phase === 'ready') ?? null
}

/** The session that ended last and was no rehearsal, or null. */
export function lastEndedSessionOf(house: House): Session | null {
  let last: Session | null = null
  for (const session of Object.values(house.sessions)) {
    if (session.phase !== 'ended' || session.rehearsal) continue
    if (last === null || (session.endedAtMs ?? 0) > (last.endedAtMs ?? 0)) last = session
  }
  return last
}

/** What everybody's screens are about: the session on air, the next to go, or the last one. */
export function currentSessionOf(house: House): Session | null {
  return liveSessionOf(house) ?? readySessionOf(house) ?? lastEndedSessionOf(house)
}

export function sessionIn(house: House, sessionId: SessionId): Session | null {
  return own(house.sessions, sessionId) ?? null
}

export function headOf(session: Session): SessionHead {
  const { id, title, theme, phase, rehearsal } = session
  return { id, title, theme, phase, rehearsal }
}

export function unitViewOf(unit: UnitHead): UnitView {
  return { id: unit.unitId, code: unit.code, name: unit.name, category: unit.category }
}

/** A unit of a session, by the name it has in that session. Throws where the session does not know it: a fold gone wrong. */
export function sessionUnitOf(session: Session, unitId: UnitId): UnitView {
  const unit = own(session.units, unitId)
  if (unit === undefined) throw new Error(`session ${session.id} has no unit ${unitId}`)
  return unitViewOf(unit)
}

/** The unit of a rundown line; null where it has none. */
export function segmentUnitOf(session: Session, segment: Segment): UnitView | null {
  return segment.unitId === null ? null : sessionUnitOf(session, segment.unitId)
}

export function segmentOnAirOf(session: Session): Segment | null {
  if (session.phase !== 'live' || session.onAir === null) return null
  return segmentOf(session, session.onAir)
}

export function segmentOf(session: Session, segmentId: SegmentId): Segment | null {
  return session.segments.find((segment) => segment.segmentId === segmentId) ?? null
}

/** The last of these windows that is not void, or null. */
export function lastStanding<W extends Window>(windows: readonly W[]): W | null {
  return windows.findLast((window) => window.stage.phase !== 'void') ?? null
}

export function examinersWindowsOf(session: Session): readonly ExaminersWindow[] {
  return session.windows.filter((window) => window.kind === 'examiners')
}

export function citizensWindowsOf(session: Session): readonly CitizensWindow[] {
  return session.windows.filter((window) => window.kind === 'citizens')
}

/** Headline n of a poll as far as it is known: verified counts, else the live ones. */
export function headlineNOf(window: CitizensWindow, facts: LiveFacts): number {
  const result = window.result ?? facts.tallies.get(window.id)?.result
  return result === undefined ? 0 : ballotsIn(sidesOf(result).headline)
}

export function tallyViewOf(
  session: Session,
  window: CitizensWindow,
  audience: Audience,
  facts: LiveFacts,
): TallyView {
  return tallyOf(facts.tallies.get(window.id), window, (n) =>
    splitHiddenWhy(window, n, audience, session.windows),
  )
}

/** What may be seen of a poll's counts: the verified ones, else the live ones; `whyHidden` by the n of a side. */
export function tallyOf(
  live: LiveTally | undefined,
  poll: { readonly result: PollResult | null; readonly stage: { readonly phase: string } },
  whyHidden: (n: number) => TallyView['hiddenWhy'],
): TallyView {
  const result = poll.result ?? live?.result
  const sides = result === undefined ? { headline: EMPTY_SPLIT, web: EMPTY_SPLIT } : sidesOf(result)
  const sideOf = (split: Split) => ({
    n: ballotsIn(split),
    split: whyHidden(ballotsIn(split)) === null ? split : null,
  })
  const hiddenWhy = whyHidden(ballotsIn(sides.headline))
  const points = hiddenWhy === null ? pollPointsOf(sides.headline) : null
  const rate = hiddenWhy === null ? satisfiedRateOf(sides.headline) : null
  return {
    headline: sideOf(sides.headline),
    web: sideOf(sides.web),
    provisional: poll.stage.phase !== 'revealed',
    hiddenWhy,
    points: points === null ? null : show(points),
    satisfiedRate: rate === null ? null : show(rate),
    paused: poll.result === null && !(live?.complete ?? false),
  }
}

export function pollViewOf(
  session: Session,
  window: CitizensWindow,
  audience: Audience,
  facts: LiveFacts,
): PollView {
  return {
    windowId: window.id,
    unit: sessionUnitOf(session, window.unitId),
    phase: window.stage.phase,
    opensAtMs: window.openedAtMs,
    closesAtMs: window.closesAtMs,
    channels: window.channels,
    accessNumbers: window.accessNumbers,
    offersUnsure: window.offersUnsure,
    tally: tallyViewOf(session, window, audience, facts),
  }
}

/** Null where there is no such promise, or its unit has left the rundown since. */
export function promiseViewOf(session: Session | null, promiseId: PromiseId): PromiseView | null {
  const promise = session?.promises.find((one) => one.promiseId === promiseId)
  const unit = promise === undefined ? undefined : session && own(session.units, promise.unitId)
  if (promise === undefined || unit === null || unit === undefined) return null
  const { text, owner, dueOn, outcome, outcomeNote } = promise
  return { promiseId, unit: unitViewOf(unit), text, owner, dueOn, outcome, outcomeNote }
}

export function panelViewOf(session: Session, window: ExaminersWindow): PanelView {
  const scores = Object.values(window.scores)
  const recused = recusedSeatsOf(session, window.unitId)
  return {
    windowId: window.id,
    unit: sessionUnitOf(session, window.unitId),
    phase: window.stage.phase,
    opensAtMs: window.openedAtMs,
    closesAtMs: window.closesAtMs,
    form: window.form,
    present: window.presentSeats.filter((seatId) => !recused.has(seatId)).length,
    scored: scores.length,
    locked: scores.filter((score) => score.lockedAtMs !== null).length,
    result: examinersResultShown(window) ? window.result : null,
  }
}

export function recusedSeatsOf(session: Session, unitId: UnitId): ReadonlySet<string> {
  return new Set(session.recusals.filter((one) => one.unitId === unitId).map((one) => one.seatId))
}

/** A tablet with the seat's present generation is connected now. */
export function isConnected(session: Session, seat: Seat, facts: LiveFacts): boolean {
  return seat.held && facts.tablets.get(`${session.id}/${seat.seatId}`) === seat.generation
}

/** Where each seat stands in a window (or in none): who is there, has scored, has locked; never what. */
export function seatDotsOf(
  session: Session,
  window: ExaminersWindow | null,
  facts: LiveFacts,
): readonly SeatDot[] {
  const recused = window === null ? new Set() : recusedSeatsOf(session, window.unitId)
  return session.seats.map((seat) => ({
    seatId: seat.seatId,
    label: seat.label,
    group: seat.group,
    state: stateOf(
      recused.has(seat.seatId),
      window === null ? undefined : own(window.scores, seat.seatId)?.lockedAtMs,
      isConnected(session, seat, facts),
    ),
  }))
}

/** `lockedAtMs`: undefined without a score, null with one that is not locked. */
function stateOf(
  recused: boolean,
  lockedAtMs: number | null | undefined,
  connected: boolean,
): SeatDot['state'] {
  if (recused) return 'recused'
  if (lockedAtMs === undefined) return connected ? 'waiting' : 'away'
  return lockedAtMs === null ? 'scored' : 'locked'
}
