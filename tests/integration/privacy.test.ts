// Canary phones, openids and browsers go through the real doors; nothing the server keeps, logs or tells knows any of them.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { WindowId } from '../../shared/basics/ids.ts'
import type { PollView } from '../../shared/protocol/views.ts'
import { SMS_NUMBER } from '../../scripts/demo/city.ts'
import { createRandom, type Random } from '../../scripts/demo/random.ts'
import { pair } from '../../scripts/demo/staff.ts'
import { aliyunElement, aliyunPush } from '../../scripts/requests/aliyun-messages.ts'
import { gatewayRequest } from '../../scripts/requests/gateway-messages.ts'
import { tencentRequest } from '../../scripts/requests/tencent-messages.ts'
import { wechatEventXml, wechatPush } from '../../scripts/requests/wechat-messages.ts'
import { twilioFields, twilioFormRequest, type MadeRequest } from '../../scripts/requests/signed-requests.ts'
import { HOUSE_TOPICS, startCrawl } from '../support/crawler.ts'
import {
  hexOf,
  knock,
  messageIdOf,
  newDevice,
  requestOf,
  type Door,
  type Letter,
} from '../support/citizens.ts'
import { hotDoorPaths, routesOf } from '../support/every-door.ts'
import { doorSecrets, startLiveServer, type LiveServer } from '../support/live-server.ts'
import { recountOf } from '../support/logged-messages.ts'
import { CUE_RULES, openPoll, prepareShow, type TestShow } from '../support/test-show.ts'
import { createSearch, needlesOf, type Needle } from '../support/traces-of.ts'
import { watcher } from '../support/watcher.ts'

const SEED = 20_261_125
const CANARIES = 200
const BROWSERS = 20
/** Phones that write in their own words, about themselves, through the doors of the vendors. */
const WRITERS = 800
const VENDORS = {
  ALIYUN_SMS_PATH_TOKEN: 'a1'.repeat(16),
  TENCENT_SMS_PATH_TOKEN: 'b2'.repeat(16),
  SMS_GATEWAY_SECRET: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
}
const POLL = WindowId.parse('00000000ca4a')

const closers: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface Canary {
  readonly door: Door
  readonly identity: string
}

const phoneOf = (random: Random) =>
  `+861${String(3 + random.below(7))}${String(100_000_000 + random.below(900_000_000))}`

/** Ways in which a person's message goes wrong or right, one after another. */
const KINDS = ['valid', 'repeated', 'second', 'invalid', 'forged', 'malformed', 'misdirected'] as const

let letters = 0
function letterOf({ door, identity }: Canary, text: string): Letter {
  letters += 1
  const seed = `privacy ${String(SEED)} ${String(letters)}`
  return { door, from: identity, messageId: messageIdOf(door, seed), text, sentAtMs: Date.now() }
}

/** The same request with its signature spoilt. */
function forged(made: MadeRequest): MadeRequest {
  const signature = made.headers['x-twilio-signature']
  if (signature === undefined)
    return { ...made, path: made.path.replace(/msg_signature=./, 'msg_signature=!') }
  return { ...made, headers: { ...made.headers, 'x-twilio-signature': `A${signature.slice(1)}` } }
}

/** Signed as it should be, and not what the channel sends. */
function malformed(base: string, { door, identity }: Canary, good: MadeRequest): MadeRequest {
  switch (door) {
    case 'twilio': {
      const account = { ...doorSecrets.twilio, publicUrl: base }
      const sms = {
        messageSid: messageIdOf(door, identity),
        from: identity,
        to: '+85299999999',
        text: identity,
      }
      return twilioFormRequest(account, twilioFields(account.accountSid, sms))
    }
    case 'wechat':
      return wechatPush(doorSecrets.wechat, `<xml><FromUserName>${identity}</FromUserName>`, Date.now())
    case 'web':
      return { ...good, body: good.body.replace('{', '{"more":1,') }
  }
}

function requestsOf(base: string, canary: Canary, i: number, poll: PollView): MadeRequest[] {
  const web = canary.door === 'web'
  const good = requestOf(base, letterOf(canary, web ? 'fair' : '基本满意'), poll)
  const second = requestOf(base, letterOf(canary, web ? 'satisfied' : '满意'), poll)
  // People sign their messages.
  const wrong = requestOf(base, letterOf(canary, `我是${canary.identity}，请给我回电`), poll)
  switch (KINDS[i % KINDS.length]) {
    case 'valid':
      return [good]
    case 'repeated':
      return [good, good]
    case 'second':
      return [good, second]
    case 'invalid':
      return [wrong, good]
    case 'forged':
      return web ? [good] : [forged(good), good]
    case 'malformed':
      return [malformed(base, canary, good), good]
    default:
      return [{ ...good, path: `${good.path}/${encodeURIComponent(canary.identity)}` }, good]
  }
}

async function everybodySends(server: LiveServer, canaries: readonly Canary[], poll: PollView) {
  const statuses = new Map<number, number>()
  for (let at = 0; at < canaries.length; at += 40) {
    await Promise.all(
      canaries.slice(at, at + 40).map(async (canary, i) => {
        for (const made of requestsOf(server.base, canary, at + i, poll)) {
          const { status } = await knock(server.base, made)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
        }
      }),
    )
  }
  return statuses
}

async function everybodySendsOnce(server: LiveServer, canaries: readonly Canary[], poll: PollView) {
  const made = canaries.map((canary) =>
    requestOf(server.base, letterOf(canary, canary.door === 'web' ? 'fair' : '满意'), poll),
  )
  const answers = await Promise.all(made.map((request) => knock(server.base, request)))
  expect([...new Set(answers.map(({ status }) => status))]).toEqual([200])
}

/** What people write behind a phone number, their own or another's: each way it could be kept or told by mistake. */
const spelt = (phone: string, i: number): string => {
  const national = phone.slice(3)
  const parts = [national.slice(0, 3), national.slice(3, 7), national.slice(7)]
  const spellings = [national, parts.join('-'), parts.join(' '), phone]
  return spellings[i % spellings.length] ?? national
}

/** Free texts by all three vendors, in batches as they come; every one of them is kept, none as a ballot. */
async function everybodyWrites(server: LiveServer, phones: readonly string[]): Promise<void> {
  const texts = phones.map((phone, i) => `我叫王建国，停水${String(i % 9)}天没人管，回电${spelt(phone, i)}`)
  const nowMs = Date.now()
  const [byAliyun, byGateway, byTencent] = [0, 1, 2].map((vendor) =>
    phones.map((_, i) => i).filter((i) => (i % 10 < 9 ? i % 2 === vendor : vendor === 2)),
  ) as [number[], number[], number[]]
  const aliyun = aliyunPush(
    VENDORS.ALIYUN_SMS_PATH_TOKEN,
    byAliyun.map((i) =>
      aliyunElement({
        ...{ from: phones[i]!.slice(3), text: texts[i]!, sentAtMs: nowMs, destCode: SMS_NUMBER },
        sequenceId: String(9_000_000 + i),
      }),
    ),
  )
  const gateway = gatewayRequest(
    VENDORS.SMS_GATEWAY_SECRET,
    byGateway.map((i) => ({
      ...{ id: `privacy-${String(i)}`, from: phones[i]!, to: SMS_NUMBER, text: texts[i]!, ts: nowMs },
    })),
    { atMs: nowMs, nonce: 'privacy-nonce-1' },
  )
  const tencent = byTencent.map((i) =>
    tencentRequest(VENDORS.TENCENT_SMS_PATH_TOKEN, {
      ...{ nationcode: '86', mobile: phones[i]!.slice(3), text: texts[i]!, sentAtMs: nowMs },
    }),
  )
  const answers = await Promise.all([aliyun, gateway, ...tencent].map((made) => knock(server.base, made)))
  expect([...new Set(answers.map(({ status }) => status))]).toEqual([200])
}

/** All that the desk tells whoever may read it, and what a receipt says of what is no code. */
async function deskTells(server: LiveServer, show: TestShow, phones: readonly string[]): Promise<string[]> {
  const ask = async (path: string, body: object, cookie = '') => {
    const headers = { 'content-type': 'application/json', origin: server.base, cookie }
    const answer = await fetch(server.base + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return answer.text()
  }
  const all = { reason: null, channel: null, state: null, unit: null, text: '', version: null }
  const pages = [show.director.cookie, show.office.cookie].flatMap((cookie) =>
    [0, 200, 400].map((skip) => ask('/api/desk', { ...all, skip, limit: 200 }, cookie)),
  )
  const codes = phones.slice(0, 20).map((phone) => ask('/api/receipt', { code: phone }))
  return Promise.all([...pages, ...codes])
}

function filesIn(folder: string): { name: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return { name: path, bytes: readFileSync(path) }
    })
}

test(
  `[BAL8][SHOW5] ${String(CANARIES + WRITERS)} canary phones and openids, ${String(WRITERS)} of them writing free text, and ${String(BROWSERS)} browsers: traces 0 (seed ${String(SEED)})`,
  { timeout: 60_000 },
  async () => {
    const random = createRandom(SEED)
    const server = await startLiveServer(VENDORS)
    closers.push(() => server.remove())
    const show = await prepareShow(server, 5, CUE_RULES)
    const staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
    closers.push(() => staff.close())
    const seat = await pair(server.base, show.codes[0]?.code ?? '')
    const visitors = [
      { name: 'public', auth: { kind: 'public' } },
      { name: 'director', auth: { kind: 'account' }, cookie: show.director.cookie },
      { name: 'auditor', auth: { kind: 'account' }, cookie: show.auditor.cookie },
      { name: 'seat', auth: { kind: 'seat', seatToken: seat.seatToken } },
    ] as const
    const topics = [
      ...HOUSE_TOPICS,
      'stage/programme',
      'stage/preview',
      `seat/${seat.sessionId}/${seat.seatId}`,
    ]
    const crawl = await startCrawl(server.base, visitors, topics)
    closers.push(() => crawl.close())

    const devices = await Promise.all(Array.from({ length: BROWSERS }, () => newDevice(server.base)))
    const canaries: readonly Canary[] = [
      ...Array.from({ length: CANARIES / 2 }, () => ({ door: 'twilio' as const, identity: phoneOf(random) })),
      ...Array.from({ length: CANARIES / 2 }, (_, i) => ({
        door: 'wechat' as const,
        identity: `o${hexOf(`${String(SEED)} openid ${String(i)}`, 27)}`,
      })),
      ...devices.map((device) => ({ door: 'web' as const, identity: device })),
    ]
    const writers = Array.from({ length: WRITERS }, () => phoneOf(random))
    const some = canaries.filter((_, i) => i % 7 === 0)

    // Before there is a poll, while it is open in every way there is, and after its close.
    const nowhere = { windowId: POLL, unit: { ...show.unit, id: show.unit.unitId } }
    const early = some.filter(({ door }) => door !== 'web')
    await everybodySendsOnce(server, early, nowhere as unknown as PollView)
    const poll = await openPoll(show, staff, POLL)
    const statuses = await everybodySends(server, canaries, poll)
    // Many wrong signatures from one address are refused without being looked at.
    expect([...statuses.keys()].sort()).toEqual([200, 400, 403, 404, 429])
    for (const event of ['subscribe', 'unsubscribe', 'CLICK']) {
      for (const { identity } of some.filter(({ door }) => door === 'wechat')) {
        const xml = wechatEventXml(identity, Date.now(), event, 'vote:满意')
        expect((await knock(server.base, wechatPush(doorSecrets.wechat, xml, Date.now()))).status).toBe(200)
      }
    }
    for (const { identity } of some) {
      await fetch(`${server.base}/receipt?phone=${encodeURIComponent(identity)}`, {
        headers: { referer: `${server.base}/?openid=${identity}`, 'user-agent': identity },
      })
    }
    await everybodyWrites(server, writers)
    await show.director.run({ type: 'CueClose', sessionId: show.sessionId, windowId: POLL })
    await staff.until('console', ({ windows }) => windows.some(({ phase }) => phase === 'closing'), 10_000)
    // WeChat tells whole seconds.
    await new Promise((wait) => setTimeout(wait, 1_000))
    await everybodySendsOnce(server, some, poll)
    const verified = await staff.until(
      'console',
      ({ windows }) => windows.find(({ phase }) => phase === 'verified'),
      15_000,
    )
    // The doors were really gone through, in each of these ways.
    const arrived = verified.arrivals.reduce(
      (sum, { counted, duplicate, late, invalid }) => ({
        counted: sum.counted + counted,
        duplicate: sum.duplicate + duplicate,
        late: sum.late + late,
        invalid: sum.invalid + invalid,
      }),
      { counted: 0, duplicate: 0, late: 0, invalid: 0 },
    )
    expect(arrived.counted).toBe(canaries.length)
    for (const count of Object.values(arrived)) expect(count).toBeGreaterThan(10)

    const told = await deskTells(server, show, writers)
    // The words are there, and read like this: a phone is a phone.
    expect(told[0]).toContain('我叫〔姓名〕，停水')
    expect(told[0]).toMatch(/没人管，回电〔号码〕/)
    const paths = [...routesOf('get'), ...hotDoorPaths(), '/', '/vote', '/results', '/receipt']
    await crawl.ask(paths)
    const hay = [
      ...filesIn(server.folder),
      ...crawl
        .take()
        .map(({ visitor, where, text }) => ({ name: `${visitor} ${where}`, bytes: Buffer.from(text) })),
      ...told.map((text, i) => ({ name: `desk ${String(i)}`, bytes: Buffer.from(text) })),
    ]
    await server.kill('SIGTERM')
    hay.push(
      ...filesIn(server.folder),
      { name: 'stdout and stderr', bytes: Buffer.from(server.output()) },
      { name: 'recount', bytes: Buffer.from(recountOf(server.folder).printed) },
    )

    const needles = [
      ...canaries.flatMap(({ door, identity }) => needlesOfCanary(door, identity)),
      ...writers.flatMap((phone, i) => [
        ...needlesOf(phone),
        { name: `${phone} as it was spelt`, bytes: Buffer.from(spelt(phone, i)) },
      ]),
    ]
    const search = createSearch(needles)
    for (const name of [
      'journal.db',
      'ballots.db',
      'vault.db',
      'private.db',
      'private.db-wal',
      'ballots.db-wal',
      'director console',
      'public now',
    ])
      expect(
        hay.map((each) => each.name).filter((each) => each.endsWith(name)),
        name,
      ).not.toEqual([])
    expect(hay.flatMap(({ name, bytes }) => search(bytes).map((found) => `${name}: ${found}`))).toEqual([])
    // Each form would be found, wherever it lies.
    for (const needle of needles.slice(0, 200)) {
      const planted = Buffer.concat([Buffer.alloc(7, 0x37), needle.bytes, Buffer.alloc(5, 0x38)])
      expect(search(planted)).toContain(needle.name)
    }
    for (const before of ['', 'x', 'xy', 'xyz']) {
      for (const { identity } of canaries.filter(({ door }) => door !== 'web')) {
        const encoded = Buffer.from(`${before}${identity}, and more`).toString('base64')
        expect(search(Buffer.from(encoded)), before).not.toEqual([])
      }
    }
  },
)

function needlesOfCanary(door: Door, identity: string): readonly Needle[] {
  if (door !== 'web') {
    const { appId } = doorSecrets.wechat
    return [...needlesOf(identity), ...(door === 'wechat' ? needlesOf(`wechat:${appId}:${identity}`) : [])]
  }
  const id = identity.split('.')[0] ?? ''
  return [...needlesOf(id), { name: `${id} (its bytes)`, bytes: Buffer.from(id, 'base64url') }]
}
