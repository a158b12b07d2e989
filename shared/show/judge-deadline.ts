// What happens to a window by itself: close, seal, freeze, verify (SHOW10, BAL6, LOG3). Any process may fire a
// deadline, so one that was kept already is answered as done.

import type { LogId } from '../basics/ids.ts'
import type { PollCount } from '../ballot/tally.ts'
import type { SessionCommand } from './command.ts'
import type { SessionContext } from './context.ts'
import type { Moment, SessionEvent } from './event.ts'
import { examinersResultOf } from './examiners-result.ts'
import { DONE, against, judged, refused } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import type { CitizensWindow, Session, Window } from './session.ts'
import { freezesAtMs, isNotYetFrozen, windowIn } from './window-times.ts'

type Of<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>

export function judgeClose(
  command: Of<'CloseWindow'>,
  session: Session,
  { nowMs }: Moment,
): Judgement<SessionEvent> {
  const window = windowIn(session, command.windowId)
  if (window === null) return refused('window_unknown')
  if (window.stage.phase === 'void') return refused('window_void')
  if (window.stage.phase !== 'open') return DONE
  return judged([against(window.closesAtMs === null || nowMs < window.closesAtMs, 'close_not_due')], () => [
    { type: 'WindowClosed', windowId: window.id },
  ])
}

export function judgeSeal(
  command: Of<'SealLog'>,
  session: Session,
  { nowMs }: Moment,
  context: SessionContext,
): Judgement<SessionEvent> {
  const window = windowIn(session, command.windowId)
  if (window?.kind !== 'citizens') return refused('window_unknown')
  const { logId, seal } = command
  if (window.seals.some((each) => each.logId === logId)) return DONE
  return judged(
    [
      ...reasonsAlreadyFrozen(window),
      againstDrain(window, session, nowMs),
      against(!context.logs.includes(logId), 'log_unknown'),
      against(window.excludedLogs.includes(logId), 'log_excluded'),
    ],
    () => [...closedFirst(window), { type: 'LogSealed', windowId: window.id, logId, seal }],
  )
}

export function judgeFreeze(
  command: Of<'FreezeWindow'>,
  session: Session,
  { nowMs }: Moment,
  context: SessionContext,
): Judgement<SessionEvent> {
  const window = windowIn(session, command.windowId)
  if (window === null) return refused('window_unknown')
  if (window.stage.phase === 'void') return refused('window_void')
  if (!isNotYetFrozen(window)) return DONE
  return judged(
    [
      againstDrain(window, session, nowMs),
      against(window.kind === 'citizens' && unsealedLogs(window, context.logs).length > 0, 'seal_missing'),
    ],
    () => [...closedFirst(window), { type: 'WindowFrozen', windowId: window.id }],
  )
}

export function judgeVerify(
  command: Of<'VerifyWindow'>,
  session: Session,
  context: SessionContext,
): Judgement<SessionEvent> {
  const window = windowIn(session, command.windowId)
  const { check } = command
  if (window?.kind !== check.kind) return refused('window_unknown')
  const { stage } = window
  if (stage.phase === 'void') return refused('window_void')
  if (stage.phase === 'open' || stage.phase === 'closing') return refused('drain_not_over')
  if (stage.phase !== 'frozen') return DONE
  // BAL9: decided while the ballots were counted, a quarantine cannot slip past the verification.
  if (check.kind === 'citizens' && check.generation !== context.generationOf(window.id)) {
    return refused('quarantine_changed')
  }
  const { agree, live, recount, verified } = checked(check, window, session)
  if (agree) return judged([], () => [{ type: 'WindowVerified', windowId: window.id, ...verified }])
  if (stage.mismatch?.live === live && stage.mismatch.recount === recount) return DONE
  return judged([], () => [{ type: 'WindowMismatched', windowId: window.id, mismatch: { live, recount } }])
}

/** Whether the result as it stands and the same reached by the other way agree, both as shown, and what is then verified. */
function checked(check: Of<'VerifyWindow'>['check'], window: Window, session: Session) {
  if (check.kind === 'citizens') {
    const { result, unfiltered } = check.live
    return {
      // By unit too, and as if there were no quarantine.
      agree: JSON.stringify(check.live) === JSON.stringify(check.recount),
      live: countShown(check.live),
      recount: countShown(check.recount),
      verified: unfiltered === null ? { result } : { result, unfiltered: unfiltered.result },
    }
  }
  if (window.kind !== 'examiners') throw new Error('an examiners’ check belongs to an examiners’ window')
  const result = examinersResultOf(window, session)
  const live = JSON.stringify(result)
  const recount = check.replayedResultJson
  return { agree: live === recount, live, recount, verified: { result } }
}

/** A live poll has one unit, which is its total. */
function countShown({ result, unfiltered }: PollCount): string {
  return JSON.stringify(unfiltered === null ? result : { result, unfiltered: unfiltered.result })
}

/** Logs that were announced, and are neither sealed nor excluded for this window (LOG3). */
export function unsealedLogs(window: CitizensWindow, logs: readonly LogId[]): readonly LogId[] {
  const settled = new Set([...window.seals.map(({ logId }) => logId), ...window.excludedLogs])
  return logs.filter((logId) => !settled.has(logId))
}

/** BAL6: nothing is final before what was sent in time has had time to arrive. */
export function againstDrain(window: Window, session: Session, nowMs: number) {
  const atMs = freezesAtMs(window, session.rules)
  return against(isNotYetFrozen(window) && (atMs === null || nowMs < atMs), 'drain_not_over')
}

export function reasonsAlreadyFrozen(window: Window) {
  const isVoid = window.stage.phase === 'void'
  return [against(isVoid, 'window_void'), against(!isVoid && !isNotYetFrozen(window), 'window_frozen')]
}

/** Phases go one by one, also where the process was down at the close (SHOW4). */
function closedFirst(window: Window): readonly SessionEvent[] {
  return window.stage.phase === 'open' ? [{ type: 'WindowClosed', windowId: window.id }] : []
}
