// The port between processes: bytes to one of them or to all, for the moment only. What nobody hears is gone.

import type { LogId } from '../../shared/basics/ids.ts'

/** Whoever listens as one of these hears what is sent to it. */
export type LineName = LogId | 'all'

export interface Line {
  /** Bytes of one sender arrive in the order in which they were sent. How many listened; rejects where that cannot be said. */
  send(to: LineName, bytes: Uint8Array): Promise<number>
  /** Once, before anything is sent. */
  listen(names: readonly LineName[], heard: (bytes: Uint8Array) => void): Promise<void>
  close(): void
}

/** Longer than anything that is sent; what is longer is thrown away where it arrives. */
export const LINE_BYTES_MOST = 2 * 1_024 * 1_024
