// Looks at windows through read-only connections to ballot logs that are open for appending elsewhere (BAL9).

import { DatabaseSync } from 'node:sqlite'
import type { WindowId } from '../../shared/basics/ids.ts'
import type { DetectionRules } from '../../shared/ballot/detect/detection-rules.ts'
import {
  lookAt,
  weigh,
  type Consequence,
  type Look,
  type LookedWindow,
} from '../../shared/ballot/detect/look.ts'
import type { QuarantineRule } from '../../shared/ballot/quarantine.ts'
import { logIdOf } from './ballot-log-reader.ts'
import { RECORD_BYTES, viewOf, windowNumberAt, windowNumberOf } from './ballot-record.ts'
import { createWindowColumns, type WindowColumns } from './window-columns.ts'

/** Of one window; the columns of so many take 150 MB. */
const ROWS_MOST = 3_000_000
/** Ballots read before the connection is let go for a moment: it never holds the log's write-ahead file back for long. */
const SLICE = 200_000

interface Row {
  readonly first_sequence: number
  readonly count: number
  readonly records: Uint8Array
}

interface Watched {
  readonly columns: WindowColumns
  readonly number: number
  /** Where each log has been read to. */
  readonly readTo: number[]
  overfull: boolean
}

export type BallotLooksFile = ReturnType<typeof openBallotLooksFile>

/** Synchronous: for a worker thread. Throws the driver's errors. `rowsMost` of one window: for tests. */
export function openBallotLooksFile(files: readonly string[], rowsMost = ROWS_MOST) {
  const openLog = (file: string) => {
    const db = new DatabaseSync(file, { readOnly: true, timeout: 2_000 })
    logIdOf(db, file)
    const behind = db.prepare(
      'SELECT first_sequence, count, records FROM batch WHERE first_sequence > ? ORDER BY first_sequence',
    )
    return { db, behind }
  }
  const logs = files.map(openLog)
  const windows = new Map<WindowId, Watched>()

  const readOn = (watched: Watched) => {
    for (const [i, { behind }] of logs.entries()) while (readSlice(watched, i, behind));
  }
  const readSlice = (watched: Watched, log: number, behind: (typeof logs)[number]['behind']): boolean => {
    let read = 0
    for (const row of behind.iterate(watched.readTo[log] ?? 0) as unknown as Iterable<Row>) {
      const view = viewOf(row.records)
      for (let at = 0; at < view.byteLength; at += RECORD_BYTES) {
        if (windowNumberAt(view, at) === watched.number && !watched.columns.add(view, at))
          watched.overfull = true
      }
      watched.readTo[log] = row.first_sequence + row.count - 1
      read += row.count
      if (read >= SLICE) return true
    }
    return false
  }
  const watchedAs = (windowId: WindowId): Watched => {
    let watched = windows.get(windowId)
    if (watched === undefined) {
      watched = {
        columns: createWindowColumns(rowsMost),
        number: windowNumberOf(windowId),
        readTo: logs.map(() => 0),
        overfull: false,
      }
      windows.set(windowId, watched)
    }
    readOn(watched)
    return watched
  }

  return {
    /** Logs that came later. */
    add(more: readonly string[]): void {
      logs.push(...more.map(openLog))
    },
    look(window: LookedWindow, rules: DetectionRules, kind: Look['kind'], atMs: number): Look {
      const { columns, overfull } = watchedAs(window.windowId)
      return { ...lookAt(columns.rows(), window, rules, kind, atMs), overfull }
    },
    weigh(window: LookedWindow, rules: readonly QuarantineRule[], unitCode: number | null): Consequence {
      return weigh(watchedAs(window.windowId).columns.rows(), window, rules, unitCode)
    },
    keep(windowIds: readonly WindowId[]): void {
      for (const windowId of windows.keys()) if (!windowIds.includes(windowId)) windows.delete(windowId)
    },
    close(): void {
      for (const { db } of logs) if (db.isOpen) db.close()
    },
  }
}
