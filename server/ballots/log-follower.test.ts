// Keeping the index at the log's head costs little while the index is away, and loses nothing when it comes back.

import { expect, test } from 'vitest'
import { ballot, createMemoryLog, packed, T0, votingWindow, voterKey } from '../../tests/support/ballots.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { turns } from '../../tests/support/given-plane.ts'
import { createMemoryTallyIndex } from '../storage/memory-tally-index.ts'
import { createLogFollower } from './log-follower.ts'

const window = votingWindow()
const one = (n: number) => packed([ballot({ voterKey: voterKey(n) })])

test('[SAFE3] while the index is away no ballot has the log read again, and each try reads no more than one piece', async () => {
  const log = createMemoryLog()
  for (let n = 0; n < 3_000; n += 1) await log.append(one(n))
  const memory = createMemoryTallyIndex()
  await memory.setWindow(window)
  let isAway = true
  const index = {
    ...memory,
    merge: (...of: Parameters<typeof memory.merge>) =>
      isAway ? Promise.reject(new Error('away')) : memory.merge(...of),
  }
  let reads = 0
  const read: typeof log.read = (...of) => {
    reads += 1
    return log.read(...of)
  }
  const clock = createHandClock(T0)
  const none = () => undefined
  const follower = createLogFollower({
    ...{ log: { ...log, read }, index, clock, readBackMost: 0, readBack: none, changed: none },
  })
  await follower.start()
  expect(follower.known()).toEqual(log.head())
  reads = 0
  for (let n = 3_000; n < 3_100; n += 1) {
    const records = one(n)
    follower.committed(records, await log.append(records))
    await turns(2)
  }
  expect(follower.rows(window.windowId)).toBe(3_100)
  expect([reads, follower.complete()]).toEqual([0, false])
  for (let i = 0; i < 3; i += 1) {
    clock.forward(1_000)
    await turns(10)
  }
  // What is at the index's watermark, which it does not take, and then the end.
  expect(reads).toBeLessThanOrEqual(3 * 3)
  isAway = false
  clock.forward(1_000)
  await turns(20)
  expect([index.watermark(log.logId), follower.complete()]).toEqual([3_100, true])
  const { result } = await index.tally(window.windowId)
  expect(result.channels[0]).toMatchObject({ split: { satisfied: 3_100 }, duplicate: 0 })
})

test('[BAL2] what is committed while the index catches up is merged once', async () => {
  const log = createMemoryLog()
  for (let n = 0; n < 10; n += 1) await log.append(one(n))
  const index = createMemoryTallyIndex()
  await index.setWindow(window)
  const clock = createHandClock(T0)
  const none = () => undefined
  const follower = createLogFollower({ log, index, clock, readBackMost: 0, readBack: none, changed: none })
  const starting = follower.start()
  for (let n = 10; n < 20; n += 1) {
    const records = one(n)
    follower.committed(records, await log.append(records))
  }
  await starting
  await turns(10)
  expect([index.watermark(log.logId), follower.rows(window.windowId)]).toEqual([20, 20])
  expect((await index.tally(window.windowId)).result.channels[0]).toMatchObject({
    split: { satisfied: 20 },
    duplicate: 0,
  })
})
