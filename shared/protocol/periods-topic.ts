// The topic `periods`: every evaluation period in brief, and what tells a screen that it should ask again (GET /api/periods…).

import type { PeriodHead } from './period-api.ts'

export interface PeriodsSnapshot {
  /** The latest days first. */
  readonly periods: readonly {
    readonly head: PeriodHead
    /** Goes up with everything decided in the period itself. */
    readonly version: number
  }[]
  /** Goes up when a certainty was drawn, tallies were compared, a poll or a scoring window is revealed or void, a review round or the ledger changes: what periods read elsewhere. */
  readonly elsewhere: number
}
