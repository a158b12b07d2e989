// A started ballot plane on a log whose disk is the test's hand.

import { RECORD_BYTES, unpack, viewOf } from '../../server/storage/ballot-record.ts'
import type { Invited, ProbedAt } from '../../server/ballots/message-reading.ts'
import type { Answer } from '../../server/ballots/inbound.ts'
import { createBallotPlane } from '../../server/ballots/plane.ts'
import type { OnPeriodBallot } from '../../server/ballots/reception.ts'
import { createMemoryVoterKeyStore, createVoterKeys } from '../../server/ballots/voter-key.ts'
import type { BallotLogs } from '../../server/storage/ballot-logs.ts'
import { createMemoryTallyIndex } from '../../server/storage/memory-tally-index.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { createMemoryLog, T0, votingWindow } from './ballots.ts'
import { createHandClock } from './hand-clock.ts'
import { recountBatches } from './recount-batches.ts'

export const WINDOW = votingWindow()
export const text = (said: string) => ({ kind: 'text', text: said }) as const
/** Lets everything that is ready run. */
export const turns = async (count = 4) => {
  for (let i = 0; i < count; i++) await new Promise<void>((done) => setImmediate(done))
}

/** A plane that has started, on a log and a clock of the test's own. */
export async function startedPlane({
  windows = [WINDOW],
  log = createMemoryLog(),
  store = createMemoryVoterKeyStore(),
  index = createMemoryTallyIndex(),
  ...limits
}: {
  windows?: readonly VotingWindow[]
  log?: ReturnType<typeof createMemoryLog>
  store?: ReturnType<typeof createMemoryVoterKeyStore>
  index?: Parameters<typeof createBallotPlane>[0]['index']
  logs?: BallotLogs
  queueMax?: number
  batchMax?: number
  probedAt?: ProbedAt
  invited?: Invited
  onPeriodBallot?: OnPeriodBallot
} = {}) {
  const clock = createHandClock(T0 + 1_000)
  const plane = createBallotPlane({
    log,
    index,
    clock,
    voterKeys: createVoterKeys(store, 'a secret'),
    recount: (window, seals) => recountBatches(log, window, seals),
    ...limits,
  })
  await plane.start(windows)
  const records = async () =>
    (await log.read(0, Infinity)).flatMap((batch) =>
      Array.from({ length: batch.count }, (_, i) => unpack(viewOf(batch.records), i * RECORD_BYTES)),
    )
  return { plane, log, index, clock, store, records }
}

/** What an answer is while it is not there: the promise has not resolved. */
export async function soFar(answer: Promise<Answer>): Promise<Answer | 'waiting'> {
  await turns()
  return Promise.race([answer, Promise.resolve('waiting' as const)])
}
