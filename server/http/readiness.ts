// Why the process is not ready, in codes and sentences; and which of these reasons close its pages.

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
  /** As the ballot plane says: starting, failing, stalled, stopped. */
  readonly ballots: { readonly accepting: boolean; readonly why: string | null }
  /** Why the journal cannot be written at the moment, or null. */
  readonly journalFailing: string | null
}

export function readyReasonsOf({
  stopping,
  clockFault,
  ballots,
  journalFailing,
}: Condition): readonly ReadyReason[] {
  const reasons: ReadyReason[] = []
  if (stopping) reasons.push({ code: 'stopping', sentence: '服务器正在停机，请稍候重新连接。' })
  if (clockFault !== null) reasons.push({ code: 'clock_behind', sentence: clockFault })
  if (!ballots.accepting && !stopping) {
    reasons.push({ code: `ballots_${ballots.why ?? 'off'}`, sentence: notAcceptingSentenceOf(ballots.why) })
  }
  if (journalFailing !== null) {
    reasons.push({ code: 'journal_failing', sentence: '流水暂时无法写入（存储故障），操作不会生效。' })
  }
  return reasons
}

/** A failing disk closes no page: screens go on, and say what does not work. */
export function closesPages({ code }: ReadyReason): boolean {
  return code === 'stopping' || code === 'clock_behind' || code === 'ballots_starting'
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
