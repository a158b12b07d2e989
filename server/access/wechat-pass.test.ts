// Proves the two WeChat cookies: a pass nobody can read, make or keep, and a state of one use for one browser.

import { describe, expect, test } from 'vitest'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { createWechatPasses } from './wechat-pass.ts'
import { createWechatStates } from './wechat-state.ts'

const SECRET = new Uint8Array(32).fill(5)
const APP = 'wxba5fad812f8e6fb9'
const OPENID = 'oCanary0000000000000000001'
const given = (changes: { appId?: string; secret?: Uint8Array; secure?: boolean } = {}) => {
  const { appId = APP, secret = SECRET, secure = false } = changes
  const clock = createHandClock()
  return { clock, passes: createWechatPasses({ appId, secret, clock, secure: () => secure }) }
}
const cookieOf = (setCookie: string) => setCookie.split(';', 1)[0] ?? ''

describe('a pass', () => {
  test('[BAL2] stands for the same identity as a message of that person', () => {
    const { passes, clock } = given()
    const pass = passes.passOf(`other=1; ${cookieOf(passes.setCookie(OPENID))}`)
    expect(pass).toEqual({ identity: `wechat:${APP}:${OPENID}`, expiresAtMs: clock.nowMs() + 7_200_000 })
  })

  test('[BAL8] hides the openid: nowhere in the cookie, in no encoding, and never twice the same', () => {
    const { passes } = given()
    const [one, two] = [passes.setCookie(OPENID), passes.setCookie(OPENID)]
    expect(one).not.toBe(two)
    for (const form of [
      OPENID,
      Buffer.from(OPENID).toString('base64url'),
      Buffer.from(OPENID).toString('hex'),
    ])
      expect(one).not.toContain(form.slice(0, 12))
  })

  test('[SAFE1] is kept from scripts and other sites, and over TLS from the open line', () => {
    expect(given().passes.setCookie(OPENID)).toMatch(/; Path=\/api; HttpOnly; SameSite=Strict$/)
    expect(given({ secure: true }).passes.setCookie(OPENID)).toMatch(/; SameSite=Strict; Secure$/)
  })

  test('[SAFE1] lasts two hours', () => {
    const { passes, clock } = given()
    const cookie = cookieOf(passes.setCookie(OPENID))
    clock.forward(7_199_999)
    expect(passes.passOf(cookie)).not.toBeNull()
    clock.forward(1)
    expect(passes.passOf(cookie)).toBeNull()
  })

  test('[SAFE1] changed in any letter, cut, of another account or of another server is nobody’s', () => {
    const { passes } = given()
    const cookie = cookieOf(passes.setCookie(OPENID))
    const start = cookie.indexOf('=') + 1
    for (let at = start; at < cookie.length - 1; at += 1) {
      const letter = cookie.charAt(at) === 'A' ? 'B' : 'A'
      expect(passes.passOf(cookie.slice(0, at) + letter + cookie.slice(at + 1))).toBeNull()
      expect(passes.passOf(cookie.slice(0, at))).toBeNull()
    }
    expect(given({ appId: 'wx0000000000000000' }).passes.passOf(cookie)).toBeNull()
    expect(given({ secret: new Uint8Array(32).fill(6) }).passes.passOf(cookie)).toBeNull()
    for (const header of [undefined, '', 'wenzheng-wechat=', `wenzheng-wechat=${'A'.repeat(80)}`])
      expect(passes.passOf(header)).toBeNull()
  })
})

describe('a state', () => {
  const states = () => {
    const clock = createHandClock()
    return { clock, states: createWechatStates({ secret: SECRET, clock, secure: () => false }) }
  }
  const target = { poll: '0123456789ab', unit: 9_999 }

  test('[SAFE1] comes back once, to the browser that set out, with where it was going', () => {
    const { states: some } = states()
    const { state, setCookie } = some.begin(undefined, target)
    expect(state).toMatch(/^[a-zA-Z0-9]{1,128}$/)
    expect(setCookie).toMatch(/; Max-Age=300; Path=\/wechat; HttpOnly; SameSite=Lax$/)
    expect(some.redeem(state, cookieOf(setCookie))).toEqual(target)
    expect(some.redeem(state, cookieOf(setCookie))).toBeNull()
    const plain = some.begin(undefined, { poll: null, unit: null })
    expect(some.redeem(plain.state, cookieOf(plain.setCookie))).toEqual({ poll: null, unit: null })
  })

  test('[SAFE1] two tabs of one browser do not turn each other away', () => {
    const { states: some } = states()
    const one = some.begin(undefined, target)
    const two = some.begin(cookieOf(one.setCookie), target)
    const cookie = cookieOf(two.setCookie)
    expect(cookie).toBe(cookieOf(one.setCookie))
    expect(some.redeem(one.state, cookie)).toEqual(target)
    expect(some.redeem(two.state, cookie)).toEqual(target)
  })

  test('[SAFE1] of another browser, without a cookie, forged, cut or another server’s is refused, and not used up', () => {
    const { states: some } = states()
    const { state, setCookie } = some.begin(undefined, target)
    const cookie = cookieOf(setCookie)
    const other = cookieOf(some.begin(undefined, target).setCookie)
    for (const wrong of [other, undefined, '', 'wenzheng-wechat-state=x'])
      expect(some.redeem(state, wrong)).toBeNull()
    for (let at = 0; at < state.length; at += 1) {
      const letter = state.charAt(at) === '0' ? '1' : '0'
      expect(some.redeem(state.slice(0, at) + letter + state.slice(at + 1), cookie)).toBeNull()
    }
    expect(some.redeem(state.slice(1), cookie)).toBeNull()
    const clock = createHandClock()
    const others = createWechatStates({ secret: new Uint8Array(32).fill(6), clock, secure: () => false })
    expect(others.redeem(state, cookie)).toBeNull()
    expect(some.redeem(state, cookie)).toEqual(target)
  })

  test('[SAFE1] lives five minutes, and is remembered as used no longer', () => {
    const { states: some, clock } = states()
    const late = some.begin(undefined, target)
    const used = some.begin(undefined, target)
    some.redeem(used.state, cookieOf(used.setCookie))
    expect(some.size()).toBe(1)
    clock.forward(300_000)
    expect(some.redeem(late.state, cookieOf(late.setCookie))).toBeNull()
    const next = some.begin(undefined, target)
    some.redeem(next.state, cookieOf(next.setCookie))
    expect(some.size()).toBe(1)
  })
})
