// The thread that holds the journal's file: nothing here but the way from a call to sqlite-journal-file.ts.

import type { NewEvents } from './journal.ts'
import type { JournalRow } from './journal-row.ts'
import { openJournalFile, type JournalFile } from './sqlite-journal-file.ts'
import { serveCalls } from './worker-shell.ts'

let open: JournalFile | null = null

function file(): JournalFile {
  if (open === null) throw new Error('the journal is not open')
  return open
}

const api = {
  open: (path: string, pagesMax: number | null): void => {
    open = openJournalFile(path, pagesMax)
  },
  append: (expected: Readonly<Record<string, number>>, events: NewEvents) => file().append(expected, events),
  draft: (given: NewEvents) => file().draft(given),
  adopt: (rows: readonly JournalRow[]) => file().adopt(rows),
  rows: (after: number, limit: number) => file().rows(after, limit),
  read: (after: number, limit: number) => file().read(after, limit),
  readStream: (stream: string) => file().readStream(stream),
  ofCommand: (commandId: string) => file().ofCommand(commandId),
  head: () => file().head(),
  verifyChain: () => file().verifyChain(),
  close: (): void => file().close(),
}

export type JournalCalls = typeof api

serveCalls(api)
