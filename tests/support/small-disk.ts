// A small disk of its own (tmpfs) that a test fills up and frees again. Needs root, as CI has.

import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  /** Takes all the room there is; also what has become free since. */
  fill(): void
  /** Gives back what `fill` took. */
  free(): void
  remove(): void
}

/** Throws with a sentence where this machine lets nobody mount: a promise about disks is then not proven. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-disk-'))
  const options = `size=${String(megabytes)}m,mode=0700`
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { encoding: 'utf8' })
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true })
    throw new Error(
      'The promise about a full disk needs a small tmpfs, and mounting one needs root: run the tests as root (in a ' +
        `container with CAP_SYS_ADMIN). mount said: ${(mounted.stderr || mounted.error?.message) ?? ''}`,
    )
  }
  const filler = join(folder, 'filler')
  return {
    folder,
    fill() {
      const descriptor = openSync(filler, 'a')
      try {
        for (const size of [1 << 20, 4_096, 1]) writeUntilFull(descriptor, Buffer.alloc(size))
      } finally {
        closeSync(descriptor)
      }
    },
    free() {
      rmSync(filler, { force: true })
    },
    remove() {
      const gone = spawnSync('umount', ['-l', folder], { encoding: 'utf8' })
      if (gone.status !== 0) throw new Error(`umount ${folder}: ${gone.stderr}`)
      rmSync(folder, { recursive: true })
    },
  }
}

function writeUntilFull(descriptor: number, piece: Buffer): void {
  for (;;) {
    try {
      if (writeSync(descriptor, piece) < piece.length) return
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return
      throw error
    }
  }
}
