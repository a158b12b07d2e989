// The thread that holds a ballot log's file: nothing here but the way from a call to sqlite-ballot-log-file.ts.

import type { LogBatch } from './ballot-log.ts'
import { openBallotLogFile, type BallotLogFile } from './sqlite-ballot-log-file.ts'
import { serveCalls } from './worker-shell.ts'

let open: BallotLogFile | null = null

function file(): BallotLogFile {
  if (open === null) throw new Error('the ballot log is not open')
  return open
}

const api = {
  open: (path: string, pagesMax: number | null, newLogId: string | undefined) => {
    open = openBallotLogFile(path, pagesMax, newLogId)
    return { logId: open.logId, head: open.head() }
  },
  append: (records: Uint8Array) => file().append(records),
  adopt(batches: readonly LogBatch[]) {
    const taken = file().adopt(batches)
    return { taken, head: file().head() }
  },
  reopen: () => file().reopen(),
  read: (after: number, limit: number) => file().read(after, limit),
  verifyChain: () => file().verifyChain(),
  close: (): void => file().close(),
}

export type BallotLogCalls = typeof api

serveCalls(api)
