// Paper where tablets fail (SCORE9): when it may be ordered, how a slip is typed twice, and when the entry may end.

import { own } from '../basics/own.ts'
import type { SessionCommand } from './command.ts'
import type { Moment, SessionEvent } from './event.ts'
import { reasonsAlreadyFrozen } from './judge-deadline.ts'
import { fits } from './judge-score.ts'
import { personOf } from '../acts/two-persons.ts'
import { DONE, against, judged, refused } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import { sameMark, slipDiffers } from './paper.ts'
import type { ExaminersWindow, Session } from './session.ts'
import { seatIn, windowIn } from './window-times.ts'

type Of<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>

/** While the window is open or closing: once it is frozen its scores are final. */
export function judgeOrderPaper(command: Of<'OrderPaper'>, session: Session): Judgement<SessionEvent> {
  const window = examinersIn(session, command.windowId)
  if (window === null) return refused('window_unknown')
  if (takesPaper(window)) return DONE
  return judged(reasonsAlreadyFrozen(window), () => [
    { type: 'PaperOrdered', windowId: window.id, reason: command.reason },
  ])
}

/** Whoever types again before the second does corrects the own slip; two that differ are begun anew. */
export function judgeTypeSlip(
  command: Of<'TypeSlip'>,
  session: Session,
  { by }: Moment,
): Judgement<SessionEvent> {
  const { seatId, mark } = command
  const window = examinersIn(session, command.windowId)
  if (window === null) return refused('window_unknown')
  const seat = seatIn(session, seatId)
  if (seat === null) return refused('seat_unknown', { seat: seatId })
  const person = personOf(by)
  const slip = own(window.slips, seatId)
  const first = slip === undefined || slip.length === 2 ? null : slip[0]
  const score = own(window.scores, seatId) ?? null
  const recused = session.recusals.some((each) => each.seatId === seatId && each.unitId === window.unitId)
  const typed = { windowId: window.id, seatId, mark }
  return judged(
    [
      against(person === null, 'not_allowed'),
      ...reasonsAlreadyFrozen(window),
      against(!takesPaper(window), 'paper_not_ordered'),
      against(recused, 'recused'),
      against(score?.onPaper === true, 'slip_entered', { seat: seat.label }),
      against(score?.onPaper === false, 'slip_not_needed', { seat: seat.label }),
      against(!fits(mark, window.form), 'mark_invalid'),
    ],
    () => [
      { type: 'SlipTyped', ...typed, by: person! },
      ...(first !== null && first.by !== person && sameMark(first.mark, mark)
        ? [{ type: 'PaperScoreEntered', ...typed, by: [first.by, person!] } as const]
        : []),
    ],
  )
}

/** The slip is not counted: typed for the wrong seat, or given up. Undone by typing it again. */
export function judgeDropSlip(command: Of<'DropSlip'>, session: Session): Judgement<SessionEvent> {
  const window = examinersIn(session, command.windowId)
  if (window === null) return refused('window_unknown')
  if (own(window.slips, command.seatId) === undefined) return DONE
  return judged([...reasonsAlreadyFrozen(window), against(!takesPaper(window), 'paper_not_ordered')], () => [
    { type: 'SlipDropped', windowId: window.id, seatId: command.seatId },
  ])
}

export function judgeEndPaper(command: Of<'EndPaper'>, session: Session): Judgement<SessionEvent> {
  const window = examinersIn(session, command.windowId)
  if (window === null) return refused('window_unknown')
  if (!takesPaper(window)) return DONE
  const slips = Object.values(window.slips)
  const differ = slips.filter(slipDiffers).length
  const once = slips.length - differ
  return judged(
    [
      ...reasonsAlreadyFrozen(window),
      against(differ > 0, 'slips_differ', { count: differ }),
      against(once > 0, 'slips_typed_once', { count: once }),
    ],
    () => [{ type: 'PaperEnded', windowId: window.id }],
  )
}

function takesPaper(window: ExaminersWindow): boolean {
  return window.paper !== null && window.paper.endedAtMs === null
}

function examinersIn(session: Session, windowId: ExaminersWindow['id']): ExaminersWindow | null {
  const window = windowIn(session, windowId)
  return window?.kind === 'examiners' ? window : null
}
