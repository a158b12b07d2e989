// Makes the secrets that are handed out once, and the hashes that are kept of them.

import { createHash, randomBytes, randomInt } from 'node:crypto'

/** 256 random bits as 43 characters of base64url: a login's cookie, a tablet's token, the set-up link. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** 128 random bits as 22 characters: short enough for a QR code that is read across a table. */
export function newQrToken(): string {
  return randomBytes(16).toString('base64url')
}

/** Names a login or a command; no secret. */
export function newId(): string {
  return randomBytes(12).toString('base64url')
}

/** Eight decimal digits, each of the 10⁸ equally likely. */
export function newCode(): string {
  return randomInt(0, 100_000_000).toString().padStart(8, '0')
}

/**
 * SHA-256 of a secret. Enough for 128 random bits and more; a pairing code of eight digits is guarded by its ten minutes
 * and its limits, not by this hash. What is looked up by its hash needs no constant-time compare.
 */
export function hashOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret, 'utf8').digest()
}

/** Without letters and digits that are taken for another when they are read from paper. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Twelve characters in three groups, 59 bits: a first password on a slip of paper, changed at the first sign-in. */
export function newFirstPassword(): string {
  const group = () => Array.from({ length: 4 }, () => READABLE[randomInt(READABLE.length)]).join('')
  return `${group()}-${group()}-${group()}`
}
