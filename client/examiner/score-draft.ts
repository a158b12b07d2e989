// What the tablet shows of one's own score: the newest of what was touched here and what the server echoed. Pure.

import { unreachable } from '../../shared/basics/result.ts'
import type { SeatWindow } from '../../shared/protocol/topics.ts'
import type { Mark } from '../../shared/show/score.ts'
import { UNLOCK_WITHIN_MS } from '../../shared/show/session-rules.ts'
import type { ScoreCommand, Waiting } from './outbox.ts'

/** 未选, 已选 (sent, no echo yet), 已送达, 已锁定, 未送达 (waiting without a line): never the same picture twice. */
export type DraftState = 'empty' | 'chosen' | 'delivered' | 'locked' | 'undelivered'

export interface ScoreDraft {
  readonly state: DraftState
  readonly mark: Mark | null
  /** A lock is on its way. */
  readonly locking: boolean
  /** Until when a lock may be undone here (SCORE2); null = not locked or not any more. */
  readonly unlockUntilMs: number | null
  readonly releaseRequested: boolean
  /** Whether the controls take a touch now. */
  readonly open: boolean
  /** Two persons typed it from this seat's slip: the tablet has nothing more to do (SCORE9). */
  readonly onPaper: boolean
  /** The last score came too late, or from a tablet that was replaced. */
  readonly setAside: 'late' | 'old_generation' | null
}

/** `waiting`: what this tablet has not yet had answered. `online`: whether the line is up. */
export function draftOf(
  window: SeatWindow,
  waiting: readonly Waiting[],
  online: boolean,
  nowMs: number,
): ScoreDraft {
  const mine = scoresOf(window, waiting)
  const cast = lastOf(mine, (command) => command.type === 'CastScore')
  const lockWaits = lockIntentOf(mine)
  const own = window.own
  const mark = (cast?.type === 'CastScore' ? cast.mark : null) ?? own?.mark ?? null
  const lockedAtMs = lockWaits === 'unlock' ? null : (own?.lockedAtMs ?? null)
  const last = window.setAside[window.setAside.length - 1]
  return {
    state: stateOf(),
    mark,
    locking: lockWaits === 'lock',
    unlockUntilMs: lockedAtMs === null || own?.onPaper === true ? null : lockedAtMs + UNLOCK_WITHIN_MS,
    releaseRequested:
      own?.releaseRequested === true || mine.some((command) => command.type === 'RequestRelease'),
    open: isOpen(window, nowMs) && own?.onPaper !== true && lockedAtMs === null && lockWaits !== 'lock',
    onPaper: own?.onPaper ?? false,
    setAside:
      cast === undefined && last !== undefined && last.revision > (own?.revision ?? 0) ? last.why : null,
  }

  function stateOf(): DraftState {
    if (mark === null) return 'empty'
    if (cast !== undefined || lockWaits !== null) return online ? 'chosen' : 'undelivered'
    return lockedAtMs === null ? 'delivered' : 'locked'
  }
}

function lockIntentOf(commands: readonly ScoreCommand[]): 'lock' | 'unlock' | null {
  const last = lastOf(commands, (command) => command.type === 'LockScore' || command.type === 'UnlockScore')
  return last === undefined ? null : last.type === 'LockScore' ? 'lock' : 'unlock'
}

/** Controls stop at closesAt by the server's clock (SCORE3), whatever phase was last heard of. */
export function isOpen(window: SeatWindow, nowMs: number): boolean {
  return (
    (window.phase === 'open' || window.phase === 'closing') &&
    !window.recused &&
    (window.closesAtMs === null || nowMs < window.closesAtMs)
  )
}

/** The next revision of this seat in this window: above all that the server and this tablet know of (SCORE3). */
export function nextRevision(window: SeatWindow, waiting: readonly Waiting[]): number {
  const mine = scoresOf(window, waiting).map(({ revision }) => revision)
  return Math.max(window.lastRevision, ...mine, 0) + 1
}

function scoresOf(window: SeatWindow, waiting: readonly Waiting[]): readonly ScoreCommand[] {
  return waiting.flatMap(({ command }) =>
    'windowId' in command && command.windowId === window.windowId ? [command] : [],
  )
}

/** Array.prototype.findLast, which tablets' older browsers (Chromium 87) lack. */
function lastOf(
  commands: readonly ScoreCommand[],
  is: (command: ScoreCommand) => boolean,
): ScoreCommand | undefined {
  return commands.filter(is).pop()
}

export function sameMark(a: Mark, b: Mark | null): boolean {
  switch (a.kind) {
    case 'grade':
      return b?.kind === 'grade' && a.grade === b.grade
    case 'points':
      return b?.kind === 'points' && a.points === b.points
    case 'face':
      return b?.kind === 'face' && a.face === b.face
    default:
      return unreachable(a)
  }
}
