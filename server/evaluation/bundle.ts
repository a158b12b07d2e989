// Makes a period's bundle, once: reads the ballots, has it written in a thread, and keeps the file under the hash of its bytes.

import { mkdir } from 'node:fs/promises'
import type { RowsOfPolls } from '../storage/sealed-polls.ts'
import type { BundleWork } from './bundle-worker.ts'
import type { BundleOrder, MadeBundle } from './bundle-write.ts'
import { inThread } from './in-thread.ts'

export interface BundleMaker {
  /** DATA_DIR/publications: HASH.zip each. */
  readonly folder: string
  readonly rowsOf: RowsOfPolls
  /** 32 secret bytes of the data folder. */
  readonly signingKey: Uint8Array
}

/**
 * Rejects where a log is not as it was sealed, and where the disk fails. Made again the same bundle has another hash: whose
 * number a voter has is drawn anew.
 */
export async function makeBundle(order: BundleOrder, maker: BundleMaker): Promise<MadeBundle> {
  const { folder, signingKey } = maker
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const rows = await maker.rowsOf(order.polls)
  const work: BundleWork = { order, rows, folder, signingKey }
  return inThread<MadeBundle>(new URL('./bundle-worker.ts', import.meta.url), work)
}
