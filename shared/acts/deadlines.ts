// When a request that waits for its second person lapses, from the acts' state alone (SHOW4).

import type { Acts } from './act.ts'

export interface ActDeadline {
  readonly atMs: number
  readonly requestId: string
  /** WithdrawAct by the system, which makes ActLapsed. */
  readonly step: 'lapseAct'
}

export function deadlinesOfActs({ requests }: Acts): readonly ActDeadline[] {
  return requests.map(({ requestId, expiresAtMs }) => ({ atMs: expiresAtMs, requestId, step: 'lapseAct' }))
}
