// The private store's file held by a worker thread, encryption included: a write returns when it is on disk.

import type { PrivateCalls } from './sqlite-private-worker.ts'
import { startWorker } from './worker-shell.ts'

const CALLS = [
  ...['open', 'wrappedKey', 'saveWrappedKey', 'unlock', 'put', 'update', 'get', 'list'],
  ...['remove', 'removeKind', 'wipe', 'expire', 'counts', 'close'],
] as readonly (keyof PrivateCalls)[]

/** Rows in all; a row is about 300 bytes. */
const ROWS_MOST = 2_000_000

export type SqlitePrivate = Awaited<ReturnType<typeof openSqlitePrivate>>

/**
 * Opens or makes the private store's `file`; fits the PrivateFile of private/private-store.ts. Rejects with NotOurFile where
 * it is foreign or corrupt (it is left as it was) or with the driver's error.
 */
export async function openSqlitePrivate({
  file,
  rowsMost = ROWS_MOST,
  pagesMax = null,
}: {
  readonly file: string
  readonly rowsMost?: number
  readonly pagesMax?: number | null
}) {
  const worker = startWorker<PrivateCalls>(new URL('./sqlite-private-worker.ts', import.meta.url), CALLS)
  const { call } = worker
  try {
    await call.open(file, rowsMost, pagesMax)
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
