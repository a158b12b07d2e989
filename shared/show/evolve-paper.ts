// An examiners' window after one more event of its paper entry (SCORE9).

import type { SeatId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import type { SessionEvent } from './event.ts'
import type { PaperEntry, Slip, TypedSlip } from './paper.ts'
import type { Score } from './score.ts'
import type { ExaminersWindow } from './session.ts'

type OfPaper = Extract<
  SessionEvent,
  { type: 'PaperOrdered' | 'SlipTyped' | 'SlipDropped' | 'PaperScoreEntered' | 'PaperEnded' }
>

export function evolvePaper(window: ExaminersWindow, event: OfPaper, atMs: number): ExaminersWindow {
  switch (event.type) {
    case 'PaperOrdered':
      return { ...window, paper: { orderedAtMs: atMs, reason: event.reason, endedAtMs: null } }
    case 'PaperEnded':
      return { ...window, paper: { ...ordered(window), endedAtMs: atMs } }
    case 'SlipTyped': {
      const { seatId, by, mark } = event
      const slip = typedAgain(own(window.slips, seatId), { by, mark, atMs })
      return { ...window, slips: { ...window.slips, [seatId]: slip } }
    }
    case 'SlipDropped':
      return { ...window, slips: without(window.slips, event.seatId) }
    case 'PaperScoreEntered': {
      const { seatId } = event
      return {
        ...window,
        slips: without(window.slips, seatId),
        presentSeats: window.presentSeats.includes(seatId)
          ? window.presentSeats
          : [...window.presentSeats, seatId],
        scores: { ...window.scores, [seatId]: scoreOf(event, atMs) },
      }
    }
    default:
      return unreachable(event)
  }
}

function typedAgain(slip: Slip | undefined, typed: TypedSlip): Slip {
  return slip?.length === 1 && slip[0].by !== typed.by ? [slip[0], typed] : [typed]
}

function scoreOf({ seatId, mark }: Extract<OfPaper, { type: 'PaperScoreEntered' }>, atMs: number): Score {
  return {
    seatId,
    mark,
    generation: 0,
    revision: 0,
    receivedAtMs: atMs,
    onPaper: true,
    lockedAtMs: atMs,
    releaseRequested: false,
    earlier: [],
  }
}

function ordered(window: ExaminersWindow): PaperEntry {
  if (window.paper === null) throw new Error(`window ${window.id} was never ordered on paper`)
  return window.paper
}

function without(slips: ExaminersWindow['slips'], seatId: SeatId): ExaminersWindow['slips'] {
  return Object.fromEntries(Object.entries(slips).filter(([other]) => other !== seatId))
}
