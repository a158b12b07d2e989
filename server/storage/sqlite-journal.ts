// The Journal on a SQLite file, held by a worker thread: an append returns when it is on disk.

import type { Journal } from './journal.ts'
import type { JournalCalls } from './sqlite-journal-worker.ts'
import { startWorker } from './worker-shell.ts'

const CALLS = [
  ...['open', 'append', 'draft', 'adopt', 'rows', 'read', 'readStream', 'ofCommand', 'head'],
  ...['verifyChain', 'close'],
] as readonly (keyof JournalCalls)[]

/** The file in its thread, for the journal embedded and for the mirror of one that others write too (redis-journal.ts). */
export async function startJournalFile(file: string, pagesMax: number | null = null) {
  const worker = startWorker<JournalCalls>(new URL('./sqlite-journal-worker.ts', import.meta.url), CALLS)
  const { call } = worker
  try {
    await call.open(file, pagesMax)
  } catch (error) {
    await worker.stop()
    throw error
  }
  return {
    ...call,
    async close() {
      try {
        await call.close()
      } finally {
        await worker.stop()
      }
    },
  }
}

/**
 * Opens or makes the journal `file`. Rejects with NotOurFile where it is foreign or corrupt; it is left as it was.
 * `pagesMax` bounds its size in pages of 4096 bytes, to prove what a full disk does.
 */
export async function openSqliteJournal({
  file,
  pagesMax = null,
}: {
  readonly file: string
  readonly pagesMax?: number | null
}): Promise<Journal> {
  const call = await startJournalFile(file, pagesMax)
  return {
    append: (expected, events) => call.append(definedOnly(expected), events),
    read: call.read,
    readStream: call.readStream,
    ofCommand: call.ofCommand,
    head: call.head,
    newest: async () => (await call.head()).position,
    verifyChain: call.verifyChain,
    follow: () => () => undefined,
    fault: () => null,
    close: () => call.close(),
  }
}

/** As a thread takes it: streams that are named. */
export function definedOnly(expected: Readonly<Partial<Record<string, number>>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(expected).filter((entry): entry is [string, number] => entry[1] !== undefined),
  )
}
