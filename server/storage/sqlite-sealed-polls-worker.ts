// The thread that reads sealed polls from the logs' files, so that no screen and no ballot waits for it.

import { rowsOfFiles } from './sqlite-poll-rows-file.ts'
import { countFilesBySql } from './sqlite-sql-tally-file.ts'
import { serveCalls } from './worker-shell.ts'

const api = { countFilesBySql, rowsOfFiles }

export type SealedPollsCalls = typeof api

serveCalls(api)
