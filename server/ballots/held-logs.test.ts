// What a process does for logs whose own processes are silent: merges what their copies hold, and takes nothing away from what they merged.

import { expect, test } from 'vitest'
import type { LogId } from '../../shared/basics/ids.ts'
import {
  ballot,
  createMemoryLog,
  givenLogs,
  packed,
  T0,
  votingWindow,
  voterKey,
} from '../../tests/support/ballots.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { turns } from '../../tests/support/given-plane.ts'
import { createMemoryTallyIndex } from '../storage/memory-tally-index.ts'
import { createHeldLogs } from './held-logs.ts'
import { createLogFollower } from './log-follower.ts'

const OTHER = '00000000000000b2' as LogId
const window = votingWindow()
const rule = { channel: 'wechat', unitCode: null, fromMs: null, toMs: null, segmentHash: null } as const
const quarantined = votingWindow({ generation: 1, quarantines: [rule] })
const votes = (from: number, count: number) =>
  packed(Array.from({ length: count }, (_, i) => ballot({ voterKey: voterKey(from + i) })))

/** This process with its log, an index that all share, and a copy of another process's log. */
async function given({ own: before, merge }: { own?: Uint8Array; merge?: () => Promise<never> } = {}) {
  const [own, copy] = [createMemoryLog(), createMemoryLog(OTHER)]
  if (before !== undefined) await own.append(before)
  const memory = createMemoryTallyIndex()
  let resets = 0
  const index = {
    ...memory,
    ...(merge === undefined ? {} : { merge }),
    isShared: true,
    reset: async () => {
      resets += 1
      await memory.reset()
    },
  }
  await index.setWindow(window)
  const [reads, ownReads]: [number[], number[]] = [[], []]
  const noting = (log: typeof own, asked: number[]) => ({
    ...log,
    read: (after: number, limit: number) => {
      asked.push(after)
      return log.read(after, limit)
    },
  })
  const [ownLog, copiedLog] = [noting(own, ownReads), noting(copy, reads)]
  const logs = givenLogs([ownLog, copiedLog])
  const clock = createHandClock(T0)
  const changed = () => undefined
  const follower = createLogFollower({
    ...{ log: ownLog, index, clock, readBackMost: 0, readBack: () => undefined, changed },
  })
  const held = createHeldLogs({ own: follower, logs, index, clock, changed })
  await held.start()
  const seconds = async (many: number) => {
    for (let i = 0; i < many; i += 1) {
      clock.forward(1_000)
      await turns()
    }
  }
  return { copy, index, held, reads, ownReads, resets: () => resets, seconds }
}

test('[LOG3] what nobody merges of another process’s log is merged after a while, and no ballot is read twice', async () => {
  const { copy, index, held, reads, seconds } = await given()
  await copy.append(votes(0, 5))
  await seconds(3)
  expect(index.watermark(OTHER)).toBe(0)
  await seconds(3)
  expect(index.watermark(OTHER)).toBe(5)
  reads.splice(0)
  await copy.append(votes(5, 2))
  await seconds(6)
  expect(index.watermark(OTHER)).toBe(7)
  expect(Math.min(...reads)).toBe(5)
  held.stop()
})

test('[BAL9] a copy that ends before what its process merged is counted anew as far as it goes, and empties no index', async () => {
  const { copy, index, held, resets, seconds } = await given()
  await copy.append(votes(0, 7))
  await index.merge(OTHER, 1, votes(0, 10))
  await index.setWindow(quarantined)
  expect(index.behind(OTHER)).toBe(0)
  await seconds(8)
  expect([resets(), index.watermark(OTHER), index.behind(OTHER)]).toEqual([0, 10, 7])
  // Its process came back: the rest is copied at last.
  await copy.append(votes(7, 3))
  await seconds(8)
  expect(index.behind(OTHER)).toBeNull()
  expect((await index.tally(window.windowId)).result.channels[0]).toMatchObject({ split: { satisfied: 10 } })
  held.stop()
})

test('once stopped no log is read any more, whatever was to be tried again', async () => {
  const away = () => Promise.reject(new Error('away'))
  const { held, ownReads, seconds } = await given({ own: votes(0, 5), merge: away })
  await seconds(3)
  expect(ownReads.length).toBeGreaterThan(2)
  held.stop()
  await turns()
  ownReads.splice(0)
  await seconds(6)
  expect(ownReads).toEqual([])
})
