// Several processes beside the private rows, with time by hand: who is the home, what waits, what is told once, and what is never sent twice.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from '../ballots/inbound.ts'
import { PrivateHomeRefused } from '../private/refused.ts'
import { text } from '../../tests/support/given-plane.ts'
import { POLL } from '../../tests/support/given-polls.ts'
import {
  phoneNumber,
  startHomesCity,
  type HomeProcess,
  type HomesCity,
} from '../../tests/support/given-homes.ts'
import type { DeskQuery } from '../../shared/protocol/desk-api.ts'
import { WORDS_MOST } from './tells.ts'

const SATISFIED: Answer = { kind: 'received', choice: 'satisfied', unitName: '虚构单位1' }
const DISSATISFIED: Answer = { kind: 'received', choice: 'dissatisfied', unitName: '虚构单位1' }
const FREE: Answer = { kind: 'invalid', reason: 'FREE_TEXT', first: true }
const REASON: Answer = { kind: 'invalid', reason: 'REASON_GIVEN', first: false }
const LEAVES: Answer = { kind: 'invalid', reason: 'OPT_OUT', first: false }
const ALL: DeskQuery = {
  ...{ reason: null, channel: null, state: null, unit: null, text: '' },
  ...{ skip: 0, limit: 200, version: null },
}
const phone = (n: number) => `phone:+86${phoneNumber(n)}`

let city: HomesCity

beforeEach(() => {
  city = startHomesCity()
})
afterEach(() => city.close())

/** A home and another process that knows it. */
async function twoProcesses(): Promise<{ a: HomeProcess; b: HomeProcess }> {
  const a = await city.process('a')
  await city.until(() => home() === 'a')
  const b = await city.process('b')
  return { a, b }
}
const home = () => city.show.house().privateHome?.name ?? null
const phaseOf = (batchId: string) =>
  Object.values(city.show.house().invitations.batches).find(({ id }) => id === batchId)?.phase
async function sentBatch(at: HomeProcess, n: number, perSecond?: number) {
  const batchId = await city.plannedBatch(at, n, 1, perSecond)
  await city.run({ type: 'StartInvitations', pollId: POLL, batchId })
  await city.until(() => phaseOf(batchId) === 'done')
  return batchId
}
const deskAt = async ({ side }: HomeProcess) => {
  const answer = await city.soon(side.doors.desk(ALL))
  if (!answer.changed) throw new Error('nothing has changed')
  return answer
}
const refusalOf = async (asked: Promise<unknown>): Promise<string> => {
  let code = ''
  void asked.catch((error: unknown) => {
    code = error instanceof PrivateHomeRefused ? error.refusal.code : String(error)
  })
  await city.until(() => code !== '')
  return code
}
const recognises = ({ side }: HomeProcess, identity: string) => {
  const message = { channel: 'gateway', messageId: 'looked', identity, content: text('1') } as const
  const receivedAtMs = city.clock.nowMs()
  return side.conversation.invited({ ...message, accessNumber: null, receivedAtMs, carrierMs: null })
}

describe('who is the home', () => {
  test('whoever holds invitations asks at once, whoever holds nothing after 3 s, and two at once make one', async () => {
    const alone = await city.process('early', { first: false })
    expect(home()).toBe(null)
    expect(await refusalOf(alone.side.doors.desk(ALL))).toBe('private_home_unclaimed')
    const [later, last] = [await city.process('later'), await city.process('last')]
    await city.until(() => home() !== null)
    expect(['later', 'last']).toContain(home())
    await city.forward(1_000)
    for (const each of [later, last, alone]) expect((await deskAt(each)).groups).toEqual([])
    expect(city.show.recorded.filter(({ event }) => event.type === 'PrivateHomeTaken')).toHaveLength(1)
  })

  test('a process whose old file has invitations is the home the moment it starts, and another with rows is told what becomes of them', async () => {
    const row = {
      kind: 'left',
      id: 'x',
      identityTag: null,
      expiresAtMs: city.clock.nowMs() + 1e9,
      json: '{}',
    }
    for (const name of ['old', 'older']) {
      const before = await city.process(name, { first: false })
      await city.soon(before.store.put([row]))
      await city.soon(before.crash())
    }
    expect(home()).toBe(null)
    await city.process('old')
    expect(home()).toBe('old')
    const other = await city.process('older')
    expect(await city.soon(other.side.advice())).toEqual([
      expect.stringMatching(/还有1条邀请.*由进程“old”保管.*到期自动删除/),
    ])
  })

  test('it outlives the process: whoever opens its folder is the home, with the rows', async () => {
    const { a, b } = await twoProcesses()
    await sentBatch(b, 3)
    await city.soon(a.crash())
    expect(await refusalOf(b.side.doors.desk(ALL))).toBe('private_home_away')
    await city.soon(b.crash())
    const taker = await city.process('b', { held: ['a'] })
    const [batch] = (await city.soon(taker.side.doors.invitations(POLL))).batches
    expect(batch?.progress).toMatchObject({ sent: 3 })
    expect(home()).toBe('a')
    expect(city.sent).toHaveLength(3)
  })

  test('where its disk is lost a person moves it; who held it before is not the home any more', async () => {
    const { a, b } = await twoProcesses()
    await sentBatch(a, 3)
    await city.soon(a.crash())
    await city.soon(b.crash())
    const taker = await city.process('b', { take: true })
    expect(home()).toBe('b')
    expect((await deskAt(taker)).groups).toEqual([])
    const back = await city.process('a')
    expect(home()).toBe('b')
    expect(recognises(back, phone(1))).toBe(null)
    expect(city.sent).toHaveLength(3)
  })

  test('two that hold themselves to be the same home send nothing', async () => {
    const { a, b } = await twoProcesses()
    const batchId = await city.plannedBatch(b, 2)
    // Nobody else whom they would have to tell.
    await city.soon(b.crash())
    await city.forward(11_000)
    const copy = await city.process('copy', { held: ['a'] })
    await city.forward(1_000)
    await city.run({ type: 'StartInvitations', pollId: POLL, batchId })
    await city.forward(8_000)
    expect(city.sent).toEqual([])
    expect(city.errors.map(String)).toContain(`Error: another process has the private rows of ${a.logId} too`)
    await city.soon(copy.crash())
    await city.until(() => phaseOf(batchId) === 'done')
    expect(city.sent).toHaveLength(2)
  })
})

describe('[POLL3] every process knows who was invited', () => {
  test('before the message leaves: while one cannot be told nothing is sent, and it is said; gone for 10 s, it is waited for no more', async () => {
    const { a, b } = await twoProcesses()
    city.sending = async () => {
      for (const { to } of city.sent) expect(recognises(b, `phone:${to}`)).not.toBe(null)
    }
    await sentBatch(a, 4)
    const batchId = await city.plannedBatch(a, 2, 101)
    city.sending = () => Promise.resolve()
    // It says that it is there, and hears nothing.
    b.line.state = 'deaf'
    await city.run({ type: 'StartInvitations', pollId: POLL, batchId })
    await city.forward(12_000)
    expect(city.sent).toHaveLength(4)
    const [shown] = (await city.soon(a.side.doors.invitations(POLL))).batches.filter(
      ({ id }) => id === batchId,
    )
    expect(shown?.progress).toMatchObject({ waiting: 2, sent: 0 })
    await city.until(async () => {
      const view = await city.soon(a.side.doors.invitations(POLL))
      return view.batches.some(
        ({ progress }) => progress?.holdUp?.includes('还有进程没有收到受邀名单') === true,
      )
    })
    b.line.state = 'away'
    await city.until(() => phaseOf(batchId) === 'done')
    expect(city.sent).toHaveLength(6)
    // Back again it is told what it missed.
    expect(recognises(b, phone(101))).toBe(null)
    b.line.state = 'whole'
    await city.until(() => recognises(b, phone(101)) !== null)
  })

  test('nothing is sent while the journal cannot say who is the home', async () => {
    const { a } = await twoProcesses()
    const batchId = await city.plannedBatch(a, 2)
    await city.run({ type: 'StartInvitations', pollId: POLL, batchId })
    city.journalThere = false
    await city.forward(8_000)
    expect(city.sent).toEqual([])
    const [shown] = (await city.soon(a.side.doors.invitations(POLL))).batches
    expect(shown?.progress?.holdUp).toContain('Redis')
    city.journalThere = true
    await city.until(() => phaseOf(batchId) === 'done')
    expect(city.sent).toHaveLength(2)
  })

  test('a change that is lost on the way is missed in the next beat, and the whole is told again, in pages', async () => {
    const { a, b } = await twoProcesses()
    // More than fit into one page.
    await sentBatch(a, 1_050, 100)
    a.line.loses = (to) => to === 'all'
    expect(await a.says(phone(1), LEAVES)).toEqual(LEAVES)
    await city.forward(1_000)
    expect(recognises(b, phone(1))).not.toBe(null)
    a.line.loses = () => false
    await city.until(() => recognises(b, phone(1)) === null)
    for (const n of [2, 1_050]) expect(recognises(b, phone(n))).not.toBe(null)
    const late = await city.process('late')
    for (const n of [2, 1_050]) expect(recognises(late, phone(n))).not.toBe(null)
    expect(recognises(late, phone(1))).toBe(null)
  })
})

describe('what follows from an answer', () => {
  test('is done once, however often it is told: an answer of the home that is lost, a letter that comes again, another secret', async () => {
    const { a, b } = await twoProcesses()
    await sentBatch(a, 3)
    const unit = (n: number) => recognises(b, phone(n))!.unitCode
    a.line.loses = (to) => to === b.logId
    const from = city.lines.sent.length
    await b.says(phone(1), DISSATISFIED, { content: text('3') })
    expect(recognises(b, phone(1))).toEqual({ windowId: POLL, unitCode: unit(1), asksWhy: true })
    await b.says(phone(1), REASON, { content: text('2') })
    await b.says('phone:+8613900000000', FREE, { content: text('停水三天') })
    // Told again and again until it is heard to be taken.
    await city.forward(40_000)
    a.line.loses = () => false
    await city.forward(40_000)
    const told = city.lines.sent.slice(from)
    expect(told.filter(({ to }) => to === a.logId).length).toBeGreaterThan(3)
    for (const { to, bytes } of told.filter((each) => each.to === a.logId)) await b.line.send(to, bytes)
    const stranger = await city.process('stranger', { secret: 'another secret', first: false })
    await city.forward(1_000)
    const { rows, reasons } = await city.soon(a.side.doors.callbacks(POLL, 0))
    expect(rows.map(({ listed }) => listed)).toEqual([2])
    expect(reasons.map(({ listed }) => listed)).toEqual([[0, 1, 0, 0, 0]])
    expect((await deskAt(a)).groups).toMatchObject([{ text: '停水三天', count: 1 }])
    expect(city.sent.filter(({ text: said }) => said.includes('请回复原因'))).toHaveLength(1)
    expect(await refusalOf(stranger.side.doors.desk(ALL))).toBe('private_home_away')
  })

  test('[SAFE2] waits for the home within bounds: words beyond are counted on the desk, who leaves is wiped', async () => {
    const { a, b } = await twoProcesses()
    await sentBatch(a, 3)
    await a.says(phone(2), DISSATISFIED, { content: text('3') })
    await city.until(async () => (await city.soon(a.side.doors.callbacks(POLL, 0))).rows.length === 1)
    await city.soon(a.crash())
    await city.forward(4_000)
    for (let i = 0; i < WORDS_MOST + 7; i++)
      void b.says(`phone:+86139${String(10_000_000 + i)}`, FREE, { content: text(`第${String(i)}条`) })
    await b.says(phone(2), LEAVES)
    expect(recognises(b, phone(2))).toBe(null)
    await b.says(phone(1), SATISFIED)
    const again = await city.process('a')
    await city.until(async () => (await deskAt(again)).counts.kept === WORDS_MOST)
    const { counts } = await deskAt(again)
    expect(counts.dropped).toEqual({ full: 0, sender: 0, hurry: 7 })
    expect((await city.soon(again.side.doors.callbacks(POLL, 0))).rows).toEqual([])
    await city.until(async () => {
      const [batch] = (await city.soon(b.side.doors.invitations(POLL))).batches
      return batch?.progress?.units.find(({ unitCode }) => unitCode === 1)?.replied === 1
    })
    for (const each of [again, b]) expect(recognises(each, phone(2))).toBe(null)
  })

  test('[BAL8] whoever leaves at one process is wiped from the old rows of every other', async () => {
    const { a, b } = await twoProcesses()
    const identityTag = b.store.tagOf(phone(9))
    const old = {
      kind: 'desk-message',
      id: 'o',
      identityTag,
      expiresAtMs: city.clock.nowMs() + 1e9,
      json: '{}',
    }
    await city.soon(b.store.put([old]))
    await a.says(phone(9), LEAVES)
    await city.until(async () => (await city.soon(b.store.get('desk-message', 'o'))) === null)
  })
})

describe('the home dies', () => {
  test('in mid-sending: a sender that cannot tell repetitions gets nobody twice, and the rest is sent when it is back', async () => {
    const { a, b } = await twoProcesses()
    const batchId = await city.plannedBatch(b, 7)
    let hang = () => {}
    city.sending = () => new Promise<void>((go) => (hang = go))
    await city.run({ type: 'StartInvitations', pollId: POLL, batchId })
    await city.until(() => city.sent.length === 2)
    await city.soon(a.crash())
    hang()
    city.sending = () => Promise.resolve()
    await city.forward(15_000)
    expect(city.sent).toHaveLength(2)
    await city.process('a')
    await city.until(() => phaseOf(batchId) === 'done')
    expect(new Set(city.sent.map(({ to }) => to)).size).toBe(city.sent.length)
    expect(city.sent).toHaveLength(7)
    const batch = Object.values(city.show.house().invitations.batches).find(({ id }) => id === batchId)
    expect(batch?.outcome).toMatchObject({ sent: 5, unsure: 2 })
    // Those who were perhaps sent one are recognised, at the other process too.
    for (const { to } of city.sent) expect(recognises(b, `phone:${to}`)).not.toBe(null)
  })

  test('a list that is brought in pieces stops clearly, and nothing of it is kept', async () => {
    const { a, b } = await twoProcesses()
    const long = Buffer.alloc(600_000, '1')
    a.line.loses = (to) => to === b.logId
    const refused = refusalOf(b.side.doors.upload(POLL, 'x', long))
    await city.forward(500)
    await city.soon(a.crash())
    expect(await refused).toBe('private_home_silent')
  })
})
