// Seals a private row's JSON so that only this server can read it, and only as the row it was written as.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/** All of a row but its JSON and its place: authenticated along, so that no row can be passed for another or live longer. */
export interface RowHead {
  readonly kind: string
  readonly id: string
  readonly identityTag: string | null
  readonly expiresAtMs: number
}

export interface PrivateCipher {
  seal(head: RowHead, json: string): Uint8Array
  /** Throws where the bytes are not what was sealed under this head. */
  unseal(head: RowHead, sealed: Uint8Array): string
}

/** AES-256-GCM with random 96-bit nonces: far below 2³² rows under one key (NIST SP 800-38D, 8.3). */
export function createPrivateCipher(dataKey: Uint8Array): PrivateCipher {
  if (dataKey.byteLength !== KEY_BYTES) throw new RangeError('a data key has 32 bytes')
  const key = Buffer.from(dataKey)
  return {
    seal(head, json) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(authenticated(head))
      return Buffer.concat([nonce, cipher.update(json, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },
    unseal(head, sealed) {
      if (sealed.byteLength < NONCE_BYTES + TAG_BYTES) throw new Error('a sealed row is not that short')
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(authenticated(head)).setAuthTag(sealed.subarray(-TAG_BYTES))
      const plain = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES))
      return Buffer.concat([plain, decipher.final()]).toString('utf8')
    },
  }
}

function authenticated({ kind, id, identityTag, expiresAtMs }: RowHead): Buffer {
  return Buffer.from(JSON.stringify([kind, id, identityTag, expiresAtMs]), 'utf8')
}
