// The poll into which the benches of the index on Redis merge.

import { UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'

/** It never opens or closes while a bench runs, and two processes judge it alike. */
export const BENCH_WINDOW: VotingWindow = {
  ...{ windowId: WindowId.parse('0123456789ab'), kind: 'live', voterKeyId: 'bench' },
  ...{ opensAtMs: 1_700_000_000_000, closesAtMs: null, drainMs: DEFAULT_RULES.drainMs, channels: ['twilio'] },
  ...{
    accessNumbers: [],
    offersUnsure: false,
    smsTransitMs: 0,
    phase: 'open',
    quarantines: [],
    generation: 0,
  },
  units: [{ id: UnitId.parse('u1'), code: UnitCode.parse(1), name: '' }],
}
