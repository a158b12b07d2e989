// Oversized, slow, malformed, foreign and unsigned requests at every POST door of the real server: refused with a reason, nothing counted.

import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WindowId } from '../../shared/basics/ids.ts'
import type { PollView } from '../../shared/protocol/views.ts'
import { TWILIO_PATH, twilioFormRequest, twilioFields } from '../../scripts/requests/signed-requests.ts'
import { WECHAT_PATH, wechatPush, wechatSealedPush } from '../../scripts/requests/wechat-messages.ts'
import { UNIT_CODE_MOST } from '../../shared/basics/ids.ts'
import { knock, messageIdOf, newDevice, requestOf, type Answered } from '../support/citizens.ts'
import { hotDoorPaths, routesOf } from '../support/every-door.ts'
import { doorSecrets, startLiveServer, type LiveServer } from '../support/live-server.ts'
import { countedIn, recountOf } from '../support/logged-messages.ts'
import { openPoll, prepareShow, type TestShow } from '../support/test-show.ts'
import { watcher } from '../support/watcher.ts'

const POLL = WindowId.parse('00000000b0de')
const KB = 1_024
const FORM = 'application/x-www-form-urlencoded'
/** Its key is in the header, and no cookie opens it. */
const BY_TOKEN = ['/api/control/:action', '/api/evidence-door/indicators']
/** Takes nothing, so that no body is read. */
const BODILESS = '/api/periods/:id/tally'
/** Of the right shape, and of nobody. */
const NOBODYS_SIGNATURE = `${'A'.repeat(27)}=`
const SLOW_WITHIN_MS = 13_000

interface PostDoor {
  readonly path: string
  readonly type: string
  /** Bytes of a body, at most. */
  readonly most: number
  readonly staffOnly: boolean
  /** Whose door it is, where it is not the director's too. */
  readonly by?: 'office'
  /** Headers without which the body is not even read. */
  readonly headers?: Readonly<Record<string, string>>
}

const json = (path: string, staffOnly: boolean, most = 32 * KB): PostDoor => ({
  ...{ path, type: 'application/json', most, staffOnly },
})
const ofOffice = (path: string): PostDoor => ({ ...json(path, true), by: 'office' })
const DOORS: readonly PostDoor[] = [
  {
    ...{ path: TWILIO_PATH, type: FORM, most: 64 * KB, staffOnly: false },
    headers: { 'x-twilio-signature': NOBODYS_SIGNATURE },
  },
  { path: WECHAT_PATH, type: 'text/xml', most: 16 * KB, staffOnly: false },
  {
    ...{ path: '/channels/gateway', type: 'application/json', most: 2_048 * KB, staffOnly: false },
    headers: {
      'x-ts': String(Math.floor(Date.now() / 1_000)),
      'x-nonce': 'bounds-0001',
      'x-sig': '0'.repeat(64),
    },
  },
  json('/api/ballots', false, 64 * KB),
  json('/api/receipt', false, KB),
  json('/api/setup', false),
  json('/api/sign-in', false),
  json('/api/sign-out', false),
  json('/api/people', true),
  json('/api/people/password', true),
  json('/api/commands', true, 4_096 * KB),
  json('/api/desk', true),
  json('/api/desk/mark', true),
  json('/api/control/tokens', true),
  json('/api/control/tokens/revoke', true),
  json('/api/findings/look', true, 16 * KB),
  json('/api/findings/weigh', true, 16 * KB),
  json('/api/seats/code', true),
  json('/api/seats/codes', true),
  json('/api/seats/pair', false),
  ...['fix', 'discard', 'draw', 'dry-run'].map((name) => ofOffice(`/api/invitations/${name}`)),
  ...['look', 'mark'].map((name) => ofOffice(`/api/callbacks/${name}`)),
  {
    ...{ path: '/api/invitations/upload', type: 'text/csv', most: 32 * KB * KB, staffOnly: true },
    by: 'office',
  },
  ...[
    '/indicators/preview',
    '/indicators/import',
    '/counts/preview',
    '/counts/import',
    '/organisation-scores/preview',
    '/organisation-scores/import',
    '/evidence-door/tokens',
    '/evidence-door/tokens/revoke',
  ].map((path) => ofOffice(`/api${path}`)),
  {
    ...{ path: '/api/evidence', type: 'application/pdf', most: 20 * KB * KB, staffOnly: true },
    by: 'office',
  },
  ...['ledger', 'organisations', 'codes'].map((name) => ({
    ...{ path: `/api/csv/${name}`, type: 'text/csv', most: 4_096 * KB, staffOnly: true },
    by: 'office' as const,
  })),
  { path: '/api/csv/reviewers', type: 'text/csv', most: 4_096 * KB, staffOnly: true },
  json('/api/people/reviewers', true, 256 * KB),
  { ...json('/api/grades/:id/settle', true, KB), by: 'office' },
  json('/api/objections', false, 8 * KB),
  { path: '/api/csv/units', type: 'text/csv', most: 4_096 * KB, staffOnly: true },
  { path: '/api/csv/seats', type: 'text/csv', most: 4_096 * KB, staffOnly: true },
]

let server: LiveServer
let show: TestShow
let poll: PollView
let before: readonly string[]
beforeAll(async () => {
  server = await startLiveServer({ SMS_GATEWAY_SECRET: 'bounds-secret-0123456789abcdef0123456789' })
  show = await prepareShow(server, 5)
  const staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
  poll = await openPoll(show, staff, POLL)
  staff.close()
  before = await standing()
}, 40_000)
afterAll(() => server.remove())

/** What a refused request must not move. */
async function standing(): Promise<readonly string[]> {
  const text = await (await fetch(`${server.base}/metrics`)).text()
  return text
    .split('\n')
    .filter((line) => /^wenzheng_(journal_position|ballots_merged|answers_total)/.test(line))
}

const cookieOf = ({ by }: PostDoor) => show[by ?? 'director'].cookie

async function post(
  door: PostDoor,
  body: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const { path, type, headers = {} } = door
  const cookie = { cookie: cookieOf(door), origin: server.base }
  return knock(server.base, {
    ...{ method: 'POST', path, body },
    headers: { 'content-type': type, ...cookie, ...headers, ...more },
  })
}

/** A status of refusal and a code with a Chinese sentence: as JSON, or as gateways are told it. */
function expectRefused({ status, body }: Answered, statuses: readonly number[], what = ''): void {
  // Whoever knocks as often as this test does is also told to wait.
  expect([...statuses, 429], `${what} ${body}`).toContain(status)
  const told = body.startsWith('{')
    ? (JSON.parse(body) as { refusal: { code: string; sentence: string } }).refusal
    : { code: body.split(':', 1)[0] ?? '', sentence: body.slice(body.indexOf(':') + 1) }
  expect(told.code).toMatch(/^[a-z][a-z_]+$/)
  expect(told.sentence).toMatch(/\p{Script=Han}{2,}/u)
}

test('every POST door the server has is knocked at here', () => {
  const posts = [...routesOf('post'), ...hotDoorPaths().filter((path) => path !== '/api/device')]
  expect([...DOORS.map(({ path }) => path), ...BY_TOKEN, BODILESS].sort()).toEqual(posts.sort())
})

test.each(BY_TOKEN)('[SAFE1] %s without a token is refused before its body is read', async (path) => {
  const of = (body: string, headers: Readonly<Record<string, string>> = {}) =>
    knock(server.base, {
      ...{ method: 'POST', path: path.replace(':action', 'take'), body },
      headers: { 'content-type': 'application/json', cookie: show.director.cookie, ...headers },
    })
  for (const body of ['{}', '{', 'x'.repeat(64 * KB)]) expectRefused(await of(body), [401])
  expectRefused(await of('{}', { authorization: `Bearer ${'A'.repeat(43)}` }), [401])
})

test('[SAFE1] a door that takes nothing refuses strangers, other sites, other media types, and what there is none of', async () => {
  const door: PostDoor = { ...json(BODILESS, true), by: 'office' }
  expectRefused(await post(door, '{}'), [404])
  expectRefused(await post(door, '{}', { origin: 'https://evil.example' }), [403])
  expectRefused(await post(door, '{}', { 'content-type': 'text/plain' }), [400])
  expectRefused(await post({ ...json(BODILESS, true) }, '{}'), [403])
  expectRefused(await post(door, '{}', { cookie: 'none=1' }), [401])
})

// First, before anybody is told to wait for knocking too often.
test.concurrent(
  '[SAFE1] slow: every door says so within 13 s and hangs up',
  { timeout: 30_000 },
  async () => {
    const answers = await Promise.all(DOORS.map(async (door) => [door.path, await slowly(door)] as const))
    for (const [path, answer] of answers) {
      expect([path, answer.status]).toEqual([path, 408])
      expectRefused(answer, [408], path)
    }
  },
)

test.concurrent('[SAFE1] half a header: the server hangs up within 13 s', { timeout: 30_000 }, async () => {
  const { status } = await answerTo(`POST /api/sign-in HTTP/1.1\r\nHost: ${new URL(server.base).host}\r\nX: `)
  expect(status).toBe(408)
})

describe.each(DOORS.map((door) => [door.path, door] as const))('[SAFE1] %s', (path, door) => {
  test('oversized', async () => {
    expectRefused(await post(door, 'x'.repeat(door.most + 2 * KB)), [413])
    const zipped = gzipSync('x'.repeat(door.most * 2)).toString('latin1')
    expectRefused(await post(door, zipped, { 'content-encoding': 'gzip' }), [400, 403, 413])
  })

  test('of another media type, or of none', async () => {
    for (const type of [
      'text/plain',
      'multipart/form-data; boundary=x',
      FORM,
      'application/json',
      'image/png',
    ]) {
      if (type !== door.type)
        expectRefused(await post(door, 'a=b', { 'content-type': type }), [400, 415], type)
    }
  })

  test('malformed', async () => {
    const bodies = ['', '{', '[]', '"', '{"x":', '<xml><a></xml>', '\u0000', '%', '[[[['.repeat(2_000)]
    // Signing out takes nothing, so any JSON will do for it.
    const wrongFields =
      path === '/api/sign-out' ? [] : ['{}', '{"constructor":1,"__proto__":{"role":"director"}}']
    for (const body of [...bodies, ...wrongFields]) {
      if (path === '/api/sign-out' && (body === '' || body === '[]')) continue
      const answer = await post(door, body)
      // A command that cannot be read is answered as the socket's: an ack that says no.
      if (path === '/api/commands' && answer.status === 200) {
        expect(JSON.parse(answer.body)).toMatchObject({ ok: false, refusals: [{ code: 'malformed' }] })
      } else
        expectRefused(answer, body.length > door.most ? [413] : [400, 403, 404, 410], JSON.stringify(body))
    }
  })

  test('from another site, with the cookie of one who may', async () => {
    // A gateway's request carries a signature, which no page can make.
    if (door.path.startsWith('/channels/')) return expectRefused(await post(door, 'a=b'), [403])
    const answer = await post(door, '{}', { origin: 'https://evil.example' })
    expectRefused(answer, [403])
  })

  test('from nobody', async () => {
    const answer = await knock(server.base, {
      ...{ method: 'POST', path, body: '{"a":1}' },
      headers: { 'content-type': door.type, ...door.headers },
    })
    // Whoever was not signed in is signed out.
    if (path === '/api/sign-out') expect(answer.status).toBe(204)
    else expectRefused(answer, door.staffOnly ? [401, 403] : [400, 401, 403, 410])
  })

  test('by another method', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await fetch(server.base + path, { method })
      const body = await answer.text()
      expectRefused({ status: answer.status, body, sentAtMs: 0, answeredAtMs: 0 }, [404, 405], method)
    }
  })
})

/** Sends the headers and a byte of the body, and no more. */
function slowly(door: PostDoor): Promise<Answered> {
  const { path, type, headers = {} } = door
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(server.base).host}`,
    `Content-Type: ${type}`,
    'Content-Length: 100',
    `Origin: ${server.base}`,
    `Cookie: ${cookieOf(door)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  return answerTo(`${lines.join('\r\n')}\r\n\r\n{`)
}

/** Sends these bytes and waits until the server hangs up; status 0 where it did not in time. */
function answerTo(bytes: string): Promise<Answered> {
  const sentAtMs = Date.now()
  const { hostname, port } = new URL(server.base)
  return new Promise((answered) => {
    let text = ''
    const socket = connect(Number(port), hostname)
    const done = () => {
      clearTimeout(timer)
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0)
      const body = text.slice(text.indexOf('\r\n\r\n') + 4)
      answered({ status, body, sentAtMs, answeredAtMs: Date.now() })
    }
    const timer = setTimeout(() => socket.destroy(), SLOW_WITHIN_MS)
    socket.setEncoding('utf8').on('data', (more: string) => {
      text += more
    })
    socket.once('close', done).once('error', () => undefined)
    socket.write(bytes)
  })
}

test('[SAFE1][BAL7] signed, but not as the channel sends it, and nobody’s: refused, kept nowhere', async () => {
  const account = { ...doorSecrets.twilio, publicUrl: server.base }
  const sms = {
    messageSid: messageIdOf('twilio', 'bounds'),
    from: '+8613912345678',
    to: '+85230010001',
    text: '满意',
  }
  const fields = twilioFields(account.accountSid, sms)
  for (const wrong of [
    { ...fields, MessageSid: 'SM1' },
    { ...fields, AccountSid: `AC${'9'.repeat(32)}` },
    { ...fields, From: '13912345678' },
    { ...fields, To: '+85299999999' },
    { ...fields, NumMedia: 'one' },
  ])
    expectRefused(await knock(server.base, twilioFormRequest(account, wrong)), [400, 403])
  const { wechat } = doorSecrets
  const nowMs = Date.now()
  const letter = {
    door: 'wechat',
    from: 'oBounds',
    messageId: '12345',
    text: '满意',
    sentAtMs: nowMs,
  } as const
  const good = requestOf(server.base, letter, poll)
  for (const wrong of [
    { ...good, path: good.path.replace(/msg_signature=[^&]*/, `msg_signature=${'0'.repeat(40)}`) },
    { ...good, body: good.body.replace(/<Encrypt>.*<\/Encrypt>/, '<Content>满意</Content>') },
    wechatSealedPush(wechat, 'AAAA', nowMs),
    wechatPush({ ...wechat, appId: 'wx0000000000000000' }, '<xml></xml>', nowMs),
    wechatPush(wechat, '<!DOCTYPE x><xml></xml>', nowMs),
    wechatPush(wechat, '<xml><MsgType>text</MsgType></xml>', nowMs),
    wechatPush(wechat, 'x', nowMs - 600_000),
  ])
    expectRefused(await knock(server.base, wrong), [400, 403])
  const device = await newDevice(server.base)
  const ballot = { deviceToken: device, ballotId: 'bounds-0001', windowId: POLL, unitCode: poll.unit.code }
  const [web] = DOORS.filter(({ path }) => path === '/api/ballots')
  for (const wrong of [
    { ...ballot, choice: 'best' },
    { ...ballot, choice: 'fair', unitCode: UNIT_CODE_MOST + 1 },
    { ...ballot, choice: 'fair', more: 1 },
    { ...ballot, choice: 'fair', deviceToken: `${device.slice(0, -3)}AAA` },
    { ...ballot, choice: ['fair'] },
  ])
    expectRefused(await post(web!, JSON.stringify(wrong)), [400, 403])
})

test('[SAFE1] after all this the same process is up, nothing was counted, and a right ballot is', async () => {
  expect(await standing()).toEqual(before)
  expect(server.output()).not.toMatch(/uncaught|rejected unseen|something went wrong|request failed|Error:/)
  expect((await fetch(`${server.base}/readyz`)).status).toBe(200)
  expect(countedIn(recountOf(server.folder), POLL)).toBe(0)
  const from = await newDevice(server.base)
  const letter = { door: 'web', from, messageId: 'bounds-0002', text: 'fair', sentAtMs: Date.now() } as const
  expect((await knock(server.base, requestOf(server.base, letter, poll))).status).toBe(200)
  expect(countedIn(recountOf(server.folder), POLL)).toBe(1)
})
