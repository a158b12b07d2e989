// The bounded queue in front of the ballot log: commits whatever is waiting as one batch and answers when it is on disk.

import { refuse } from '../../shared/basics/result.ts'
import type { Refusal } from '../../shared/basics/refusal.ts'
import type { Clock } from '../clock.ts'
import type { BallotLog, LogHead } from '../storage/ballot-log.ts'
import { RECORD_BYTES } from '../storage/ballot-record.ts'
import type { Answer } from './inbound.ts'

/** A commit that takes longer stops acceptance: the disk hangs (SAFE3). */
const STALLED_AFTER_MS = 3_000
const RETRY_FIRST_MS = 250
const RETRY_LONGEST_MS = 30_000

/** Ballots that go to disk together: record i belongs to key i, answer i and promise i. */
export interface Batch {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly answers: Uint32Array
  readonly keys: string[]
  readonly settle: ((answer: Answer) => void)[]
  count: number
}

export type Acceptance =
  | { readonly accepting: true }
  | { readonly accepting: false; readonly why: 'failing' | 'stalled' | 'stopped' }

export interface Intake {
  readonly acceptance: () => Acceptance
  readonly depth: () => number
  /** Why nothing more is taken now, or null (SAFE2, SAFE3). */
  refusal(): Refusal | null
  /** The batch that is filled now: pack record `count` into it, then call `add`. */
  filling(): Batch
  /** `answer`: the number of the answer, resolved when the batch is on disk. */
  add(key: string, answer: number): Promise<Answer>
  /** Shows each ballot that was taken and is not known to be on disk yet. */
  eachWaiting(show: (view: DataView, offset: number) => void): void
  /** Resolves when everything added before is on disk or refused. */
  flushed(): Promise<void>
  /** Takes nothing more; resolves when everything added before is on disk or refused. */
  stop(): Promise<void>
}

/**
 * `committed` is called for each batch on disk, before its ballots are answered; it must be done with the batch when it
 * returns. `refused`: for each batch whose ballots were told that they are not accepted; it may be on disk all the same.
 * `reopened`: the log works again, and what it holds may be more than was committed.
 */
export function createIntake({
  log,
  clock,
  queueMax,
  batchMax,
  answerOf,
  committed,
  refused,
  reopened,
  onCommit,
}: {
  readonly log: BallotLog
  readonly clock: Clock
  readonly queueMax: number
  readonly batchMax: number
  readonly answerOf: (answer: number) => Answer
  readonly committed: (batch: Batch, head: LogHead) => void
  readonly refused: (batch: Batch) => void
  readonly reopened: (head: LogHead) => Promise<void>
  readonly onCommit: (tookMs: number, ballots: number) => void
}): Intake {
  let acceptance: Acceptance = { accepting: true }
  const queue: Batch[] = []
  const spare: Batch[] = []
  let open = emptyBatch(batchMax)
  let depth = 0
  let inFlight: Batch | null = null
  let inFlightSince = 0
  let commits = 0
  let flushAsked = false
  let watched = false
  /** Ballots ever added, and those whose fate on disk is known (a failed append counts: the log says so itself). */
  let added = 0
  let known = 0
  let waitingForFlush: { readonly upTo: number; readonly done: () => void }[] = []

  const offRefusal = refuse('accepting_off').refusal
  const offAnswer: Answer = { kind: 'refused', refusal: offRefusal }

  const turnDown = (batch: Batch) => {
    refused(batch)
    for (const settle of batch.settle) settle(offAnswer)
    batch.settle.length = 0
    depth -= batch.count
  }
  const turnDownWaiting = () => {
    for (const batch of [...queue.splice(0), open]) {
      if (batch.count === 0) continue
      known += batch.count
      turnDown(batch)
    }
    open = emptyBatch(batchMax)
  }
  const recycle = (batch: Batch) => {
    batch.count = 0
    batch.keys.length = 0
    batch.settle.length = 0
    if (spare.length < 4) spare.push(batch)
  }
  const settleFlush = () => {
    if (waitingForFlush.length === 0) return
    const due = waitingForFlush.filter(({ upTo }) => upTo <= known)
    waitingForFlush = waitingForFlush.filter(({ upTo }) => upTo > known)
    for (const { done } of due) done()
  }

  const flush = () => {
    flushAsked = false
    if (inFlight !== null) return
    let batch = queue.shift()
    if (batch === undefined) {
      if (open.count === 0) return
      batch = open
      open = spare.pop() ?? emptyBatch(batchMax)
    }
    inFlight = batch
    commits += 1
    inFlightSince = performance.now()
    watch()
    log.append(batch.bytes.subarray(0, batch.count * RECORD_BYTES)).then(onDisk, onFailure)
  }

  const onDisk = (head: LogHead) => {
    const batch = inFlight!
    inFlight = null
    known += batch.count
    onCommit(performance.now() - inFlightSince, batch.count)
    if (!acceptance.accepting && acceptance.why === 'stalled') acceptance = { accepting: true }
    flush()
    committed(batch, head)
    const { settle, answers } = batch
    if (settle.length > 0) {
      depth -= batch.count
      for (let i = 0; i < settle.length; i++) settle[i]!(answerOf(answers[i]!))
    }
    recycle(batch)
    settleFlush()
  }

  const onFailure = () => {
    const batch = inFlight!
    inFlight = null
    known += batch.count
    if (acceptance.accepting || acceptance.why === 'stalled')
      acceptance = { accepting: false, why: 'failing' }
    if (batch.settle.length > 0) turnDown(batch)
    turnDownWaiting()
    settleFlush()
    retryIn(RETRY_FIRST_MS)
  }

  const retryIn = (ms: number) => {
    clock.at(clock.nowMs() + ms, () => {
      if (!acceptance.accepting && acceptance.why === 'stopped') return
      log
        .reopen()
        .then(reopened)
        .then(
          () => {
            if (!acceptance.accepting && acceptance.why === 'failing') acceptance = { accepting: true }
          },
          () => retryIn(Math.min(ms * 2, RETRY_LONGEST_MS)),
        )
    })
  }

  /** One timer while anything is under way; none when idle. */
  const watch = () => {
    if (watched) return
    watched = true
    const watchedCommit = commits
    clock.at(clock.nowMs() + STALLED_AFTER_MS, () => {
      watched = false
      if (inFlight === null) return
      if (commits !== watchedCommit) return watch()
      if (acceptance.accepting) acceptance = { accepting: false, why: 'stalled' }
      // Whether it will be on disk nobody knows yet: its senders are told to try again.
      if (inFlight.settle.length > 0) turnDown(inFlight)
      turnDownWaiting()
    })
  }

  return {
    acceptance: () => acceptance,
    depth: () => depth,
    refusal() {
      if (!acceptance.accepting) return offRefusal
      return depth >= queueMax ? refuse('queue_full', { count: depth }).refusal : null
    },
    filling() {
      if (open.count === batchMax) {
        queue.push(open)
        open = spare.pop() ?? emptyBatch(batchMax)
      }
      return open
    },
    add(key, answer) {
      const batch = open
      batch.answers[batch.count] = answer
      batch.keys.push(key)
      batch.count += 1
      depth += 1
      added += 1
      if (!flushAsked && inFlight === null) {
        flushAsked = true
        setImmediate(flush)
      }
      return new Promise((settle) => {
        batch.settle.push(settle)
      })
    },
    eachWaiting(show) {
      for (const batch of [...(inFlight === null ? [] : [inFlight]), ...queue, open]) {
        for (let i = 0; i < batch.settle.length; i++) show(batch.view, i * RECORD_BYTES)
      }
    },
    flushed() {
      return new Promise((done) => {
        waitingForFlush.push({ upTo: added, done })
        settleFlush()
      })
    },
    async stop() {
      acceptance = { accepting: false, why: 'stopped' }
      await this.flushed()
    },
  }
}

function emptyBatch(batchMax: number): Batch {
  const bytes = new Uint8Array(batchMax * RECORD_BYTES)
  return {
    bytes,
    view: new DataView(bytes.buffer),
    answers: new Uint32Array(batchMax),
    keys: [],
    settle: [],
    count: 0,
  }
}
