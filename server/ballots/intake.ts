// The bounded queue in front of the ballot log: commits whatever is waiting as one batch and answers when it is on disk.

import { refuse } from '../../shared/basics/result.ts'
import type { Refusal } from '../../shared/basics/refusal.ts'
import type { Clock } from '../clock.ts'
import type { BallotLog, LogHead } from '../storage/ballot-log.ts'
import { RECORD_BYTES } from '../storage/ballot-record.ts'
import { createBatches, settleOne, type Batch } from './batch.ts'
import type { Answer } from './inbound.ts'

/** A commit that takes longer stops acceptance: the disk hangs (SAFE3). */
const STALLED_AFTER_MS = 3_000
const RETRY_FIRST_MS = 250
const RETRY_LONGEST_MS = 5_000

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
  add(answer: number): Promise<Answer>
  /** The place of the ballot that was added last. */
  place(): number
  /** Waits along with the ballot in that place, as long as it is on its way. */
  join(place: number): Promise<Answer>
  /** Shows each ballot that was taken and is not known to be on disk yet. */
  eachWaiting(show: (view: DataView, offset: number) => void): void
  /** Resolves when it is known of everything added before whether it is on disk. */
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
  const batches = createBatches(batchMax)
  const queue: Batch[] = []
  let open = batches.take()
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
  // One for all ballots, so that a promise costs no closure of its own.
  const waitInOpen = (settle: (answer: Answer) => void) => {
    open.settle[open.count] = settle
  }

  const turnDown = (batch: Batch) => {
    if (batch.turnedDown) return
    batch.turnedDown = true
    depth -= batch.count
    refused(batch)
    for (let i = 0; i < batch.count; i++) settleOne(batch, i, offAnswer)
  }
  const turnDownWaiting = () => {
    for (const batch of [...queue.splice(0), open]) {
      known += batch.count
      turnDown(batch)
      batches.giveBack(batch)
    }
    open = batches.take()
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
      open = batches.take()
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
    // The disk works on while these are answered.
    flush()
    committed(batch, head)
    if (!batch.turnedDown) {
      depth -= batch.count
      for (let i = 0; i < batch.count; i++) settleOne(batch, i, answerOf(batch.answers[i]!))
    }
    batches.giveBack(batch)
    settleFlush()
  }

  const onFailure = () => {
    const batch = inFlight!
    inFlight = null
    known += batch.count
    if (acceptance.accepting || acceptance.why === 'stalled')
      acceptance = { accepting: false, why: 'failing' }
    turnDown(batch)
    batches.giveBack(batch)
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
    // From the commit's own start: a hang that begins while another commit is watched is found as soon.
    const sinceMs = performance.now() - inFlightSince
    clock.at(clock.nowMs() + STALLED_AFTER_MS - sinceMs, () => {
      watched = false
      if (inFlight === null) return
      if (commits !== watchedCommit) return watch()
      if (acceptance.accepting) acceptance = { accepting: false, why: 'stalled' }
      // Whether it will be on disk nobody knows yet: its senders are told to try again.
      turnDown(inFlight)
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
        open = batches.take()
      }
      return open
    },
    add(answer) {
      const promise = new Promise<Answer>(waitInOpen)
      open.answers[open.count] = answer
      open.count += 1
      depth += 1
      added += 1
      if (!flushAsked && inFlight === null) {
        flushAsked = true
        setImmediate(flush)
      }
      return promise
    },
    place: () => open.id * batchMax + open.count - 1,
    join(place) {
      const { settle } = batches.byId(Math.floor(place / batchMax))
      const i = place % batchMax
      const first = settle[i]!
      return new Promise((second) => {
        settle[i] = (answer) => {
          first(answer)
          second(answer)
        }
      })
    },
    eachWaiting(show) {
      for (const batch of [...(inFlight === null ? [] : [inFlight]), ...queue, open]) {
        if (batch.turnedDown) continue
        for (let i = 0; i < batch.count; i++) show(batch.view, i * RECORD_BYTES)
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
