// Two real servers on one real Redis, with real time: a clerk who may be answered by either, a gateway that sends, citizens who write to either.

import { expect } from 'vitest'
import type { Running } from '../../server/start.ts'
import { WindowId } from '../../shared/basics/ids.ts'
import type { BatchId } from '../../shared/invitation/batch.ts'
import { DEFAULT_POLL_RULES } from '../../shared/poll/period-poll.ts'
import type { DeskAnswer } from '../../shared/protocol/desk-api.ts'
import type { CallbacksView, InvitationsView, UploadView } from '../../shared/protocol/invitations-api.ts'
import type { Command } from '../../shared/show/house.ts'
import { gatewayRequest } from '../../scripts/requests/gateway-messages.ts'
import { OFFICE, unitOf } from './given-parts.ts'
import { ACCESS_NUMBER, eventually, PLAN, POLL } from './invited-city.ts'
import { startRedis, type TestRedis } from './redis-server.ts'
import { startSmsStandIn, type SmsStandIn } from './sms-stand-in.ts'
import { cleanUp, startTestServer, tempFolder, testConfig } from './test-server.ts'

const SECRET = 'the gateway and we know it'
const DAY_MS = 86_400_000

export interface Office {
  readonly name: string
  /** As it runs now. */
  readonly running: Running
  readonly folder: string
  post(path: string, body: unknown, type?: string): Promise<Response>
  get<T>(path: string): Promise<T>
  /** The JSON of a request that was taken. */
  posted<T>(path: string, body: unknown, type?: string): Promise<T>
  upload(csv: string): Promise<UploadView>
  view(): Promise<InvitationsView>
  callbacks(): Promise<CallbacksView>
  desk(): Promise<Extract<DeskAnswer, { changed: true }>>
  run(command: Command): Promise<void>
  /** A text from a citizen through the city's gateway; what became of it. */
  reply(from: string, text: string): Promise<string>
  stop(): Promise<void>
  start(): Promise<void>
}

export interface TwoOffices {
  readonly redis: TestRedis
  readonly sms: SmsStandIn
  /** The clerk's sign-in. */
  readonly cookie: string
  /** The home, because it was started first and alone. */
  readonly a: Office
  readonly b: Office
  close(): Promise<void>
}

/** As often as a patient clerk looks again: a door that is asked more often says so. */
export async function beforeLong(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise<void>((turn) => setTimeout(turn, 150))
}

let numbers = 0
const nextNumber = () => (numbers += 1)

export async function startTwoOffices(): Promise<TwoOffices> {
  const redis = await startRedis()
  const sms = await startSmsStandIn(SECRET)
  let cookie = ''

  const officeOf = async (name: string): Promise<Office> => {
    const folder = tempFolder()
    const config = testConfig({
      ...{ SMS_GATEWAY_SECRET: SECRET, SMS_OUT_URL: sms.url, DATA_DIR: folder },
      ...{ REDIS_URL: redis.url, VOTER_KEY_SECRET: 'one secret of two processes' },
    })
    let running = await startTestServer(config)
    const office: Office = {
      ...{ name, folder },
      get running() {
        return running
      },
      post: (path, body, type = 'application/json') =>
        fetch(running.localUrl + path, {
          method: 'POST',
          headers: { 'content-type': type, origin: running.localUrl, cookie },
          body: body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
        }),
      async get<T>(path: string) {
        const response = await fetch(running.localUrl + path, { headers: { cookie } })
        expect(response.status, await response.clone().text()).toBe(200)
        return (await response.json()) as T
      },
      async posted<T>(path: string, body: unknown, type?: string) {
        const response = await office.post(path, body, type)
        expect(response.status, await response.clone().text()).toBe(200)
        return (await response.json()) as T
      },
      async upload(csv) {
        const path = `/api/invitations/upload?pollId=${POLL}&title=${encodeURIComponent('三月办件')}`
        const { batchId } = await office.posted<{ batchId: BatchId }>(path, Buffer.from(csv), 'text/csv')
        const look = () => office.get<UploadView>(`/api/invitations/upload?batchId=${batchId}`)
        await beforeLong(async () => (await look()).phase !== 'reading')
        return look()
      },
      view: () => office.get<InvitationsView>(`/api/invitations?pollId=${POLL}`),
      callbacks: () => office.get<CallbacksView>(`/api/callbacks?pollId=${POLL}`),
      desk: () =>
        office.posted('/api/desk', {
          ...{ reason: null, channel: null, state: null, unit: null, text: '' },
          ...{ skip: 0, limit: 200, version: null },
        }),
      async run(command) {
        const who = { commandId: `command-${String(nextNumber())}-x`, by: OFFICE }
        const answer = await running.app.runner.run(command, who)
        if (!answer.ok) throw new Error(`${command.type}: ${JSON.stringify(answer.refusals)}`)
      },
      async reply(from, text) {
        const n = String(nextNumber())
        const message = { id: `reply-${n}`, from, to: ACCESS_NUMBER, text, ts: Date.now() }
        const { path, headers, body } = gatewayRequest(SECRET, [message], {
          ...{ atMs: Date.now(), nonce: `nonce-${n.padStart(8, '0')}` },
        })
        const response = await fetch(running.localUrl + path, { method: 'POST', headers, body })
        const { outcomes } = (await response.json()) as { outcomes: Record<string, number> }
        return Object.keys(outcomes).join()
      },
      stop: () => running.stop(),
      async start() {
        running = await startTestServer(config)
      },
    }
    return office
  }

  const a = await officeOf('a')
  await eventually(() => a.running.app.runner.house().privateHome !== null)
  const b = await officeOf('b')
  // The newest link is the one that holds.
  const setup = await b.post('/api/setup', {
    ...{ token: b.running.setupUrl!.split('setup=')[1], personId: 'ping', name: '平', role: 'office' },
    password: 'a long password',
  })
  cookie = setup.headers.get('set-cookie')!.split(';')[0]!
  await openPoll(a)
  await eventually(() => b.running.app.runner.house().polls[POLL]?.stage.phase === 'open')
  return {
    ...{ redis, sms, cookie, a, b },
    async close() {
      await cleanUp()
      await sms.close()
      await redis.remove()
    },
  }
}

async function openPoll({ run }: Office): Promise<void> {
  await run({ type: 'ImportUnits', units: [1, 2, 3].map((n) => unitOf(n)) })
  await run({ type: 'SetAccessNumbers', numbers: [ACCESS_NUMBER] })
  const opensAtMs = Date.now() + 1_000
  await run({
    ...{ type: 'DraftPoll', pollId: WindowId.parse(POLL) },
    settings: {
      ...{ title: '上半年评议', rehearsal: false, channels: ['gateway'], accessNumbers: [ACCESS_NUMBER] },
      ...{ offersUnsure: false, visibility: 'hidden', opensAtMs, closesAtMs: opensAtMs + 14 * DAY_MS },
      ...{ rules: DEFAULT_POLL_RULES, replaces: null },
    },
  })
  await run({ type: 'SetPollUnits', pollId: POLL, unitIds: [1, 2, 3].map((n) => unitOf(n).unitId) })
  await run({ type: 'PlanPoll', pollId: POLL })
}

/** Planned and started at `office`; resolves when it is done there. */
export async function sendAllAt(office: Office, batchId: BatchId): Promise<void> {
  await office.run({ type: 'PlanInvitations', pollId: POLL, batchId, plan: PLAN })
  await office.run({ type: 'StartInvitations', pollId: POLL, batchId })
  await eventually(() => office.running.app.runner.house().invitations.batches[batchId]?.phase === 'done')
}
