// HMAC-SHA-256 under one key by two one-shot hashes: a third of the time of node's Hmac objects, for what is done once for every ballot.

import { createHmac, hash } from 'node:crypto'

/** SHA-256's block, in bytes. */
const BLOCK = 64
const DIGEST = 32
/** Longer texts than any identity go the ordinary way. */
const LONGEST = 512

/**
 * The first 16 bytes of HMAC-SHA-256(key, text as UTF-8): H((K ⊕ opad) ‖ H((K ⊕ ipad) ‖ text)). `key`: 32 bytes.
 * Source: RFC 2104.
 */
export function createShortHmac(key: Uint8Array): (text: string) => Uint8Array {
  if (key.byteLength !== 32) throw new RangeError('a key has 32 bytes')
  const own = Buffer.from(key)
  const inner = Buffer.alloc(BLOCK + LONGEST * 3, 0x36)
  const outer = Buffer.alloc(BLOCK + DIGEST, 0x5c)
  for (const [i, byte] of own.entries()) {
    inner[i]! ^= byte
    outer[i]! ^= byte
  }
  return (text) => {
    if (text.length > LONGEST) return createHmac('sha256', own).update(text).digest().subarray(0, 16)
    const end = BLOCK + inner.write(text, BLOCK, 'utf8')
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK, 'binary')
    return Buffer.from(hash('sha256', outer, 'binary').slice(0, 16), 'binary')
  }
}
