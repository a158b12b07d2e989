// A window's state in words and one big figure: what it waits for, and until when.

import { lengthOf, secondsLeft, timeOf } from '../lib/format.ts'
import type { ConsoleWindow } from '../../shared/protocol/console-topic.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { WindowPhase } from '../../shared/show/session.ts'

export const PHASE_NAMES: Readonly<Record<WindowPhase, string>> = {
  open: '开放中',
  closing: '截止中',
  frozen: '已冻结',
  verified: '已核验',
  revealed: '已揭晓',
  void: '已作废',
}

export interface WindowLine {
  /** `1:23`, `待口令`, `已冻结` … */
  readonly big: string
  readonly small: string
  readonly tone: 'calm' | 'urgent' | 'done' | 'wrong'
}

/** Below this the countdown is marked. */
const LAST_SECONDS = 10

export function windowLine(window: ConsoleWindow, nowMs: number): WindowLine {
  switch (window.phase) {
    case 'open': {
      if (window.closesAtMs === null)
        return { big: '待口令', small: `已开放 ${lengthOf(nowMs - window.openedAtMs)}`, tone: 'calm' }
      const left = secondsLeft(window.closesAtMs, nowMs)
      return {
        big: lengthOf(left * 1_000),
        small: `${timeOf(window.closesAtMs)} 截止`,
        tone: left <= LAST_SECONDS ? 'urgent' : 'calm',
      }
    }
    case 'closing':
      return { big: '截止中', small: closingWords(window, nowMs), tone: 'urgent' }
    case 'frozen':
      return window.mismatch === null
        ? { big: '已冻结', small: '正在复核，一致后自动转为已核验', tone: 'calm' }
        : { big: '复核不一致', small: '保持冻结，不能揭晓', tone: 'wrong' }
    case 'verified': {
      const left = window.revealsAtMs === null ? 0 : secondsLeft(window.revealsAtMs, nowMs)
      return left > 0
        ? { big: '已核验', small: `${left} 秒后可以揭晓`, tone: 'calm' }
        : { big: '已核验', small: '可以揭晓', tone: 'done' }
    }
    case 'revealed':
      return { big: '已揭晓', small: '', tone: 'done' }
    case 'void':
      return { big: '已作废', small: window.voidReason ?? '', tone: 'wrong' }
    default:
      return unreachable(window.phase)
  }
}

function closingWords(window: ConsoleWindow, nowMs: number): string {
  const seals = window.kind === 'citizens' ? `，日志封存 ${window.sealedLogs}/${window.announcedLogs}` : ''
  if (window.freezesAtMs === null || window.freezesAtMs <= nowMs) return `等待冻结${seals}`
  const what = window.kind === 'citizens' ? '等待在途选票' : '等待在途打分'
  return `${what}，还有 ${secondsLeft(window.freezesAtMs, nowMs)} 秒${seals}`
}
