// What a tally on air says besides its figures: why there is no split, and what stands while nothing is revealed.

import { unreachable } from '../../shared/basics/result.ts'
import type { TallyView } from '../../shared/protocol/views.ts'
import type { WindowPhase } from '../../shared/show/session.ts'

/** Where only n may be shown (SHOW5): the sentence that says so. */
export function hiddenSentenceOf(why: NonNullable<TallyView['hiddenWhy']>): string {
  switch (why) {
    case 'hidden_poll':
      return '本次评议在揭晓前只公布票数'
    case 'examiners_open':
      return '考官打分进行中，暂只公布票数'
    case 'below_100':
      return '不足100票，只公布票数'
    default:
      return unreachable(why)
  }
}

/** Where a citizens' window stands, as a viewer is told. */
export function phaseWordOf(phase: WindowPhase): string {
  switch (phase) {
    case 'open':
      return '正在进行'
    case 'closing':
      return '已截止，正在收齐在途选票'
    case 'frozen':
      return '已截止，正在核对'
    case 'verified':
      return '已核对'
    case 'revealed':
      return '已揭晓'
    case 'void':
      return '本次评议作废'
    default:
      return unreachable(phase)
  }
}
