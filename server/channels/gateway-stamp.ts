// What signs a gateway's request: its time, its nonce and a signature over both and the body.

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { unixTimeMs } from './carrier-time.ts'

export interface GatewayStamp {
  /** As it was sent, which is what is signed. */
  readonly ts: string
  readonly tsMs: number
  readonly nonce: string
  /** Lower case. */
  readonly signature: string
}

/** How far its time may be from ours, either way. */
export const STAMP_VALID_FOR_MS = 300_000
const NONCE = /^[A-Za-z0-9._~+/=-]{8,64}$/
const SIGNATURE = /^[0-9a-f]{64}$/i

/** Null: a header is absent or of another shape. */
export function stampOf({ headers }: Pick<IncomingMessage, 'headers'>): GatewayStamp | null {
  const { 'x-ts': ts, 'x-nonce': nonce, 'x-sig': signature } = headers
  if (typeof ts !== 'string' || typeof nonce !== 'string' || typeof signature !== 'string') return null
  const tsMs = unixTimeMs(ts)
  if (tsMs === null || !NONCE.test(nonce) || !SIGNATURE.test(signature)) return null
  return { ts, tsMs, nonce, signature: signature.toLowerCase() }
}

/** What signs a request, ours as well as theirs: hex HMAC-SHA256(secret, ts LF nonce LF hex SHA-256 of the body). */
export function signatureOf(secret: string, ts: string, nonce: string, bodyHash: string): string {
  return createHmac('sha256', secret).update(`${ts}\n${nonce}\n${bodyHash}`).digest('hex')
}

/** In constant time. `bodyHash`: hex SHA-256 of the body as it came. */
export function isSigned(secret: string, { ts, nonce, signature }: GatewayStamp, bodyHash: string): boolean {
  const expected = signatureOf(secret, ts, nonce, bodyHash)
  return timingSafeEqual(Buffer.from(signature, 'hex'), Buffer.from(expected, 'hex'))
}
