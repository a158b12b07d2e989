// Why a console's buttons are grey: refusals of the command each would send, with arguments that would be fine (SHOW6).

import { PersonId, SegmentId, type SessionId, WindowId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import type { Refusal } from '../../shared/basics/refusal.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { SMS_CHANNELS } from '../../shared/ballot/choices.ts'
import type { ConsoleButton, WindowButton } from '../../shared/protocol/console-topic.ts'
import type { SessionCommand } from '../../shared/show/command.ts'
import type { SessionContext } from '../../shared/show/context.ts'
import { contextOf } from '../../shared/show/house-decide.ts'
import type { House } from '../../shared/show/house.ts'
import { reasonsAgainst } from '../../shared/show/reasons-against.ts'
import type { Session, Window } from '../../shared/show/session.ts'
import type { LiveFacts } from './live-facts.ts'

const CONSOLE_BUTTONS: readonly ConsoleButton[] = [
  'MarkReady',
  'BackToDraft',
  'GoLive',
  'EndSession',
  'OpenExaminersWindow',
  'OpenCitizensWindow',
]
const WINDOW_BUTTONS: readonly WindowButton[] = [
  'CueClose',
  'ExtendWindow',
  'WithdrawWindow',
  'Reveal',
  'RequestVoid',
]
const SOMEBODY = PersonId.parse('console')
const NO_SEGMENT = SegmentId.parse('none')
const REQUEST_ID = 'console-request'
const EXTENDS_BY_MS = 60_000

type Grey<Button extends string> = Readonly<Partial<Record<Button, readonly Refusal[]>>>

/**
 * Refusals of a session's command in this moment, as the director would get them: the same that
 * reasonsAgainstInHouse gives, with what a console asks hundreds of times gathered once a state of the house.
 */
export function refusalsOf(command: SessionCommand, house: House, facts: LiveFacts): readonly Refusal[] {
  return reasonsAgainst(
    command,
    own(house.sessions, command.sessionId) ?? null,
    { nowMs: facts.nowMs, by: { role: 'director', id: SOMEBODY } },
    {
      ...contextIn(house, command.sessionId),
      channelsOn: facts.channelsOn,
      received: (windowId) => receivedOf(windowId, facts),
    },
  ).map(withoutFigures)
}

const contextsKnown = new WeakMap<House, Map<SessionId, SessionContext>>()

/** What a decision about a session needs to know of the house. Channels and counts are left to the caller. */
function contextIn(house: House, sessionId: SessionId): SessionContext {
  const contexts = contextsKnown.get(house) ?? new Map<SessionId, SessionContext>()
  contextsKnown.set(house, contexts)
  const known = contexts.get(sessionId)
  if (known !== undefined) return known
  const context = contextOf(house, sessionId, { channelsOn: [], received: () => 0 })
  contexts.set(sessionId, context)
  return context
}

/** Buttons of the session as a whole; a button that is possible is absent. Without a session all are refused. */
export function consoleGreyOf(session: Session | null, house: House, facts: LiveFacts): Grey<ConsoleButton> {
  return greyOf(CONSOLE_BUTTONS, (button) =>
    session === null
      ? [{ code: 'session_unknown', detail: {} }]
      : refusalsOf(sessionCommandOf(button, session, house, facts), house, facts),
  )
}

export function windowGreyOf(
  session: Session,
  window: Window,
  house: House,
  facts: LiveFacts,
): Grey<WindowButton> {
  return greyOf(WINDOW_BUTTONS, (button) =>
    refusalsOf(windowCommandOf(button, session.id, window, facts), house, facts),
  )
}

function greyOf<Button extends string>(
  buttons: readonly Button[],
  refusals: (button: Button) => readonly Refusal[],
): Grey<Button> {
  const grey: Partial<Record<Button, readonly Refusal[]>> = {}
  for (const button of buttons) {
    const reasons = refusals(button)
    if (reasons.length > 0) grey[button] = reasons
  }
  return grey
}

function sessionCommandOf(
  button: ConsoleButton,
  session: Session,
  house: House,
  facts: LiveFacts,
): SessionCommand {
  const opening = {
    sessionId: session.id,
    windowId: freeWindowIdIn(house, session.id),
    segmentId: session.onAir ?? session.segments[0]?.segmentId ?? NO_SEGMENT,
    closesAtMs: null,
    replaces: null,
  }
  switch (button) {
    case 'MarkReady':
    case 'BackToDraft':
    case 'GoLive':
    case 'EndSession':
      return { type: button, sessionId: session.id }
    case 'OpenExaminersWindow':
      return { type: button, ...opening, form: null }
    case 'OpenCitizensWindow': {
      // An SMS channel needs a length and a free number, which the director has yet to choose: asked about only
      // where there is no other.
      const others = facts.channelsOn.filter((channel) => !SMS_CHANNELS.includes(channel))
      const channels = others.length > 0 ? others : facts.channelsOn
      return { type: button, ...opening, channels: [...channels], visibility: 'live', offersUnsure: false }
    }
    default:
      return unreachable(button)
  }
}

function windowCommandOf(
  button: WindowButton,
  sessionId: SessionId,
  window: Window,
  facts: LiveFacts,
): SessionCommand {
  const of = { sessionId, windowId: window.id }
  switch (button) {
    case 'CueClose':
    case 'WithdrawWindow':
    case 'Reveal':
      return { type: button, ...of }
    case 'ExtendWindow':
      return {
        type: button,
        ...of,
        closesAtMs: Math.max(window.closesAtMs ?? 0, facts.nowMs) + EXTENDS_BY_MS,
        reason: '延长',
      }
    case 'RequestVoid':
      return { type: button, ...of, requestId: REQUEST_ID, reason: '作废' }
    default:
      return unreachable(button)
  }
}

/** An id no window has: the last of all, or the first free one before it. */
function freeWindowIdIn(house: House, sessionId: SessionId): WindowId {
  const { windowIds } = contextIn(house, sessionId)
  for (let number = 0xff_ff_ff_ff_ff_ff; ; number--) {
    const id = WindowId.parse(number.toString(16).padStart(12, '0'))
    if (!windowIds.has(id)) return id
  }
}

/** Everything that came for a window, whatever became of it. */
function receivedOf(windowId: WindowId, facts: LiveFacts): number {
  let received = 0
  for (const { split, duplicate, early, late, stale, invalid } of facts.tallies.get(windowId)?.result
    .channels ?? [])
    received +=
      split.satisfied +
      split.fair +
      split.dissatisfied +
      split.unsure +
      duplicate +
      early +
      late +
      stale +
      invalid
  return received
}

/** A differing recount names both tallies; a reason beside a button must not (SHOW5). */
function withoutFigures(refusal: Refusal): Refusal {
  return refusal.code === 'tally_differs'
    ? { code: refusal.code, detail: { live: '…', recount: '…' } }
    : refusal
}
