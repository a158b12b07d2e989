// What the office does with a running or verified poll: extend with a reason, reveal (SHOW9, SHOW10).

import { against, judged } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import type { Moment } from '../show/event.ts'
import { EXTEND_AT_LEAST_BEFORE_MS } from '../show/session-rules.ts'
import type { PollCommand } from './command.ts'
import { againstCodesClash } from './codes-clash.ts'
import type { PollContext } from './context.ts'
import type { PollEvent } from './event.ts'
import { POLL_LONGEST_MS, type PeriodPoll } from './period-poll.ts'
import { isPollOpenAt, pollRevealsAtMs } from './poll-times.ts'

type Of<T extends PollCommand['type']> = Extract<PollCommand, { type: T }>

export function judgePollExtend(
  { closesAtMs, reason }: Of<'ExtendPoll'>,
  poll: PeriodPoll,
  { nowMs }: Moment,
  context: PollContext,
): Judgement<PollEvent> {
  const isVoid = poll.stage.phase === 'void'
  const open = isPollOpenAt(poll, nowMs)
  return judged(
    [
      against(isVoid, 'poll_void'),
      against(!isVoid && !open, 'poll_not_open'),
      against(open && poll.closesAtMs - nowMs < EXTEND_AT_LEAST_BEFORE_MS, 'extend_too_late'),
      against(closesAtMs <= poll.closesAtMs, 'extend_not_later'),
      against(closesAtMs - poll.opensAtMs > POLL_LONGEST_MS, 'poll_too_long'),
      againstCodesClash({ ...poll, closesAtMs }, context),
    ],
    () => [{ type: 'PollExtended', pollId: poll.id, closesAtMs, reason }],
  )
}

export function judgePollReveal(poll: PeriodPoll, { nowMs }: Moment): Judgement<PollEvent> {
  const { phase } = poll.stage
  const waitMs = (pollRevealsAtMs(poll) ?? nowMs) - nowMs
  return judged(
    [
      against(phase === 'void', 'poll_void'),
      against(phase === 'revealed', 'poll_revealed'),
      against(phase !== 'void' && phase !== 'revealed' && phase !== 'verified', 'poll_not_verified'),
      against(phase !== 'revealed' && waitMs > 0, 'reveal_too_early', { seconds: Math.ceil(waitMs / 1_000) }),
    ],
    () => [{ type: 'PollRevealed', pollId: poll.id }],
  )
}
