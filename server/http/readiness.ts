// Why the process is not ready, in codes and sentences; and which of these reasons close its pages.

import type { JournalFault } from '../storage/journal.ts'

/** Why the process must not be sent work, each a code and a Chinese sentence. Empty: ready. */
export type ReadyReasons = () => readonly ReadyReason[]

export interface ReadyReason {
  readonly code: string
  readonly sentence: string
}

export interface Condition {
  readonly stopping: boolean
  /** A sentence, or null while the clock can be trusted (SAFE5). */
  readonly clockFault: string | null
  /** The same of a clock that is merely not known well enough. */
  readonly clockUncertain?: string | null
  /** As the ballot plane says: starting, failing, stalled, stopped. */
  readonly ballots: { readonly accepting: boolean; readonly why: string | null }
  /** Why the journal cannot be written at the moment, or null. */
  readonly journalFailing: string | null
  /** What the journal says against itself where several processes write it. */
  readonly journalFault?: JournalFault | null
  /** What others wrote is not folded here for so long. */
  readonly behindMs?: number
}

/** A process that is behind by more serves no sockets. */
export const BEHIND_MOST_MS = 1_000

export function readyReasonsOf({
  stopping,
  clockFault,
  ballots,
  journalFailing,
  clockUncertain = null,
  journalFault = null,
  behindMs = 0,
}: Condition): readonly ReadyReason[] {
  const reasons: ReadyReason[] = []
  if (stopping) reasons.push({ code: 'stopping', sentence: '服务器正在停机，请稍候重新连接。' })
  if (clockFault !== null) reasons.push({ code: 'clock_behind', sentence: clockFault })
  if (!ballots.accepting && !stopping) {
    reasons.push({ code: `ballots_${ballots.why ?? 'off'}`, sentence: notAcceptingSentenceOf(ballots.why) })
  }
  if (clockUncertain !== null) reasons.push({ code: 'clock_uncertain', sentence: clockUncertain })
  if (journalFault !== null) {
    reasons.push({ code: `journal_${journalFault.kind}`, sentence: journalFault.sentence })
  } else if (journalFailing !== null) {
    reasons.push({ code: 'journal_failing', sentence: '流水暂时无法写入（存储故障），操作不会生效。' })
  }
  if (behindMs > BEHIND_MOST_MS)
    reasons.push({
      code: 'behind',
      sentence: '本进程的流水落后于其他进程，屏幕请连接其他进程；追上后自动恢复。',
    })
  return reasons
}

const CLOSING = new Set(['stopping', 'clock_behind', 'ballots_starting', 'behind', 'journal_diverged'])

/** A failing disk closes no page: screens go on, and say what does not work. */
export function closesPages({ code }: ReadyReason): boolean {
  return CLOSING.has(code)
}

/** Why no ballots are accepted, for the console. */
export function notAcceptingSentenceOf(why: string | null): string {
  switch (why) {
    case 'starting':
      return '正在从日志恢复计票，请稍候。'
    case 'stalled':
      return '磁盘没有响应，暂停受理选票；恢复后自动继续。'
    case 'stopped':
      return '服务器正在停机，不再受理选票。'
    default:
      return '选票日志无法写入（存储故障），暂停受理选票；恢复后自动继续。'
  }
}
