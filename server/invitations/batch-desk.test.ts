// Sending on a real private store with time by hand: pace, hours, retries, pause, and each person once whatever dies in between.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCalmClock, type CalmClock } from '../../tests/support/calm-clock.ts'
import { OFFICE, unitOf } from '../../tests/support/given-parts.ts'
import { DAY_MS, givenUnits, keepPoll, planPoll, POLL } from '../../tests/support/given-polls.ts'
import type { TestShow } from '../../tests/support/given.ts'
import { citizensWindowOf, houseOf, sessionOf } from '../../tests/support/plain-house.ts'
import { DEFAULT_TEMPLATE } from '../../shared/invitation/invitation-text.ts'
import { BatchId, type InvitationBatch, type SendingPlan } from '../../shared/invitation/batch.ts'
import type { House } from '../../shared/show/house.ts'
import { openPrivateStore, type PrivateStore } from '../private/private-store.ts'
import type { Runner } from '../show/runner.ts'
import { openSqlitePrivate } from '../storage/sqlite-private.ts'
import { createBatchDesk, type BatchDesk } from './batch-desk.ts'
import { createInvited, type Invited } from './invited.ts'
import { InviteRow, kinds, pagesOf, rowIn, type InviteState } from './private-rows.ts'
import type { OutgoingSms, SendAnswer, SendFate, SmsSender } from './sender.ts'

const batchId = BatchId.parse('b-000000000001')
const which = { pollId: POLL, batchId }
const phoneOf = (n: number) => `+861391234${String(n).padStart(4, '0')}`
const plan: SendingPlan = {
  ...{
    template: DEFAULT_TEMPLATE,
    sender: 'gateway',
    from: '10690000001',
    perSecond: 3,
    fromHour: 0,
    toHour: 24,
  },
}

let folder: string
let clock: CalmClock
let store: PrivateStore
let show: TestShow
let invited: Invited
let desk: BatchDesk
let errors: unknown[]
/** Everything that left, with the time. */
let sent: (OutgoingSms & { readonly atMs: number })[]
let fateOf: (message: OutgoingSms, nth: number) => SendFate
let broken: string | null
let idempotent: boolean
let left: Set<string>
/** Why other processes do not know yet who was invited, or null. */
let unknown: string | null
/** A show on air beside the polls, or none. */
let live: House | null

const sender: SmsSender = {
  get idempotent() {
    return idempotent
  },
  send: async (messages): Promise<SendAnswer> => ({
    fates: messages.map((message) => {
      sent.push({ ...message, atMs: clock.nowMs() })
      return fateOf(message, sent.filter(({ id }) => id === message.id).length)
    }),
    broken,
  }),
}
const run: Runner['run'] = async (command, { by }) => {
  show.nowMs = clock.nowMs()
  const refusals = show.refusals(command, by)
  if (refusals.length > 0) return { ok: false, refusals }
  show.when(command, by)
  return { ok: true, repeated: false }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wenzheng-outbox-'))
  clock = createCalmClock()
  errors = []
  sent = []
  left = new Set()
  unknown = null
  live = null
  fateOf = () => ({ kind: 'sent' })
  broken = null
  idempotent = true
  show = givenUnits()
  planPoll(show)
  keepPoll(show, 'open')
  clock.moveTo(show.nowMs)
  await openStore()
})
afterEach(async () => {
  await desk.stop()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function openStore(): Promise<void> {
  const file = await openSqlitePrivate({ file: join(folder, 'private.db') })
  const opened = await openPrivateStore(file, { clock, secret: 'a secret of the city' })
  if (!opened.ok) throw new Error(opened.refusal.code)
  store = opened.value
  startDesk()
}
function startDesk(): void {
  const voterKeyOf = (_: string, identity: string) => Buffer.from(identity)
  invited = createInvited({ isReady: () => true, voterKeyOf }, (pollId) => `poll-${pollId}`)
  desk = createBatchDesk({
    ...{ store, clock, run, invited, wanted: () => new Set() },
    house: () => ({ ...show.house(), ...(live && { sessions: live.sessions }) }),
    hasLeft: (tag) => left.has(tag),
    everybodyKnows: async () => unknown,
    senderOf: () => sender,
    onError: (error) => errors.push(error),
  })
}
/** The server ends without saying goodbye to anything, and another begins. */
async function crash(): Promise<void> {
  await desk.stop()
  startDesk()
  await desk.load()
}

/** A list of so many people of units 1 to 3, drawn whole and planned. */
async function givenBatch(people: number, change: Partial<SendingPlan> = {}): Promise<void> {
  const rows = Array.from({ length: people }, (_, i) => {
    const phone = phoneOf(i)
    const unitCode = unitOf((i % 3) + 1).code
    const json = JSON.stringify({ phone, unitCode, service: '', date: '' })
    const id = store.tagOf(`record ${String(i)}`)
    const expiresAtMs = clock.nowMs() + 60 * DAY_MS
    return { kind: kinds.listed(batchId), id, identityTag: store.tagOf(`phone:${phone}`), expiresAtMs, json }
  })
  await store.put(rows)
  show.nowMs = clock.nowMs()
  const units = [{ unitCode: unitOf(1).code, n: people }]
  const list = { title: '三月办件', listHash: 'a'.repeat(64), records: people, people, units }
  show.when({ type: 'FixInvitationList', ...which, ...list }, OFFICE)
  await desk.load()
  const drawn = await desk.draw(batchId, 10_000, OFFICE)
  if (!drawn.ok) throw new Error(drawn.refusal.code)
  show.when({ type: 'PlanInvitations', ...which, plan: { ...plan, ...change } }, OFFICE)
}
function command(type: 'StartInvitations' | 'ResumeInvitations'): void {
  show.nowMs = clock.nowMs()
  show.when({ type, ...which }, OFFICE)
  desk.follow()
}
const batch = (): InvitationBatch => show.house().invitations.batches[batchId]!
/** Time goes on a second at a time, until it is so. */
async function forwardUntil(holds: () => boolean, stepMs = 1_000, most = 5_000): Promise<void> {
  for (let step = 0; step < most && !holds(); step++) await clock.calmlyForward(stepMs)
  expect(holds()).toBe(true)
}
const done = () => batch().phase === 'done'
async function states(): Promise<Partial<Record<InviteState, number>>> {
  const found: Partial<Record<InviteState, number>> = {}
  for await (const page of pagesOf(store, kinds.invite(batchId)))
    for (const entry of page) {
      const { state } = rowIn(InviteRow, entry)
      found[state] = (found[state] ?? 0) + 1
    }
  return found
}

describe('sending', () => {
  test('[SAFE1] keeps its pace, asks each person once, and is done when all are', async () => {
    await givenBatch(8)
    const startedAtMs = clock.nowMs()
    command('StartInvitations')
    await forwardUntil(done, 200)
    expect(new Set(sent.map(({ to }) => to)).size).toBe(8)
    expect(sent).toHaveLength(8)
    const bySecond = new Map<number, number>()
    for (const { atMs } of sent) {
      const second = Math.floor((atMs - startedAtMs) / 1_000)
      bySecond.set(second, (bySecond.get(second) ?? 0) + 1)
    }
    for (const n of bySecond.values()) expect(n).toBeLessThanOrEqual(3)
    expect(batch().outcome).toEqual({ sent: 8, failed: 0, unsure: 0, skipped: 0 })
    expect(sent[0]!.text).toContain('虚构单位')
    // Once more nothing is sent.
    await crash()
    await clock.calmlyForward(5_000)
    expect(sent).toHaveLength(8)
  })

  test('waits for its hours in the city’s time, and says so', async () => {
    const hourOf = (atMs: number) => Math.floor(((atMs + 8 * 3_600_000) % DAY_MS) / 3_600_000)
    const next = Math.floor(clock.nowMs() / 3_600_000) * 3_600_000 + 3_600_000
    clock.moveTo(next - 90_000)
    await givenBatch(2, { fromHour: hourOf(next), toHour: hourOf(next) + 1 })
    command('StartInvitations')
    for (let i = 0; i < 80; i++) await clock.calmlyForward(1_000)
    expect(sent).toEqual([])
    expect((await desk.progressOf(batchId))?.holdUp).toContain('不在发送时段')
    await forwardUntil(done)
    expect(sent.map(({ atMs }) => hourOf(atMs))).toEqual([hourOf(next), hourOf(next)])
  })

  test('is tried again with a growing delay, five times in all; then it has failed and its phone goes', async () => {
    await givenBatch(2)
    fateOf = ({ to }) => ({ kind: to === phoneOf(0) ? 'retry' : 'sent' })
    command('StartInvitations')
    await forwardUntil(done)
    const tries = sent.filter(({ to }) => to === phoneOf(0)).map(({ atMs }) => atMs)
    expect(tries).toHaveLength(5)
    const gaps = tries.slice(1).map((atMs, i) => Math.round((atMs - tries[i]!) / 1_000))
    expect(gaps.map((gap, i) => gap >= 30 * 2 ** i && gap < 30 * 2 ** i + 5)).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(batch().outcome).toEqual({ sent: 1, failed: 1, unsure: 0, skipped: 0 })
    expect(await states()).toEqual({ sent: 1 })
  })

  test('pauses and goes on where it was; a sender that is broken pauses it by itself and costs no try', async () => {
    await givenBatch(6)
    command('StartInvitations')
    await forwardUntil(() => sent.length === 3, 100)
    await run({ type: 'PauseInvitations', ...which, reason: '核对' }, { commandId: 'command-1', by: OFFICE })
    desk.follow()
    for (let i = 0; i < 5; i++) await clock.calmlyForward(1_000)
    expect(sent).toHaveLength(3)
    broken = '账号不对'
    fateOf = () => ({ kind: 'retry' })
    command('ResumeInvitations')
    await forwardUntil(() => batch().phase === 'paused')
    expect(batch().reason).toBe('账号不对')
    broken = null
    fateOf = () => ({ kind: 'sent' })
    command('ResumeInvitations')
    await forwardUntil(done)
    expect(batch().outcome).toEqual({ sent: 6, failed: 0, unsure: 0, skipped: 0 })
  })

  test('[BAL8] stops for who leaves in between, and for who has an invitation of another batch', async () => {
    await givenBatch(3)
    await store.wipe(`phone:${phoneOf(0)}`)
    left.add(store.tagOf(`phone:${phoneOf(1)}`))
    command('StartInvitations')
    await forwardUntil(done)
    expect(sent.map(({ to }) => to)).toEqual([phoneOf(2)])
    expect(batch().outcome).toMatchObject({ sent: 1, skipped: 2 })
    expect(await states()).toEqual({ sent: 1 })
  })

  test('[POLL3] waits while a live poll on air holds the number, and goes on when it is frozen', async () => {
    await givenBatch(1)
    live = houseOf({
      sessions: [
        sessionOf({
          windows: [
            { ...citizensWindowOf({ n: 1, unit: 1, segment: 1, phase: 'open' }), channels: ['gateway'] },
          ],
        }),
      ],
    })
    command('StartInvitations')
    for (let i = 0; i < 20; i++) await clock.calmlyForward(1_000)
    expect(sent).toEqual([])
    expect((await desk.progressOf(batchId))?.holdUp).toContain('现场评议')
    live = null
    await forwardUntil(done)
    expect(sent).toHaveLength(1)
  })
})

describe('[SAFE2] after a crash', () => {
  /** A message left, and the server died before the answer was on disk. */
  async function diedWhileSending(): Promise<void> {
    await givenBatch(3)
    const died = new Promise<SendAnswer>(() => {})
    const send = sender.send
    sender.send = (messages) => {
      void send(messages)
      return died
    }
    command('StartInvitations')
    await forwardUntil(() => sent.length === 3, 100)
    sender.send = send
    expect(await states()).toEqual({ sending: 3 })
    // The old server's work never ends; a new one begins on the same store.
    startDesk()
    await desk.load()
  }

  test('a gateway that knows our ids gets the same messages again: at least once', async () => {
    await diedWhileSending()
    await forwardUntil(done)
    expect(sent).toHaveLength(6)
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3)
    expect(batch().outcome).toMatchObject({ sent: 3, unsure: 0 })
  })

  test('Twilio gets none again: at most once, and the office is told that three are unsure', async () => {
    idempotent = false
    await diedWhileSending()
    await forwardUntil(done)
    expect(sent).toHaveLength(3)
    expect(batch().outcome).toMatchObject({ sent: 0, unsure: 3 })
    // They may have arrived: a reply is theirs.
    expect(invited.invitationOf(POLL, `phone:${phoneOf(0)}`)?.unitCode).toBe(1)
  })

  test('who was drawn is moved by the journal’s seed, where the server died between the draw and the moving', async () => {
    const people = 30
    await givenBatch(people)
    const drawn = batch().draw!
    const before = await states()
    expect(before).toEqual({ waiting: people })
    await store.removeKind(kinds.invite(batchId))
    const rows = Array.from({ length: people }, (_, i) => {
      const json = JSON.stringify({
        phone: phoneOf(i),
        unitCode: unitOf((i % 3) + 1).code,
        service: '',
        date: '',
      })
      const id = store.tagOf(`record ${String(i)}`)
      const identityTag = store.tagOf(`phone:${phoneOf(i)}`)
      return { kind: kinds.listed(batchId), id, identityTag, expiresAtMs: clock.nowMs() + DAY_MS, json }
    })
    await store.put(rows)
    await crash()
    expect(await states()).toEqual({ waiting: people })
    expect(batch().draw).toEqual(drawn)
    expect(Object.keys(await store.counts())).not.toContain(kinds.listed(batchId))
  })
})

test('what is unsure is sent again to a gateway and never to Twilio, whatever comes of it (seeded)', async () => {
  for (const [isIdempotent, seed] of [
    [true, 7],
    [false, 8],
  ] as const) {
    let state = seed
    const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31
    idempotent = isIdempotent
    sent = []
    if (seed === 8) {
      // A fresh house for the second half.
      await desk.stop()
      await store.close()
      rmSync(join(folder, 'private.db'))
      show = givenUnits()
      planPoll(show)
      keepPoll(show, 'open')
      show.nowMs = Math.max(show.nowMs, clock.nowMs())
      await openStore()
    }
    await givenBatch(20, { perSecond: 5 })
    fateOf = () => {
      const at = random()
      return { kind: at < 0.5 ? 'sent' : at < 0.7 ? 'unsure' : 'retry' }
    }
    command('StartInvitations')
    await forwardUntil(done)
    const perPerson = new Map<string, number>()
    for (const { to } of sent) perPerson.set(to, (perPerson.get(to) ?? 0) + 1)
    expect(perPerson.size, `seed ${String(seed)}`).toBe(20)
    const { sent: sentNow, failed, unsure } = batch().outcome!
    expect(sentNow + failed + unsure).toBe(20)
    if (isIdempotent) expect(unsure).toBe(0)
    else expect(unsure).toBeGreaterThan(0)
  }
})
