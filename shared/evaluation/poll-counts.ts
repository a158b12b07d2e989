// Live counts by poll, as the ballot plane has them now.

import type { WindowId } from '../basics/ids.ts'
import type { PollResult } from '../ballot/tally.ts'

/** A poll that is not among them has none yet. */
export type PollCounts = ReadonlyMap<WindowId, { readonly result: PollResult }>
