// A period poll on real files: weeks with restarts in between, what citizens and staff are told of it, and a key destroyed.

import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { DeviceAnswer, ReceiptAnswer, WebBallotAnswer } from '../../shared/protocol/http-api.ts'
import type { PollCountsAnswer, PollsAnswer, PollUnitsAnswer } from '../../shared/protocol/polls-api.ts'
import type { Command } from '../../shared/show/house.ts'
import type { Actor } from '../../shared/show/event.ts'
import type { PollPhase } from '../../shared/poll/period-poll.ts'
import type { Config } from '../../server/config.ts'
import type { Running } from '../../server/start.ts'
import { gatewayRequest } from '../../scripts/requests/gateway-messages.ts'
import { setUp, signIn } from '../../scripts/demo/staff.ts'
import { AUDITOR, OFFICE, T0, unitId, unitOf } from '../support/given-parts.ts'
import { DAY_MS, POLL, pollSettings } from '../support/given-polls.ts'
import { createHandClock, type HandClock } from '../support/hand-clock.ts'
import { cleanUp, setUpTokenOf, startTestServer, testConfig, until } from '../support/test-server.ts'

afterEach(cleanUp)

const SECRET = 'secret-of-the-gateway-0123456789'
const NUMBER = '10690000001'
const OPENS = T0 + DAY_MS
const CLOSES = T0 + 15 * DAY_MS

async function run(server: Running, command: Command, by: Actor = OFFICE): Promise<void> {
  const commandId = `command-${Math.random().toString(36).slice(2)}`
  const answer = await server.app.runner.run(command, { commandId, by })
  if (!answer.ok) throw new Error(`${command.type}: ${answer.refusals.map(({ code }) => code).join(' ')}`)
}

const phase = (server: Running) => server.app.runner.house().polls[POLL]!.stage.phase
const reached = (server: Running, wanted: PollPhase) =>
  until(server.app.runner, (house) => house.polls[POLL]!.stage.phase === wanted)

async function planned(units = 3): Promise<{ server: Running; clock: HandClock; config: Config }> {
  const config = testConfig({ SMS_GATEWAY_SECRET: SECRET })
  const clock = createHandClock(T0)
  const server = await startTestServer(config, { clock })
  await run(server, { type: 'ImportUnits', units: Array.from({ length: units }, (_, i) => unitOf(i + 1)) })
  await run(server, { type: 'SetAccessNumbers', numbers: [NUMBER] })
  await run(server, {
    type: 'DraftPoll',
    pollId: POLL,
    settings: pollSettings(T0, { channels: ['gateway', 'web'] }),
  })
  await run(server, {
    type: 'SetPollUnits',
    pollId: POLL,
    unitIds: Array.from({ length: units }, (_, i) => unitId(i + 1)),
  })
  return { server, clock, config }
}

let sent = 0
/** One SMS from each of these people, in signed batches. */
async function sms(
  server: Running,
  clock: HandClock,
  people: readonly number[],
  text: string,
): Promise<void> {
  const ts = clock.nowMs()
  const messages = people.map((n) => ({
    id: `sms-${String((sent += 1))}`,
    from: `+86138${String(n).padStart(8, '0')}`,
    to: NUMBER,
    text,
    ts,
  }))
  const made = gatewayRequest(SECRET, messages, { atMs: ts, nonce: `nonce-${String(sent)}-${String(ts)}` })
  const answer = await fetch(server.localUrl + made.path, made)
  expect(answer.status).toBe(200)
}
const people = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)

test('[SHOW4] [LOG3] weeks with restarts in between: opened, closed and verified by its times, no answered ballot lost', async () => {
  const { server, clock, config } = await planned()
  await run(server, { type: 'PlanPoll', pollId: POLL })
  await sms(server, clock, people(1, 2), '满意1')
  await server.stop()

  // Down when it opens: opened at the start, a minute late by the clock, and by its times not late at all.
  clock.moveTo(OPENS + 60_000)
  const second = await startTestServer(config, { clock })
  await reached(second, 'open')
  await sms(second, clock, people(1, 35), '满意1')
  await sms(second, clock, people(1, 5), '不满意 2')
  clock.forward(1_000)
  await sms(second, clock, people(1, 1), '不满意1')
  await sms(second, clock, people(50, 1), '满意')
  await sms(second, clock, people(51, 1), '满意9')
  await second.stop()

  // Down over the close and the drain, for a month.
  clock.moveTo(CLOSES + 30 * DAY_MS)
  const third = await startTestServer(config, { clock })
  await reached(third, 'verified')
  await sms(third, clock, people(60, 1), '满意1')
  const { outcome } = third.app.runner.house().polls[POLL]!
  const split = { satisfied: 0, fair: 0, dissatisfied: 0, unsure: 0 }
  expect(outcome!.units).toMatchObject([
    {
      code: 1,
      channels: [{ channel: 'gateway', split: { ...split, satisfied: 35 }, duplicate: 1, stale: 2 }],
    },
    { code: 2, channels: [{ channel: 'gateway', split: { ...split, dissatisfied: 5 } }] },
  ])
  // A text without a code, or with another's, counts for no unit, and in the total as invalid.
  expect(outcome!.total.channels.find(({ channel }) => channel === 'gateway')).toMatchObject({
    split: { ...split, satisfied: 35, dissatisfied: 5 },
    invalid: 2,
  })
  clock.forward(10_000)
  await run(third, { type: 'RevealPoll', pollId: POLL })
  const before = JSON.stringify(third.app.runner.house())
  await third.stop()
  const fourth = await startTestServer(config, { clock })
  expect(JSON.stringify(fourth.app.runner.house())).toBe(before)
})

const postJson = (base: string, path: string, body: object) =>
  fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** A ballot by the web page; its receipt code. */
async function webReceipt(base: string): Promise<string> {
  const { deviceToken } = (await (await fetch(`${base}/api/device`)).json()) as DeviceAnswer
  const ballot = { deviceToken, ballotId: 'ballot-0001', windowId: POLL, unitCode: 3, choice: 'fair' }
  return ((await (await postJson(base, '/api/ballots', ballot)).json()) as WebBallotAnswer).receipt
}

async function receiptSays(base: string, code: string): Promise<ReceiptAnswer['receipts']> {
  return ((await (await postJson(base, '/api/receipt', { code })).json()) as ReceiptAnswer).receipts
}

test('[BAL8] [LOG3] [BAL10] a poll’s voter key is destroyed by two persons; recount and receipts still hold', async () => {
  const { server, clock, config } = await planned()
  await run(server, { type: 'PlanPoll', pollId: POLL })
  clock.moveTo(OPENS)
  await reached(server, 'open')
  await sms(server, clock, people(1, 40), '基本满意3')
  const code = await webReceipt(server.localUrl)
  expect(await receiptSays(server.localUrl, code)).toMatchObject([{ status: 'counted', stage: 'open' }])
  clock.moveTo(CLOSES + 90_500)
  await reached(server, 'verified')
  const act = { type: 'DestroyVoterKey', voterKeyId: `poll-${POLL}` } as const
  await run(server, { type: 'RequestAct', requestId: 'request-0001', act, reason: '保存期满' })
  await run(server, { type: 'ConfirmAct', requestId: 'request-0001' }, AUDITOR)
  // What still comes is known to no poll.
  await sms(server, clock, people(1, 1), '满意3')
  clock.forward(10_000)
  await run(server, { type: 'RevealPoll', pollId: POLL })
  const told = { status: 'counted', stage: 'published', keyDestroyed: true }
  expect(await receiptSays(server.localUrl, code)).toMatchObject([told])
  await server.stop()
  const files = ['--json', config.dataDir]
  const { status, stdout } = spawnSync(process.execPath, [resolve('scripts/recount.ts'), ...files], {
    encoding: 'utf8',
  })
  expect(status, stdout).toBe(0)
  expect(stdout).toContain(POLL)
  // Nor is a new key made at the next start, under which everybody could vote again.
  const again = await startTestServer(config, { clock })
  await sms(again, clock, people(1, 1), '满意3')
  const [after] = await receiptSays(again.localUrl, code)
  expect(after).toMatchObject(told)
  expect(after?.sentence).toMatch(/已公布的结果包含本条。.*密钥已经销毁/)
  expect(again.app.runner.house().acts.destroyedKeys).toHaveProperty([`poll-${POLL}`])
  expect(again.app.reasons()).toEqual([])
})

describe('what is told of a poll', () => {
  test('[POLL1] to citizens: nothing of a draft; then its times and, kept by browsers, its units by pinyin', async () => {
    const { server } = await planned()
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(server.localUrl + path, { headers })
    const polls = async () => ((await (await get('/api/polls')).json()) as PollsAnswer).polls
    expect(await polls()).toEqual([])
    for (const path of ['units', 'counts', 'members']) {
      expect((await get(`/api/polls/${POLL}/${path}`)).status, path).toBeGreaterThanOrEqual(400)
    }
    expect((await get('/api/polls/nonsense/units')).status).toBe(404)
    await run(server, { type: 'PlanPoll', pollId: POLL })
    expect(await polls()).toEqual([
      {
        ...{ windowId: POLL, title: '上半年评议', rehearsal: false, phase: 'planned', opensAtMs: OPENS },
        ...{ closesAtMs: CLOSES, channels: ['web', 'gateway'], accessNumbers: [NUMBER], offersUnsure: false },
        ...{ visibility: 'hidden', unitCount: 3 },
      },
    ])
    const answer = await get(`/api/polls/${POLL}/units`)
    const etag = answer.headers.get('etag') ?? ''
    expect(((await answer.json()) as PollUnitsAnswer).units).toEqual([
      [1, '虚构单位1', 'office', 'xgdw1', 'xugoudanwei1'],
      [2, '虚构单位2', 'station', 'xgdw2', 'xugoudanwei2'],
      [3, '虚构单位3', 'institution', 'xgdw3', 'xugoudanwei3'],
    ])
    expect((await get(`/api/polls/${POLL}/units`, { 'if-none-match': etag })).status).toBe(304)
    const list = await get('/api/polls')
    expect((await get('/api/polls', { 'if-none-match': list.headers.get('etag') ?? '' })).status).toBe(304)
  })

  test('[SHOW5] [PUB4] [SAFE4] to staff: n of every unit, its split after the reveal and from 30; to nobody else', async () => {
    const { server, clock } = await planned()
    await run(server, { type: 'PlanPoll', pollId: POLL })
    const person = { personId: 'shen', name: '审计', role: 'auditor', password: 'auditor-0001' }
    await setUp(server.localUrl, setUpTokenOf(server), person)
    clock.moveTo(OPENS)
    await reached(server, 'open')
    // Two weeks are longer than a sign-in lasts.
    const counts = async () => {
      const { get } = await signIn(server.localUrl, person.personId, person.password)
      return get<PollCountsAnswer>(`/api/polls/${POLL}/counts`)
    }
    expect((await fetch(`${server.localUrl}/api/polls/${POLL}/counts`)).status).toBe(401)
    await sms(server, clock, people(1, 30), '满意1')
    await sms(server, clock, people(1, 29), '不满意2')
    await sms(server, clock, people(1, 1), '满意2')
    const rows = async () =>
      (await counts()).units.map(({ code, headline, setAside }) => [
        code,
        headline.n,
        headline.split,
        setAside,
      ])
    expect(await rows()).toEqual([
      [1, 30, null, 0],
      [2, 29, null, 1],
      [3, 0, null, 0],
    ])
    clock.moveTo(CLOSES + 90_500)
    await reached(server, 'verified')
    expect((await counts()).units.every(({ headline }) => headline.split === null)).toBe(true)
    clock.forward(10_000)
    await run(server, { type: 'RevealPoll', pollId: POLL })
    expect(await rows()).toEqual([
      [1, 30, { satisfied: 30, fair: 0, dissatisfied: 0, unsure: 0 }, 0],
      [2, 29, null, 1],
      [3, 0, null, 0],
    ])
  })
})

test(
  '9,999 units: planned, told and folded quickly, and the journal stays small',
  { timeout: 30_000 },
  async () => {
    const { server, clock, config } = await planned(9_999)
    await run(server, { type: 'PlanPoll', pollId: POLL })
    const headers = { 'accept-encoding': 'gzip' }
    const answer = await fetch(`${server.localUrl}/api/polls/${POLL}/units`, { headers })
    const { units } = (await answer.json()) as PollUnitsAnswer
    expect(units).toHaveLength(9_999)
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    clock.moveTo(OPENS)
    await reached(server, 'open')
    await sms(server, clock, people(1, 100), '满意9999')
    expect(phase(server)).toBe('open')
    const startedAt = performance.now()
    await server.stop()
    const again = await startTestServer(config, { clock })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    expect(again.app.runner.house().polls[POLL]!.units).toHaveLength(9_999)
  },
)
