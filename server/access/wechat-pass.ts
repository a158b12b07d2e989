// The cookie by which a browser inside WeChat stands for a person: the openid sealed in it, so that nobody can read or make it.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { cookieIn } from './cookies.ts'

/** An evening's show. snsapi_base asks the person nothing, so a new pass costs one redirect. */
const PASS_MS = 2 * 3_600_000
const VERSION = 'v1'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const TIME_BYTES = 8
const SEALED = /^[A-Za-z0-9_-]{50,200}$/

export interface WechatPass {
  /** `wechat:APPID:OPENID`, the same as by message (BAL2). Never kept, never sent. */
  readonly identity: string
  readonly expiresAtMs: number
}

export interface WechatPasses {
  /** The Set-Cookie header that carries a pass of two hours. */
  setCookie(openid: string): string
  /** Whom a Cookie header stands for; null without a pass, or with one that is not ours, another account's, or too old. */
  passOf(cookieHeader: string | undefined): WechatPass | null
}

/**
 * AES-256-GCM under a key drawn from `secret` (at least 16 random bytes, the same after a restart); the account's id is
 * authenticated with it. `secure`: the world reaches us over TLS.
 */
export function createWechatPasses({
  appId,
  secret,
  clock,
  secure,
}: {
  readonly appId: string
  readonly secret: Uint8Array
  readonly clock: Clock
  readonly secure: () => boolean
}): WechatPasses {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'wenzheng wechat pass', 32))
  const bound = Buffer.from(`${VERSION}\n${appId}`)
  // Only the ballot door and its neighbours are ever shown it.
  const name = 'wenzheng-wechat'

  const seal = (openid: string, expiresAtMs: number): string => {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound)
    const time = Buffer.alloc(TIME_BYTES)
    time.writeBigUInt64BE(BigInt(expiresAtMs))
    const sealed = Buffer.concat([cipher.update(Buffer.concat([time, Buffer.from(openid)])), cipher.final()])
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url')
  }
  const open = (text: string): WechatPass | null => {
    const bytes = Buffer.from(text, 'base64url')
    const sealed = bytes.subarray(NONCE_BYTES, -TAG_BYTES)
    if (sealed.length <= TIME_BYTES) return null
    try {
      const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      cipher.setAAD(bound).setAuthTag(bytes.subarray(-TAG_BYTES))
      const plain = Buffer.concat([cipher.update(sealed), cipher.final()])
      const openid = plain.subarray(TIME_BYTES).toString()
      return { identity: `wechat:${appId}:${openid}`, expiresAtMs: Number(plain.readBigUInt64BE()) }
    } catch {
      // Not sealed by us, or for another account.
      return null
    }
  }

  return {
    setCookie(openid) {
      const attributes = `Path=/api; HttpOnly; SameSite=Strict${secure() ? '; Secure' : ''}`
      const sealed = seal(openid, clock.nowMs() + PASS_MS)
      return `${name}=${sealed}; Max-Age=${String(PASS_MS / 1_000)}; ${attributes}`
    },
    passOf(cookieHeader) {
      const text = cookieIn(cookieHeader, name)
      const pass = text !== null && SEALED.test(text) ? open(text) : null
      return pass !== null && pass.expiresAtMs > clock.nowMs() ? pass : null
    },
  }
}
