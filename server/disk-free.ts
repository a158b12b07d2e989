// How much is free where the data folder is: looked at now and then, apart from the disk's own work, so that asking never waits.

import { statfs } from 'node:fs/promises'

const LOOK_AT_DISK_EVERY_MS = 10_000

/** Bytes; null: not known. `closers` gets what ends the looking. */
export function watchDiskFree(dataDir: string, closers: (() => void)[]): () => number | null {
  let free: number | null = null
  const look = () => {
    statfs(dataDir).then(
      ({ bavail, bsize }) => {
        free = bavail * bsize
      },
      () => {
        free = null
      },
    )
  }
  look()
  const timer = setInterval(look, LOOK_AT_DISK_EVERY_MS).unref()
  closers.push(() => clearInterval(timer))
  return () => free
}
