// Keeps the tally index at the head of the ballot log: merges what was just committed, and reads the log where it fell behind.

import type { WindowId } from '../../shared/basics/ids.ts'
import { INVALID_REASONS } from '../../shared/ballot/ballot.ts'
import type { Clock } from '../clock.ts'
import type { LogBatch, LogHead } from '../storage/ballot-log.ts'
import type { ReadableLog } from '../storage/ballot-logs.ts'
import {
  choiceCodeAt,
  FIRST_INVALID_CODE,
  RECORD_BYTES,
  viewOf,
  windowNumberAt,
  windowNumberOf,
} from '../storage/ballot-record.ts'
import type { TallyIndex } from '../storage/tally-index.ts'

const READ_BATCHES = 1_024
/** While the show runs: as much as is merged in a few milliseconds. */
const READ_AGAIN_BATCHES = 8
/** Small batches are merged together: an index behind a socket takes as long for one ballot as for hundreds. */
const MERGE_TOGETHER = 2_048
const RETRY_MS = 1_000
const NONE_INVALID = INVALID_REASONS.map(() => 0)

export interface LogFollower {
  /** The batch that was just committed. `records` are free again when it returns. */
  committed(records: Uint8Array, head: LogHead): void
  /** Knows the log up to its head; an index that fails meanwhile is made whole later. Rejects where the log fails. */
  start(): Promise<void>
  /** Reads the log behind what is known, up to its head. Rejects where the log or the index fails. */
  catchUp(): Promise<void>
  /** The index was just asked: whether it has all that it had is looked at, and what it lost is merged again. */
  look(): void
  /**
   * Gives the log again to those polls of the index that are counted anew, in small pieces so that no screen waits; new
   * ballots are merged meanwhile. Rejects where the log or the index fails, and then goes on by itself.
   */
  countAnew(): Promise<void>
  /** The head up to which ballots are known, and the ballots of a window up to there. */
  known(): LogHead
  rows(windowId: WindowId): number
  /** Of these, how many were no ballot for each of INVALID_REASONS. */
  invalid(windowId: WindowId): readonly number[]
  /** Ballots merged; never goes back, though the index be emptied. */
  merged(): number
  complete(): boolean
  /** Nothing is tried again from now on. */
  stop(): void
}

/**
 * `readBack` is called for the newest `readBackMost` records that are read from the log and were not known before: at start
 * those of earlier runs, later those found on disk though their append was rejected. `changed`: counts changed, or whether
 * they are complete. `isCopy`: of another process's log, which may hold more than its copy does.
 */
export function createLogFollower({
  log,
  index,
  clock,
  readBack,
  readBackMost,
  isCopy = false,
  changed,
}: {
  readonly log: ReadableLog
  readonly index: TallyIndex
  readonly clock: Clock
  readonly readBack: (view: DataView, offset: number, nowMs: number) => void
  readonly readBackMost: number
  readonly isCopy?: boolean
  readonly changed: () => void
}): LogFollower {
  let known: LogHead = { sequence: 0, chainHash: '0'.repeat(64) }
  const rows = new Map<number, number>()
  const invalid = new Map<number, number[]>()
  let mergedMost = 0
  let catchingUp: Promise<void> | null = null
  let countingAnew: Promise<void> | null = null
  let isComplete = false
  let stopped = false
  /** The index is merging what was just committed; what is committed meanwhile waits and then goes together. */
  let isMerging = false
  let waiting: { readonly first: number; readonly records: Uint8Array[] } | null = null

  const noteInvalid = (windowNumber: number, reason: number) => {
    let reasons = invalid.get(windowNumber)
    if (reasons === undefined) invalid.set(windowNumber, (reasons = INVALID_REASONS.map(() => 0)))
    reasons[reason]! += 1
  }
  /** Counts the records of a batch that are not known yet; it ends at `head`. */
  const note = (view: DataView, head: LogHead) => {
    const unseen = (head.sequence - known.sequence) * RECORD_BYTES
    // Neighbours are mostly of one window: noted together.
    let windowNumber = -1
    let together = 0
    for (let at = Math.max(0, view.byteLength - unseen); at < view.byteLength; at += RECORD_BYTES) {
      const next = windowNumberAt(view, at)
      if (next !== windowNumber) {
        if (together > 0) rows.set(windowNumber, (rows.get(windowNumber) ?? 0) + together)
        windowNumber = next
        together = 0
      }
      together += 1
      const reason = choiceCodeAt(view, at) - FIRST_INVALID_CODE
      if (reason >= 0) noteInvalid(windowNumber, reason)
    }
    if (together > 0) rows.set(windowNumber, (rows.get(windowNumber) ?? 0) + together)
    if (unseen > 0) known = head
  }
  const noteReadBack = (view: DataView, head: LogHead) => {
    const unseen = Math.min(head.sequence - known.sequence, readBackMost) * RECORD_BYTES
    note(view, head)
    if (head.sequence <= log.head().sequence - readBackMost) return
    const nowMs = clock.nowMs()
    for (let at = Math.max(0, view.byteLength - unseen); at < view.byteLength; at += RECORD_BYTES) {
      readBack(view, at, nowMs)
    }
  }
  const reached = () => Math.min(known.sequence, index.watermark(log.logId))

  /** The index goes first to what lies behind its watermark, and no further once it failed: the log is read on all the same. */
  const readTo = async (failed: (error: unknown) => void): Promise<void> => {
    let indexFails = false
    let after = reached()
    let reading = log.read(after, READ_BATCHES)
    for (;;) {
      const batches = await reading
      const last = batches.at(-1)
      if (last === undefined) return
      after = last.firstSequence + last.count - 1
      // The next read is under way while this one is merged.
      reading = log.read(after, READ_BATCHES)
      reading.catch(() => {})
      for (const { firstSequence, count, chainHash, records } of batches) {
        const sequence = firstSequence + count - 1
        if (sequence > known.sequence) noteReadBack(viewOf(records), { sequence, chainHash })
      }
      if (indexFails) continue
      try {
        for (const { firstSequence, count, records } of joined(batches)) {
          const sequence = firstSequence + count - 1
          if (sequence > index.watermark(log.logId)) await index.merge(log.logId, firstSequence, records)
        }
      } catch (error) {
        indexFails = true
        failed(error)
        if (known.sequence <= after) continue
        // Known already, and not to be merged now: only what is behind it is news.
        after = known.sequence
        reading = log.read(after, READ_BATCHES)
        reading.catch(() => {})
      }
    }
  }
  const readOn = async () => {
    isComplete = false
    try {
      // A log that was itself put back: the index counts ballots that are no more.
      if (!isCopy && index.watermark(log.logId) > log.head().sequence) await index.reset()
      do {
        let failure: { readonly error: unknown } | null = null
        await readTo((error) => (failure = { error }))
        if (failure !== null) throw new IndexFails('the tally index fails', { cause: failure })
      } while (reached() < log.head().sequence)
      isComplete = true
      mergedMost = Math.max(mergedMost, index.merged())
    } finally {
      catchingUp = null
    }
    changed()
  }

  const catchUp = (): Promise<void> => (catchingUp ??= readOn())
  const catchUpLater = () => {
    // The log has it.
    waiting = null
    isComplete = false
    changed()
    catchUp().catch(catchUpSoon)
  }
  let retrying = false
  const catchUpSoon = () => {
    if (retrying) return
    retrying = true
    clock.at(clock.nowMs() + RETRY_MS, () => {
      retrying = false
      if (!stopped) catchUpLater()
    })
  }

  /**
   * One merge at a time: a slow index is asked for more at once, not more often. Its price is by the call as much as by the
   * ballot.
   */
  const mergeWaiting = () => {
    if (isMerging || waiting === null) return
    const { first, records } = waiting
    waiting = null
    isMerging = true
    index
      .merge(log.logId, first, records.length === 1 ? records[0]! : Buffer.concat(records))
      .finally(() => (isMerging = false))
      .then((answer) => {
        if (!answer.ok) return catchUpLater()
        mergedMost = Math.max(mergedMost, index.merged())
        changed()
        mergeWaiting()
      }, catchUpLater)
  }

  const readAgain = async () => {
    try {
      for (;;) {
        const after = index.behind(log.logId)
        if (after === null) break
        const batches = await log.read(after, READ_AGAIN_BATCHES)
        if (batches.length === 0 && isCopy) break
        if (batches.length === 0) throw new Error(`the ballot log ends before ballot ${after + 1}`)
        for (const { firstSequence, records } of batches) {
          await index.mergeAgain(log.logId, firstSequence, records)
        }
        await new Promise<void>((done) => setImmediate(done))
      }
    } catch (error) {
      clock.at(clock.nowMs() + RETRY_MS, () => {
        if (!stopped) countAnew().catch(() => {})
      })
      throw error
    } finally {
      countingAnew = null
    }
    changed()
  }
  const countAnew = (): Promise<void> => {
    if (countingAnew === null && index.behind(log.logId) === null) return Promise.resolve()
    return (countingAnew ??= readAgain())
  }

  return {
    committed(records, head) {
      const first = head.sequence - records.byteLength / RECORD_BYTES + 1
      // Behind: the log itself tells of this batch when it is read up to here.
      if (first > known.sequence + 1) return catchUpLater()
      note(viewOf(records), head)
      if (catchingUp !== null || retrying) return
      waiting ??= { first, records: [] }
      waiting.records.push(records.slice())
      mergeWaiting()
    },
    async start() {
      try {
        await catchUp()
      } catch (error) {
        if (!(error instanceof IndexFails)) throw error
        catchUpSoon()
      }
    },
    catchUp,
    look() {
      if (isMerging || catchingUp !== null || retrying) return
      if (index.watermark(log.logId) < known.sequence) catchUpLater()
      else if (countingAnew === null && index.behind(log.logId) !== null) countAnew().catch(() => {})
    },
    countAnew,
    known: () => known,
    rows: (windowId) => rows.get(windowNumberOf(windowId)) ?? 0,
    invalid: (windowId) => invalid.get(windowNumberOf(windowId)) ?? NONE_INVALID,
    merged: () => (mergedMost = Math.max(mergedMost, index.merged())),
    complete: () => isComplete,
    stop() {
      stopped = true
    },
  }
}

/** The log was read; the index did not take all of it. */
class IndexFails extends Error {}

/** Neighbouring small batches as one, in their order. */
function* joined(
  batches: readonly LogBatch[],
): Iterable<Pick<LogBatch, 'firstSequence' | 'count' | 'records'>> {
  let from = 0
  while (from < batches.length) {
    let to = from + 1
    let count = batches[from]!.count
    while (to < batches.length && count + batches[to]!.count <= MERGE_TOGETHER) count += batches[to++]!.count
    const { firstSequence, records } = batches[from]!
    const together = batches.slice(from, to)
    yield together.length === 1
      ? { firstSequence, count, records }
      : { firstSequence, count, records: Buffer.concat(together.map((batch) => batch.records)) }
    from = to
  }
}
