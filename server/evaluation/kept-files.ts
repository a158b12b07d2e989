// What was computed once and may be computed again, kept beside the data: each file sealed with a secret of the folder, and read
// only where it is whole and ours. Nothing depends on it but the time it saves: the folder may be deleted at any moment.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface KeptFiles {
  /** Its parts as they were kept; null: never kept, damaged, changed, or kept under another name. */
  read(name: string): Promise<readonly Uint8Array[] | null>
  /** Settles when it is kept, or cannot be. */
  keep(name: string, parts: readonly Uint8Array[]): Promise<void>
}

const SEAL_BYTES = 32
const COUNT_BYTES = 4
const PARTS_MOST = 16
/** A city of ten thousand units needs about 1.5 MB a period. */
const BYTES_MOST = 64_000_000
/** Forty periods and their certainty, publications, and some of a program before an update; the longest unused go first. */
const FILES_MOST = 160

/** `secret`: of the data folder, so that nobody without it can make a file that is read. Any failure is told to `onError`. */
export function createKeptFiles(
  folder: string,
  secret: Uint8Array,
  onError: (error: unknown) => void = () => {},
): KeptFiles {
  const key = createHmac('sha256', secret).update('seals kept files').digest()
  const sealOf = (name: string, content: Uint8Array) =>
    createHmac('sha256', key).update(`${name}\n`).update(content).digest()
  const fileOf = (name: string) => join(folder, name)

  async function dropOldest(): Promise<void> {
    const names = await readdir(folder)
    if (names.length <= FILES_MOST) return
    const aged = await Promise.all(
      names.map(async (name) => ({ name, usedMs: (await stat(fileOf(name))).mtimeMs })),
    )
    aged.sort((a, b) => a.usedMs - b.usedMs)
    for (const { name } of aged.slice(0, names.length - FILES_MOST)) await unlink(fileOf(name))
  }

  return {
    async read(name) {
      try {
        const { size } = await stat(fileOf(name))
        if (size > BYTES_MOST) return null
        const bytes = await readFile(fileOf(name))
        const content = bytes.subarray(SEAL_BYTES)
        const seal = bytes.subarray(0, SEAL_BYTES)
        if (seal.length < SEAL_BYTES || !timingSafeEqual(seal, sealOf(name, content))) return null
        const now = new Date()
        await utimes(fileOf(name), now, now)
        return partsOf(content)
      } catch (error) {
        if (!isMissing(error)) onError(error)
        return null
      }
    },
    async keep(name, parts) {
      try {
        if (parts.length > PARTS_MOST) throw new Error(`${name} has ${parts.length} parts`)
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const content = contentOf(parts)
        const beside = `${fileOf(name)}.${randomBytes(6).toString('hex')}`
        await writeFile(beside, Buffer.concat([sealOf(name, content), content]), { mode: 0o600 })
        await rename(beside, fileOf(name))
        await dropOldest()
      } catch (error) {
        onError(error)
      }
    },
  }
}

/** How many parts, how long each is, and the parts end to end. */
function contentOf(parts: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(COUNT_BYTES * (1 + parts.length))
  head.writeUInt32LE(parts.length, 0)
  parts.forEach(({ byteLength }, i) => head.writeUInt32LE(byteLength, COUNT_BYTES * (1 + i)))
  return Buffer.concat([head, ...parts])
}

/** Of sealed content: as contentOf wrote it. */
function partsOf(content: Buffer): readonly Uint8Array[] {
  const count = content.readUInt32LE(0)
  let at = COUNT_BYTES * (1 + count)
  return Array.from({ length: count }, (_, i) => {
    const from = at
    at += content.readUInt32LE(COUNT_BYTES * (1 + i))
    // Copied out, so that a part can be read as numbers of two or four bytes and does not hold the rest.
    return new Uint8Array(content.subarray(from, at))
  })
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
