// The ReceiptSearch on a ballot log's SQLite file, in a worker thread.

import type { ReceiptSearch } from './receipt-search.ts'
import type { ReceiptSearchCalls } from './sqlite-receipt-search-worker.ts'
import { startWorker } from './worker-shell.ts'

const CALLS = ['open', 'follow', 'find', 'first', 'close'] as const

/** `file`: a ballot log that is open for appending elsewhere in this process. `secret`: what its codes were made with. */
export async function openSqliteReceiptSearch(file: string, secret: Uint8Array): Promise<ReceiptSearch> {
  const worker = startWorker<ReceiptSearchCalls>(
    new URL('./sqlite-receipt-search-worker.ts', import.meta.url),
    CALLS,
  )
  const { call } = worker
  const logId = await call.open(file, secret).catch(async (error: unknown) => {
    await worker.stop()
    throw error
  })
  return {
    logId,
    follow: call.follow,
    find: call.find,
    first: call.first,
    async close() {
      try {
        await call.close()
      } finally {
        await worker.stop()
      }
    },
  }
}
