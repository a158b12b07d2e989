// The home of the private rows killed in mid-sending, two real processes on one Redis: nobody is invited twice, ballots go on, and nothing of a person is in Redis.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { setUp } from '../../scripts/demo/staff.ts'
import { gatewayRequest } from '../../scripts/requests/gateway-messages.ts'
import type { BatchId } from '../../shared/invitation/batch.ts'
import { DEFAULT_POLL_RULES } from '../../shared/poll/period-poll.ts'
import type { InvitationsView } from '../../shared/protocol/invitations-api.ts'
import { unitOf } from '../support/given-parts.ts'
import { ACCESS_NUMBER, listOf, phoneOf, PLAN, POLL } from '../support/invited-city.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { startRedis } from '../support/redis-server.ts'
import { startSmsStandIn } from '../support/sms-stand-in.ts'
import { OFFICE } from '../support/test-show.ts'
import { beforeLong } from '../support/two-offices.ts'

const SECRET = 'the gateway and we know it, both of us'
const PEOPLE = 30
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

test(
  '[BAL8] [SAFE3] killed in mid-sending and back: each person is sent one invitation, replies meanwhile count, no phone and no word is in Redis',
  { timeout: 120_000 },
  async () => {
    const redis = await startRedis()
    closers.push(() => redis.remove())
    const sms = await startSmsStandIn(SECRET)
    closers.push(() => sms.close())
    const env = {
      ...{ REDIS_URL: redis.url, VOTER_KEY_SECRET: 'one secret of two processes' },
      ...{ SMS_GATEWAY_SECRET: SECRET, SMS_OUT_URL: sms.url },
    }
    const a = await startLiveServer(env)
    closers.push(() => a.remove())
    // Whoever holds no rows asks to be the home after three seconds.
    await new Promise((wake) => setTimeout(wake, 4_000))
    const b = await startLiveServer(env)
    closers.push(() => b.remove())
    const office = await setUp(b.base, b.setUpToken(), OFFICE)
    const post = async <T>(path: string, body: unknown, type = 'application/json'): Promise<T> => {
      const answer = await fetch(b.base + path, {
        method: 'POST',
        headers: { 'content-type': type, origin: b.base, cookie: office.cookie },
        body: body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
      })
      expect(answer.status, await answer.clone().text()).toBe(200)
      return (await answer.json()) as T
    }
    const view = async (): Promise<InvitationsView | null> => {
      const answer = await fetch(`${b.base}/api/invitations?pollId=${POLL}`, {
        headers: { cookie: office.cookie },
      })
      return answer.ok ? ((await answer.json()) as InvitationsView) : null
    }
    const phase = async () => (await view())?.batches[0]?.phase ?? null

    await office.run({ type: 'ImportUnits', units: [1, 2, 3].map((n) => unitOf(n)) })
    await office.run({ type: 'SetAccessNumbers', numbers: [ACCESS_NUMBER] })
    const opensAtMs = Date.now() + 2_000
    await office.run({
      ...{ type: 'DraftPoll', pollId: POLL },
      settings: {
        ...{ title: '上半年评议', rehearsal: false, channels: ['gateway'], accessNumbers: [ACCESS_NUMBER] },
        ...{ offersUnsure: false, visibility: 'hidden', opensAtMs, closesAtMs: opensAtMs + 14 * 86_400_000 },
        ...{ rules: DEFAULT_POLL_RULES, replaces: null },
      },
    })
    await office.run({ type: 'SetPollUnits', pollId: POLL, unitIds: [1, 2, 3].map((n) => unitOf(n).unitId) })
    await office.run({ type: 'PlanPoll', pollId: POLL })
    const { batchId } = await post<{ batchId: BatchId }>(
      `/api/invitations/upload?pollId=${POLL}&title=${encodeURIComponent('三月办件')}`,
      Buffer.from(listOf(PEOPLE)),
      'text/csv',
    )
    await beforeLong(async () => {
      const answer = await fetch(`${b.base}/api/invitations/upload?batchId=${batchId}`, {
        headers: { cookie: office.cookie },
      })
      return ((await answer.json()) as { phase: string }).phase === 'ready'
    })
    await post('/api/invitations/fix', { batchId })
    await post('/api/invitations/draw', { batchId, perUnit: 100 })
    await beforeLong(() => Date.now() > opensAtMs + 500)
    await office.run({ type: 'PlanInvitations', pollId: POLL, batchId, plan: { ...PLAN, perSecond: 3 } })
    await office.run({ type: 'StartInvitations', pollId: POLL, batchId })
    await beforeLong(() => sms.received.length >= 6)

    // What is on its way at the kill gets no answer.
    sms.answer = () => null
    const before = sms.received.length
    await beforeLong(() => sms.received.length > before)
    await a.kill('SIGKILL')
    sms.answer = () => ({ status: 200, body: '{"code":0}' })
    const atKill = sms.received.length
    expect(await reply(b, sms.received[0]!.to, '1')).toEqual({ received: 1 })
    expect(await reply(b, sms.received[1]!.to, '3')).toEqual({ received: 1 })
    expect(await reply(b, sms.received[1]!.to, '2 等了三个月没人理')).toEqual({ invalid: 1 })
    await new Promise((wake) => setTimeout(wake, 3_000))
    expect(sms.received).toHaveLength(atKill)
    expect(await view()).toBe(null)

    await a.start()
    await beforeLong(async () => (await phase()) === 'done')
    const invitations = sms.received.filter(({ text }) => !text.includes('请回复原因'))
    const idsOf = new Map<string, Set<string>>()
    for (const { to, id } of invitations) idsOf.set(to, (idsOf.get(to) ?? new Set()).add(id))
    expect([...idsOf.keys()].sort()).toEqual(
      Array.from({ length: PEOPLE }, (_, i) => `+86${phoneOf(i + 1)}`).sort(),
    )
    // This gateway knows a repetition by its id; only what got no answer at the kill was sent again.
    for (const ids of idsOf.values()) expect(ids.size).toBe(1)
    expect(invitations.length).toBeLessThanOrEqual(PEOPLE + 3)
    await beforeLong(async () => (await view())?.batches[0]?.progress?.replied === 2)
    await beforeLong(async () => sms.received.filter(({ text }) => text.includes('请回复原因')).length === 1)

    const files = readdirSync(redis.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const disk = files
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('utf8'))
      .join('')
    expect(disk).toContain('wz:')
    for (const canary of ['1391234', '没人理', '等了三个月'])
      expect(disk.includes(canary), canary).toBe(false)
  },
)

let replies = 0
async function reply({ base }: LiveServer, from: string, text: string): Promise<Record<string, number>> {
  replies += 1
  const message = { id: `reply-${String(replies)}`, from, to: ACCESS_NUMBER, text, ts: Date.now() }
  const { path, headers, body } = gatewayRequest(SECRET, [message], {
    ...{ atMs: Date.now(), nonce: `nonce-${String(replies).padStart(8, '0')}` },
  })
  const response = await fetch(base + path, { method: 'POST', headers, body })
  return ((await response.json()) as { outcomes: Record<string, number> }).outcomes
}
