// Who may see what of a window, and why not (SHOW5): the one place that says so, for every screen.

import type { SeatId, UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Score, ScoreSetAside } from './score.ts'
import type { CitizensWindow, ExaminersWindow, Window } from './session.ts'
import { SPLIT_FROM_N } from './session-rules.ts'

/** Everybody; an output on air or its preview; one examiner's tablet; director, office and auditor. */
export type Audience = 'public' | 'stage' | 'seat' | 'staff'

export type HiddenWhy = 'hidden_poll' | 'examiners_open' | 'below_100'

/** Who is shown only n of a poll while examiners score the same unit, so that the crowd does not guide their hands. */
const ONLY_N_WHILE_EXAMINERS_SCORE: Readonly<Record<Audience, boolean>> = {
  public: true,
  stage: true,
  seat: true,
  staff: false,
}

/**
 * Whether examiners can still score the unit in one of these windows. A closing window is at work too: its grace is
 * still running, and this process may learn of the freezing later than others.
 */
export function examinersAtWork(unitId: UnitId, windows: readonly Window[]): boolean {
  return windows.some(
    (window) =>
      window.kind === 'examiners' &&
      window.unitId === unitId &&
      (window.stage.phase === 'open' || window.stage.phase === 'closing'),
  )
}

/**
 * Why an audience may not see a poll's split, points and rates, but only n; null where it may.
 * `n`: ballots of the side in question (SMS + WeChat, or web). `windows`: those of the poll's session.
 */
export function splitHiddenWhy(
  poll: CitizensWindow,
  n: number,
  audience: Audience,
  windows: readonly Window[],
): HiddenWhy | null {
  if (poll.visibility === 'hidden' && poll.stage.phase !== 'revealed') return 'hidden_poll'
  if (ONLY_N_WHILE_EXAMINERS_SCORE[audience] && examinersAtWork(poll.unitId, windows)) return 'examiners_open'
  if (n < SPLIT_FROM_N) return 'below_100'
  return null
}

/** Mean and distribution of an examiners' window: for nobody before it is revealed, for nobody once it is void. */
export function examinersResultShown(window: ExaminersWindow): boolean {
  return window.stage.phase === 'revealed'
}

/**
 * A seat's own marks in a window: the one way marks may be read for a screen, and only for that seat's. Another's mark
 * is shown to nobody, before the reveal and after it.
 */
export function ownMarksOf(
  window: ExaminersWindow,
  seatId: SeatId,
): { readonly score: Score | null; readonly setAside: readonly ScoreSetAside[] } {
  return {
    score: own(window.scores, seatId) ?? null,
    setAside: window.setAside.filter((one) => one.seatId === seatId),
  }
}
