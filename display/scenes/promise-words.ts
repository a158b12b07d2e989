// The words and shapes of a promise's outcome, and its due date as it is said.

import type { PromiseOutcome } from '../../shared/show/promise.ts'

export const OUTCOME_WORDS: Readonly<Record<PromiseOutcome, string>> = {
  kept: '已兑现',
  partly: '部分兑现',
  broken: '未兑现',
}

/** `2026-12-31` as `2026年12月31日`; anything else as it is. */
export function dayOf(dueOn: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(dueOn)
  return parts === null ? dueOn : `${parts[1]}年${Number(parts[2])}月${Number(parts[3])}日`
}
