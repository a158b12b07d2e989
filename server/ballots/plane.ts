// The ballot plane: takes messages of every channel, answers when they are on disk, and keeps the live tallies.

import { hash } from 'node:crypto'
import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import { refuse } from '../../shared/basics/result.ts'
import { sentenceOf } from '../../shared/basics/refusal.ts'
import { CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'
import { type VotingWindow } from '../../shared/ballot/poll.ts'
import type { PollResult, SealedTally } from '../../shared/ballot/tally.ts'
import type { Clock } from '../clock.ts'
import type { BallotLog } from '../storage/ballot-log.ts'
import {
  AT,
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
import { createIntake } from './intake.ts'
import { createLogFollower } from './log-follower.ts'
import { createPollRouting, type RoutedPoll } from './poll-routing.ts'
import { createReception, NO_POLL_KEY_ID, type RegisteredHash } from './reception.ts'
import { createRecentAnswers, UNKNOWN, WAITING } from './recent-answers.ts'
import { subtractTail } from './tail.ts'
import { createTallyFeed } from './tally-feed.ts'
import type { VoterKeys } from './voter-key.ts'

/** What screens show of one poll; the same shape as the show's LiveTally. */
export interface PlaneTally {
  readonly result: PollResult
  /** False: the index is catching up; the result is the last known one (统计暂停). */
  readonly complete: boolean
  /** Messages a second by channel over the last 10 s. */
  readonly perSecond: Readonly<Partial<Record<PollChannel, number>>>
}

export type Outcome = Exclude<Answer['kind'], 'refused'> | 'refused' | 'redelivered'

export interface BallotPlane {
  /** Rebuilds counts and memory from the log; until it resolves every message is refused `not_ready`. */
  start(windows: readonly VotingWindow[]): Promise<void>
  /** BAL3: resolves when the message is on disk, or with a refusal. Never rejects. */
  submit(message: Inbound): Promise<Answer>
  /**
   * All windows that may still get messages, whenever one opened or changed; those not named any more are forgotten.
   * They are known when it returns, but one whose voter key is not ready: that one when it resolves. Rejects where a voter
   * key cannot be had.
   */
  setWindows(windows: readonly VotingWindow[]): Promise<void>
  /** The poll that takes text without a code at this channel and number now; null: 现在没有评议. */
  pollOn(channel: PollChannel, accessNumber: string | null): VotingWindow | null
  /** The tallies as of the last tick; a new map each time. */
  tallies(): ReadonlyMap<WindowId, PlaneTally>
  /** Calls back at most ten times a second when tallies changed; returns how to stop it. */
  onTallies(listener: () => void): () => void
  /** Messages of a window that are on disk or on their way there (SHOW9). */
  received(windowId: WindowId): number
  /** LOG3: writes out what waits, and stamps no earlier receipt from now on. Rejects while the log fails. */
  seal(windowId: WindowId): Promise<SealedTally & { readonly logId: LogId }>
  /** The index's tally of a window, without what was logged behind the seals: equal to the recount, or something is wrong. */
  resultUpTo(windowId: WindowId, seals: Readonly<Record<LogId, SealedTally>>): Promise<PollResult>
  /** The second tally, counted from the logs' files. Rejects where a log is not as it was sealed. */
  recount(windowId: WindowId, seals: Readonly<Record<LogId, SealedTally>>): Promise<PollResult>
  /** The index's tally at this moment. */
  resultNow(windowId: WindowId): Promise<PollResult>
  health(): { readonly accepting: boolean; readonly why: string | null; readonly queueDepth: number }
  /** Messages since start by channel and what they were answered. */
  outcomes(): Readonly<Record<PollChannel, Readonly<Record<Outcome, number>>>>
  /** Ballots merged in all: the second half of a topic's version; never goes back. */
  merged(): number
  /** Takes nothing more, and resolves when everything accepted is on disk and answered. The log stays open. */
  stop(): Promise<void>
}

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
  index,
  clock,
  voterKeys,
  recount,
  queueMax = 20_000,
  batchMax = 1_000,
  onCommit = () => {},
  onError = () => {},
}: {
  readonly log: BallotLog
  readonly index: TallyIndex & { readonly registeredHash: RegisteredHash }
  readonly clock: Clock
  readonly voterKeys: VoterKeys
  readonly recount: (window: VotingWindow, seals: Readonly<Record<LogId, SealedTally>>) => Promise<PollResult>
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
  const reception = createReception({
    routing,
    registeredHash: index.registeredHash,
    voterKeys,
    firstRefusals,
  })
  const polls = new Map<WindowId, RoutedPoll>()
  const listeners = new Set<() => void>()
  const outcomes = Object.fromEntries(CHANNELS.map((channel) => [channel, { ...NO_OUTCOMES }])) as Record<
    PollChannel,
    Record<Outcome, number>
  >
  let tallies: ReadonlyMap<WindowId, PlaneTally> = new Map()
  let started = false
  /** Rates fall though nothing arrives: one more look is due. */
  let decaying = false
  /** The index knows of all windows; and has merged anew what they judge otherwise than before. */
  let windowsTold = Promise.resolve()
  let windowsSet = Promise.resolve()
  const notReady = Promise.resolve<Answer>({ kind: 'refused', refusal: refuse('not_ready').refusal })

  const follower = createLogFollower({
    log,
    index,
    clock,
    readBackMost: RECENT_MOST,
    readBack(view, offset, nowMs) {
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
      }
      follower.committed(batch.bytes.subarray(0, batch.count * RECORD_BYTES), head)
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

  const collect = async () => {
    await windowsTold
    const collected = new Map<WindowId, PlaneTally>()
    const nowMs = clock.nowMs()
    let busy = false
    for (const [windowId, { windowNumber }] of [...polls]) {
      // Forgotten since: the index need not know it any more.
      if (!polls.has(windowId)) continue
      const perSecond = rates.perSecond(windowNumber, nowMs)
      busy ||= Object.keys(perSecond).length > 0
      const { result, complete } = await index.tally(windowId)
      const isComplete = complete && follower.complete()
      const last = isComplete ? undefined : tallies.get(windowId)
      collected.set(windowId, { result: last?.result ?? result, complete: isComplete, perSecond })
    }
    tallies = collected
    for (const listener of listeners) listener()
    if (!busy || decaying) return
    decaying = true
    clock.at(nowMs + 1_000, () => {
      decaying = false
      feed.changed()
    })
  }
  const feed = createTallyFeed(clock, () => collect().catch(onError))

  const prepareKeys = async (ids: readonly string[]) => {
    const tried = await Promise.allSettled(ids.map((id) => voterKeys.prepare(id)))
    for (const one of tried) {
      if (one.status === 'rejected') throw one.reason
      if (!one.value.ok) throw new Error(sentenceOf(one.value.refusal))
    }
  }

  const take = (windows: readonly VotingWindow[]) => {
    for (const window of windows) {
      const slot = polls.get(window.windowId)?.slot ?? book.addWindow(window.units[0]!.name).slot
      polls.set(window.windowId, { window, windowNumber: windowNumberOf(window.windowId), slot })
    }
    routing.set([...polls.values()])
    rates.keep(new Set([...polls.values()].map(({ windowNumber }) => windowNumber)))
  }
  const tellIndex = async (windows: readonly VotingWindow[]) => {
    for (const window of windows) await index.setWindow(window)
  }
  const pollOf = (windowId: WindowId): RoutedPoll => {
    const poll = polls.get(windowId)
    if (poll === undefined) throw new Error(`the ballot plane was not told of window ${windowId}`)
    return poll
  }
  /** The windows as they were last named. */
  let wanted: readonly VotingWindow[] = []
  /** Makes the plane know those of them whose voter key is on disk: for another no ballot could be taken. */
  const setReady = () => {
    const windows = wanted.filter(({ voterKeyId }) => voterKeys.isReady(voterKeyId))
    const changed = windows.filter((window) => {
      const known = polls.get(window.windowId)?.window
      return known === undefined || JSON.stringify(known) !== JSON.stringify(window)
    })
    const named = new Set(windows.map(({ windowId }) => windowId))
    const gone = [...polls.keys()].filter((windowId) => !named.has(windowId))
    if (changed.length === 0 && gone.length === 0) return
    for (const windowId of gone) polls.delete(windowId)
    take(changed)
    const told = tellIndex(changed)
    windowsTold = Promise.all([windowsTold, told]).then(() => {}, onError)
    windowsSet = windowsSet
      .then(async () => {
        await told
        for (const windowId of gone) if (!polls.has(windowId)) await index.forgetWindow(windowId)
        const answers = await Promise.all(changed.map(({ windowId }) => index.tally(windowId)))
        if (answers.some(({ complete }) => !complete)) await follower.remerge()
      })
      .catch(onError)
      .finally(() => feed.changed())
  }

  /** Windows told before are with the index, and a merge they made necessary is done. */
  const settled = async () => {
    await windowsSet
    await follower.catchUp()
  }

  return {
    async start(windows) {
      await prepareKeys([NO_POLL_KEY_ID, ...windows.map(({ voterKeyId }) => voterKeyId)])
      take(windows)
      await tellIndex(windows)
      await follower.catchUp()
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

    async setWindows(windows) {
      wanted = windows
      setReady()
      const missing = wanted.map(({ voterKeyId }) => voterKeyId).filter((id) => !voterKeys.isReady(id))
      if (missing.length === 0) return
      try {
        await prepareKeys(missing)
      } finally {
        setReady()
      }
    },

    pollOn: (channel, accessNumber) => routing.pollOn(channel, accessNumber, clock.nowMs()),
    tallies: () => tallies,
    onTallies(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    received(windowId) {
      const windowNumber = windowNumberOf(windowId)
      let count = follower.rows(windowId)
      intake.eachWaiting((view, offset) => {
        if (windowNumberAt(view, offset) === windowNumber) count += 1
      })
      return count
    },

    async seal(windowId) {
      reception.stampNoEarlierThan(clock.nowMs())
      await intake.flushed()
      await settled()
      const acceptance = intake.acceptance()
      if (!acceptance.accepting && acceptance.why === 'failing')
        throw new Error('the ballot log fails: no seal')
      const { sequence, chainHash } = follower.known()
      return { logId: log.logId, sequence, chainHash, count: follower.rows(windowId) }
    },

    async resultUpTo(windowId, seals) {
      const { window } = pollOf(windowId)
      await settled()
      const upTo = seals[log.logId]?.sequence ?? 0
      const { result } = await index.tally(windowId)
      const watermark = index.watermark(log.logId)
      return subtractTail(result, window, log, upTo, watermark)
    },
    recount: (windowId, seals) => recount(pollOf(windowId).window, seals),
    async resultNow(windowId) {
      await settled()
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
    merged: () => follower.merged(),
    async stop() {
      await intake.stop()
      await settled()
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
