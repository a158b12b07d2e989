// The logs a process merges and seals: its own, those of dead processes it opened, and what others copied but did not merge (LOG3).

import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import type { SealedTally } from '../../shared/ballot/tally.ts'
import type { Clock } from '../clock.ts'
import type { BallotLogs, ReadableLog } from '../storage/ballot-logs.ts'
import type { TallyIndex } from '../storage/tally-index.ts'
import { createLogFollower, type LogFollower } from './log-follower.ts'

/** The copies of others' logs are looked at so often. */
const LOOK_EVERY_MS = 1_000
/** Looks at which the index stood still behind a copy, until its own process is held to be gone. */
const STILL_LOOKS = 3

export interface HeldLogs extends Pick<
  LogFollower,
  'start' | 'catchUp' | 'look' | 'countAnew' | 'rows' | 'invalid' | 'complete'
> {
  /** Where a held log stands. Throws for one that is not held here. */
  sealOf(logId: LogId, windowId: WindowId): SealedTally
  stop(): void
}

export function createHeldLogs({
  own,
  logs,
  index,
  clock,
  changed,
}: {
  readonly own: LogFollower
  readonly logs: BallotLogs
  readonly index: TallyIndex
  readonly clock: Clock
  readonly changed: () => void
}): HeldLogs {
  const followerOf = (log: ReadableLog, isCopy: boolean) =>
    createLogFollower({ log, index, clock, readBackMost: 0, readBack: () => undefined, isCopy, changed })
  const orphans = new Map(logs.orphans.map((log) => [log.logId, followerOf(log, false)]))
  const ownId = logs.known()[0]!.logId
  const held = [own, ...orphans.values()]
  let stopped = false

  /** Of copies that the index was ever seen to stand still behind. */
  const followers = new Map<LogId, LogFollower>()
  const still = new Map<LogId, { readonly at: string; readonly looks: number }>()
  const watch = (log: ReadableLog) => {
    const watermark = index.watermark(log.logId)
    const behind = index.behind(log.logId)
    const { sequence } = log.head()
    const [lacks, misses] = [watermark < sequence, behind !== null && behind < sequence]
    if (!lacks && !misses) {
      still.delete(log.logId)
      return
    }
    const at = `${watermark} ${behind ?? ''}`
    const before = still.get(log.logId)
    const looks = before?.at === at ? before.looks + 1 : 1
    still.set(log.logId, { at, looks })
    if (looks <= STILL_LOOKS) return
    // Its own process merges no more: whoever is there does it, and twice does no harm (BAL2).
    const follower = followers.get(log.logId) ?? followerOf(log, true)
    followers.set(log.logId, follower)
    follower
      .catchUp()
      .then(() => follower.countAnew())
      .catch(() => undefined)
  }
  const lookAtCopies = () => {
    if (stopped) return
    for (const log of logs.known()) if (log.logId !== ownId && !orphans.has(log.logId)) watch(log)
    clock.at(clock.nowMs() + LOOK_EVERY_MS, lookAtCopies)
  }

  return {
    async start() {
      for (const each of held) await each.start()
      if (index.isShared) lookAtCopies()
    },
    async catchUp() {
      for (const each of held) await each.catchUp()
    },
    look() {
      for (const each of held) each.look()
    },
    async countAnew() {
      for (const each of held) await each.countAnew()
    },
    rows: (windowId) => held.reduce((sum, each) => sum + each.rows(windowId), 0),
    invalid: (windowId) =>
      held
        .map((each) => each.invalid(windowId))
        .reduce((sums, counts) => sums.map((sum, i) => sum + (counts[i] ?? 0))),
    complete: () => held.every((each) => each.complete()),
    sealOf(logId, windowId) {
      const follower = logId === ownId ? own : orphans.get(logId)
      if (follower === undefined) throw new Error(`ballot log ${logId} is not held here`)
      return { ...follower.known(), count: follower.rows(windowId) }
    },
    stop() {
      stopped = true
      for (const each of [...held, ...followers.values()]) each.stop()
    },
  }
}
