// Looks receipt codes up: in which log the message is, what became of it, whether the published record holds it (BAL10).

import { CHOICES, type Choice } from '../../shared/ballot/choices.ts'
import { admissionOf } from '../../shared/ballot/admission.ts'
import { compareBallots, type Ballot, type InvalidReason } from '../../shared/ballot/ballot.ts'
import { receiptCodeOf, type ReceiptBits } from '../../shared/ballot/receipt-code.ts'
import type { ReceiptStanding } from '../../shared/ballot/receipt-standing.ts'
import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { ReceiptPoll } from '../../shared/show/receipt-poll.ts'
import type { Clock } from '../clock.ts'
import type { FoundBallot, ReceiptSearch } from '../storage/receipt-search.ts'

/** The same code asked again within this time gets the same answer. */
const CACHED_MS = 3_000
const CACHED_MOST = 1_000
/** Look-ups on their way at once. */
const WAITING_MOST = 100
/** A look-up that takes longer is told to come again: the disk hangs. */
const WITHIN_MS = 5_000
/** Between two looks for new ballots, so that a look-up finds its log read. */
const FOLLOW_MS = 1_000
const AFTER_A_FAULT_MS = 10_000

export interface Receipts {
  /**
   * Mostly one standing; where two messages share a code, both. Refuses `receipt_unknown`, alike for every code that is
   * none of ours; `receipts_behind` while the logs are still being read; `queue_full`. Never rejects.
   */
  lookUp(code: ReceiptBits): Promise<Result<readonly ReceiptStanding[]>>
  /** Reads the logs behind what is known, slice by slice, from now until `stop`. */
  start(): void
  stop(): void
}

/** `heads`: how far each log is on disk; `pollOf`: the poll of a window, of any session there ever was. */
export function createReceipts({
  searches,
  headOf,
  pollOf,
  clock,
  onError,
}: {
  /** One for each log that can be read at the moment. */
  readonly searches: () => readonly ReceiptSearch[]
  readonly headOf: (logId: LogId) => number
  readonly pollOf: (windowId: WindowId) => ReceiptPoll | null
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): Receipts {
  const cached = new Map<
    string,
    { readonly untilMs: number; readonly answer: Promise<Result<readonly ReceiptStanding[]>> }
  >()
  let waiting = 0
  let running = false
  let cancelNext = () => {}

  const firstOf = async (ballot: Ballot, poll: ReceiptPoll): Promise<Ballot | null> => {
    const taking = searches().filter(({ logId }) => !poll.excludedLogs.includes(logId))
    const firsts = await Promise.all(taking.map((search) => search.first(ballot, poll.rules)))
    return firsts.reduce((first, each) => {
      if (first === null || each === null) return first ?? each
      return compareBallots(each, first) < 0 ? each : first
    }, null)
  }

  const standingOf = async ({ logId, ballot }: FoundBallot): Promise<ReceiptStanding> => {
    const poll = ballot.windowId === null ? null : pollOf(ballot.windowId)
    if (poll === null) return { status: 'no_poll', stage: 'none', reason: null, keyDestroyed: false }
    const { stage, rules, excludedLogs, keyDestroyed } = poll
    const told = { stage, reason: null, keyDestroyed }
    if (excludedLogs.includes(logId)) return { ...told, status: 'log_excluded' }
    const isChoice = CHOICES.includes(ballot.choice as Choice)
    const status = admissionOf({ ...ballot, unitCode: ballot.unitCode ?? 0, isChoice }, rules)
    if (status === 'invalid') return { ...told, status, reason: toldReasonOf(ballot.choice as InvalidReason) }
    if (status !== 'counted') return { ...told, status }
    const first = await firstOf(ballot, poll)
    return { ...told, status: first === null || isSameMessage(first, ballot) ? 'counted' : 'superseded' }
  }

  const search = async (code: ReceiptBits): Promise<Result<readonly ReceiptStanding[]>> => {
    const open = searches()
    const heads = open.map(({ logId }) => headOf(logId))
    const answers = await Promise.all(open.map((each) => each.find(code)))
    const found = oncePerMessage(answers.flatMap(({ ballots }) => ballots))
    if (found.length > 0) return ok(await Promise.all(found.map(standingOf)))
    return answers.some(({ upTo }, i) => upTo < heads[i]!)
      ? refuse('receipts_behind')
      : refuse('receipt_unknown')
  }

  const late = (searched: Promise<unknown>) =>
    new Promise<Result<never>>((settle) => {
      const cancel = clock.at(clock.nowMs() + WITHIN_MS, () => {
        settle(refuse('receipts_behind'))
      })
      void searched.finally(cancel)
    })

  const forgetOld = (nowMs: number) => {
    for (const [key, { untilMs }] of cached) {
      if (untilMs > nowMs && cached.size < CACHED_MOST) return
      cached.delete(key)
    }
  }

  const follow = async () => {
    let nextMs = FOLLOW_MS
    try {
      for (const each of searches()) while (running && (await each.follow())) await turn()
    } catch (error) {
      if (running) onError(error)
      nextMs = AFTER_A_FAULT_MS
    }
    if (running) cancelNext = clock.at(clock.nowMs() + nextMs, () => void follow())
  }

  return {
    lookUp(code) {
      const nowMs = clock.nowMs()
      forgetOld(nowMs)
      const key = receiptCodeOf(code)
      const known = cached.get(key)
      if (known !== undefined) return known.answer
      if (waiting >= WAITING_MOST) return Promise.resolve(refuse('queue_full', { count: waiting }))
      waiting += 1
      const searched = search(code)
        .catch((error: unknown): Result<never> => {
          onError(error)
          return refuse('internal_error')
        })
        .finally(() => (waiting -= 1))
      const answer = Promise.race([searched, late(searched)])
      cached.set(key, { untilMs: nowMs + CACHED_MS, answer })
      return answer
    },
    start() {
      running = true
      void follow()
    },
    stop() {
      running = false
      cancelNext()
    },
  }
}

/** Why somebody was dissatisfied says that they were: for a receipt it is words like any other. */
function toldReasonOf(reason: InvalidReason): InvalidReason {
  return reason === 'REASON_GIVEN' ? 'FREE_TEXT' : reason
}

const turn = () => new Promise<void>((next) => setImmediate(next))

/** A message logged twice (a redelivery long after) is one message. */
function oncePerMessage(found: readonly FoundBallot[]): readonly FoundBallot[] {
  return found.filter(
    ({ ballot }, i) => found.findIndex((other) => isSameMessage(other.ballot, ballot)) === i,
  )
}

function isSameMessage({ messageHash: a }: Ballot, { messageHash: b }: Ballot): boolean {
  return a[0] === b[0] && a[1] === b[1]
}
