// The thread of one recount: reads the logs' files on connections of its own, so that no screen and no ballot waits for it.

import type { LogId } from '../../shared/basics/ids.ts'
import { recountFiles, type SealedLog } from './sqlite-recount-files.ts'
import type { RecountWindow } from './recount-tally.ts'
import { serveCalls } from './worker-shell.ts'

const api = {
  recount: (files: readonly string[], window: RecountWindow, seals: Readonly<Record<LogId, SealedLog>>) =>
    recountFiles(files, window, seals),
}

export type RecountCalls = typeof api

serveCalls(api)
