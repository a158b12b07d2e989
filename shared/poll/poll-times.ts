// When a period poll opens, closes, freezes and may be revealed: rules judge by times, not by the phase reached (SHOW4).

import { SEAL_AFTER_DRAIN_MS } from '../show/session-rules.ts'
import type { PeriodPoll } from './period-poll.ts'

/** Planned, open or closing: it holds its units' codes on its channels (POLL3). */
export function isPending({ stage }: PeriodPoll): boolean {
  return stage.phase === 'planned' || stage.phase === 'open' || stage.phase === 'closing'
}

/** Open at this moment by its times: at closesAt it no longer is. */
export function isPollOpenAt({ stage, opensAtMs, closesAtMs }: PeriodPoll, nowMs: number): boolean {
  return (stage.phase === 'planned' || stage.phase === 'open') && nowMs >= opensAtMs && nowMs < closesAtMs
}

/** When it can be frozen at the earliest: the slowest drain of its channels is over and the logs seal (BAL6, LOG3). */
export function pollFreezesAtMs({
  channels,
  closesAtMs,
  rules,
}: Pick<PeriodPoll, 'channels' | 'closesAtMs' | 'rules'>): number {
  return closesAtMs + Math.max(0, ...channels.map((channel) => rules.drainMs[channel])) + SEAL_AFTER_DRAIN_MS
}

/** When it may be revealed: its delay after frozen (SHOW9). Null before frozen, and where void. */
export function pollRevealsAtMs({ stage, rules }: PeriodPoll): number | null {
  return 'frozenAtMs' in stage ? stage.frozenAtMs + rules.revealDelayMs : null
}
