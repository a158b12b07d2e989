// WeChat's page authorisation on the real server, with a stand-in for WeChat: one person is one voter, by message and by page.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WindowId } from '../../shared/basics/ids.ts'
import type { NowAnswer, WebBallotAnswer, WechatIdentityAnswer } from '../../shared/protocol/http-api.ts'
import { wechatTextPush } from '../../scripts/requests/wechat-messages.ts'
import { knock, messageIdOf, newDevice } from '../support/citizens.ts'
import { doorSecrets } from '../support/live-server.ts'
import { openPoll, prepareShow, type TestShow } from '../support/test-show.ts'
import { cleanUp, setUpTokenOf, startTestServer, testConfig } from '../support/test-server.ts'
import { createSearch, needlesOf } from '../support/traces-of.ts'
import { watcher } from '../support/watcher.ts'
import { STAND_IN_APP, startWechatStandIn, type WechatStandIn } from '../support/wechat-stand-in.ts'

const POLL = WindowId.parse('00000000ecaa')
const ENV = {
  TWILIO_ACCOUNT_SID: doorSecrets.twilio.accountSid,
  TWILIO_AUTH_TOKEN: doorSecrets.twilio.authToken,
  WECHAT_TOKEN: doorSecrets.wechat.token,
  WECHAT_APP_ID: STAND_IN_APP.appId,
  WECHAT_APP_SECRET: STAND_IN_APP.appSecret,
  WECHAT_ENCODING_AES_KEY: doorSecrets.wechat.encodingAesKey,
}

let wechat: WechatStandIn
let base: string
let dataDir: string
let stop: () => Promise<void>
let show: TestShow
let unitCode: number

beforeAll(async () => {
  wechat = await startWechatStandIn()
  const config = testConfig(ENV)
  writeFileSync(join(config.dataDir, 'MP_verify_Ab12Cd34Ef56Gh78.txt'), 'Ab12Cd34Ef56Gh78')
  writeFileSync(join(config.dataDir, 'MP_verify_TooLarge.txt'), 'x'.repeat(2_000))
  const running = await startTestServer(config, {
    wechatOrigins: { open: wechat.origin, api: wechat.origin },
  })
  base = running.localUrl
  ;({ dataDir } = config)
  ;({ stop } = running)
  show = await prepareShow({ base, setUpToken: () => setUpTokenOf(running) }, 5)
  const staff = watcher(base, { kind: 'account' }, ['console'], show.auditor.cookie)
  unitCode = (await openPoll(show, staff, POLL)).unit.code
  staff.close()
}, 40_000)
afterAll(async () => {
  await cleanUp()
  await wechat[Symbol.asyncDispose]()
})
beforeEach(() => {
  wechat.misbehave = null
})

/** A browser: keeps cookies, follows nothing by itself. */
function newBrowser() {
  const jar = new Map<string, string>()
  return {
    jar,
    cookie: () => [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    async get(url: string) {
      const answer = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: this.cookie(), accept: 'text/html' },
      })
      for (const set of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
        jar.set(name, value)
      }
      return { status: answer.status, to: answer.headers.get('location') ?? '', text: await answer.text() }
    },
    /** Out to WeChat and home again; where it arrives at the end. */
    async login(query = '') {
      const out = await this.get(`${base}/wechat/login${query}`)
      const home = await this.get(out.to)
      return { home: home.to, ...(await this.get(home.to)) }
    },
    async vote(choice: string, ballotId: string, deviceToken: string | null = null) {
      const answer = await fetch(`${base}/api/ballots`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: base, cookie: this.cookie() },
        body: JSON.stringify({ deviceToken, ballotId, windowId: POLL, unitCode, choice }),
      })
      return { status: answer.status, body: (await answer.json()) as WebBallotAnswer }
    },
  }
}

/** Merged after the answer, hence polled for. */
const countsNow = async () => {
  const { now } = (await (await fetch(`${base}/api/now`)).json()) as NowAnswer
  return { headline: now.poll?.tally.headline.n, web: now.poll?.tally.web.n }
}

describe('a person inside WeChat', () => {
  test('[BAL2] who votes by message and by page is one voter, in whatever order', async () => {
    wechat.openid = 'oCanaryOneVoter000000000001'
    const browser = newBrowser()
    const before = await countsNow()
    const arrived = await browser.login(`?poll=${POLL}&unit=${String(unitCode)}`)
    expect(arrived).toMatchObject({ status: 303, to: `/vote?poll=${POLL}&unit=${String(unitCode)}` })
    expect((await browser.vote('fair', 'by-page-0001')).body.outcome).toBe('received')
    await expect.poll(countsNow).toEqual({ headline: (before.headline ?? 0) + 1, web: before.web })

    const nowMs = Date.now()
    const message = {
      openid: wechat.openid,
      messageId: messageIdOf('wechat', 'h5'),
      sentAtMs: nowMs,
      text: '满意',
    }
    expect((await knock(base, wechatTextPush(doorSecrets.wechat, message, nowMs))).status).toBe(200)
    expect((await browser.vote('satisfied', 'by-page-0002')).body.outcome).toBe('repeated')
    // Sent again it is answered as it was.
    expect((await browser.vote('fair', 'by-page-0001')).body.outcome).toBe('received')
    await expect.poll(countsNow).toEqual({ headline: (before.headline ?? 0) + 1, web: before.web })
  })

  test('[BAL11] the same browser without its pass counts as a device, apart', async () => {
    const before = await countsNow()
    const browser = newBrowser()
    expect((await browser.vote('fair', 'as-device-01', await newDevice(base))).body.outcome).toBe('received')
    await expect.poll(countsNow).toEqual({ headline: before.headline, web: (before.web ?? 0) + 1 })
  })

  test('is told whether WeChat is offered, and until when the pass holds', async () => {
    const browser = newBrowser()
    const ask = async () => JSON.parse((await browser.get(`${base}/api/wechat`)).text) as WechatIdentityAnswer
    expect(await ask()).toEqual({ offered: true, expiresAtMs: null })
    await browser.login()
    expect((await ask()).expiresAtMs).toBeGreaterThan(Date.now() + 7_000_000)
  })

  test('[SAFE1] without a pass, or with one that was changed, a ballot is refused and not counted', async () => {
    const before = await countsNow()
    const browser = newBrowser()
    expect(await browser.vote('fair', 'no-pass-0001')).toMatchObject({
      status: 403,
      body: { refusal: { code: 'wechat_pass_missing', sentence: expect.stringContaining('微信身份已过期') } },
    })
    await browser.login()
    const pass = browser.jar.get('wenzheng-wechat') ?? ''
    browser.jar.set('wenzheng-wechat', `${pass.slice(0, -4)}AAAA`)
    expect((await browser.vote('fair', 'no-pass-0002')).status).toBe(403)
    await expect.poll(countsNow).toEqual(before)
  })
})

describe('what comes back', () => {
  const refused = (status: number, code: string) => ({
    status,
    text: expect.stringMatching(new RegExp(`\\p{Script=Han}{4,}[^]*<small>${code}</small>`, 'u')),
  })

  /** Out to WeChat, but not home yet. */
  async function setOut() {
    const browser = newBrowser()
    const out = await browser.get(`${base}/wechat/login`)
    const home = (await browser.get(out.to)).to
    return { browser, home, query: new URL(home).searchParams }
  }

  test('[SAFE1] replayed: a state is good once, and a code with a new state too', async () => {
    const { browser, home, query } = await setOut()
    expect((await browser.get(home)).status).toBe(303)
    expect(await browser.get(home)).toMatchObject(refused(403, 'wechat_state_invalid'))
    const next = await setOut()
    const again = `${base}/wechat/back?code=${query.get('code')}&state=${next.query.get('state')}`
    expect(await next.browser.get(again)).toMatchObject(refused(403, 'wechat_code_refused'))
    expect(next.browser.jar.has('wenzheng-wechat')).toBe(false)
  })

  test('[SAFE1] in another browser, or with a forged state, it is refused and WeChat is not asked', async () => {
    const { home, query } = await setOut()
    const asked = wechat.asked.length
    const stranger = newBrowser()
    expect(await stranger.get(home)).toMatchObject(refused(403, 'wechat_state_invalid'))
    const other = (await setOut()).browser
    expect(await other.get(home)).toMatchObject(refused(403, 'wechat_state_invalid'))
    for (const state of ['', 'x', `${query.get('state')?.slice(0, -1)}0x`, '0'.repeat(124)])
      expect(await other.get(`${base}/wechat/back?code=CODE&state=${state}`)).toMatchObject(
        refused(403, 'wechat_state_invalid'),
      )
    expect(await other.get(`${base}/wechat/back?code=a&code=b&state=a&state=b`)).toMatchObject({
      status: 403,
    })
    expect(wechat.asked.length).toBe(asked)
    expect(other.jar.has('wenzheng-wechat')).toBe(false)
  })

  test('[SAFE1] without a code, or with WeChat failing: the reason, and two ways on', async () => {
    const one = await setOut()
    const bare = `${base}/wechat/back?state=${one.query.get('state')}`
    expect(await one.browser.get(bare)).toMatchObject(refused(403, 'wechat_code_refused'))
    wechat.misbehave = (res) => void res.writeHead(500).end()
    const two = await setOut()
    const answer = await two.browser.get(two.home)
    expect(answer).toMatchObject(refused(503, 'wechat_unreachable'))
    expect(answer.text).toContain('<a href="/wechat/login">重新通过微信进入</a>')
    expect(answer.text).toContain('<a href="/vote?as=web">按网页方式评议</a>')
    expect(two.browser.jar.has('wenzheng-wechat')).toBe(false)
  })

  test('[SAFE1] leads to our own pages only', async () => {
    const browser = newBrowser()
    for (const query of ['?poll=https://evil.test&unit=1', '?poll=//evil.test', '?unit=x&poll[]=a'])
      expect((await browser.login(query)).to).toMatch(/^\/vote(\?unit=1)?$/)
  })
})

test('WeChat’s proof of the domain is served as it lies in the data folder, if it is small', async () => {
  const browser = newBrowser()
  expect(await browser.get(`${base}/MP_verify_Ab12Cd34Ef56Gh78.txt`)).toMatchObject({
    status: 200,
    text: 'Ab12Cd34Ef56Gh78',
  })
  for (const name of ['MP_verify_TooLarge.txt', 'MP_verify_Other.txt', 'MP_verify_..%2Fsecrets.json.txt'])
    expect((await browser.get(`${base}/${name}`)).status).toBe(404)
})

test('without WECHAT_APP_SECRET it is off: said in a sentence, no way in, no pass believed', async () => {
  const { WECHAT_APP_SECRET: _, ...rest } = ENV
  const config = testConfig(rest)
  expect(config.wechatLoginOff).toBe('没有设置 WECHAT_APP_SECRET')
  const running = await startTestServer(config)
  for (const path of ['/wechat/login', '/wechat/back?code=a&state=b'])
    expect((await fetch(running.localUrl + path, { redirect: 'manual' })).status).toBe(404)
  expect(await (await fetch(`${running.localUrl}/api/wechat`)).json()).toEqual({
    offered: false,
    expiresAtMs: null,
  })
  await running.stop()
})

/** Last: the server stops here. */
test('[BAL8] of all who came by page no openid is in any file', async () => {
  await stop()
  const search = createSearch(
    ['oCanaryOneVoter000000000001', 'oStandIn0000000000000000001'].flatMap((openid) => [
      ...needlesOf(openid),
      ...needlesOf(`wechat:${STAND_IN_APP.appId}:${openid}`),
    ]),
  )
  const files = readdirSync(dataDir).filter((name) => /\.(db|json)/.test(name))
  expect(files).toContain('ballots.db')
  for (const name of files) expect(search(readFileSync(join(dataDir, name))), name).toEqual([])
})
