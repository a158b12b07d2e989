// Counts every citizens' window of a journal from ballot log files in one pass a log, and finds each seal in its log (LOG3).

import { isDeepStrictEqual } from 'node:util'
import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import type { PollCount } from '../../shared/ballot/tally.ts'
import { RECORD_BYTES, unpack, viewOf } from '../../server/storage/ballot-record.ts'
import { walkChain, withBallotLogFile } from '../../server/storage/ballot-log-reader.ts'
import { createRecount } from '../../server/storage/recount-tally.ts'
import type { JournalWindow } from './journal-window.ts'

export interface CountedLog {
  readonly file: string
  readonly logId: LogId
  readonly ballots: number
  readonly chainHash: string
  /** First sequence of the batch that does not fit the chain, or null; nothing from there on was counted. */
  readonly brokenAt: number | null
}

export interface CountedWindow {
  readonly window: JournalWindow
  /** In all, by unit, and as if there were no quarantine. */
  readonly count: PollCount
  /** Sealed in every log given here, so that the result is final. */
  readonly isSealed: boolean
  /** Whether it is what the journal says was verified; null: nothing was verified yet. */
  readonly agrees: boolean | null
  /** What is wrong, as Chinese sentences. */
  readonly problems: readonly string[]
}

export function countLogs(
  files: readonly string[],
  windows: readonly JournalWindow[],
): { readonly logs: readonly CountedLog[]; readonly counted: readonly CountedWindow[] } {
  const entries = windows.map((window) => ({
    window,
    recount: createRecount(window),
    problems: [] as string[],
  }))
  const byId = new Map(entries.map((entry) => [entry.window.windowId, entry]))
  const logs = files.map((file) => countLog(file, byId))
  const logIds = new Set(logs.map(({ logId }) => logId))
  if (logIds.size < logs.length) throw new Error('the same ballot log was given twice')
  const counted = entries.map(({ window, recount, problems }): CountedWindow => {
    for (const logId of window.seals.keys()) {
      if (!logIds.has(logId) && !window.excluded.has(logId)) problems.push(`计票日志${logId}没有给出`)
    }
    const count = recount.result()
    const agrees = window.verified === null ? null : isWhatWasVerified(count, window.verified)
    if (agrees === false) problems.push('重算与流水中核验的结果不一致')
    return { window, count, isSealed: window.seals.size > 0, agrees, problems }
  })
  return { logs, counted }
}

type Entry = {
  readonly window: JournalWindow
  readonly recount: ReturnType<typeof createRecount>
  readonly problems: string[]
}

function countLog(file: string, byId: ReadonlyMap<WindowId, Entry>): CountedLog {
  return withBallotLogFile(file, (db, logId) => {
    const taking = [...byId.values()].filter(({ window }) => !window.excluded.has(logId))
    const before = new Map(taking.map(({ window, recount }) => [window.windowId, recount.count()]))
    const pending = new Set(taking.filter(({ window }) => window.seals.has(logId)))
    const { sequence, hash, brokenAt } = walkChain(db, ({ first_sequence, count, chain_hash, records }) => {
      const view = viewOf(records)
      for (let i = 0; i < count; i++) {
        const ballot = unpack(view, i * RECORD_BYTES)
        const entry = ballot.windowId === null ? undefined : byId.get(ballot.windowId)
        if (entry === undefined || !before.has(entry.window.windowId)) continue
        const seal = entry.window.seals.get(logId)
        if (seal === undefined || first_sequence + i <= seal.sequence) entry.recount.add(ballot)
      }
      for (const entry of pending) {
        const { sequence: sealedAt, chainHash, count: sealedCount } = entry.window.seals.get(logId)!
        if (sealedAt > first_sequence + count - 1) continue
        pending.delete(entry)
        const found = entry.recount.count() - before.get(entry.window.windowId)!
        if (Buffer.from(chain_hash).toString('hex') !== chainHash) {
          entry.problems.push(`日志${logId}第${sealedAt}张处与封存不符`)
        } else if (found !== sealedCount) {
          entry.problems.push(`日志${logId}封存时有${sealedCount}张，现有${found}张`)
        }
      }
    })
    for (const { window, problems } of pending) {
      const sealedAt = window.seals.get(logId)!.sequence
      // Sealed before its first ballot: nothing to find.
      if (sealedAt > 0) problems.push(`日志${logId}封存于第${sealedAt}张，文件到第${sequence}张为止`)
    }
    return { file, logId, ballots: sequence, chainHash: Buffer.from(hash).toString('hex'), brokenAt }
  })
}

function isWhatWasVerified(
  { result, units, unfiltered }: PollCount,
  verified: NonNullable<JournalWindow['verified']>,
): boolean {
  return (
    isDeepStrictEqual(verified.result, result) &&
    isDeepStrictEqual(verified.unfiltered, unfiltered?.result ?? null) &&
    (verified.units === null || isDeepStrictEqual(verified.units, units))
  )
}
