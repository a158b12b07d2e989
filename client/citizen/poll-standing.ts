// Whether a ballot can be cast now, by the poll's times on the server's clock (SHOW4). Pure.

import type { PollView } from '../../shared/protocol/views.ts'

export type PollStanding = 'open' | 'closed' | 'void'

export function standingOf(poll: PollView, serverNowMs: number): PollStanding {
  if (poll.phase === 'void') return 'void'
  if (poll.phase !== 'open') return 'closed'
  return poll.closesAtMs === null || serverNowMs < poll.closesAtMs ? 'open' : 'closed'
}
