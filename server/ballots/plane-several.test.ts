// A plane that knows several logs: held ones are merged and sealed, the others' read up to their seals, an excluded one left out (LOG3).

import { expect, test } from 'vitest'
import type { LogId } from '../../shared/basics/ids.ts'
import type { PollCount, SealedTally } from '../../shared/ballot/tally.ts'
import {
  ballot,
  createMemoryLog,
  givenLogs,
  inbound,
  packed,
  T0,
  voterKey,
} from '../../tests/support/ballots.ts'
import { startedPlane, turns, WINDOW } from '../../tests/support/given-plane.ts'
import type { BallotLog } from '../storage/ballot-log.ts'
import { createMemoryTallyIndex } from '../storage/memory-tally-index.ts'

const OTHER = '00000000000000b2' as LogId

/** `orphan`: the other log is of a dead process and held here; else it is a copy of a living one's. */
async function givenTwoLogs({ orphan }: { orphan: boolean }) {
  const [own, other] = [createMemoryLog(), createMemoryLog(OTHER)]
  const index = createMemoryTallyIndex()
  const logs = givenLogs([own, other], orphan ? [other] : [])
  return { own, other, index, logs }
}
const votes = (from: number, count: number, receivedAtMs = T0 + 1_000) =>
  packed(Array.from({ length: count }, (_, i) => ballot({ voterKey: voterKey(from + i), receivedAtMs })))
const countedIn = ({ result }: PollCount) =>
  result.channels.reduce((sum, { split }) => sum + split.satisfied + split.fair + split.dissatisfied, 0)
const lateIn = ({ result }: PollCount) => result.channels.reduce((sum, { late }) => sum + late, 0)
const sealOf = ({ head }: BallotLog, count: number): SealedTally => ({ ...head(), count })

test('[LOG3] the log of a dead process is merged at the start and sealed here', async () => {
  const { own, other, index, logs } = await givenTwoLogs({ orphan: true })
  await other.append(votes(0, 7))
  const { plane } = await startedPlane({ log: own, index, logs })
  await plane.submit(inbound())
  await turns()
  expect(plane.received(WINDOW.windowId)).toBe(8)
  const seals = [await plane.seal(WINDOW.windowId), await plane.seal(WINDOW.windowId, OTHER)]
  expect(seals.map(({ logId, count }) => [logId, count])).toEqual([
    [own.logId, 1],
    [OTHER, 7],
  ])
  const { count } = await plane.countUpTo(
    WINDOW.windowId,
    Object.fromEntries(seals.map(({ logId, ...seal }) => [logId, seal])),
  )
  expect(countedIn(count)).toBe(8)
  await expect(plane.seal(WINDOW.windowId, 'cccccccccccccccc' as LogId)).rejects.toThrow('not held here')
})

test('[LOG3] what any log holds behind its seal is taken off, whoever merged it', async () => {
  const { own, other, index, logs } = await givenTwoLogs({ orphan: false })
  const { plane } = await startedPlane({ log: own, index, logs })
  await other.append(votes(0, 5))
  const seals = { [OTHER]: sealOf(other, 5), [own.logId]: sealOf(own, 0) }
  const afterClose = WINDOW.closesAtMs! + 500_000
  await other.append(votes(50, 3, afterClose))
  await index.merge(OTHER, 1, votes(0, 5))
  await index.merge(OTHER, 6, votes(50, 3, afterClose))
  const { count } = await plane.countUpTo(WINDOW.windowId, seals)
  expect([countedIn(count), lateIn(count)]).toEqual([5, 0])
})

test('[LOG3] a log not merged up to its seal is no mismatch: it is asked again', async () => {
  const { own, other, index, logs } = await givenTwoLogs({ orphan: false })
  const { plane } = await startedPlane({ log: own, index, logs })
  await other.append(votes(0, 5))
  const seals = { [OTHER]: sealOf(other, 5), [own.logId]: sealOf(own, 0) }
  await expect(plane.countUpTo(WINDOW.windowId, seals)).rejects.toThrow('not merged up to its seal')
})

test('[LOG3] a log two persons excluded counts in neither tally, though it was merged, and voters it shared count by the other', async () => {
  const { own, other, index, logs } = await givenTwoLogs({ orphan: false })
  await own.append(votes(3, 4, T0 + 2_000))
  const { plane } = await startedPlane({ log: own, index, logs })
  await other.append(votes(0, 5))
  await index.merge(OTHER, 1, votes(0, 5))
  // Seven citizens in all; two of them are in both logs, and first in the one that is out.
  const seals = { [own.logId]: sealOf(own, 4) }
  const { count } = await plane.countUpTo(WINDOW.windowId, seals)
  expect(countedIn(count)).toBe(4)
  const again = await plane.recount(WINDOW.windowId, seals)
  expect(JSON.stringify(count)).toBe(JSON.stringify(again.count))
})
