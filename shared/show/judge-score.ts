// An examiner's tablet: casting, changing, locking and unlocking a score (SCORE2 to SCORE5), and the director's release.

import type { SeatId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import type { SessionCommand } from './command.ts'
import type { Actor, Moment, SessionEvent } from './event.ts'
import { DONE, against, judged, refused } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import type { Seat } from './panel.ts'
import type { Mark, Score, ScoreForm, ScoreSetAside } from './score.ts'
import { UNLOCK_WITHIN_MS } from './session-rules.ts'
import type { ExaminersWindow, Session } from './session.ts'
import { isOpenAt, seatIn, takesScoresAt, windowIn } from './window-times.ts'

type Of<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>
type SeatCommand = Of<'CastScore'> | Of<'LockScore'> | Of<'UnlockScore'> | Of<'RequestRelease'>

/** So many a seat and window are kept aside; one more is refused, not dropped silently (SAFE2). */
const ASIDE_MOST = 64

/** What a tablet's command is about. */
interface Desk {
  readonly window: ExaminersWindow
  readonly seat: Seat
  readonly score: Score | null
  readonly recused: boolean
  /** This tablet holds the seat; `replaced`: another did later, or the director released it (SCORE4). */
  readonly device: 'current' | 'replaced' | 'none'
}

export function judgeCast(
  command: Of<'CastScore'>,
  session: Session,
  moment: Moment,
): Judgement<SessionEvent> {
  return atDesk(command, session, moment, (desk) => {
    const { window, seat } = desk
    const { nowMs } = moment
    const { seatId, mark, generation, revision } = command
    const why = setAsideWhy(desk, nowMs)
    const asideBefore = window.setAside.filter((each) => each.seatId === seatId).length
    const aside: ScoreSetAside | null =
      why === null ? null : { seatId, mark, generation, revision, receivedAtMs: nowMs, why }
    return judged(
      [
        against(seat.generation === 0, 'seat_not_signed_in'),
        against(seat.generation > 0 && desk.device === 'none', 'device_released'),
        against(desk.recused, 'recused'),
        aside === null ? againstPaper(desk) : null,
        against(!fits(mark, window.form), 'mark_invalid'),
        aside === null ? against(isLocked(desk.score), 'score_locked') : null,
        against(aside !== null && asideBefore >= ASIDE_MOST, 'aside_full'),
      ],
      () => [
        aside === null
          ? { type: 'ScoreCast', windowId: window.id, seatId, generation, revision, mark }
          : { type: 'ScoreKeptAside', windowId: window.id, score: aside },
      ],
    )
  })
}

export function judgeLock(
  command: Of<'LockScore'>,
  session: Session,
  moment: Moment,
): Judgement<SessionEvent> {
  return atDesk(command, session, moment, (desk) =>
    judged(
      [
        ...reasonsAgainstControls(desk, takesScoresAt(desk.window, moment.nowMs)),
        against(desk.score === null, 'score_missing'),
        against(isLocked(desk.score), 'score_locked'),
      ],
      () => [{ type: 'ScoreLocked', ...ofScore(command) }],
    ),
  )
}

/** A lock may be undone for 5 s (SCORE2). */
export function judgeUnlock(
  command: Of<'UnlockScore'>,
  session: Session,
  moment: Moment,
): Judgement<SessionEvent> {
  return atDesk(command, session, moment, (desk) => {
    const lockedAtMs = desk.score?.lockedAtMs ?? null
    return judged(
      [
        ...reasonsAgainstControls(desk, takesScoresAt(desk.window, moment.nowMs)),
        against(lockedAtMs === null, 'not_locked'),
        against(lockedAtMs !== null && moment.nowMs - lockedAtMs > UNLOCK_WITHIN_MS, 'unlock_too_late'),
      ],
      () => [{ type: 'ScoreUnlocked', ...ofScore(command) }],
    )
  })
}

export function judgeRequestRelease(
  command: Of<'RequestRelease'>,
  session: Session,
  moment: Moment,
): Judgement<SessionEvent> {
  return atDesk(command, session, moment, (desk) =>
    judged(
      [
        ...reasonsAgainstControls(desk, isOpenAt(desk.window, moment.nowMs)),
        against(!isLocked(desk.score), 'not_locked'),
      ],
      () => [{ type: 'ReleaseRequested', ...ofScore(command) }],
    ),
  )
}

/** The director releases a lock at the seat's request, while open, without seeing the mark (SCORE2). */
export function judgeReleaseLock(
  { windowId, seatId }: Of<'ReleaseLock'>,
  session: Session,
  moment: Moment,
): Judgement<SessionEvent> {
  const window = windowIn(session, windowId)
  if (window?.kind !== 'examiners') return refused('window_unknown')
  if (seatIn(session, seatId) === null) return refused('seat_unknown', { seat: seatId })
  const score = own(window.scores, seatId) ?? null
  return judged(
    [
      against(!isOpenAt(window, moment.nowMs), 'window_not_open'),
      against(!isLocked(score), 'not_locked'),
      against(isLocked(score) && !score!.releaseRequested, 'release_not_requested'),
    ],
    () => [{ type: 'LockReleased', windowId, seatId }],
  )
}

/** Finds what the command is about; a revision that was seen is done, whatever has happened since (SCORE3). */
function atDesk(
  command: SeatCommand,
  session: Session,
  moment: Moment,
  judge: (desk: Desk) => Judgement<SessionEvent>,
): Judgement<SessionEvent> {
  const window = windowIn(session, command.windowId)
  if (window?.kind !== 'examiners') return refused('window_unknown')
  const seat = seatIn(session, command.seatId)
  if (seat === null) return refused('seat_unknown', { seat: command.seatId })
  if (!isSeatItself(moment.by, session, seat.seatId)) return refused('not_allowed')
  if (command.revision <= lastRevisionOf(window, seat.seatId, command.generation)) return DONE
  if (window.stage.phase === 'void') return refused('window_void')
  return judge({
    window,
    seat,
    score: own(window.scores, seat.seatId) ?? null,
    recused: session.recusals.some((each) => each.seatId === seat.seatId && each.unitId === window.unitId),
    device: deviceOf(seat, command.generation),
  })
}

/** The largest revision seen from one device of a seat in this window; 0: none. */
export function lastRevisionOf(window: ExaminersWindow, seatId: SeatId, generation: number): number {
  const score = own(window.scores, seatId)
  const devices = score === undefined ? [] : [score, ...score.earlier]
  const seen = devices.filter((each) => each.generation === generation).map(({ revision }) => revision)
  const aside = window.setAside
    .filter((each) => each.seatId === seatId && each.generation === generation)
    .map(({ revision }) => revision)
  return Math.max(0, ...seen, ...aside)
}

function isSeatItself(by: Actor, session: Session, seatId: SeatId): boolean {
  return by.role === 'examiner' && by.sessionId === session.id && by.seatId === seatId
}

function deviceOf(seat: Seat, generation: number): Desk['device'] {
  if (generation > seat.generation) return 'none'
  return generation === seat.generation && seat.held ? 'current' : 'replaced'
}

function setAsideWhy(desk: Desk, nowMs: number): ScoreSetAside['why'] | null {
  if (desk.device !== 'current') return 'old_generation'
  return takesScoresAt(desk.window, nowMs) ? null : 'late'
}

function reasonsAgainstControls(desk: Desk, inTime: boolean): readonly (Refusal | null)[] {
  return [
    against(desk.seat.generation === 0, 'seat_not_signed_in'),
    against(desk.seat.generation > 0 && desk.device !== 'current', 'device_released'),
    against(desk.recused, 'recused'),
    againstPaper(desk),
    against(!inTime, 'window_not_open'),
  ]
}

/** A score that two persons typed from the seat's slip stands (SCORE9). */
function againstPaper({ score }: Desk): Refusal | null {
  return against(score?.onPaper === true, 'score_on_paper')
}

function isLocked(score: Score | null): boolean {
  return score !== null && score.lockedAtMs !== null
}

function ofScore({ windowId, seatId, generation, revision }: SeatCommand) {
  return { windowId, seatId, generation, revision }
}

export function fits(mark: Mark, form: ScoreForm): boolean {
  switch (form.kind) {
    case 'grades':
      return mark.kind === 'grade'
    case 'marks':
      return mark.kind === 'points'
    case 'placard':
      return mark.kind === 'face'
    default:
      return unreachable(form)
  }
}
