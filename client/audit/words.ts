// The words of the audit page for what the journal calls by code.

import type { ConsoleWindow } from '../../shared/protocol/console-topic.ts'
import type { WindowPhase } from '../../shared/show/session.ts'

export const WINDOW_KINDS: Readonly<Record<ConsoleWindow['kind'], string>> = {
  examiners: '考官',
  citizens: '市民',
}

export const WINDOW_PHASES: Readonly<Record<WindowPhase, string>> = {
  open: '开放中',
  closing: '截止中',
  frozen: '已冻结',
  verified: '已核验',
  revealed: '已揭晓',
  void: '已作废',
}
