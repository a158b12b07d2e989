// Running a session: going live, taking segments, seats' devices, and the end (SHOW1, SHOW10, SCORE4).

import type { SessionCommand } from './command.ts'
import type { SessionContext } from './context.ts'
import type { SessionEvent } from './event.ts'
import { against, judged, refused } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import type { Session } from './session.ts'
import { seatIn, segmentIn } from './window-times.ts'

type Of<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>

export function judgeGoLive(session: Session, context: SessionContext): Judgement<SessionEvent> {
  return judged(
    [
      against(session.phase !== 'ready', 'session_not_ready'),
      against(context.otherLive !== null, 'another_session_live', { title: context.otherLive ?? '' }),
    ],
    () => [{ type: 'SessionWentLive' }],
  )
}

export function judgeEnd(session: Session): Judgement<SessionEvent> {
  const unfinished = session.windows.some(({ stage }) => stage.phase !== 'revealed' && stage.phase !== 'void')
  return judged(
    [against(session.phase !== 'live', 'session_not_live'), against(unfinished, 'window_not_closed')],
    () => [{ type: 'SessionEnded' }],
  )
}

export function judgeTakeSegment(command: Of<'TakeSegment'>, session: Session): Judgement<SessionEvent> {
  const { segmentId } = command
  const segment = segmentIn(session, segmentId)
  return judged(
    [
      against(session.phase !== 'live', 'session_not_live'),
      against(segment === null, 'segment_unknown'),
      against(segment?.state === 'on_air', 'segment_on_air'),
    ],
    () => [{ type: 'SegmentTaken', segmentId }],
  )
}

/** SCORE4: one live device a seat; the next one gets the next generation once the director has released the seat. */
export function judgeSignIn(command: Of<'SignInSeat'>, session: Session): Judgement<SessionEvent> {
  const seat = seatIn(session, command.seatId)
  const ended = against(session.phase === 'ended', 'session_ended')
  if (seat === null) return judged([ended, against(true, 'seat_unknown', { seat: command.seatId })], () => [])
  return judged([ended, against(seat.held, 'seat_taken', { seat: seat.label })], () => [
    { type: 'SeatSignedIn', seatId: seat.seatId, generation: seat.generation + 1 },
  ])
}

export function judgeReleaseSeat(command: Of<'ReleaseSeat'>, session: Session): Judgement<SessionEvent> {
  const seat = seatIn(session, command.seatId)
  if (seat === null) return refused('seat_unknown', { seat: command.seatId })
  return judged(
    [against(session.phase === 'ended', 'session_ended'), against(!seat.held, 'seat_not_signed_in')],
    () => [{ type: 'SeatReleased', seatId: seat.seatId }],
  )
}
