// What stands around a message, on a real ballot plane: replies without a code, the one question, reasons, leaving, and a store that hangs.

import { beforeEach, describe, expect, test } from 'vitest'
import { inbound, votingWindow } from '../../tests/support/ballots.ts'
import { unitOf } from '../../tests/support/given-parts.ts'
import { givenUnits, planPoll, POLL } from '../../tests/support/given-polls.ts'
import { startedPlane, text, turns } from '../../tests/support/given-plane.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { REASON_QUESTION, REASON_WITHIN_MS } from '../../shared/invitation/reasons.ts'
import { BatchId } from '../../shared/invitation/batch.ts'
import type { Answer, Inbound } from '../ballots/inbound.ts'
import { replyOf } from '../channels/replies.ts'
import { createAftermath, noteAftermath } from './aftermath.ts'
import { createConversation, type Conversation } from './conversation.ts'
import { createInvited, type Invited } from './invited.ts'
import type { Complaint, ReasonBook } from './reason-book.ts'
import type { OutgoingSms } from './sender.ts'

const NUMBER = '+10690'
const PHONE = 'phone:+8613912340001'
const PERIOD: VotingWindow = {
  ...votingWindow({ windowId: POLL, kind: 'period', voterKeyId: `poll-${POLL}`, closesAtMs: null }),
  units: [unitOf(1), unitOf(2)].map(({ unitId, code, name }) => ({ id: unitId, code, name })),
}

let invited: Invited
let conversation: Conversation
let submit: (message: Inbound) => Promise<Answer>
let questions: OutgoingSms[]
let complained: Complaint[]
let explained: (Complaint & { readonly text: string })[]
let replied: string[]
let gone: string[]
let lost: unknown[]
let forward: (ms: number) => void
let nowMs: () => number
let records: Awaited<ReturnType<typeof startedPlane>>['records']
let book: ReasonBook

async function given(windows: readonly VotingWindow[] = [PERIOD]): Promise<void> {
  const started = await startedPlane({
    windows,
    invited: (message) => conversation.invited(message),
    onPeriodBallot: (...read) => conversation.onPeriodBallot(...read),
  })
  const { plane, clock } = started
  ;({ records } = started)
  forward = (ms) => clock.forward(ms)
  nowMs = () => clock.nowMs()
  const keyed = (_: string, identity: string) => Buffer.from(identity)
  invited = createInvited({ isReady: () => true, voterKeyOf: keyed }, (pollId) => `poll-${pollId}`)
  const show = givenUnits()
  planPoll(show)
  const follow = createAftermath({
    ...{ reasons: book, house: show.house, lost: (error) => lost.push(error) },
    replied: ({ id }) => replied.push(id),
    leave: async (identity) => void gone.push(identity),
    sendQuestion: (message) => questions.push(message) > 0,
  })
  conversation = createConversation({
    ...{ invited, nowMs: () => clock.nowMs(), lost: (error) => lost.push(error) },
    follows: (said) => {
      if (noteAftermath(invited, said)) void follow(said)
    },
  })
  const around = conversation.around((message) => plane.submit(message))
  submit = async (message) => {
    const answer = around(message)
    await turns()
    return answer
  }
}
const invite = (identity = PHONE, unit = 1) =>
  invited.add(identity, {
    ...{ pollId: POLL, unitCode: unitOf(unit).code, batchId: BatchId.parse('b-000000000001') },
    ...{ id: `invitation ${String(unit)}`, from: NUMBER, sentAtMs: nowMs() + unit },
  })
const says = (said: string, change: Partial<Inbound> = {}) =>
  submit(
    inbound({ identity: PHONE, content: text(said), accessNumber: NUMBER, receivedAtMs: nowMs(), ...change }),
  )
const logged = async () => (await records()).map(({ unitCode, choice }) => `${String(unitCode)} ${choice}`)

beforeEach(async () => {
  ;[questions, complained, explained, replied, gone, lost] = [[], [], [], [], [], []]
  book = {
    complained: async (complaint) => void complained.push(complaint),
    explained: async (complaint, said) => void explained.push({ ...complaint, text: said }),
    page: () => Promise.reject(new Error('not asked for here')),
    phoneOf: () => Promise.reject(new Error('not asked for here')),
    mark: () => Promise.reject(new Error('not asked for here')),
  }
  await given()
})

describe('[POLL3] a reply without a code', () => {
  test('is for the unit asked about, from the number it was asked on, the newest where there are two', async () => {
    invite()
    expect(await says('1')).toMatchObject({ kind: 'received', choice: 'satisfied' })
    invite(PHONE, 2)
    expect(await says('基本满意')).toMatchObject({ kind: 'received' })
    expect(await says('1', { accessNumber: '+10691' })).toMatchObject({ kind: 'invalid' })
    expect(await says('1', { identity: 'phone:+8613912340002' })).toMatchObject({ kind: 'invalid' })
    expect(await logged()).toEqual([
      ...['1 satisfied', '2 fair', 'null MISSING_OPTION', 'null MISSING_OPTION'],
    ])
    expect(replied).toEqual(['invitation 1', 'invitation 2'])
  })

  test('is the live poll’s while one is on air on that number, and takes nothing of the invitation', async () => {
    await given([PERIOD, votingWindow()])
    invite()
    expect(await says('3')).toMatchObject({ kind: 'received', unitName: '三号单位' })
    expect(await logged()).toEqual(['3 dissatisfied'])
    expect([replied, questions, complained]).toEqual([[], [], []])
  })
})

describe('after 不满意', () => {
  test('the question goes back with the answer where the channel answers by itself, and once more on a redelivery (BAL3)', async () => {
    const message = inbound({ identity: PHONE, content: text('不满意 2'), accessNumber: NUMBER })
    const first = await submit(message)
    expect(first).toMatchObject({ kind: 'received', asksReason: true })
    if (first.kind === 'refused') throw new Error('refused')
    expect(replyOf(first, null)).toContain(REASON_QUESTION)
    expect(await submit({ ...message })).toEqual(first)
    expect(await says('满意 1')).not.toHaveProperty('asksReason')
    // Nobody invited them: no phone is kept until they explain themselves.
    expect([questions, complained]).toEqual([[], []])
  })

  test('it is sent apart where it does not, from the number that was replied to, and once', async () => {
    invite()
    const message = inbound({ channel: 'gateway', identity: PHONE, content: text('3'), accessNumber: NUMBER })
    expect(await submit(message)).not.toHaveProperty('asksReason')
    await submit({ ...message })
    await says('3', { channel: 'gateway' })
    expect(questions).toMatchObject([{ to: '+8613912340001', from: NUMBER, text: REASON_QUESTION }])
    expect(complained).toMatchObject([{ identity: PHONE, unitCode: 1, pollId: POLL }])
  })

  test('the next message is the reason and no ballot; a ballot with its code is one; then nothing is a reason any more', async () => {
    invite()
    await says('不满意')
    expect(await says('满意 2')).toMatchObject({ kind: 'received' })
    expect(await says('1')).toEqual({ kind: 'invalid', reason: 'REASON_GIVEN', first: false })
    expect(explained).toMatchObject([{ text: '1', unitCode: 1 }])
    expect(await says('1')).toMatchObject({ kind: 'repeated' })
    expect(explained).toHaveLength(1)
    expect(await logged()).toEqual(['1 dissatisfied', '2 satisfied', '1 REASON_GIVEN', '1 satisfied'])
  })

  test('half an hour later it is a message like any other', async () => {
    invite()
    await says('不满意')
    forward(REASON_WITHIN_MS + 1)
    expect(await says('窗口的人态度不好', { receivedAtMs: nowMs() })).toMatchObject({ reason: 'FREE_TEXT' })
    expect(explained).toEqual([])
  })

  test('a live poll asks nobody: fifty thousand would be asked within three minutes', async () => {
    await given([votingWindow()])
    expect(await says('3')).not.toHaveProperty('asksReason')
    expect([questions, complained]).toEqual([[], []])
  })
})

test('[BAL8] who wants out is forgotten on every channel, also in place of a reason', async () => {
  invite()
  await says('不满意')
  expect(await says('退订')).toMatchObject({ kind: 'invalid', reason: 'OPT_OUT' })
  expect(gone).toEqual([PHONE])
  expect(explained).toEqual([])
  expect(invited.size()).toBe(0)
  expect(await says('1')).toMatchObject({ kind: 'invalid' })
})

test('[SAFE3] a private store that hangs or fails keeps no citizen waiting and loses no ballot', async () => {
  book = {
    ...book,
    complained: () => new Promise(() => {}),
    explained: () => Promise.reject(new Error('full')),
  }
  await given()
  invite()
  expect(await says('不满意')).toMatchObject({ kind: 'received', asksReason: true })
  expect(await says('太慢')).toMatchObject({ reason: 'REASON_GIVEN' })
  await turns()
  expect(lost).toEqual([new Error('full')])
  expect(await logged()).toEqual(['1 dissatisfied', '1 REASON_GIVEN'])
})
