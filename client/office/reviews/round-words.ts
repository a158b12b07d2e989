// How the states of a review round look in the office.

import type { RoundState } from '../../../shared/protocol/reviews-api.ts'

export const ROUND_STATE_COLOURS: Readonly<Record<RoundState, string>> = {
  draft: 'default',
  waiting: 'warning',
  open: 'processing',
  over: 'success',
}
