// What happens to a period poll by itself: open, close, seal, freeze, verify (SHOW4, BAL6, LOG3). Any process may fire a
// deadline, so one that was kept already is answered as done.

import type { LogId } from '../basics/ids.ts'
import { DONE, against, judged, refused } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import type { Moment } from '../show/event.ts'
import type { PollCommand } from './command.ts'
import type { PollContext } from './context.ts'
import type { PollEvent } from './event.ts'
import { mismatchOf } from './mismatch.ts'
import type { PeriodPoll } from './period-poll.ts'
import { isPending, pollFreezesAtMs } from './poll-times.ts'

type Of<T extends PollCommand['type']> = Extract<PollCommand, { type: T }>

export function judgePollOpen(poll: PeriodPoll, { nowMs }: Moment): Judgement<PollEvent> {
  const { phase } = poll.stage
  if (phase === 'draft') return refused('poll_not_planned')
  if (phase === 'void') return refused('poll_void')
  if (phase !== 'planned') return DONE
  return judged([against(nowMs < poll.opensAtMs, 'poll_open_not_due')], () => upTo(poll, 'open'))
}

export function judgePollClose(poll: PeriodPoll, { nowMs }: Moment): Judgement<PollEvent> {
  const { phase } = poll.stage
  if (phase === 'draft') return refused('poll_not_planned')
  if (phase === 'void') return refused('poll_void')
  if (phase !== 'planned' && phase !== 'open') return DONE
  return judged([against(nowMs < poll.closesAtMs, 'close_not_due')], () => upTo(poll, 'closing'))
}

export function judgePollSeal(
  { logId, seal }: Of<'SealPollLog'>,
  poll: PeriodPoll,
  { nowMs }: Moment,
  context: PollContext,
): Judgement<PollEvent> {
  if (poll.seals.some((each) => each.logId === logId)) return DONE
  return judged(
    [
      ...reasonsNotPending(poll),
      againstPollDrain(poll, nowMs),
      against(!context.logs.includes(logId), 'log_unknown'),
      against(poll.excludedLogs.includes(logId), 'log_excluded'),
    ],
    () => [...upTo(poll, 'closing'), { type: 'PollLogSealed', pollId: poll.id, logId, seal }],
  )
}

export function judgePollFreeze(
  poll: PeriodPoll,
  { nowMs }: Moment,
  context: PollContext,
): Judgement<PollEvent> {
  const { phase } = poll.stage
  if (phase === 'draft') return refused('poll_not_planned')
  if (phase === 'void') return refused('poll_void')
  if (!isPending(poll)) return DONE
  return judged(
    [againstPollDrain(poll, nowMs), against(unsealedLogs(poll, context.logs).length > 0, 'seal_missing')],
    () => [...upTo(poll, 'closing'), { type: 'PollFrozen', pollId: poll.id }],
  )
}

export function judgePollVerify(
  { ofGeneration, live, recount }: Of<'VerifyPoll'>,
  poll: PeriodPoll,
  context: PollContext,
): Judgement<PollEvent> {
  const { stage } = poll
  if (stage.phase === 'void') return refused('poll_void')
  if (stage.phase === 'draft') return refused('poll_not_planned')
  if (isPending(poll)) return refused('drain_not_over')
  if (stage.phase !== 'frozen') return DONE
  // BAL9: decided while the ballots were counted, a quarantine cannot slip past the verification.
  if (ofGeneration !== context.generationOf(poll.id)) return refused('quarantine_changed')
  const mismatch = mismatchOf(live, recount)
  if (mismatch === null) return judged([], () => [{ type: 'PollVerified', pollId: poll.id, outcome: live }])
  const known = stage.mismatch
  if (known?.live === mismatch.live && known.recount === mismatch.recount) return DONE
  return judged([], () => [{ type: 'PollMismatched', pollId: poll.id, mismatch }])
}

/** BAL6: nothing is final before what was sent in time has had time to arrive. */
export function againstPollDrain(poll: PeriodPoll, nowMs: number) {
  return against(isPending(poll) && nowMs < pollFreezesAtMs(poll), 'drain_not_over')
}

/** Why a log can be neither sealed nor excluded for it. */
export function reasonsNotPending(poll: PeriodPoll) {
  const { phase } = poll.stage
  return [
    against(phase === 'void', 'poll_void'),
    against(phase === 'draft', 'poll_not_planned'),
    against(phase !== 'void' && phase !== 'draft' && !isPending(poll), 'poll_frozen'),
  ]
}

/** Logs that were announced, and are neither sealed nor excluded for this poll (LOG3). */
export function unsealedLogs(poll: PeriodPoll, logs: readonly LogId[]): readonly LogId[] {
  const settled = new Set([...poll.seals.map(({ logId }) => logId), ...poll.excludedLogs])
  return logs.filter((logId) => !settled.has(logId))
}

/** Phases go one by one, also where the process was down when they were due (SHOW4). */
function upTo({ id, stage }: PeriodPoll, phase: 'open' | 'closing'): readonly PollEvent[] {
  const opened = { type: 'PollOpened', pollId: id } as const
  const closed = { type: 'PollClosed', pollId: id } as const
  if (stage.phase === 'planned') return phase === 'open' ? [opened] : [opened, closed]
  return stage.phase === 'open' && phase === 'closing' ? [closed] : []
}
