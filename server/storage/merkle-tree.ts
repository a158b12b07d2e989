// The Merkle tree of RFC 6962 over the entries of a log, grown entry by entry: of it only the roots of its full subtrees are kept.

import { hash } from 'node:crypto'

const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)
const HASH_BYTES = 32

export interface MerkleTree {
  /** Entries so far. */
  size(): number
  add(entry: Uint8Array): void
  /** 32 bytes; of an empty tree SHA-256 of nothing. */
  root(): Uint8Array
  /** What `treeFrom` goes on from: 32 bytes for each full subtree, the smallest first. */
  peaks(): Uint8Array
}

export function createMerkleTree(): MerkleTree {
  return treeFrom(0, new Uint8Array())
}

/** `size` and `peaks` of an earlier tree. Throws RangeError where they do not fit each other. */
export function treeFrom(size: number, peaks: Uint8Array): MerkleTree {
  /** By height: the root of the full subtree of 2^height entries, where the size has one. */
  const byHeight: (Uint8Array | null)[] = []
  let taken = 0
  for (let rest = size; rest >= 1; rest = Math.floor(rest / 2)) {
    const isThere = rest % 2 === 1
    byHeight.push(isThere ? peaks.slice(taken, taken + HASH_BYTES) : null)
    if (isThere) taken += HASH_BYTES
  }
  if (!Number.isSafeInteger(size) || size < 0 || taken !== peaks.byteLength)
    throw new RangeError(`${String(peaks.byteLength)} bytes are no peaks of ${String(size)} entries`)
  let entries = size

  return {
    size: () => entries,
    add(entry) {
      let root = sha256(LEAF, entry)
      let height = 0
      for (let left = byHeight[0]; left != null; left = byHeight[height]) {
        root = sha256(NODE, left, root)
        byHeight[height] = null
        height += 1
      }
      byHeight[height] = root
      entries += 1
    },
    root() {
      let root: Uint8Array | null = null
      for (const left of byHeight) {
        if (left === null) continue
        root = root === null ? left : sha256(NODE, left, root)
      }
      return root ?? sha256()
    },
    peaks: () => Buffer.concat(byHeight.filter((peak) => peak !== null)),
  }
}

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return hash('sha256', Buffer.concat(parts), 'buffer')
}
