// The words of the office's poll screens for what the poll calls by code.

import type { PollPhase } from '../../../shared/poll/period-poll.ts'
import type { PollOverview } from '../../../shared/protocol/polls-topic.ts'

export const POLL_PHASES: Readonly<Record<PollPhase, string>> = {
  draft: '草稿',
  planned: '已排定',
  open: '进行中',
  closing: '截止中',
  frozen: '已冻结',
  verified: '已核验',
  revealed: '已揭晓',
  void: '已作废',
}

export const POLL_PHASE_COLOURS: Readonly<Record<PollPhase, string>> = {
  draft: 'default',
  planned: 'processing',
  open: 'success',
  closing: 'warning',
  frozen: 'warning',
  verified: 'processing',
  revealed: 'success',
  void: 'error',
}

export function phaseWords({ phase, discarded }: Pick<PollOverview, 'phase' | 'discarded'>): string {
  return discarded ? '已删除' : POLL_PHASES[phase]
}

/** `3天 4小时`, `5分钟`: how far off, for what lasts weeks. */
export function spanOf(ms: number): string {
  const minutes = Math.max(0, Math.ceil(ms / 60_000))
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60)]
  if (days > 0) return hours === 0 ? `${days}天` : `${days}天 ${hours}小时`
  return hours > 0 ? `${hours}小时 ${minutes % 60}分钟` : `${minutes}分钟`
}
