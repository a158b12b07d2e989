// Writes a bundle's file member by member, in a fixed order and with a fixed time, without ever holding it whole.

import { createHash, type Hash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Zip, ZipDeflate } from 'fflate'
import type { ContentHash } from '../../shared/period/ids.ts'

/** The oldest time a zip can hold: when a bundle was made is no business of its file. */
const NO_TIME = new Date(1980, 0, 1)
const PIECE_BYTES = 65_536

export interface WrittenMember {
  readonly name: string
  readonly bytes: number
  readonly sha256: ContentHash
}

export interface BundleZip {
  /** Writes one member; `pieces` are strings of UTF-8 or bytes. */
  member(name: string, pieces: Iterable<string | Uint8Array>): WrittenMember
  /** Syncs the file and moves it to HASH.zip, which says what is in it. */
  finish(): { readonly bundleHash: ContentHash; readonly bytes: number; readonly file: string }
  /** Takes back what was written so far. */
  abandon(): void
}

/** Throws where the folder cannot be written to. */
export function createBundleZip(folder: string, name: string): BundleZip {
  const beside = join(folder, `.${name}.new`)
  const descriptor = openSync(beside, 'w', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  let failed: Error | null = null
  const zip = new Zip((error, chunk) => {
    if (error !== null) {
      failed = error
      return
    }
    hash.update(chunk)
    bytes += chunk.byteLength
    for (let at = 0; at < chunk.byteLength;) at += writeSync(descriptor, chunk, at)
  })
  const check = () => {
    if (failed !== null) throw failed
  }
  return {
    member(memberName, pieces) {
      const of = createHash('sha256')
      const file = new ZipDeflate(memberName, { level: 6 })
      file.mtime = NO_TIME
      // Made by Unix, readable by everybody: some programs unpack a file without rights as one nobody may open.
      file.os = 3
      file.attrs = 0o100_644 << 16
      zip.add(file)
      const size = pushed(pieces, of, (piece, last) => file.push(piece, last))
      check()
      return { name: memberName, bytes: size, sha256: of.digest('hex') }
    },
    finish() {
      zip.end()
      check()
      fsyncSync(descriptor)
      closeSync(descriptor)
      const bundleHash = hash.digest('hex')
      const file = join(folder, `${bundleHash}.zip`)
      renameSync(beside, file)
      syncFolder(folder)
      return { bundleHash, bytes, file }
    },
    abandon() {
      closeSync(descriptor)
      rmSync(beside, { force: true })
    },
  }
}

/** Hands pieces on in larger ones, hashing them; how many bytes they were. */
function pushed(
  pieces: Iterable<string | Uint8Array>,
  hash: Hash,
  push: (piece: Uint8Array, last: boolean) => void,
): number {
  let size = 0
  let text = ''
  const flush = (piece: Uint8Array, last: boolean) => {
    hash.update(piece)
    size += piece.byteLength
    push(piece, last)
  }
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece
      if (text.length < PIECE_BYTES) continue
      flush(Buffer.from(text, 'utf8'), false)
      text = ''
    } else {
      if (text !== '') flush(Buffer.from(text, 'utf8'), false)
      text = ''
      flush(piece, false)
    }
  }
  flush(Buffer.from(text, 'utf8'), true)
  return size
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
