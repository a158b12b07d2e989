// The topic `console`: all a director needs of the session on air or next to go, with the reasons why a button is grey.

import type { OutputName } from '../../shared/basics/ids.ts'
import { OutputName as OutputNameSchema } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import type {
  ConsolePromise,
  ConsoleSeat,
  ConsoleSegment,
  ConsoleSnapshot,
  NoteView,
  OutputPage,
} from '../../shared/protocol/console-topic.ts'
import { PREVIEW, PROGRAMME } from '../../shared/show/air.ts'
import { newOutput } from '../../shared/show/air-evolve.ts'
import type { TabletState } from '../../shared/protocol/tablet-state.ts'
import type { House } from '../../shared/show/house.ts'
import type { Seat } from '../../shared/show/panel.ts'
import type { Note } from '../../shared/show/seat-talk.ts'
import type { Segment, Session } from '../../shared/show/session.ts'
import { consoleGreyOf, refusalsOf } from './grey.ts'
import type { LiveFacts } from './live-facts.ts'
import {
  examinersWindowsOf,
  headOf,
  isConnected,
  lastStanding,
  liveSessionOf,
  promiseViewOf,
  readySessionOf,
  seatDotsOf,
  segmentUnitOf,
} from './topic-parts.ts'
import { requestViewsOf, windowViewOf } from './topics-windows.ts'

export function consoleSnapshotOf(house: House, facts: LiveFacts): ConsoleSnapshot {
  const session = liveSessionOf(house) ?? readySessionOf(house)
  return {
    session:
      session === null
        ? null
        : {
            ...headOf(session),
            wentLiveAtMs: session.wentLiveAtMs,
            rules: session.rules,
            form: session.form,
          },
    segments: session?.segments.map((segment) => segmentOf(session, segment, house, facts)) ?? [],
    seats: session === null ? [] : seatsOf(session, facts),
    windows: session?.windows.map((window) => windowViewOf(session, window, house, facts)) ?? [],
    requests: session === null ? [] : requestViewsOf(session, house),
    notes: session === null ? [] : session.notes.map(noteViewOf).reverse(),
    commentary: session?.commentary ?? null,
    promises: session === null ? [] : promisesOf(session),
    promisesToLookBackOn: session === null ? [] : earlierPromisesOf(session, house),
    outputs: outputsOf(house, facts),
    queue: house.air.queue,
    panicSinceMs: house.air.panicSinceMs,
    channels: channelsOf(facts),
    accessNumbers: house.registry.accessNumbers,
    health: {
      accepting: facts.accepting,
      acceptingWhy: facts.acceptingWhy,
      queueDepth: facts.queueDepth,
      sockets: facts.sockets,
      tabletsConnected: facts.tablets.size,
      diskFreeBytes:
        facts.diskFreeBytes === null ? null : Math.floor(facts.diskFreeBytes / DISK_STEP) * DISK_STEP,
      clockFault: facts.clockFault,
      paused: [...facts.tallies.values()].some((tally) => !tally.complete),
    },
    grey: consoleGreyOf(session, house, facts),
    sessions: Object.values(house.sessions)
      .filter((one) => one.phase !== 'ended')
      .map(headOf),
  }
}

export function channelsOf(facts: LiveFacts): ConsoleSnapshot['channels'] {
  return CHANNELS.map((channel) => ({
    channel,
    on: facts.channelsOn.includes(channel),
    transit: facts.transits[channel] ?? null,
  }))
}

function segmentOf(session: Session, segment: Segment, house: House, facts: LiveFacts): ConsoleSegment {
  const { segmentId } = segment
  return {
    ...segment,
    unit: segmentUnitOf(session, segment),
    takeRefusals: refusalsOf({ type: 'TakeSegment', sessionId: session.id, segmentId }, house, facts),
  }
}

/** Of rehearsals nothing is carried over, but to a rehearsal (SHOW8). */
function earlierPromisesOf(session: Session, house: House): readonly ConsolePromise[] {
  const units = new Set(
    session.segments.flatMap(({ kind, unitId }) =>
      kind === 'acceptance' && unitId !== null ? [unitId] : [],
    ),
  )
  return Object.values<Session>(house.sessions)
    .filter((other) => other.id !== session.id && (session.rehearsal || !other.rehearsal))
    .flatMap(promisesOf)
    .filter(({ unit }) => units.has(unit.id))
}

function promisesOf(session: Session): readonly ConsolePromise[] {
  return session.promises.flatMap(({ promiseId, recordedAtMs }) => {
    const view = promiseViewOf(session, promiseId)
    return view === null ? [] : [{ ...view, sessionId: session.id, recordedAtMs }]
  })
}

/** Seats with their state in the last examiners' window that stands. */
function seatsOf(session: Session, facts: LiveFacts): readonly ConsoleSeat[] {
  const window = lastStanding(examinersWindowsOf(session))
  const dots = seatDotsOf(session, window, facts)
  return session.seats.map((seat, i) => ({
    seatId: seat.seatId,
    label: seat.label,
    group: seat.group,
    name: seat.name,
    generation: seat.generation,
    held: seat.held,
    connected: isConnected(session, seat, facts),
    recusedUnits: session.recusals.filter((one) => one.seatId === seat.seatId).map((one) => one.unitId),
    state: dots[i]?.state ?? 'away',
    releaseRequested: (window && own(window.scores, seat.seatId)?.releaseRequested) ?? false,
    tablet: tabletOf(session, seat, facts),
    help: own(session.helpCalls, seat.seatId) ?? null,
  }))
}

/** Shown in steps, so that the topic changes only where a director would see it. */
const DISK_STEP = 100_000_000
const ROUND_TRIP_STEP_MS = 10

function tabletOf(session: Session, seat: Seat, facts: LiveFacts): TabletState | null {
  const state = isConnected(session, seat, facts)
    ? facts.tabletStates.get(`${session.id}/${seat.seatId}`)
    : undefined
  if (state === undefined) return null
  const { roundTripMs } = state
  const shownMs =
    roundTripMs === null ? null : Math.ceil(roundTripMs / ROUND_TRIP_STEP_MS) * ROUND_TRIP_STEP_MS
  return { ...state, roundTripMs: shownMs }
}

function noteViewOf({ noteId, text, atMs, seats, read }: Note): NoteView {
  const unread = seats.filter((seatId) => own(read, seatId) === undefined)
  return { noteId, text, atMs, seats: seats.length, unread }
}

/** Programme and preview first, then every other output that has a scene or a screen, by name. */
function outputsOf(house: House, facts: LiveFacts): ConsoleSnapshot['outputs'] {
  const connected = facts.displays.flatMap(({ output }) => OutputNameSchema.safeParse(output).data ?? [])
  const taken = Object.keys(house.air.outputs) as OutputName[]
  const others = [...new Set([...taken, ...connected])].sort()
  return [...new Set([PROGRAMME, PREVIEW, ...others])].map((output) => {
    const on = own(house.air.outputs, output) ?? newOutput(output)
    const pages = pagesOf(output, facts)
    return {
      output,
      ...on,
      screens: pages.length,
      pages,
      // Preview and free outputs may be looked at in several places; what goes on air comes from one page.
      claimedTwice: pages.length > 1 && (on.role === 'programme' || on.role === 'lower_third'),
    }
  })
}

/** A display says how it is every 2 s; one that has not for longer than this holds an old picture. */
const STALE_AFTER_MS = 3_000

function pagesOf(output: OutputName, facts: LiveFacts): readonly OutputPage[] {
  return facts.displays
    .filter((each) => each.output === output)
    .map(({ page, address, sinceMs, health }) => ({
      page,
      address,
      sinceMs,
      heardAtMs: health?.atMs ?? null,
      version: health?.version ?? null,
      frameMsP95: health?.frameMsP95 ?? null,
      worstFrameMs: health?.worstFrameMs ?? null,
      buildId: health?.buildId ?? null,
      stale: facts.nowMs - (health?.atMs ?? sinceMs) > STALE_AFTER_MS,
    }))
}
