// The message desk over the real private store: words kept masked, grouped, marked, wiped with their sender, bounded, expiring.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DeskAnswer, DeskQuery } from '../../shared/protocol/desk-api.ts'
import { DeskQuery as DeskQuerySchema } from '../../shared/protocol/desk-api.ts'
import { inbound, votingWindow } from '../../tests/support/ballots.ts'
import { text, turns } from '../../tests/support/given-plane.ts'
import { createHandClock, type HandClock } from '../../tests/support/hand-clock.ts'
import type { Answer, Inbound } from '../ballots/inbound.ts'
import { openPrivateStore, PrivateStoreFailed, type PrivateStore } from '../private/private-store.ts'
import { openSqlitePrivate } from '../storage/sqlite-private.ts'
import { createDesk, KEPT_MS, type Desk } from './desk.ts'
import { deskAnswerOf } from './desk-view.ts'
import { deskNoteOf } from './listening.ts'

const SECRET = 'a secret of the city'
const WINDOW = votingWindow()
const FREE: Answer = { kind: 'invalid', reason: 'FREE_TEXT', first: true }

let folder = ''
let clock: HandClock
let store: PrivateStore
let desk: Desk
let errors: unknown[]

async function open() {
  const opened = await openPrivateStore(await openSqlitePrivate({ file: join(folder, 'private.db') }), {
    clock,
    secret: SECRET,
  })
  if (!opened.ok) throw new Error(opened.refusal.code)
  store = opened.value
  desk = createDesk({ store, clock, onError: (error) => errors.push(error) })
  await desk.start()
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-'))
  clock = createHandClock()
  errors = []
  await open()
})
afterEach(async () => {
  await desk.stop()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const says = (said: string, changes: Partial<Inbound> = {}): Inbound =>
  inbound({ content: text(said), receivedAtMs: clock.nowMs(), ...changes })
/** What was heard is masked and on disk. */
const written = async () => {
  clock.forward(250)
  // Calls of the store are done one after another: behind this one the words are written.
  await store.counts()
  await turns()
}
/** What the desk is told behind an answer. */
const hear = (at: Desk, message: Inbound, answer: Answer) => {
  const note = deskNoteOf(message, answer, () => WINDOW)
  if (note !== null) at.take(note)
}
const heard = async (...all: (readonly [Inbound, Answer])[]) => {
  for (const [message, answer] of all) hear(desk, message, answer)
  await written()
}
const ALL: DeskQuery = DeskQuerySchema.parse({
  ...{ reason: null, channel: null, state: null, unit: null, text: '' },
  ...{ skip: 0, limit: 200, version: null },
})
const shown = (query: Partial<DeskQuery> = {}) => {
  const answer: DeskAnswer = deskAnswerOf(
    desk,
    { ...ALL, ...query },
    {
      invalid: () => [
        [0, 2, 1],
        [0, 1],
      ],
      answerOf: (reason) => `按${reason}答复。`,
    },
  )
  if (!answer.changed) throw new Error('nothing has changed')
  return answer
}

test('[BAL7][BAL8] what was no ballot is read masked, on disk it is in no file in clear; ballots and opting out are not kept', async () => {
  await heard(
    [says('我叫王建国，停水三天，电话13812345678'), FREE],
    [says('满意不满意'), { kind: 'invalid', reason: 'AMBIGUOUS_OPTION', first: true }],
    [says('退订'), { kind: 'invalid', reason: 'OPT_OUT', first: true }],
    [says('有人吗', { channel: 'wechat' }), { kind: 'no_poll' }],
    [says('满意'), { kind: 'received', choice: 'satisfied', unitName: '三号单位' }],
    [says('□', { channel: 'wechat' }), { kind: 'invalid', reason: 'UNRECOGNISED', first: true }],
  )
  const texts = shown().groups.map(({ text: said, reason, units }) => [said, reason, ...units])
  expect(texts).toHaveLength(4)
  expect(texts).toContainEqual(['我叫〔姓名〕，停水三天，电话〔号码〕', 'FREE_TEXT', '三号单位'])
  expect(texts).toContainEqual(['有人吗', 'NO_POLL'])
  expect(texts).toContainEqual(['（图片、语音或其他不是文字的消息）', 'UNRECOGNISED', '三号单位'])
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'))
  for (const secret of ['13812345678', '停水三天', '三号单位', '王建国'].map((word) =>
    Buffer.from(word).toString('latin1'),
  ))
    expect(bytes.filter((each) => each.includes(secret))).toEqual([])
  // Opened again, all of it is there.
  await desk.stop()
  await store.close()
  await open()
  expect(shown().groups.map(({ text: said, reason, units }) => [said, reason, ...units])).toEqual(texts)
})

test('[BAL7] the same words are one line, however spelt, counted by channel; a redelivery counts once', async () => {
  const once = says('停水  三天！', { channel: 'wechat' })
  await heard(
    [says('停水三天'), FREE],
    [once, FREE],
    [once, FREE],
    [says('停水三天。'), FREE],
    [says('停电'), FREE],
  )
  const [other, group] = shown().groups.toSorted((a, b) => a.count - b.count)
  expect(group).toMatchObject({
    count: 3,
    channels: [
      { channel: 'twilio', count: 2 },
      { channel: 'wechat', count: 1 },
    ],
    answer: '按FREE_TEXT答复。',
  })
  expect(other).toMatchObject({ text: '停电', count: 1 })
  expect(shown().counts).toMatchObject({ fresh: 2, kept: 4, fault: null })
})

test('filtering by reason, channel, unit, state and words; a searched number is masked too; pages follow each other', async () => {
  await heard(
    [says('停水，回电13812345678'), FREE],
    [says('怎么投', { channel: 'wechat' }), { kind: 'invalid', reason: 'QUESTION', first: true }],
    [says('喂'), { kind: 'no_poll' }],
  )
  const found = (query: Partial<DeskQuery>) => shown(query).groups.map(({ text: said }) => said)
  expect(found({ reason: 'QUESTION' })).toEqual(['怎么投'])
  expect(found({ channel: 'wechat' })).toEqual(['怎么投'])
  expect(found({ unit: '三号单位', text: '停水' })).toEqual(['停水，回电〔号码〕'])
  expect(found({ text: '13800000000' })).toEqual(['停水，回电〔号码〕'])
  expect(found({ state: 'handled' })).toEqual([])
  expect(shown({ limit: 2 }).total).toBe(3)
  expect([...found({ limit: 2 }), ...found({ limit: 2, skip: 2 })]).toEqual(found({}))
  // By the log: two polls' reasons, added up.
  expect(shown().counts.reasons).toEqual([
    { reason: 'TOO_LONG', count: 3 },
    { reason: 'OPT_OUT', count: 1 },
    { reason: 'NO_POLL', count: 1 },
  ])
  const { version } = shown()
  expect(
    deskAnswerOf(
      desk,
      { ...ALL, version },
      {
        invalid: () => [
          [0, 2, 1],
          [0, 1],
        ],
        answerOf: () => '',
      },
    ),
  ).toEqual({ changed: false, version })
})

test('marks say who and when, are kept over a restart, and are taken back by another mark', async () => {
  await heard([says('停水'), FREE])
  const [group] = shown().groups
  const id = group!.id
  expect(
    await desk.mark(
      { groups: [id, 'ffffffffffffffff'], state: 'forwarded', note: '转供水公司 13812345678' },
      '王干事',
    ),
  ).toBe(1)
  expect(shown().groups[0]).toMatchObject({ state: 'forwarded', by: '王干事', note: '转供水公司 〔号码〕' })
  expect(shown().counts.fresh).toBe(0)
  await desk.stop()
  await store.close()
  await open()
  expect(shown().groups[0]).toMatchObject({ state: 'forwarded', by: '王干事' })
  await desk.mark({ groups: [id], state: 'new', note: '' }, '李导')
  expect(shown().counts.fresh).toBe(1)
})

test('[BAL8] who unsubscribes takes all of their words along, from memory, from disk and from what still waits', async () => {
  const mine = { identity: 'phone:+8613812345678' }
  await heard([says('停水', mine), FREE], [says('停水'), FREE])
  hear(desk, says('又停水', mine), FREE)
  desk.forget(mine.identity)
  expect(await store.wipe(mine.identity)).toBe(1)
  await written()
  expect(shown().groups).toMatchObject([{ text: '停水', count: 1 }])
  expect(await store.counts()).toEqual({ 'desk-message': 1 })
})

test('[BAL8] the word for leaving is not kept', async () => {
  await heard([says('退订'), { kind: 'invalid', reason: 'OPT_OUT', first: false }])
  expect(shown().groups).toEqual([])
})

test('[BAL8] words go when their time is over', async () => {
  await heard([says('停水'), FREE])
  clock.forward(KEPT_MS - 1_000)
  await heard([says('停电'), FREE])
  clock.forward(60_000)
  await turns()
  expect(shown().groups.map(({ text: said }) => said)).toEqual(['停电'])
})

test('[SAFE2] one who writes without end takes nobody’s place; a flood is cut and counted; all of it is said', async () => {
  const one = { identity: 'phone:+8613812345678' }
  await heard(...Array.from({ length: 30 }, (_, i) => [says(`骂人${i}`, one), FREE] as const), [
    says('停水'),
    FREE,
  ])
  expect(desk.dropped()).toEqual({ full: 0, sender: 10, hurry: 0 })
  expect(shown({ text: '停水' }).total).toBe(1)
  for (let i = 0; i < 2_100; i++) hear(desk, says(`第${i}条`), FREE)
  expect(desk.dropped().hurry).toBe(100)
  for (let i = 0; i < 10; i++) await written()
  expect(desk.kept().now).toBe(21 + 2_000)
  expect((await store.counts())['desk-message']).toBe(21 + 2_000)
})

test('[SAFE3] a store that fails stops nothing: words are still read, it is said, and they are written when it works again', async () => {
  let failing = true
  const broken: PrivateStore = {
    ...store,
    put: (rows) => (failing ? Promise.reject(new PrivateStoreFailed('ENOSPC')) : store.put(rows)),
  }
  const frail = createDesk({
    store: broken,
    clock,
    onError: (error) => errors.push(error),
  })
  await frail.start()
  hear(frail, says('停水'), FREE)
  clock.forward(250)
  await turns()
  expect(frail.groups()).toHaveLength(1)
  expect(frail.fault()).toContain('暂时无法写入磁盘')
  await expect(
    frail.mark({ groups: [frail.groups()[0]!.id], state: 'read', note: '' }, '王'),
  ).rejects.toThrow('ENOSPC')
  expect(frail.markOf(frail.groups()[0]!.id)).toBe(null)
  failing = false
  clock.forward(5_000)
  await store.counts()
  await turns()
  expect(frail.fault()).toBe(null)
  expect(await store.counts()).toEqual({ 'desk-message': 1 })
  expect(errors).toHaveLength(1)
  await frail.stop()
})
