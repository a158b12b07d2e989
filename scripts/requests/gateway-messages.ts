// Makes signed batches for the generic gateway door, as a sidecar of an SP would: with node:crypto, none of the server's code.

import { createHash, createHmac } from 'node:crypto'
import type { MadeRequest } from './signed-requests.ts'

export interface GatewaySms {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly text: string
  /** Seconds or milliseconds since 1970. */
  readonly ts: number
}

export interface GatewayStamp {
  readonly atMs: number
  /** Never used before: 8 to 64 characters. */
  readonly nonce: string
}

export const GATEWAY_PATH = '/channels/gateway'

/** Hex HMAC-SHA256(secret, ts LF nonce LF hex SHA-256(body)). */
export function gatewaySignature(secret: string, ts: string, nonce: string, body: string): string {
  const bodyHash = createHash('sha256').update(body).digest('hex')
  return createHmac('sha256', secret).update([ts, nonce, bodyHash].join('\n')).digest('hex')
}

export function gatewayRequest(
  secret: string,
  messages: readonly GatewaySms[],
  stamp: GatewayStamp,
): MadeRequest {
  return gatewayBody(secret, JSON.stringify(messages), stamp)
}

/** The same with any body. */
export function gatewayBody(secret: string, body: string, { atMs, nonce }: GatewayStamp): MadeRequest {
  const ts = String(Math.floor(atMs / 1_000))
  return {
    method: 'POST',
    path: GATEWAY_PATH,
    headers: {
      'content-type': 'application/json',
      'x-ts': ts,
      'x-nonce': nonce,
      'x-sig': gatewaySignature(secret, ts, nonce, body),
    },
    body,
  }
}
