// What the ballot plane says of its counts: the tallies of each tick for the screens, seals, and counts up to them.

import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import type { PollChannel } from '../../shared/ballot/choices.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { PollCount, PollResult, SealedTally, UnitTally } from '../../shared/ballot/tally.ts'
import type { Clock } from '../clock.ts'
import type { BallotLog } from '../storage/ballot-log.ts'
import type { TallyIndex } from '../storage/tally-index.ts'
import type { ArrivalRates } from './arrival-rates.ts'
import type { LogFollower } from './log-follower.ts'
import type { PlaneWindows } from './plane-windows.ts'
import { subtractTail } from './tail.ts'

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
  log,
  index,
  clock,
  windows,
  follower,
  rates,
  recount,
  onError,
}: {
  readonly log: BallotLog
  readonly index: TallyIndex
  readonly clock: Clock
  readonly windows: PlaneWindows
  readonly follower: LogFollower
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

  return {
    tallies: () => tallies,
    async collect() {
      await windows.told()
      const asked = [...windows.polls()]
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
      const watermark = index.watermark(log.logId)
      const [all, byUnit] = await Promise.all([index.tally(windowId), index.unitTallies(windowId)])
      // A quarantine came in between: whoever asked asks again.
      if (!all.complete) throw new Error(`window ${windowId} is being counted anew`)
      const unfiltered =
        all.unfiltered === null || byUnit.unfiltered === null
          ? null
          : { result: all.unfiltered, units: [...byUnit.unfiltered] }
      const count: PollCount = { result: all.result, units: [...byUnit.units], unfiltered }
      const upTo = seals[log.logId]?.sequence ?? 0
      return {
        generation: window.generation,
        count: await subtractTail(count, window, log, upTo, watermark),
      }
    },
    async recount(windowId, seals) {
      const { window } = windows.pollOf(windowId)
      return { generation: window.generation, count: await recount(window, seals) }
    },
    settled,
  }
}
