// The hash chain of a ballot log: each batch's hash covers the hash before it, its place and its records (LOG1, LOG3).

import { createHash } from 'node:crypto'

export const NO_HASH: Uint8Array = new Uint8Array(32)
export const NO_HASH_HEX = '0'.repeat(64)

const place = new Uint8Array(12)
const placeView = new DataView(place.buffer)

/** SHA-256 over (hash before, 32 bytes; first sequence, u64 big-endian; count, u32 big-endian; records). */
export function batchHash(
  before: Uint8Array,
  firstSequence: number,
  count: number,
  records: Uint8Array,
): Uint8Array {
  placeView.setUint32(0, Math.floor(firstSequence / 4_294_967_296))
  placeView.setUint32(4, firstSequence >>> 0)
  placeView.setUint32(8, count)
  return createHash('sha256').update(before).update(place).update(records).digest()
}

export const toHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
