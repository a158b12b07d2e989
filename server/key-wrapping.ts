// Wraps random keys by a secret, so that a file which holds them tells nothing without it (BAL8).

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export const KEY_BYTES = 32
/** Wrapped: version, nonce, AES-256-GCM of 32 key bytes, tag. The id is authenticated along. */
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

export interface KeyWrapping {
  wrap(id: string, key: Uint8Array): Uint8Array
  /** Null where the secret is another, or the bytes are not what was wrapped under this id. */
  unwrap(id: string, wrapped: Uint8Array): Buffer | null
}

/** `secret` of any length; the wrapping key is derived from it by HKDF-SHA-256 for one `purpose`. */
export function createKeyWrapping(secret: string, purpose: string): KeyWrapping {
  const wrapping = Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES))
  return {
    wrap(id, key) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', wrapping, nonce).setAAD(Buffer.from(id))
      return Buffer.concat([
        Buffer.of(VERSION),
        nonce,
        cipher.update(key),
        cipher.final(),
        cipher.getAuthTag(),
      ])
    },
    unwrap(id, wrapped) {
      if (wrapped.byteLength !== 1 + NONCE_BYTES + KEY_BYTES + TAG_BYTES || wrapped[0] !== VERSION)
        return null
      const nonce = wrapped.subarray(1, 1 + NONCE_BYTES)
      const tag = wrapped.subarray(-TAG_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', wrapping, nonce, { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(id)).setAuthTag(tag)
      try {
        return Buffer.concat([
          decipher.update(wrapped.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + KEY_BYTES)),
          decipher.final(),
        ])
      } catch {
        return null
      }
    },
  }
}
