// The `state` that goes to WeChat and comes back: signed, of one use, of five minutes, and bound to the browser that set out.

import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { cookieIn } from './cookies.ts'

/** As long as WeChat's code lives. */
const STATE_MS = 300_000
/** States that came back and are not expired yet; beyond it nobody new gets in, since a used one could be used again. */
const USED_MOST = 200_000
/** Letters and digits only and at most 128 of them (developers.weixin.qq.com, 网页授权): nonce, expiry, ballot, signature. */
const STATE = /^([0-9a-f]{32})([0-9a-f]{12})([0-9a-f]{12})([0-9a-f]{4})([0-9a-f]{64})$/
const BROWSER = /^[0-9a-f]{32}$/
const COOKIE = 'wenzheng-wechat-state'

/** Where the person was going: a poll of the ballot page and a unit in it. */
export interface BallotTarget {
  /** 12 hex digits. */
  readonly poll: string | null
  readonly unit: number | null
}

export interface WechatStates {
  /** A new state, and the Set-Cookie header that ties it to this browser. */
  begin(cookieHeader: string | undefined, target: BallotTarget): { state: string; setCookie: string }
  /** Uses the state up; null where it is not ours, expired, used before, or of another browser. */
  redeem(state: string, cookieHeader: string | undefined): BallotTarget | null
  /** Used states kept now. */
  size(): number
}

export function createWechatStates({
  secret,
  clock,
  secure,
}: {
  /** At least 16 random bytes, the same after a restart. */
  readonly secret: Uint8Array
  readonly clock: Clock
  readonly secure: () => boolean
}): WechatStates {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'wenzheng wechat state', 32))
  /** Nonce → when it expires, in order of use, which is nearly that of expiry. */
  const used = new Map<string, number>()

  const macOf = (body: string, browser: string) =>
    createHmac('sha256', key).update(`${body}\n${browser}`).digest()
  const browserOf = (cookieHeader: string | undefined): string | null => {
    const browser = cookieIn(cookieHeader, COOKIE)
    return browser !== null && BROWSER.test(browser) ? browser : null
  }
  const forgetExpired = (nowMs: number) => {
    for (const [nonce, expiresAtMs] of used) {
      if (expiresAtMs > nowMs) return
      used.delete(nonce)
    }
  }

  return {
    begin(cookieHeader, { poll, unit }) {
      // One for all tabs: a second tab must not turn the first one away.
      const browser = browserOf(cookieHeader) ?? randomBytes(16).toString('hex')
      const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0')
      const expires = hex(clock.nowMs() + STATE_MS, 12)
      const body = `${randomBytes(16).toString('hex')}${expires}${poll ?? hex(0, 12)}${hex(unit ?? 0, 4)}`
      // Lax: it must come along when WeChat sends the browser back to us.
      const attributes = `Path=/wechat; HttpOnly; SameSite=Lax${secure() ? '; Secure' : ''}`
      return {
        state: `${body}${macOf(body, browser).toString('hex')}`,
        setCookie: `${COOKIE}=${browser}; Max-Age=${String(STATE_MS / 1_000)}; ${attributes}`,
      }
    },
    redeem(state, cookieHeader) {
      const [, nonce = '', expires = '', poll = '', unit = '', mac = ''] = STATE.exec(state) ?? []
      const browser = browserOf(cookieHeader)
      if (nonce === '' || browser === null) return null
      const body = `${nonce}${expires}${poll}${unit}`
      if (!timingSafeEqual(Buffer.from(mac, 'hex'), macOf(body, browser))) return null
      const nowMs = clock.nowMs()
      forgetExpired(nowMs)
      const expiresAtMs = parseInt(expires, 16)
      if (expiresAtMs <= nowMs || used.has(nonce) || used.size >= USED_MOST) return null
      used.set(nonce, expiresAtMs)
      return {
        poll: /^0+$/.test(poll) ? null : poll,
        unit: parseInt(unit, 16) || null,
      }
    },
    size: () => used.size,
  }
}
