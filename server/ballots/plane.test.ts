// The ballot plane from message to answer and tally, on a log whose disk is the test's hand.

import { expect, test } from 'vitest'
import type { UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { createMemoryLog, inbound, T0, votingWindow } from '../../tests/support/ballots.ts'
import { createMemoryTallyIndex } from '../storage/memory-tally-index.ts'
import { createBallotPlane } from './plane.ts'
import { createMemoryVoterKeyStore, createVoterKeys } from './voter-key.ts'
import { WINDOW, text, turns, startedPlane, soFar } from '../../tests/support/given-plane.ts'

test('[BAL3] a message is answered only when its batch is on disk', async () => {
  const { plane, log } = await startedPlane()
  log.hold()
  const answer = plane.submit(inbound())
  expect(await soFar(answer)).toBe('waiting')
  expect(log.held()).toBe(1)
  await log.release()
  expect(await answer).toEqual({ kind: 'received', choice: 'satisfied', unitName: '三号单位' })
  expect((await plane.resultNow(WINDOW.windowId)).channels[0]).toMatchObject({ split: { satisfied: 1 } })
})

test('[BAL3] whatever waits while the disk is busy goes as one batch, in the order it came', async () => {
  const { plane, log, records } = await startedPlane()
  log.hold()
  const first = plane.submit(inbound({ content: text('满意') }))
  await turns()
  const waiting = ['基本满意', '不满意', '满意'].map((said) => plane.submit(inbound({ content: text(said) })))
  await turns()
  expect(log.held()).toBe(1)
  await log.release()
  await first
  await log.release()
  await Promise.all(waiting)
  expect(log.appends()).toBe(2)
  expect((await records()).map(({ choice }) => choice)).toEqual([
    'satisfied',
    'fair',
    'dissatisfied',
    'satisfied',
  ])
})

test('[BAL3] a redelivery is answered as its first delivery was, before and after it is on disk, and logged once', async () => {
  const { plane, log, records } = await startedPlane()
  log.hold()
  const message = inbound({ content: text('基本满意') })
  const both = [plane.submit(message), plane.submit({ ...message, receivedAtMs: T0 + 3_000 })]
  await turns()
  await log.release()
  const [first, second] = await Promise.all(both)
  expect(second).toEqual(first)
  // The voter says something else; the redelivery of the first message still gets the first answer.
  const other = plane.submit({ ...inbound({ content: text('不满意') }), identity: message.identity })
  await turns()
  await log.release()
  expect((await other).kind).toBe('repeated')
  expect(await plane.submit({ ...message, receivedAtMs: T0 + 500_000 })).toEqual(first)
  expect(await records()).toHaveLength(2)
  expect(plane.outcomes().twilio).toMatchObject({ received: 1, repeated: 1, redelivered: 2 })
})

test('[BAL3] after a restart a redelivery is answered as before, whatever the answer was', async () => {
  const { plane, log, store } = await startedPlane()
  const identity = 'phone:+8613900000001'
  const messages = [
    inbound({ identity }),
    inbound({ identity, content: text('不满意') }),
    inbound({ content: text('你们好') }),
    inbound({ receivedAtMs: T0 + 99_000 }),
    inbound({ channel: 'wechat', carrierMs: T0 - 1_500 }),
    inbound({ channel: 'wechat', content: text('退订') }),
  ]
  const answers = []
  for (const message of messages) answers.push(await plane.submit(message))
  expect(answers.map(({ kind }) => kind)).toEqual([
    'received',
    'repeated',
    'invalid',
    'late',
    'stale',
    'invalid',
  ])
  await plane.stop()
  const again = await startedPlane({ log, store })
  for (const [i, message] of messages.entries()) expect(await again.plane.submit(message)).toEqual(answers[i])
  expect(await again.records()).toHaveLength(messages.length)
  expect(await again.plane.resultNow(WINDOW.windowId)).toEqual(await plane.resultNow(WINDOW.windowId))
  expect(again.plane.merged()).toBe(messages.length)
  expect(again.plane.received(WINDOW.windowId)).toBe(messages.length)
})

test('[BAL2] the earliest of a voter counts, by whatever channel; the others are duplicates', async () => {
  const { plane } = await startedPlane()
  const identity = 'wechat:app:one'
  const say = (said: string, receivedAtMs: number) =>
    plane.submit(
      inbound({ channel: 'wechat', identity, content: text(said), receivedAtMs, carrierMs: receivedAtMs }),
    )
  await say('满意', T0 + 9_000)
  await say('不满意', T0 + 4_500)
  await say('基本满意', T0 + 12_000)
  const wechat = (await plane.resultNow(WINDOW.windowId)).channels.find(({ channel }) => channel === 'wechat')
  expect(wechat).toMatchObject({ split: { satisfied: 0, fair: 0, dissatisfied: 1 }, duplicate: 2 })
})

test('[LOG3] a seal holds all that was received before it, later receipts are stamped after it, and the recount agrees', async () => {
  const { plane, log, clock, records } = await startedPlane()
  for (const said of ['满意', '不满意', '无关的话']) await plane.submit(inbound({ content: text(said) }))
  const sealedAtMs = WINDOW.closesAtMs! + 90_500
  clock.moveTo(sealedAtMs)
  log.hold()
  const waiting = plane.submit(inbound({ receivedAtMs: T0 + 2_000 }))
  const sealing = plane.seal(WINDOW.windowId)
  await turns()
  await log.release()
  await waiting
  const seal = await sealing
  expect(seal).toMatchObject({ logId: log.logId, sequence: 4, count: 4, chainHash: log.head().chainHash })
  // Late ones behind the seal, one of them with a receipt from before it: neither changes what was sealed.
  const late = [
    plane.submit(inbound({ receivedAtMs: T0 + 2_000 })),
    plane.submit(inbound({ receivedAtMs: sealedAtMs + 1 })),
  ]
  await turns()
  await log.release()
  expect((await Promise.all(late)).map(({ kind }) => kind)).toEqual(['late', 'late'])
  expect((await records()).at(-2)).toMatchObject({ receivedAtMs: sealedAtMs, orderMs: sealedAtMs })
  const seals = { [log.logId]: seal }
  const recount = await plane.recount(WINDOW.windowId, seals)
  expect(await plane.countUpTo(WINDOW.windowId, seals)).toEqual(recount)
  expect(recount.count.result.channels[0]).toMatchObject({
    split: { satisfied: 2, dissatisfied: 1 },
    invalid: 1,
    late: 0,
  })
  expect((await plane.resultNow(WINDOW.windowId)).channels[0]).toMatchObject({ late: 2 })
})

test('[BAL7] the first refused message of a voter and poll is marked, the next ones are not, and none uses anything up', async () => {
  const { plane, records } = await startedPlane()
  const identity = 'phone:+8613900000002'
  const say = (said: string) => plane.submit(inbound({ identity, content: text(said) }))
  expect(await say('今天天气不错')).toMatchObject({ kind: 'invalid', first: true })
  expect(await say('满意 不满意')).toEqual({ kind: 'invalid', reason: 'AMBIGUOUS_OPTION', first: false })
  expect((await say('满意')).kind).toBe('received')
  expect((await records()).map(({ choice, firstRefused }) => [choice, firstRefused])).toEqual([
    ['FREE_TEXT', true],
    ['AMBIGUOUS_OPTION', false],
    ['satisfied', false],
  ])
})

test('[BAL5] [SHOW3] a voided window names its ballots late; one without any poll is told so', async () => {
  const { plane } = await startedPlane()
  await plane.setWindows([{ ...WINDOW, phase: 'shut' }])
  expect((await plane.submit(inbound())).kind).toBe('late')
  expect((await plane.submit(inbound({ receivedAtMs: WINDOW.closesAtMs! + 600_001 }))).kind).toBe('no_poll')
  const none = await startedPlane({ windows: [] })
  expect(await none.plane.submit(inbound())).toEqual({ kind: 'no_poll' })
  expect(await none.plane.submit(inbound({ content: text('TD') }))).toMatchObject({
    kind: 'invalid',
    reason: 'OPT_OUT',
  })
  expect((await none.records()).map(({ windowId }) => windowId)).toEqual([null, null])
})

test('the feed tells of changes at once, then at most ten times a second, and of rates until they are over', async () => {
  const { plane, clock } = await startedPlane()
  clock.forward(1_000)
  let told = 0
  plane.onTallies(() => (told += 1))
  for (let i = 0; i < 50; i++) {
    await plane.submit(inbound({ receivedAtMs: clock.nowMs() }))
    await turns(1)
    clock.forward(10)
  }
  await turns()
  expect(told).toBeGreaterThanOrEqual(4)
  expect(told).toBeLessThanOrEqual(6)
  clock.forward(100)
  await turns()
  const tally = plane.tallies().get(WINDOW.windowId)
  expect(tally?.result.channels[0]).toMatchObject({ split: { satisfied: 50 } })
  expect(tally).toMatchObject({ complete: true, perSecond: { twilio: 5 } })
  for (let i = 0; i < 12; i++) {
    clock.forward(1_000)
    await turns()
  }
  expect(plane.tallies().get(WINDOW.windowId)?.perSecond).toEqual({})
})

test('[BAL9] a window whose times change behind ballots already merged is merged anew, the last tally standing meanwhile', async () => {
  const { plane, clock } = await startedPlane()
  for (const receivedAtMs of [T0 + 1_000, T0 + 50_000]) await plane.submit(inbound({ receivedAtMs }))
  await plane.setWindows([{ ...WINDOW, closesAtMs: T0 + 40_000 }])
  expect((await plane.resultNow(WINDOW.windowId)).channels[0]).toMatchObject({
    split: { satisfied: 1 },
    late: 1,
  })
  clock.forward(1_000)
  await turns()
  expect(plane.tallies().get(WINDOW.windowId)?.complete).toBe(true)
  expect(plane.merged()).toBe(2)
})

test('a plane that has not started, or has stopped, takes nothing', async () => {
  const log = createMemoryLog()
  const plane = createBallotPlane({
    log,
    index: createMemoryTallyIndex(),
    clock: createHandClock(T0),
    voterKeys: createVoterKeys(createMemoryVoterKeyStore(), 's'),
    recount: async () => Promise.reject(new Error('not asked')),
  })
  expect(await plane.submit(inbound())).toMatchObject({ kind: 'refused', refusal: { code: 'not_ready' } })
  expect(plane.health()).toMatchObject({ accepting: false, why: 'starting' })
  await plane.start([WINDOW])
  expect((await plane.submit(inbound())).kind).toBe('received')
  await plane.stop()
  expect(await plane.submit(inbound())).toMatchObject({ kind: 'refused', refusal: { code: 'accepting_off' } })
  expect(plane.health()).toMatchObject({ accepting: false, why: 'stopped' })
})

test('[BAL8] whoever sends under two shows is two voters; the log knows neither phone nor openid', async () => {
  const second = votingWindow({
    windowId: 'a00000000002' as WindowId,
    voterKeyId: 'show-2',
    units: [{ id: 'u07' as UnitId, code: 7 as UnitCode, name: '七号单位' }],
  })
  const { plane, records } = await startedPlane({ windows: [WINDOW, second] })
  const identity = 'phone:+8613912345678'
  await plane.submit(inbound({ identity, content: text('满意 03') }))
  await plane.submit(inbound({ identity, content: text('满意 07') }))
  const kept = await records()
  expect(kept.map(({ windowId }) => windowId)).toEqual([WINDOW.windowId, second.windowId])
  expect(kept[0]!.voterKey).not.toEqual(kept[1]!.voterKey)
})
