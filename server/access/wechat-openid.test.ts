// Proves the exchange of a code: whose it is, each once, and every way WeChat can fail us refused within bounds.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  STAND_IN_APP,
  startWechatStandIn,
  type Misbehaviour,
  type WechatStandIn,
} from '../../tests/support/wechat-stand-in.ts'
import { createAskOpenid } from './wechat-openid.ts'

let wechat: WechatStandIn
const faults: string[] = []
const askOf = (changes: Partial<Parameters<typeof createAskOpenid>[0]> = {}) =>
  createAskOpenid({
    ...STAND_IN_APP,
    ...{ api: wechat.origin, withinMs: 5_000, onFault: (why: string) => faults.push(why) },
    ...changes,
  })

beforeAll(async () => {
  wechat = await startWechatStandIn()
})
afterAll(async () => {
  await wechat[Symbol.asyncDispose]()
})
beforeEach(() => {
  wechat.misbehave = null
  faults.length = 0
})

test('[BAL8] a code is exchanged for the openid, asked as documented', async () => {
  wechat.openid = 'oPerson_-1'
  expect(await askOf()(wechat.newCode())).toEqual({ ok: true, value: 'oPerson_-1' })
  expect([...(wechat.asked.at(-1)?.keys() ?? [])]).toEqual(['appid', 'secret', 'code', 'grant_type'])
  expect(wechat.asked.at(-1)?.get('grant_type')).toBe('authorization_code')
})

test('[SAFE1] a code that was used, is unknown, absent or of another shape is refused', async () => {
  const ask = askOf()
  const code = wechat.newCode()
  expect((await ask(code)).ok).toBe(true)
  for (const wrong of [code, 'CODE9', '', 'a b', 'x'.repeat(513)])
    expect(await ask(wrong)).toEqual({ ok: false, refusal: { code: 'wechat_code_refused', detail: {} } })
  expect(faults).toEqual([])
})

const says = (body: unknown, status = 200): Misbehaviour => {
  return (res) => void res.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
}
test.each<[string, Misbehaviour, string]>([
  ['HTTP 500', says('', 500), 'HTTP 500'],
  ['a wrong secret', says({ errcode: 40_125, errmsg: 'invalid appsecret' }), 'errcode 40125'],
  ['system busy', says({ errcode: -1, errmsg: 'system error' }), 'errcode -1'],
  ['no JSON', says('<html>'), 'unreadable'],
  ['JSON of another shape', says([{ openid: 'o1' }]), 'unreadable'],
  ['an openid of another shape', says({ openid: 'o1:2' }), 'unreadable'],
  ['no openid', says({ access_token: 'a' }), 'unreadable'],
  ['a body without end', says(`{"openid":"o1","more":"${'x'.repeat(20_000)}"}`), 'too large'],
  ['a redirect', (res) => void res.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'TypeError'],
  ['a connection that breaks', (res) => void res.destroy(), 'TypeError'],
])('[SAFE1] %s is no identity, and the operator is told why', async (_, misbehaviour, why) => {
  wechat.misbehave = misbehaviour
  const refusal = { code: 'wechat_unreachable', detail: {} }
  expect(await askOf()(wechat.newCode())).toEqual({ ok: false, refusal })
  expect(faults).toEqual([why])
})

test('[BAL2] a preview page’s made-up account is no person', async () => {
  wechat.misbehave = says({ openid: 'oMadeUp', scope: 'snsapi_base', is_snapshotuser: 1 })
  expect(await askOf()(wechat.newCode())).toMatchObject({ refusal: { code: 'wechat_snapshot' } })
})

test('[SAFE1] an answer that never comes, or stops half way, is waited for no longer than said', async () => {
  const ask = askOf({ withinMs: 60 })
  const halves: Misbehaviour[] = [() => undefined, (res) => void res.writeHead(200).write('{"openid":')]
  for (const misbehaviour of halves) {
    wechat.misbehave = misbehaviour
    const startedAt = performance.now()
    expect(await ask(wechat.newCode())).toMatchObject({ refusal: { code: 'wechat_unreachable' } })
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  }
  expect(faults).toEqual(['TimeoutError', 'TimeoutError'])
})

test('[SAFE2] more at once than agreed are refused, and nothing is asked for them', async () => {
  let release = () => {}
  wechat.misbehave = (res) => {
    release = () => says({ openid: 'o1' })(res)
  }
  const ask = askOf({ underWayMost: 1 })
  const before = wechat.asked.length
  const first = ask(wechat.newCode())
  while (wechat.asked.length === before) await new Promise(setImmediate)
  expect(await ask(wechat.newCode())).toMatchObject({ refusal: { code: 'wechat_unreachable' } })
  expect(wechat.asked.length).toBe(before + 1)
  release()
  expect(await first).toEqual({ ok: true, value: 'o1' })
  wechat.misbehave = null
  expect((await ask(wechat.newCode())).ok).toBe(true)
})

test('[BAL8] what the operator is told holds neither secret nor code', async () => {
  wechat.misbehave = (res) => void res.destroy()
  const code = wechat.newCode()
  await askOf()(code)
  await askOf({ api: 'http://127.0.0.1:1' })(code)
  for (const why of faults) {
    expect(why).not.toContain(STAND_IN_APP.appSecret)
    expect(why).not.toContain(code)
  }
})
