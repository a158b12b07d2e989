// What a director does with an open or verified window: cue, extend, withdraw, reveal (SHOW9, SHOW10).

import { personOf } from '../acts/two-persons.ts'
import type { SessionCommand } from './command.ts'
import type { SessionContext } from './context.ts'
import type { Moment, SessionEvent } from './event.ts'
import { reasonsAlreadyFrozen } from './judge-deadline.ts'
import { againstShortSms } from './judge-opening.ts'
import { against, judged, refused } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import { CUE_MS, EXTEND_AT_LEAST_BEFORE_MS, WITHDRAW_WITHIN_MS } from './session-rules.ts'
import type { Session, Window } from './session.ts'
import { isOpenAt, revealsAtMs, windowIn } from './window-times.ts'

type Of<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>

export function judgeCue(
  command: Of<'CueClose'>,
  session: Session,
  { nowMs }: Moment,
): Judgement<SessionEvent> {
  const window = windowIn(session, command.windowId)
  if (window === null) return refused('window_unknown')
  const closesAtMs = nowMs + CUE_MS
  const waits = isOpenAt(window, nowMs) && window.onCue && window.closesAtMs === null
  return judged(
    [
      ...reasonsNotOpen(window, nowMs),
      against(!window.onCue, 'not_on_cue'),
      against(window.onCue && window.closesAtMs !== null, 'already_cued'),
      waits && window.kind === 'citizens'
        ? againstShortSms(window.channels, closesAtMs - window.openedAtMs, session.rules)
        : null,
    ],
    () => [{ type: 'WindowCued', windowId: window.id, closesAtMs }],
  )
}

export function judgeExtend(
  command: Of<'ExtendWindow'>,
  session: Session,
  { nowMs }: Moment,
): Judgement<SessionEvent> {
  const window = windowIn(session, command.windowId)
  if (window === null) return refused('window_unknown')
  const { closesAtMs: oldMs } = window
  const { closesAtMs, reason } = command
  const open = isOpenAt(window, nowMs)
  return judged(
    [
      ...reasonsNotOpen(window, nowMs),
      against(open && oldMs === null, 'not_cued'),
      against(open && oldMs !== null && oldMs - nowMs < EXTEND_AT_LEAST_BEFORE_MS, 'extend_too_late'),
      against(oldMs !== null && closesAtMs <= oldMs, 'extend_not_later'),
    ],
    () => [{ type: 'WindowExtended', windowId: window.id, closesAtMs, reason }],
  )
}

/** 撤回误开: one person, within 10 s, nothing received. Later, or after a ballot, it takes two (SHOW9). */
export function judgeWithdraw(
  command: Of<'WithdrawWindow'>,
  session: Session,
  { nowMs, by }: Moment,
  context: SessionContext,
): Judgement<SessionEvent> {
  const window = windowIn(session, command.windowId)
  if (window === null) return refused('window_unknown')
  const person = personOf(by)
  return judged(
    [
      against(person === null, 'not_allowed'),
      ...reasonsAlreadyFrozen(window),
      against(nowMs - window.openedAtMs > WITHDRAW_WITHIN_MS, 'undo_too_late'),
      against(hasReceived(window, context), 'undo_received'),
    ],
    () => [{ type: 'WindowWithdrawn', windowId: window.id, by: person! }],
  )
}

function hasReceived(window: Window, context: SessionContext): boolean {
  return window.kind === 'examiners'
    ? [window.scores, window.slips].some((each) => Object.keys(each).length > 0) || window.setAside.length > 0
    : context.received(window.id) > 0
}

export function judgeReveal(
  command: Of<'Reveal'>,
  session: Session,
  { nowMs }: Moment,
): Judgement<SessionEvent> {
  const window = windowIn(session, command.windowId)
  if (window === null) return refused('window_unknown')
  const { phase } = window.stage
  const waitMs = (revealsAtMs(window, session.rules) ?? nowMs) - nowMs
  return judged(
    [
      against(session.phase !== 'live', 'session_not_live'),
      against(phase === 'void', 'window_void'),
      against(phase === 'revealed', 'window_revealed'),
      against(phase === 'open' || phase === 'closing' || phase === 'frozen', 'window_not_verified'),
      against(phase !== 'revealed' && waitMs > 0, 'reveal_too_early', { seconds: Math.ceil(waitMs / 1_000) }),
    ],
    () => [{ type: 'WindowRevealed', windowId: window.id }],
  )
}

function reasonsNotOpen(window: Window, nowMs: number) {
  const isVoid = window.stage.phase === 'void'
  return [against(isVoid, 'window_void'), against(!isVoid && !isOpenAt(window, nowMs), 'window_not_open')]
}
