// Who may see what of a period poll's counts, and why not (SHOW5, BAL11, PUB4): the one place that says so, for every screen.

import { SPLIT_FROM_N } from '../show/session-rules.ts'
import type { PeriodPoll } from './period-poll.ts'

/** PUB4: from so many ballots a unit's own tally is told; below, only how many there are. */
export const UNIT_SPLIT_FROM_N = 30

/** Why the split, points and rates of the whole poll may not be seen, but only n; null where they may. */
export function pollSplitHiddenWhy(
  { visibility, stage }: Pick<PeriodPoll, 'visibility' | 'stage'>,
  n: number,
): 'hidden_poll' | 'below_100' | null {
  if (visibility === 'hidden' && stage.phase !== 'revealed') return 'hidden_poll'
  return n < SPLIT_FROM_N ? 'below_100' : null
}

/** A unit's own split: after the reveal only, whoever looks, whatever the whole poll shows meanwhile. */
export function unitSplitShown({ stage }: Pick<PeriodPoll, 'stage'>, n: number): boolean {
  return stage.phase === 'revealed' && n >= UNIT_SPLIT_FROM_N
}

/** The web page's part of a unit is a breakdown by channel: below 100 it is only counted. */
export function unitWebSplitShown({ stage }: Pick<PeriodPoll, 'stage'>, n: number): boolean {
  return stage.phase === 'revealed' && n >= SPLIT_FROM_N
}
