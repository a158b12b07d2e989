// The SMS doors over the real ballot plane: one person is one voter at all of them, and redeliveries after failures count once.

import { expect, test } from 'vitest'
import { aliyunElement, aliyunPush } from '../../scripts/requests/aliyun-messages.ts'
import { gatewayRequest } from '../../scripts/requests/gateway-messages.ts'
import { messageSidOf, twilioRequest } from '../../scripts/requests/signed-requests.ts'
import { tencentRequest } from '../../scripts/requests/tencent-messages.ts'
import { createMemoryLog, T0, votingWindow } from '../../tests/support/ballots.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { GATEWAY_SECRET, PATH_TOKENS, startHotDoors, TWILIO } from '../../tests/support/hot-doors-server.ts'
import { recountBatches } from '../../tests/support/recount-batches.ts'
import { createBallotPlane } from '../ballots/plane.ts'
import { createMemoryVoterKeyStore, createVoterKeys } from '../ballots/voter-key.ts'
import { createMemoryTallyIndex } from '../storage/memory-tally-index.ts'

const WINDOW = votingWindow({ closesAtMs: T0 + 120_000 })
const NUMBER = '+10690001'

async function open() {
  const clock = createHandClock(T0 + 60_000)
  const log = createMemoryLog()
  const plane = createBallotPlane({
    ...{ log, clock },
    index: createMemoryTallyIndex(),
    voterKeys: createVoterKeys(createMemoryVoterKeyStore(), 'a secret'),
    recount: (window, seals) => recountBatches(log, window, seals),
  })
  await plane.start([WINDOW])
  const doors = await startHotDoors({ clock, submit: (message) => plane.submit(message) })
  const counted = async () => {
    const { channels } = await plane.resultNow(WINDOW.windowId)
    return channels.flatMap(({ channel, split, duplicate, late, stale, invalid }) => {
      const votes = split.satisfied + split.fair + split.dissatisfied
      return votes + duplicate + late + stale + invalid === 0
        ? []
        : [{ channel, votes, duplicate, late, stale, invalid }]
    })
  }
  return { clock, log, plane, doors, counted, [Symbol.asyncDispose]: () => doors[Symbol.asyncDispose]() }
}

test('[BAL2][BAL8] one person, four carriers, four ways of writing one number: one voter; the earliest counts', async () => {
  await using show = await open()
  const { doors, clock } = show
  const nowMs = clock.nowMs()
  const aliyun = { from: '138 0000 1234', text: '不满意', sentAtMs: nowMs - 20_000, sequenceId: '7' }
  const gateway = { id: 'g', from: '008613800001234', to: NUMBER, text: '满意', ts: nowMs - 10_000 }
  const tencent = { nationcode: '86', mobile: '13800001234', text: '满意', sentAtMs: nowMs - 10_000 }
  const twilio = { from: '+8613800001234', to: NUMBER, text: '满意', messageSid: messageSidOf(1) }
  for (const made of [
    twilioRequest(TWILIO, twilio),
    tencentRequest(PATH_TOKENS.tencent, tencent),
    gatewayRequest(GATEWAY_SECRET, [gateway], { atMs: nowMs, nonce: 'nonce-0001' }),
    aliyunPush(PATH_TOKENS.aliyun, [aliyunElement(aliyun)]),
  ]) {
    expect((await doors.send(made)).status).toBe(200)
  }
  // It came last and was sent first (BAL4).
  expect(await show.counted()).toEqual([
    { channel: 'twilio', votes: 0, duplicate: 1, late: 0, stale: 0, invalid: 0 },
    { channel: 'aliyun', votes: 1, duplicate: 0, late: 0, stale: 0, invalid: 0 },
    { channel: 'tencent', votes: 0, duplicate: 1, late: 0, stale: 0, invalid: 0 },
    { channel: 'gateway', votes: 0, duplicate: 1, late: 0, stale: 0, invalid: 0 },
  ])
})

test('[BAL3][SAFE3] 500 replies while the disk fails: an error; brought again they count, brought again they count once', async () => {
  await using show = await open()
  const { doors, clock, log } = show
  const elements = Array.from({ length: 500 }, (_, i) =>
    aliyunElement({
      from: `138${String(i).padStart(8, '0')}`,
      text: '满意',
      sentAtMs: clock.nowMs() - 1_000,
      // Neighbours that one number could not tell apart.
      sequenceId: String(9_007_199_254_740_992n + BigInt(i)),
    }),
  )
  const push = aliyunPush(PATH_TOKENS.aliyun, elements)
  log.hold()
  log.mended = false
  const failed = doors.send(push)
  while (log.held() === 0) await new Promise((turn) => setImmediate(turn))
  await log.fail()
  expect((await failed).status).toBe(503)
  expect(await show.counted()).toEqual([])
  expect((await doors.send(push)).status).toBe(503)

  await mend(show)
  for (let delivery = 0; delivery < 3; delivery++) {
    const sending = doors.send(push)
    let isAnswered = false
    void sending.finally(() => (isAnswered = true))
    while (!isAnswered) {
      await log.release()
      await new Promise((turn) => setTimeout(turn))
    }
    expect([delivery, (await sending).status]).toEqual([delivery, 200])
    clock.forward(60_000)
  }
  expect(await show.counted()).toEqual([
    { channel: 'aliyun', votes: 500, duplicate: 0, late: 0, stale: 0, invalid: 0 },
  ])
})

/** Mends the disk and lets the plane find out. */
async function mend({ log, clock, plane }: Awaited<ReturnType<typeof open>>) {
  log.mended = true
  clock.forward(1_000)
  while (!plane.health().accepting) await new Promise((turn) => setImmediate(turn))
}

test('[BAL4][POLL3] a trusted time before the opening is stale; within the drain after the close it counts, beyond it is late', async () => {
  await using show = await open()
  const { doors, clock } = show
  const send = async (from: string, sentAtMs: number) => {
    const sms = { id: from, from, to: NUMBER, text: '满意', ts: sentAtMs }
    const nonce = `nonce-${from}`
    const made = gatewayRequest(GATEWAY_SECRET, [sms], { atMs: clock.nowMs(), nonce })
    return JSON.parse((await doors.send(made)).text).outcomes
  }
  expect(await send('13800000001', T0 - 5_000)).toEqual({ stale: 1 })
  clock.moveTo(WINDOW.closesAtMs! + 90_000)
  expect(await send('13800000002', WINDOW.closesAtMs!)).toEqual({ received: 1 })
  expect(await send('13800000003', WINDOW.closesAtMs! + 1_000)).toEqual({ late: 1 })
  clock.forward(1)
  expect(await send('13800000004', WINDOW.closesAtMs!)).toEqual({ late: 1 })
})
