// A city on the real server whose period poll is open: a clerk who is signed in, a gateway that sends, citizens who reply.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  choiceCodeAt,
  FIRST_INVALID_CODE,
  RECORD_BYTES,
  unitCodeAt,
  viewOf,
  windowNumberAt,
  windowNumberOf,
} from '../../server/storage/ballot-record.ts'
import { openSqliteBallotLog } from '../../server/storage/sqlite-ballot-log.ts'
import type { Running } from '../../server/start.ts'
import { INVALID_REASONS } from '../../shared/ballot/ballot.ts'
import { CHOICES } from '../../shared/ballot/choices.ts'
import { WindowId } from '../../shared/basics/ids.ts'
import type { BatchId, SendingPlan } from '../../shared/invitation/batch.ts'
import { DEFAULT_TEMPLATE } from '../../shared/invitation/invitation-text.ts'
import { DEFAULT_POLL_RULES, type PollSettings } from '../../shared/poll/period-poll.ts'
import type { CallbacksView, InvitationsView, UploadView } from '../../shared/protocol/invitations-api.ts'
import type { Command } from '../../shared/show/house.ts'
import { gatewayRequest } from '../../scripts/requests/gateway-messages.ts'
import { createCalmClock, type CalmClock } from './calm-clock.ts'
import { OFFICE, unitOf } from './given-parts.ts'
import { doorSecrets } from './live-server.ts'
import { startSmsStandIn, type SmsStandIn } from './sms-stand-in.ts'
import { cleanUp, setUpTokenOf, startTestServer, testConfig } from './test-server.ts'

const SECRET = 'the gateway and we know it'
export const ACCESS_NUMBER = '10690000001'
const DAY_MS = 86_400_000
export const POLL = WindowId.parse('00000000a001')
export const WECHAT = doorSecrets.wechat
export const phoneOf = (n: number) => `1391234${String(n).padStart(4, '0')}`

export const LIST_HEAD = '单位,手机号,事项,日期\n'
/** People `from`, `from` + 1, … `n` of them, served in turn by units 1, 2 and 3. */
export const listOf = (n: number, from = 1) =>
  LIST_HEAD +
  Array.from(
    { length: n },
    (_, i) => `${String(((from + i - 1) % 3) + 1)},${phoneOf(from + i)},不动产登记,3月2日\n`,
  ).join('')

export const PLAN: SendingPlan = {
  ...{
    template: DEFAULT_TEMPLATE,
    sender: 'gateway',
    from: ACCESS_NUMBER,
    perSecond: 50,
    fromHour: 0,
    toHour: 24,
  },
}
export const batchOf = (batchId: BatchId) => ({ pollId: POLL, batchId })

export interface InvitedCity {
  readonly clock: CalmClock
  readonly sms: SmsStandIn
  /** The clerk's sign-in, for requests of one's own. */
  readonly cookie: string
  /** The server as it runs now. */
  readonly running: Running
  start(): Promise<void>
  run(command: Command): Promise<void>
  /** `as`: a sign-in, the clerk's if nothing is said. */
  post(path: string, body: unknown, type?: string, as?: string): Promise<Response>
  get<T>(path: string): Promise<T>
  /** Sends a list and waits until it is read. */
  upload(csv: string | Uint8Array): Promise<UploadView>
  uploaded(batchId: string): Promise<UploadView>
  drawnBatch(csv: string, perUnit?: number): Promise<BatchId>
  sendAll(batchId: BatchId): Promise<void>
  untilPhase(batchId: BatchId, phase: string): Promise<void>
  /** A text from a citizen through the city's gateway; what became of it. */
  reply(from: string, text: string): Promise<string>
  view(): Promise<InvitationsView>
  callbacks(): Promise<CallbacksView>
  /** Stops the server; what its ballot log holds of the poll, as unit and choice or reason. */
  loggedBallots(): Promise<readonly string[]>
  bytesOnDisk(): string
  /** A number nobody had before. */
  nextNumber(): number
  close(): Promise<void>
}

/** Work on other threads and sockets has its time; the clock stands still. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise<void>((turn) => setTimeout(turn, 2))
}

export async function refusalOf(response: Response): Promise<string> {
  return ((await response.json()) as { refusal: { code: string } }).refusal.code
}

export async function startInvitedCity(): Promise<InvitedCity> {
  const clock = createCalmClock()
  const sms = await startSmsStandIn(SECRET)
  const config = testConfig({
    ...{ SMS_GATEWAY_SECRET: SECRET, SMS_OUT_URL: sms.url, WECHAT_APP_SECRET: 'unused-in-tests' },
    ...{ WECHAT_TOKEN: WECHAT.token, WECHAT_APP_ID: WECHAT.appId },
    WECHAT_ENCODING_AES_KEY: WECHAT.encodingAesKey,
  })
  let running = await startTestServer(config, { clock })
  let cookie = ''
  let last = 0

  const city: InvitedCity = {
    clock,
    sms,
    get cookie() {
      return cookie
    },
    get running() {
      return running
    },
    async start() {
      running = await startTestServer(config, { clock })
    },
    async run(command) {
      const who = { commandId: `command-${String((last += 1))}-x`, by: OFFICE }
      const answer = await running.app.runner.run(command, who)
      if (!answer.ok) throw new Error(`${command.type}: ${JSON.stringify(answer.refusals)}`)
    },
    post: (path, body, type = 'application/json', as = cookie) =>
      fetch(running.localUrl + path, {
        method: 'POST',
        headers: { 'content-type': type, origin: running.localUrl, cookie: as },
        body: body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
      }),
    async get<T>(path: string) {
      const response = await fetch(running.localUrl + path, { headers: { cookie } })
      expect(response.status, await response.clone().text()).toBe(200)
      return (await response.json()) as T
    },
    async upload(csv) {
      await clock.calmlyForward(10_000)
      const path = `/api/invitations/upload?pollId=${POLL}&title=${encodeURIComponent('三月办件')}`
      const answer = await city.post(path, typeof csv === 'string' ? Buffer.from(csv) : csv, 'text/csv')
      expect(answer.status, await answer.clone().text()).toBe(200)
      return city.uploaded(((await answer.json()) as { batchId: string }).batchId)
    },
    async uploaded(batchId) {
      let view: UploadView
      do {
        await clock.calmlyForward(200)
        view = await city.get<UploadView>(`/api/invitations/upload?batchId=${batchId}`)
      } while (view.phase === 'reading')
      return view
    },
    async drawnBatch(csv, perUnit = 100) {
      const { batchId } = await city.upload(csv)
      expect((await city.post('/api/invitations/fix', { batchId })).status).toBe(200)
      expect((await city.post('/api/invitations/draw', { batchId, perUnit })).status).toBe(200)
      return batchId
    },
    async sendAll(batchId) {
      await city.run({ type: 'PlanInvitations', ...batchOf(batchId), plan: PLAN })
      await city.run({ type: 'StartInvitations', ...batchOf(batchId) })
      await city.untilPhase(batchId, 'done')
    },
    untilPhase: (batchId, phase) =>
      eventually(async () => {
        await clock.calmlyForward(1_000)
        return running.app.runner.house().invitations.batches[batchId]?.phase === phase
      }),
    async reply(from, text) {
      const id = `reply-${String((last += 1))}`
      await clock.calmlyForward(1_000)
      const message = { id, from, to: ACCESS_NUMBER, text, ts: clock.nowMs() }
      const { path, headers, body } = gatewayRequest(SECRET, [message], {
        ...{ atMs: clock.nowMs(), nonce: `nonce-${String(last).padStart(8, '0')}` },
      })
      const response = await fetch(running.localUrl + path, { method: 'POST', headers, body })
      const { outcomes } = (await response.json()) as { outcomes: Record<string, number> }
      return Object.keys(outcomes).join()
    },
    view: () => city.get<InvitationsView>(`/api/invitations?pollId=${POLL}`),
    callbacks: () => city.get<CallbacksView>(`/api/callbacks?pollId=${POLL}`),
    async loggedBallots() {
      await running.stop()
      return ballotsIn(join(config.dataDir, 'ballots.db'))
    },
    bytesOnDisk: () =>
      readdirSync(config.dataDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('latin1'))
        .join(''),
    nextNumber: () => (last += 1),
    async close() {
      await cleanUp()
      await sms.close()
    },
  }
  const token = setUpTokenOf(running)
  const answer = await city.post('/api/setup', {
    ...{ token, personId: 'ping', name: '平', role: 'office', password: 'a long password' },
  })
  cookie = answer.headers.get('set-cookie')!.split(';')[0]!
  await openPoll(city)
  return city
}

async function openPoll(city: InvitedCity): Promise<void> {
  await city.run({ type: 'ImportUnits', units: [1, 2, 3].map((n) => unitOf(n)) })
  await city.run({ type: 'SetAccessNumbers', numbers: [ACCESS_NUMBER] })
  const opensAtMs = city.clock.nowMs() + 3_600_000
  const settings: PollSettings = {
    ...{
      title: '上半年评议',
      rehearsal: false,
      channels: ['gateway', 'wechat'],
      accessNumbers: [ACCESS_NUMBER],
    },
    ...{ offersUnsure: false, visibility: 'hidden', opensAtMs, closesAtMs: opensAtMs + 14 * DAY_MS },
    ...{ rules: DEFAULT_POLL_RULES, replaces: null },
  }
  await city.run({ type: 'DraftPoll', pollId: POLL, settings })
  await city.run({ type: 'SetPollUnits', pollId: POLL, unitIds: [1, 2, 3].map((n) => unitOf(n).unitId) })
  await city.run({ type: 'PlanPoll', pollId: POLL })
  city.clock.moveTo(opensAtMs)
  await eventually(() => city.running.app.runner.house().polls[POLL]?.stage.phase === 'open')
}

async function ballotsIn(file: string): Promise<readonly string[]> {
  const log = await openSqliteBallotLog({ file })
  const found: string[] = []
  for (const { records, count } of await log.read(0, 1_000)) {
    const view = viewOf(records)
    for (let at = 0; at < count * RECORD_BYTES; at += RECORD_BYTES) {
      if (windowNumberAt(view, at) !== windowNumberOf(POLL)) continue
      const code = choiceCodeAt(view, at)
      const choice = CHOICES[code] ?? INVALID_REASONS[code - FIRST_INVALID_CODE]
      found.push(`${String(unitCodeAt(view, at))} ${String(choice)}`)
    }
  }
  await log.close()
  return found
}
