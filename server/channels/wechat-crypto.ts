// WeChat's safe mode: signatures over what is sent, AES-256-CBC with the account's id inside, every byte of it checked.

import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

/** 32 bytes; its first 16 are the IV as well. */
export type WechatKey = Buffer

const ENCODED_KEY = /^[A-Za-z0-9+/]{43}$/
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const BLOCK = 32
const RANDOM = 16
const LENGTH = 4

/** The key of an EncodingAESKey of 43 characters; null where it is none. */
export function wechatKeyOf(encodingAesKey: string): WechatKey | null {
  return ENCODED_KEY.test(encodingAesKey) ? Buffer.from(`${encodingAesKey}=`, 'base64') : null
}

/** SHA-1 in hex of the parts, sorted and joined: `signature` without, `msg_signature` with the Encrypt part. */
export function wechatSignatureOf(token: string, ...parts: readonly string[]): string {
  return createHash('sha1')
    .update([token, ...parts].sort().join(''))
    .digest('hex')
}

/** Constant time. Throws on an empty token, which would let everybody sign. */
export function isSignedByWechat(token: string, signature: string, ...parts: readonly string[]): boolean {
  if (token === '') throw new Error('an empty token validates forgeries')
  if (!/^[0-9a-f]{40}$/.test(signature)) return false
  const expected = wechatSignatureOf(token, ...parts)
  return timingSafeEqual(Buffer.from(signature, 'latin1'), Buffer.from(expected, 'latin1'))
}

/**
 * The XML inside an Encrypt, or null where anything about it is not as it must be: base64, blocks, padding, length,
 * UTF-8, the account's id. Its signature must have been checked before: then nobody outside learns which it was.
 */
export function decryptWechat(encrypt: string, key: WechatKey, appId: string): string | null {
  if (encrypt.length % 4 !== 0 || !BASE64.test(encrypt)) return null
  const sealed = Buffer.from(encrypt, 'base64')
  if (sealed.length === 0 || sealed.length % BLOCK !== 0) return null
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, RANDOM)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(sealed), decipher.final()])

  const padding = padded.at(-1) ?? 0
  if (padding < 1 || padding > BLOCK) return null
  const end = padded.length - padding
  if (!padded.subarray(end).every((byte) => byte === padding)) return null
  if (end < RANDOM + LENGTH) return null

  const start = RANDOM + LENGTH
  const length = padded.readUInt32BE(RANDOM)
  if (length > end - start) return null
  const account = padded.subarray(start + length, end)
  const ours = Buffer.from(appId)
  if (account.length !== ours.length || !timingSafeEqual(account, ours)) return null
  return utf8(padded.subarray(start, start + length))
}

/** The Encrypt of a reply. `random`: 16 bytes, fresh each time. */
export function encryptWechat(xml: string, key: WechatKey, appId: string, random: Uint8Array): string {
  const text = Buffer.from(xml)
  const length = Buffer.alloc(LENGTH)
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([random, length, text, Buffer.from(appId)])
  const padding = BLOCK - (plain.length % BLOCK)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, RANDOM)).setAutoPadding(false)
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)])
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')
}

/** Null where the bytes are not UTF-8; a replacement character would change what was written. */
export function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
