// A receipt search for every ballot log that can be read here, those that come later too (BAL10).

import type { ReceiptSearch } from './receipt-search.ts'
import { openSqliteReceiptSearch } from './sqlite-receipt-search.ts'

export interface ReceiptSearches {
  /** Those that are open; one of a file that is new is opened meanwhile. */
  all(): readonly ReceiptSearch[]
  close(): Promise<void>
}

/** `files`: as they are at the moment. Rejects where one of those that are there cannot be opened. */
export async function openReceiptSearches(
  files: () => readonly string[],
  secret: Uint8Array,
  onError: (error: unknown) => void,
): Promise<ReceiptSearches> {
  const open = new Map<string, ReceiptSearch>()
  const opening = new Map<string, Promise<void>>()
  let closed = false
  const openOne = async (file: string) => {
    const search = await openSqliteReceiptSearch(file, secret)
    if (closed) await search.close()
    else open.set(file, search)
  }
  await Promise.all(files().map(openOne))
  return {
    all() {
      for (const file of files()) {
        if (closed || open.has(file) || opening.has(file)) continue
        const done = openOne(file)
          .catch(onError)
          .finally(() => opening.delete(file))
        opening.set(file, done)
      }
      return [...open.values()]
    },
    async close() {
      closed = true
      await Promise.all(opening.values())
      for (const search of open.values()) await search.close()
    },
  }
}
