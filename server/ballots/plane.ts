// The ballot plane: takes messages of every channel, answers when they are on disk, and keeps the live tallies.

import { hash } from 'node:crypto'
import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import { refuse } from '../../shared/basics/result.ts'
import { CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'
import { type VotingWindow } from '../../shared/ballot/poll.ts'
import type { PollResult, SealedTally } from '../../shared/ballot/tally.ts'
import type { Clock } from '../clock.ts'
import type { BallotLog } from '../storage/ballot-log.ts'
import { logsOfOneProcess, type BallotLogs } from '../storage/ballot-logs.ts'
import {
  AT,
  channelIndexAt,
  receivedMsAt,
  RECORD_BYTES,
  VOTER_KEY_BYTES,
  windowNumberAt,
  windowNumberOf,
} from '../storage/ballot-record.ts'
import type { TallyIndex } from '../storage/tally-index.ts'
import { createAnswerBook } from './answer-book.ts'
import { answerOfRecord } from './answer-of-record.ts'
import { createArrivalRates } from './arrival-rates.ts'
import { createFirstRefusals } from './first-refusals.ts'
import type { Answer, Inbound } from './inbound.ts'
import { createHeldLogs } from './held-logs.ts'
import { createIntake } from './intake.ts'
import { createLogFollower } from './log-follower.ts'
import type { Invited, ProbedAt } from './message-reading.ts'
import {
  createPlaneCounts,
  type CountLogs,
  type GenerationCount,
  type PlaneTally,
  type PlaneUnitTallies,
  type Seals,
} from './plane-counts.ts'
import { createPlaneWindows } from './plane-windows.ts'
import { createPollRouting } from './poll-routing.ts'
import { createReception, NO_POLL_KEY_ID, type OnPeriodBallot, type RegisteredHash } from './reception.ts'
import { createRecentAnswers, UNKNOWN, WAITING } from './recent-answers.ts'
import { createTallyFeed, FEED_INTERVAL_MS } from './tally-feed.ts'
import { createTransitLog, transitAt, type TransitTimes } from './transit-times.ts'
import type { VoterKeys } from './voter-key.ts'

export type Outcome = Exclude<Answer['kind'], 'refused'> | 'refused' | 'redelivered'

export interface BallotPlane {
  /** Rebuilds counts and memory from the log; until it resolves every message is refused `not_ready`. */
  start(windows: readonly VotingWindow[], asOf?: number): Promise<void>
  /** BAL3: resolves when the message is on disk, or with a refusal. Never rejects. */
  submit(message: Inbound): Promise<Answer>
  /**
   * All windows that may still get messages, whenever one opened or changed; those not named any more are forgotten.
   * They are known when it returns, but one whose voter key is not ready: that one when it resolves. Rejects where a voter
   * key cannot be had. `asOf`: the journal position at which they are so.
   */
  setWindows(windows: readonly VotingWindow[], asOf?: number): Promise<void>
  /** The poll that takes text without a code at this channel and number now; null: 现在没有评议. */
  pollOn(channel: PollChannel, accessNumber: string | null): VotingWindow | null
  /** The tallies as of the last tick; a new map each time. */
  tallies(): ReadonlyMap<WindowId, PlaneTally>
  /** Calls back at most ten times a second when tallies changed; returns how to stop it. */
  onTallies(listener: () => void): () => void
  /** Messages of a window that are on disk or on their way there (SHOW9). */
  received(windowId: WindowId): number
  /** Messages of a window on disk that were no ballot, for each of INVALID_REASONS (BAL7). */
  invalid(windowId: WindowId): readonly number[]
  /**
   * LOG3: writes out what waits, and stamps no earlier receipt from now on. Rejects while the log fails. `logId`: another log
   * that is held here, of a process that is no more.
   */
  seal(windowId: WindowId, logId?: LogId): Promise<SealedTally & { readonly logId: LogId }>
  /**
   * The index's count of a window, without what was logged behind the seals: equal to the recount, or something is wrong.
   * Rejects while the window is counted anew (BAL9).
   */
  countUpTo(windowId: WindowId, seals: Seals): Promise<GenerationCount>
  /** The second count, from the logs' files. Rejects where a log is not as it was sealed. */
  recount(windowId: WindowId, seals: Seals): Promise<GenerationCount>
  /** A poll's units at this moment, for whoever asks; up to 10,000. */
  unitTallies(windowId: WindowId): Promise<PlaneUnitTallies>
  /** The index's tally at this moment. */
  resultNow(windowId: WindowId): Promise<PollResult>
  health(): { readonly accepting: boolean; readonly why: string | null; readonly queueDepth: number }
  /** Messages since start by channel and what they were answered. */
  outcomes(): Readonly<Record<PollChannel, Readonly<Record<Outcome, number>>>>
  /** How long probe messages were on their way, by channel; the newest thousand, also of earlier runs. */
  transits(): Readonly<Partial<Record<PollChannel, TransitTimes>>>
  /** Ballots merged in all: the second half of a topic's version; never goes back. */
  merged(): number
  /** Takes nothing more, and resolves when everything accepted is on disk and answered. The log stays open. */
  stop(): Promise<void>
}

/** A shared index is looked at as often as screens change while it changes, and this long after; else this often. */
const LIVELY_MS = 10_000
const QUIET_LOOK_MS = 500
/** How long a redelivery is known as one, and of how many messages. */
const RECENT_MS = 900_000
const RECENT_MOST = 262_144

const NO_OUTCOMES: Readonly<Record<Outcome, number>> = {
  received: 0,
  repeated: 0,
  early: 0,
  late: 0,
  stale: 0,
  no_poll: 0,
  invalid: 0,
  refused: 0,
  redelivered: 0,
}

/**
 * `queueMax`: ballots that wait for the disk, at most; `batchMax`: that go there together. `recount` reads the logs' files
 * by another way than the index. `onCommit` is told how long a batch took and how many ballots it held.
 */
export function createBallotPlane({
  log,
  logs = logsOfOneProcess({ log, file: '' }),
  index,
  clock,
  voterKeys,
  recount,
  invited,
  probedAt,
  onPeriodBallot,
  queueMax = 20_000,
  batchMax = 1_000,
  onCommit = () => {},
  onError = () => {},
}: {
  /** This process's own: what it takes goes there. */
  readonly log: BallotLog
  /** All there are; the one alone, if nothing is said. */
  readonly logs?: BallotLogs
  readonly index: TallyIndex & { readonly registeredHash: RegisteredHash }
  readonly clock: Clock
  readonly voterKeys: VoterKeys
  readonly recount: CountLogs
  /** Which unit of a period poll a citizen was asked about; nobody was, if nothing is said. */
  readonly invited?: Invited
  /** Which texts are probes of ours; none, if nothing is said. */
  readonly probedAt?: ProbedAt
  readonly onPeriodBallot?: OnPeriodBallot
  readonly queueMax?: number
  readonly batchMax?: number
  readonly onCommit?: (tookMs: number, ballots: number) => void
  /** What went wrong behind the scenes; the plane goes on. */
  readonly onError?: (error: unknown) => void
}): BallotPlane {
  const book = createAnswerBook()
  const recent = createRecentAnswers({ most: RECENT_MOST, longestMs: RECENT_MS })
  const firstRefusals = createFirstRefusals()
  const routing = createPollRouting()
  const rates = createArrivalRates()
  const transits = createTransitLog()
  const reception = createReception({
    routing,
    registeredHash: index.registeredHash,
    voterKeys,
    firstRefusals,
    ...(invited === undefined ? {} : { invited }),
    ...(probedAt === undefined ? {} : { probedAt }),
    ...(onPeriodBallot === undefined ? {} : { onPeriodBallot }),
  })
  const listeners = new Set<() => void>()
  const outcomes = Object.fromEntries(CHANNELS.map((channel) => [channel, { ...NO_OUTCOMES }])) as Record<
    PollChannel,
    Record<Outcome, number>
  >
  let started = false
  /** One more look is due, though nothing arrives here. */
  let lookingAgain = false
  const notReady = Promise.resolve<Answer>({ kind: 'refused', refusal: refuse('not_ready').refusal })

  const noteTransit = (view: DataView, offset: number) => {
    const transitMs = transitAt(view, offset)
    if (transitMs >= 0) transits.note(channelIndexAt(view, offset), transitMs)
  }

  const follower = createLogFollower({
    log,
    index,
    clock,
    readBackMost: RECENT_MOST,
    readBack(view, offset, nowMs) {
      noteTransit(view, offset)
      const answer = answerOfRecord(view, offset, routing, firstRefusals)
      if (answer === null || receivedMsAt(view, offset) < nowMs - RECENT_MS) return
      recent.remember(view.getUint32(offset + AT.hash), view.getUint32(offset + AT.hash + 4), answer, nowMs)
    },
    changed: () => feed.changed(),
  })

  const intake = createIntake({
    log,
    clock,
    queueMax,
    batchMax,
    onCommit,
    answerOf: (answer) => book.answer(answer),
    committed(batch, head) {
      const nowMs = clock.nowMs()
      const { view } = batch
      for (let i = 0; i < batch.count; i++) {
        const at = i * RECORD_BYTES + AT.hash
        recent.remember(view.getUint32(at), view.getUint32(at + 4), batch.answers[i]!, nowMs)
        noteTransit(view, i * RECORD_BYTES)
      }
      follower.committed(batch.bytes.subarray(0, batch.count * RECORD_BYTES), head)
      logs.grown()
    },
    refused({ view, bytes, answers, count }) {
      for (let i = 0; i < count; i++) {
        const at = i * RECORD_BYTES
        recent.forget(view.getUint32(at + AT.hash), view.getUint32(at + AT.hash + 4))
        const answer = book.answer(answers[i]!)
        if (answer.kind !== 'invalid' || !answer.first) continue
        firstRefusals.giveBack(windowNumberAt(view, at), bytes.subarray(at, at + VOTER_KEY_BYTES))
      }
    },
    reopened: () => follower.catchUp(),
  })

  const held = createHeldLogs({ own: follower, logs, index, clock, changed: () => feed.changed() })
  const windows = createPlaneWindows({
    index,
    follower: held,
    voterKeys,
    book,
    routing,
    forget: (left) => rates.keep(left),
    changed: () => feed.changed(),
    onError,
  })
  const counts = createPlaneCounts({
    ...{ logs, index, clock, windows, follower: held, rates, recount, onError },
  })

  const lookIn = (ms: number) => {
    if (lookingAgain) return
    lookingAgain = true
    clock.at(clock.nowMs() + ms, () => {
      lookingAgain = false
      feed.changed()
    })
  }
  let changedAtMs = 0
  const collect = async () => {
    const nowMs = clock.nowMs()
    const { again, changed } = await counts.collect()
    if (changed) changedAtMs = nowMs
    // What others merge is told by nobody: it is looked for.
    if (changed || !index.isShared) for (const listener of listeners) listener()
    if (index.isShared) lookIn(nowMs - changedAtMs < LIVELY_MS ? FEED_INTERVAL_MS : QUIET_LOOK_MS)
    else if (again) lookIn(1_000)
  }
  const feed = createTallyFeed(clock, () => collect().catch(onError))

  return {
    async start(named, asOf) {
      await windows.start(named, [NO_POLL_KEY_ID], asOf)
      await held.start()
      await collect()
      started = true
    },

    submit(message) {
      const { channel } = message
      if (!started) return notReady
      const nowMs = clock.nowMs()
      const digest = hash('sha256', `${channel}\0${message.messageId}`, 'binary')
      const high = wordAt(digest, 0)
      const low = wordAt(digest, 4)
      const before = recent.find(high, low, nowMs)
      if (before !== UNKNOWN) {
        outcomes[channel].redelivered += 1
        return before < WAITING ? Promise.resolve(book.answer(before)) : intake.join(before - WAITING)
      }
      const refusal = intake.refusal()
      if (refusal !== null) {
        outcomes[channel].refused += 1
        return Promise.resolve({ kind: 'refused', refusal })
      }
      const batch = intake.filling()
      const offset = batch.count * RECORD_BYTES
      let answer: number
      try {
        answer = reception.receive(message, high, low, batch, offset)
      } catch (error) {
        onError(error)
        outcomes[channel].refused += 1
        return Promise.resolve({ kind: 'refused', refusal: refuse('accepting_off').refusal })
      }
      const windowNumber = windowNumberAt(batch.view, offset)
      rates.note(windowNumber, CHANNELS.indexOf(channel), nowMs)
      outcomes[channel][book.answer(answer).kind] += 1
      const promise = intake.add(answer)
      recent.remember(high, low, WAITING + intake.place(), nowMs)
      return promise
    },

    setWindows: (named, asOf) => windows.set(named, asOf),

    pollOn: (channel, accessNumber) => routing.pollOn(channel, accessNumber, clock.nowMs()),
    tallies: () => counts.tallies(),
    onTallies(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    received(windowId) {
      const windowNumber = windowNumberOf(windowId)
      // Other processes' are in the tallies.
      let count = Math.max(held.rows(windowId), receivedIn(counts.tallies().get(windowId)?.result))
      intake.eachWaiting((view, offset) => {
        if (windowNumberAt(view, offset) === windowNumber) count += 1
      })
      return count
    },
    invalid: (windowId) => held.invalid(windowId),

    async seal(windowId, logId = log.logId) {
      if (logId === log.logId) {
        reception.stampNoEarlierThan(clock.nowMs())
        await intake.flushed()
      }
      await counts.settled()
      const acceptance = intake.acceptance()
      if (!acceptance.accepting && acceptance.why === 'failing')
        throw new Error('the ballot log fails: no seal')
      return { logId, ...held.sealOf(logId, windowId) }
    },

    countUpTo: (windowId, seals) => counts.countUpTo(windowId, seals),
    recount: (windowId, seals) => counts.recount(windowId, seals),
    unitTallies: (windowId) => counts.unitTallies(windowId),
    async resultNow(windowId) {
      await counts.settled()
      return (await index.tally(windowId)).result
    },

    health() {
      const acceptance = intake.acceptance()
      if (!started) return { accepting: false, why: 'starting', queueDepth: intake.depth() }
      return {
        accepting: acceptance.accepting,
        why: acceptance.accepting ? null : acceptance.why,
        queueDepth: intake.depth(),
      }
    },
    outcomes: () => outcomes,
    transits: () => transits.times(),
    merged: () => follower.merged(),
    async stop() {
      held.stop()
      await intake.stop()
      await counts.settled()
      feed.stop()
    },
  }
}

/** A big-endian 32-bit number from a text of bytes. */
function wordAt(bytes: string, at: number): number {
  return (
    ((bytes.charCodeAt(at) << 24) |
      (bytes.charCodeAt(at + 1) << 16) |
      (bytes.charCodeAt(at + 2) << 8) |
      bytes.charCodeAt(at + 3)) >>>
    0
  )
}

/** Messages of every kind: each is exactly one of what a channel's count tells. */
function receivedIn(result: PollResult | undefined): number {
  return (result?.channels ?? []).reduce((sum, { channel: _, split, ...others }) => {
    return [...Object.values(split), ...Object.values(others)].reduce((all, each) => all + each, sum)
  }, 0)
}
