// A window as staff see it, on the console and in the audit: phases, times, counts by outcome; never a mark, mean or hidden split.

import type { SeatId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import type { Split } from '../../shared/ballot/tally.ts'
import { orderChangeByWorst } from '../../shared/evaluation/order-bound.ts'
import { ballotsIn, sidesOf } from '../../shared/evaluation/poll-points.ts'
import type {
  ChannelArrivals,
  ChannelDrain,
  ConsoleWindow,
  OrderBound,
  PaperView,
  RequestView,
} from '../../shared/protocol/console-topic.ts'
import type { House } from '../../shared/show/house.ts'
import type { Slip } from '../../shared/show/paper.ts'
import type { CitizensWindow, ExaminersWindow, Mismatch, Session, Window } from '../../shared/show/session.ts'
import { unsealedLogs } from '../../shared/show/judge-deadline.ts'
import { splitHiddenWhy } from '../../shared/show/visibility.ts'
import { freezesAtMs, revealsAtMs } from '../../shared/show/window-times.ts'
import { windowGreyOf } from './grey.ts'
import type { LiveFacts } from './live-facts.ts'
import { citizensWindowsOf, headlineNOf, panelViewOf, pollViewOf, sessionUnitOf } from './topic-parts.ts'

export function windowViewOf(
  session: Session,
  window: Window,
  house: House,
  facts: LiveFacts,
): ConsoleWindow {
  const { stage } = window
  const citizens = window.kind === 'citizens'
  return {
    windowId: window.id,
    kind: window.kind,
    segmentId: window.segmentId,
    unit: sessionUnitOf(session, window.unitId),
    phase: stage.phase,
    openedAtMs: window.openedAtMs,
    closesAtMs: window.closesAtMs,
    onCue: window.onCue,
    freezesAtMs: freezesAtMs(window, session.rules),
    revealsAtMs: revealsAtMs(window, session.rules),
    replaces: window.replaces,
    mismatch:
      stage.phase === 'frozen' && stage.mismatch !== null
        ? mismatchShown(session, window, stage.mismatch, facts)
        : null,
    voidReason: stage.phase === 'void' ? stage.reason : null,
    paper: citizens ? null : paperViewOf(window, house),
    panel: citizens ? null : panelViewOf(session, window),
    poll: citizens ? pollViewOf(session, window, 'staff', facts) : null,
    visibility: citizens ? window.visibility : null,
    arrivals: citizens ? arrivalsOf(window, facts) : [],
    drains: citizens ? drainsOf(session, window) : [],
    bound: citizens ? boundOf(session, window, facts) : null,
    sealedLogs: citizens ? window.seals.length : 0,
    announcedLogs: citizens ? house.logs.length : 0,
    unsealedLogs: citizens && stage.phase === 'closing' ? unsealedLogs(window, house.logs) : [],
    grey: windowGreyOf(session, window, house, facts),
  }
}

function paperViewOf(window: ExaminersWindow, house: House): PaperView | null {
  if (window.paper === null) return null
  return {
    ...window.paper,
    entered: Object.values(window.scores).flatMap(({ seatId, onPaper }) => (onPaper ? [seatId] : [])),
    open: (Object.entries(window.slips) as [SeatId, Slip][]).map(([seatId, slip]) => ({
      seatId,
      state: slip.length === 2 ? 'differs' : 'typed_once',
      by: slip[0].by,
      byName: own(house.people.people, slip[0].by)?.name ?? slip[0].by,
    })),
  }
}

export const HELD_BACK = '揭晓前不公开'

/** LOG3 shows both tallies, SHOW5 not before the reveal where the split may not be seen: that they differ is always told. */
function mismatchShown(session: Session, window: Window, mismatch: Mismatch, facts: LiveFacts): Mismatch {
  const shown =
    window.kind === 'citizens' &&
    splitHiddenWhy(window, headlineNOf(window, facts), 'staff', session.windows) === null
  return shown ? mismatch : { live: HELD_BACK, recount: HELD_BACK }
}

function drainsOf({ rules }: Session, { closesAtMs, channels }: CitizensWindow): readonly ChannelDrain[] {
  if (closesAtMs === null) return []
  return channels.map((channel) => ({ channel, endsAtMs: closesAtMs + rules.drainMs[channel] }))
}

/** BAL6: against the units of the evening whose polls are verified, each by its last one; only splits that may be seen. */
function boundOf(session: Session, window: CitizensWindow, facts: LiveFacts): OrderBound | null {
  const mine = splitShown(session, window, facts)
  if (window.stage.phase !== 'closing' || mine === null) return null
  const verified = citizensWindowsOf(session).filter(
    ({ result, unitId, stage }) => result !== null && unitId !== window.unitId && stage.phase !== 'void',
  )
  const lastOfEach = new Map(verified.map((each) => [each.unitId, each]))
  const others = [...lastOfEach.values()].flatMap((other) => {
    const split = splitShown(session, other, facts)
    return split === null ? [] : [{ name: sessionUnitOf(session, other.unitId).name, split }]
  })
  const change = orderChangeByWorst(mine, others)
  return {
    change: change === null ? null : { ballots: change.ballots, unitName: change.name },
    others: others.length,
  }
}

function splitShown(session: Session, window: CitizensWindow, facts: LiveFacts): Split | null {
  const result = window.result ?? facts.tallies.get(window.id)?.result
  if (result === undefined) return null
  const { headline } = sidesOf(result)
  return splitHiddenWhy(window, ballotsIn(headline), 'staff', session.windows) === null ? headline : null
}

/** By channel what became of every message; of a window or of a period poll. */
export function arrivalsOf(
  window: Pick<CitizensWindow, 'id' | 'result'>,
  facts: LiveFacts,
): readonly ChannelArrivals[] {
  const live = facts.tallies.get(window.id)
  const counts = (window.result ?? live?.result)?.channels ?? []
  return counts.map(({ channel, split, duplicate, early, late, stale, invalid, quarantined }) => ({
    channel,
    perSecond: live?.perSecond[channel] ?? 0,
    counted: ballotsIn(split),
    duplicate,
    early,
    late,
    stale,
    invalid,
    quarantined,
  }))
}

/** Requests of a session that wait for their second person. */
export function requestViewsOf(session: Session, house: House): readonly RequestView[] {
  return session.requests.map(({ requestId, act, reason, by, atMs, expiresAtMs }) => ({
    requestId,
    sessionId: session.id,
    act,
    reason,
    by,
    byName: own(house.people.people, by)?.name ?? by,
    atMs,
    expiresAtMs,
  }))
}
