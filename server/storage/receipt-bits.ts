// The receipt code of a message: 50 bits of an HMAC over its channel and id, under a key of this data folder (BAL10).

import { hash, hkdfSync } from 'node:crypto'
import type { PollChannel } from '../../shared/ballot/choices.ts'
import { receiptCodeOf, type ReceiptBits } from '../../shared/ballot/receipt-code.ts'
import { createShortHmac } from '../short-hmac.ts'

const KEY_BYTES = 32

export interface ReceiptKey {
  /** By the message's hash as the log keeps it: the first 64 bits of SHA-256(channel NUL message id), hexadecimal. */
  readonly bitsOf: (messageHash: string) => ReceiptBits
  /** What a citizen is told. */
  readonly codeOf: (channel: PollChannel, messageId: string) => string
}

/** `secret`: of the data folder, the same after a restart, else no code given before is known. */
export function createReceiptKey(secret: Uint8Array): ReceiptKey {
  const hmac = createShortHmac(
    Buffer.from(hkdfSync('sha256', secret, '', 'wenzheng receipt codes', KEY_BYTES)),
  )
  const bitsOf = (messageHash: string): ReceiptBits => {
    const mac = hmac(messageHash)
    const first = ((mac[0]! << 24) | (mac[1]! << 16) | (mac[2]! << 8) | mac[3]!) >>> 0
    const next = ((mac[4]! << 16) | (mac[5]! << 8) | mac[6]!) >>> 0
    return { high: first >>> 7, low: (first & 0x7f) * 2 ** 18 + (next >>> 6) }
  }
  return {
    bitsOf,
    codeOf: (channel, messageId) =>
      receiptCodeOf(bitsOf(hash('sha256', `${channel}\0${messageId}`).slice(0, 16))),
  }
}

/** The 32 bits by which a code is looked for in memory. */
export function tagOf({ high, low }: ReceiptBits): number {
  return ((high << 7) | (low >>> 18)) >>> 0
}
