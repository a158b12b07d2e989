// Notes to seats, calls for help and the commentary clock: what may be said, and by whom.

import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import type { SessionCommand } from './command.ts'
import type { Actor, Moment, SessionEvent } from './event.ts'
import { DONE, against, judged, reason, refused } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import type { Session } from './session.ts'
import { seatIn } from './window-times.ts'

type Of<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>
type OfSeat = Of<'AcknowledgeNote' | 'CallForHelp' | 'WithdrawHelp'>

export function judgeSendNote(
  { noteId, seats, text }: Of<'SendNote'>,
  session: Session,
): Judgement<SessionEvent> {
  if (session.notes.some((note) => note.noteId === noteId)) return DONE
  const unknown = seats.filter((seatId) => seatIn(session, seatId) === null)
  return judged([againstPhase(session), ...unknown.map((seat) => reason('seat_unknown', { seat }))], () => [
    { type: 'NoteSent', noteId, seats: [...new Set(seats)], text },
  ])
}

export function judgeWithdrawNote({ noteId }: Of<'WithdrawNote'>, session: Session): Judgement<SessionEvent> {
  if (!session.notes.some((note) => note.noteId === noteId)) return DONE
  return judged([], () => [{ type: 'NoteWithdrawn', noteId }])
}

export function judgeAcknowledge(
  { noteId, seatId, generation }: Of<'AcknowledgeNote'>,
  session: Session,
  { by }: Moment,
): Judgement<SessionEvent> {
  const refusal = againstTablet({ seatId, generation }, session, by)
  if (refusal !== null) return { reasons: [refusal], events: () => [] }
  const note = session.notes.find((each) => each.noteId === noteId)
  // One that was withdrawn meanwhile need not be read any more.
  if (note === undefined || own(note.read, seatId) !== undefined) return DONE
  return judged([against(!note.seats.includes(seatId), 'not_allowed')], () => [
    { type: 'NoteRead', noteId, seatId },
  ])
}

export function judgeHelp(
  command: Of<'CallForHelp' | 'WithdrawHelp' | 'AnswerHelp'>,
  session: Session,
  { by }: Moment,
): Judgement<SessionEvent> {
  const { seatId } = command
  const call = own(session.helpCalls, seatId) ?? null
  const waits = call !== null && call.answeredAtMs === null
  if (command.type === 'AnswerHelp') {
    if (seatIn(session, seatId) === null) return refused('seat_unknown', { seat: seatId })
    if (!waits) return call === null ? refused('help_not_called') : DONE
    return judged([], () => [{ type: 'HelpAnswered', seatId }])
  }
  const refusal = againstTablet(command, session, by)
  if (refusal !== null) return { reasons: [refusal], events: () => [] }
  if (command.type === 'WithdrawHelp')
    return call === null ? DONE : judged([], () => [{ type: 'HelpWithdrawn', seatId }])
  if (waits && call.reason === command.reason) return DONE
  return judged([againstPhase(session)], () => [{ type: 'HelpCalled', seatId, reason: command.reason }])
}

export function judgeCommentary(
  command: Of<'StartCommentary' | 'StopCommentary'>,
  session: Session,
  { nowMs }: Moment,
): Judgement<SessionEvent> {
  const live = against(session.phase !== 'live', 'session_not_live')
  const { commentary } = session
  if (command.type === 'StartCommentary') {
    const { label, lastsMs } = command
    return judged([live], () => [{ type: 'CommentaryStarted', label, endsAtMs: nowMs + lastsMs }])
  }
  if (commentary === null || commentary.stoppedAtMs !== null) return DONE
  return judged([live], () => [{ type: 'CommentaryStopped' }])
}

function againstPhase(session: Session): Refusal | null {
  return against(session.phase !== 'live' && session.phase !== 'ready', 'session_not_live')
}

/** Only the tablet that holds the seat speaks for it (SCORE4). */
function againstTablet(
  { seatId, generation }: Pick<OfSeat, 'seatId' | 'generation'>,
  session: Session,
  by: Actor,
): Refusal | null {
  const seat = seatIn(session, seatId)
  if (seat === null) return reason('seat_unknown', { seat: seatId })
  if (by.role !== 'examiner' || by.sessionId !== session.id || by.seatId !== seatId)
    return reason('not_allowed')
  return against(!seat.held || seat.generation !== generation, 'device_released')
}
