// What the ballot plane says of its counts: the tallies of each tick for the screens, seals, and counts up to them.

import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import type { PollChannel } from '../../shared/ballot/choices.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { PollCount, PollResult, SealedTally, UnitTally } from '../../shared/ballot/tally.ts'
import type { Clock } from '../clock.ts'
import type { BallotLogs } from '../storage/ballot-logs.ts'
import type { TallyIndex } from '../storage/tally-index.ts'
import type { ArrivalRates } from './arrival-rates.ts'
import type { LogFollower } from './log-follower.ts'
import type { PlaneWindows } from './plane-windows.ts'
import { countOfLogs, subtractTail } from './tail.ts'

/** What screens show of one poll; the same shape as the show's LiveTally. */
export interface PlaneTally {
  readonly result: PollResult
  /** As if there were no quarantine; null where there is none (BAL9). */
  readonly unfiltered: PollResult | null
  /** False: the index is catching up or counting anew; the result is the last known one (统计暂停). */
  readonly complete: boolean
  /** Messages a second by channel over the last 10 s. */
  readonly perSecond: Readonly<Partial<Record<PollChannel, number>>>
}

/** The units of one poll at this moment. */
export interface PlaneUnitTallies {
  readonly units: readonly UnitTally[]
  readonly unfiltered: readonly UnitTally[] | null
  readonly complete: boolean
}

/** A count, and the generation of quarantines it was made under (BAL9). */
export interface GenerationCount {
  readonly generation: number
  readonly count: PollCount
}

export type Seals = Readonly<Record<LogId, SealedTally>>
export type CountLogs = (window: VotingWindow, seals: Seals) => Promise<PollCount>

/** A count of poll and units together is tried so often, with so much between. */
const REST_TRIES = 50
const REST_MS = 20

export interface PlaneCounts {
  tallies(): ReadonlyMap<WindowId, PlaneTally>
  /**
   * Makes the tallies of a tick. `again`: another look is due in a second, because rates fall though nothing arrives, or the
   * index could not be asked; what it said last is then kept, and not complete.
   */
  collect(): Promise<{ readonly again: boolean; readonly changed: boolean }>
  unitTallies(windowId: WindowId): Promise<PlaneUnitTallies>
  countUpTo(windowId: WindowId, seals: Seals): Promise<GenerationCount>
  recount(windowId: WindowId, seals: Seals): Promise<GenerationCount>
  /** Windows told before are with the index, and all of the log is merged, anew where that was necessary. */
  settled(): Promise<void>
}

export function createPlaneCounts({
  logs,
  index,
  clock,
  windows,
  follower,
  rates,
  recount,
  onError,
}: {
  readonly logs: BallotLogs
  readonly index: TallyIndex
  readonly clock: Clock
  readonly windows: PlaneWindows
  readonly follower: Pick<LogFollower, 'catchUp' | 'countAnew' | 'look' | 'complete'>
  readonly rates: ArrivalRates
  readonly recount: CountLogs
  readonly onError: (error: unknown) => void
}): PlaneCounts {
  let tallies: ReadonlyMap<WindowId, PlaneTally> = new Map()
  /** It is told once that the index fails, not ten times a second. */
  let failing = false
  const settled = async () => {
    await windows.settled()
    await follower.catchUp()
    await follower.countAnew()
  }

  const watermarksNow = () => new Map(logs.named().map((logId) => [logId, index.watermark(logId)]))
  /** Poll and units as of one moment: others may merge between the two, and then it is looked again. */
  const countAtRest = async (windowId: WindowId) => {
    for (let tries = 1; ; tries += 1) {
      const before = await index.tally(windowId)
      const watermarks = watermarksNow()
      const byUnit = await index.unitTallies(windowId)
      const all = await index.tally(windowId)
      // A quarantine came in between: whoever asked asks again.
      if (!all.complete || !before.complete) throw new Error(`window ${windowId} is being counted anew`)
      if (JSON.stringify([...watermarksNow()]) === JSON.stringify([...watermarks])) {
        const unfiltered =
          all.unfiltered === null || byUnit.unfiltered === null
            ? null
            : { result: all.unfiltered, units: [...byUnit.unfiltered] }
        const count: PollCount = { result: all.result, units: [...byUnit.units], unfiltered }
        return { count, watermarks }
      }
      if (tries === REST_TRIES) throw new Error(`ballots arrive too fast to count window ${windowId}`)
      await new Promise<void>((wake) => clock.at(clock.nowMs() + REST_MS, wake))
    }
  }

  return {
    tallies: () => tallies,
    async collect() {
      await windows.told()
      const asked = [...windows.polls()]
      // What others merge is part of every version, though there is no poll.
      if (asked.length === 0) await index.refresh().catch(() => undefined)
      const read = await Promise.allSettled(asked.map(([windowId]) => index.tally(windowId)))
      follower.look()
      const collected = new Map<WindowId, PlaneTally>()
      const nowMs = clock.nowMs()
      let again = false
      for (const [i, [windowId, { windowNumber }]] of asked.entries()) {
        // Forgotten since: the index need not know it any more.
        if (!windows.polls().has(windowId)) continue
        const perSecond = rates.perSecond(windowNumber, nowMs)
        again ||= Object.keys(perSecond).length > 0
        const last = tallies.get(windowId)
        const answer = read[i]!
        if (answer.status === 'rejected') {
          again = true
          if (!failing) onError(answer.reason)
          failing = true
          if (last !== undefined) collected.set(windowId, { ...last, complete: false, perSecond })
          continue
        }
        failing = false
        const { result, unfiltered, complete } = answer.value
        const isComplete = complete && follower.complete()
        const shown = isComplete ? undefined : last
        collected.set(windowId, { ...(shown ?? { result, unfiltered }), complete: isComplete, perSecond })
      }
      const changed = JSON.stringify([...collected]) !== JSON.stringify([...tallies])
      tallies = collected
      return { again, changed }
    },
    async unitTallies(windowId) {
      const { units, unfiltered, complete } = await index.unitTallies(windowId)
      return { units, unfiltered, complete: complete && follower.complete() }
    },
    async countUpTo(windowId, seals) {
      await settled()
      const { window } = windows.pollOf(windowId)
      await logs.collect(sequencesOf(seals))
      const { generation } = window
      const isExcluded = (logId: LogId) => !Object.hasOwn(seals, logId) && index.watermark(logId) > 0
      // What a log that is not to count has brought cannot be taken out of registers again.
      if (logs.named().some(isExcluded))
        return { generation, count: await countOfLogs(window, seals, logs, index.empty()) }
      const { count, watermarks } = await countAtRest(windowId)
      for (const [logId, { sequence }] of Object.entries(seals) as [LogId, SealedTally][]) {
        // Its own process merges it, or soon another does: then it is counted.
        if ((watermarks.get(logId) ?? 0) < sequence)
          throw new Error(`ballot log ${logId} is not merged up to its seal`)
      }
      let left = count
      for (const log of logs.known()) {
        const upTo = seals[log.logId]?.sequence
        if (upTo !== undefined)
          left = await subtractTail(left, window, log, upTo, watermarks.get(log.logId) ?? 0)
      }
      return { generation, count: left }
    },
    async recount(windowId, seals) {
      const { window } = windows.pollOf(windowId)
      await logs.collect(sequencesOf(seals))
      return { generation: window.generation, count: await recount(window, seals) }
    },
    settled,
  }
}

function sequencesOf(seals: Seals): Readonly<Record<LogId, number>> {
  return Object.fromEntries(
    Object.entries<SealedTally>(seals).map(([logId, { sequence }]) => [logId, sequence]),
  )
}
