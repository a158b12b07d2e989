// Has the detectors look at open and just closed polls, seldom enough that nothing waits for them, and keeps what they found.

import type { WindowId } from '../../shared/basics/ids.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { DetectionRules } from '../../shared/ballot/detect/detection-rules.ts'
import type { Consequence, Look } from '../../shared/ballot/detect/look.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { QuarantineRule } from '../../shared/ballot/quarantine.ts'
import type { Clock } from '../clock.ts'
import type { BallotLooks } from '../storage/ballot-looks.ts'

/** How often an open poll is looked at: one of minutes, one of weeks. */
const LIVE_EVERY_MS = 10_000
const PERIOD_EVERY_MS = 3_600_000
/** A look that took long is not repeated before this many times as long: the detectors have a tenth of one core at most. */
const REST = 10
const TICK_MS = 1_000
/** What a person asks for waits behind so many others at most. */
const WAITING_MOST = 8

export interface LookedPoll {
  readonly window: VotingWindow
  readonly rules: DetectionRules
}

export interface Findings {
  /** The last look at a poll, and whether a later one failed (the disk, most likely); null: none yet. */
  standing(windowId: WindowId): Pick<Known, 'look' | 'failing'> | null
  /** Looks now. Refuses `window_unknown` and `queue_full`; `findings_failed` where the logs cannot be read. */
  lookNow(windowId: WindowId): Promise<Result<Look>>
  /** What these rules would change; refuses as lookNow does. */
  weigh(
    windowId: WindowId,
    rules: readonly QuarantineRule[],
    unitCode: number | null,
  ): Promise<Result<Consequence>>
  start(): void
  stop(): void
}

interface Known {
  readonly look: Look | null
  readonly failing: boolean
  /** Not again before: a look that took long has others to let live. */
  readonly restsUntilMs: number
  readonly generation: number
  /** It was made when nothing could come any more. */
  readonly isLast: boolean
}

/** `polls`: those of the house that take ballots or have just ended, with their thresholds. */
export function createFindings({
  looks,
  polls,
  clock,
  onError,
}: {
  readonly looks: BallotLooks
  readonly polls: () => readonly LookedPoll[]
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): Findings {
  const known = new Map<WindowId, Known>()
  let waiting = 0
  let stopped = false
  let cancel = () => {}

  const look = async ({ window, rules }: LookedPoll): Promise<Look> => {
    const { windowId, closesAtMs, generation, phase } = window
    const startedMs = clock.nowMs()
    const kind = closesAtMs !== null && startedMs > closesAtMs ? 'closed' : 'open'
    const before = known.get(windowId)
    try {
      const seen = await looks.look(bare(window), rules, kind, startedMs)
      const isLast = phase === 'shut'
      known.set(windowId, { look: seen, failing: false, restsUntilMs: 0, generation, isLast })
      return seen
    } catch (error) {
      known.set(windowId, {
        look: before?.look ?? null,
        failing: true,
        restsUntilMs: 0,
        generation,
        isLast: false,
      })
      throw error
    } finally {
      const now = known.get(windowId)!
      const tookMs = clock.nowMs() - startedMs
      known.set(windowId, { ...now, restsUntilMs: clock.nowMs() + Math.max(tookMs * REST, TICK_MS) })
    }
  }

  const isDue = ({ window }: LookedPoll): boolean => {
    const nowMs = clock.nowMs()
    const seen = known.get(window.windowId)
    if (nowMs < window.opensAtMs) return false
    if (seen === undefined) return true
    if (nowMs < seen.restsUntilMs) return false
    // After a change of quarantines both tallies are to be seen at once.
    if (seen.failing || seen.generation !== window.generation || seen.look === null) return true
    if (window.phase === 'shut') return !seen.isLast
    const justClosed = window.closesAtMs !== null && seen.look.kind === 'open' && nowMs > window.closesAtMs
    return justClosed || nowMs >= seen.look.atMs + (window.kind === 'live' ? LIVE_EVERY_MS : PERIOD_EVERY_MS)
  }

  const round = async () => {
    const now = polls()
    const ids = new Set(now.map(({ window }) => window.windowId))
    const gone = [...known.keys()].filter((id) => !ids.has(id))
    for (const id of gone) known.delete(id)
    if (gone.length > 0) await looks.keep([...ids])
    for (const poll of now) {
      if (stopped) return
      if (isDue(poll)) await look(poll).catch(onError)
    }
  }
  const tick = () => {
    cancel = clock.at(clock.nowMs() + TICK_MS, () => {
      void round()
        .catch(onError)
        .finally(() => {
          if (!stopped) tick()
        })
    })
  }

  const asked = async <T>(windowId: WindowId, work: (poll: LookedPoll) => Promise<T>): Promise<Result<T>> => {
    const poll = polls().find(({ window }) => window.windowId === windowId)
    if (poll === undefined) return refuse('window_unknown')
    if (waiting >= WAITING_MOST) return refuse('queue_full', { count: waiting })
    waiting += 1
    try {
      return ok(await work(poll))
    } catch (error) {
      onError(error)
      return refuse('findings_failed')
    } finally {
      waiting -= 1
    }
  }

  return {
    standing(windowId) {
      const seen = known.get(windowId)
      return seen === undefined ? null : { look: seen.look, failing: seen.failing }
    },
    lookNow: (windowId) => asked(windowId, look),
    weigh: (windowId, rules, unitCode) =>
      asked(windowId, ({ window }) => looks.weigh(bare(window), rules, unitCode)),
    start: tick,
    stop() {
      stopped = true
      cancel()
    },
  }
}

/** What the worker needs of it: a poll of 10,000 units is not copied to it every time. */
function bare({ windowId, opensAtMs, closesAtMs, drainMs, quarantines }: VotingWindow) {
  return { windowId, opensAtMs, closesAtMs, drainMs, quarantines }
}
