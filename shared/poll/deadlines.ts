// What is due in a period poll and when, from its state alone, so that it holds though the process was down for days (SHOW4).

import type { WindowId } from '../basics/ids.ts'
import { unreachable } from '../basics/result.ts'
import { VERIFY_AGAIN_MS } from '../show/session-rules.ts'
import type { PeriodPoll } from './period-poll.ts'
import { pollFreezesAtMs } from './poll-times.ts'

export interface PollDeadline {
  readonly atMs: number
  readonly pollId: WindowId
  /** As for a session's window; `openPoll` makes it take ballots' first phase. */
  readonly step: 'openPoll' | 'closePoll' | 'sealPoll' | 'freezePoll' | 'verifyPoll'
  /** Due at `atMs` and again after each of these intervals, until it is a deadline no more. Absent: due once. */
  readonly everyMs?: number
}

/** Those in the past are due at once. */
export function deadlinesOfPoll(poll: PeriodPoll): readonly PollDeadline[] {
  const due = (step: PollDeadline['step'], atMs: number) => ({ atMs, pollId: poll.id, step })
  const { stage } = poll
  switch (stage.phase) {
    case 'planned':
      return [due('openPoll', poll.opensAtMs)]
    case 'open':
      return [due('closePoll', poll.closesAtMs)]
    case 'closing': {
      const atMs = pollFreezesAtMs(poll)
      return [due('sealPoll', atMs), due('freezePoll', atMs)]
    }
    case 'frozen': {
      if (stage.mismatch === null) return [due('verifyPoll', stage.frozenAtMs)]
      const again = due('verifyPoll', stage.frozenAtMs + VERIFY_AGAIN_MS)
      return [{ ...again, everyMs: VERIFY_AGAIN_MS }]
    }
    case 'draft':
    case 'verified':
    case 'revealed':
    case 'void':
      return []
    default:
      return unreachable(stage)
  }
}
