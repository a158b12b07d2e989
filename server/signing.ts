// Signs manifests: an Ed25519 key made of 32 secret bytes of the data folder, its public half printed wherever a bundle is offered.

import { createPrivateKey, createPublicKey, sign } from 'node:crypto'

/** PKCS #8 around the 32 bytes of an Ed25519 key. Source: RFC 8410, section 7. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const KEY_BYTES = 32

export interface Signing {
  /** 32 bytes in hex. */
  readonly publicKey: string
  /** 64 bytes in hex. */
  sign(bytes: Uint8Array): string
}

/** `secret`: 32 bytes. Throws where it is of another length. */
export function createSigning(secret: Uint8Array): Signing {
  if (secret.byteLength !== KEY_BYTES) throw new RangeError('an Ed25519 key has 32 bytes')
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, secret]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    publicKey: spki.subarray(-KEY_BYTES).toString('hex'),
    sign: (bytes) => sign(null, bytes, key).toString('hex'),
  }
}
