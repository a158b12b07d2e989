// Words and looks of a batch of invitations on the office's screens.

import type { BatchPhase } from '../../../shared/invitation/batch.ts'

export const BATCH_PHASES: Readonly<Record<BatchPhase, string>> = {
  listed: '名单已固定',
  drawn: '已抽取',
  planned: '待发送',
  sending: '发送中',
  paused: '已暂停',
  done: '已发完',
  cancelled: '已取消',
}

export const BATCH_COLOURS: Readonly<Record<BatchPhase, string>> = {
  listed: 'default',
  drawn: 'default',
  planned: 'warning',
  sending: 'processing',
  paused: 'warning',
  done: 'success',
  cancelled: 'default',
}

/** Where a batch stands among the steps a clerk goes through. */
export const BATCH_STEPS = ['上传名单', '随机抽取', '短信与时段', '发送'] as const
export function stepOf(phase: BatchPhase): number {
  return { listed: 1, drawn: 2, planned: 3, sending: 3, paused: 3, done: 4, cancelled: 0 }[phase]
}

/** `约3分钟`, `约2小时5分`, `不到1分钟`. */
export function lastingOf(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1) return '不到1分钟'
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24, minutes % 60]
  if (days > 0) return `约${String(days)}天${hours > 0 ? `${String(hours)}小时` : ''}`
  return hours > 0
    ? `约${String(hours)}小时${rest > 0 ? `${String(rest)}分` : ''}`
    : `约${String(minutes)}分钟`
}
