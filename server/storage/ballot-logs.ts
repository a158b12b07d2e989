// BallotLogs (port): every ballot log that can be read here: this process's, those of dead ones it opened, copies of others' (LOG3).

import type { LogId } from '../../shared/basics/ids.ts'
import type { BallotLog } from './ballot-log.ts'

export type ReadableLog = Pick<BallotLog, 'logId' | 'head' | 'read'>

export interface BallotLogs {
  /** Logs that others wrote and this process holds now: nobody else appends to them, so it merges and seals them. */
  readonly orphans: readonly BallotLog[]
  /** Every log that can be read here, the process's own first. */
  known(): readonly ReadableLog[]
  /** Their files, to be opened read-only. */
  files(): readonly string[]
  /** Of them those that nobody else appends to: the process's own, and those it opened of dead ones. */
  heldFiles(): readonly string[]
  /** The logs there are, as the journal announces them; those of other processes are copied from now on. */
  name(logIds: readonly LogId[]): void
  /** As they were named last, the process's own in any case. */
  named(): readonly LogId[]
  /** The process's own log has grown: its copy is made before long. */
  grown(): void
  /** Resolves when every log named is readable here that far; rejects where one is not there yet, and says which. */
  collect(upTo: Readonly<Record<LogId, number>>): Promise<void>
  close(): Promise<void>
}

/** Of a process that is alone: its own, and those other processes once left in its folder. */
export function logsOfOneProcess(
  own: { readonly log: BallotLog; readonly file: string },
  orphans: readonly { readonly log: BallotLog; readonly file: string }[] = [],
): BallotLogs {
  const held = [own, ...orphans]
  return {
    orphans: orphans.map(({ log }) => log),
    known: () => held.map(({ log }) => log),
    files: () => held.map(({ file }) => file),
    heldFiles: () => held.map(({ file }) => file),
    name: () => undefined,
    named: () => held.map(({ log }) => log.logId),
    grown: () => undefined,
    collect: async () => undefined,
    close: async () => undefined,
  }
}
