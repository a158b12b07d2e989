// P7: the live index alone, grown to many ballots of as many citizens: memory a ballot, and the longest stall of one batch.
//
// Usage: node index-growth.ts BALLOTS. Standard output: IndexGrowth as JSON.

import { randomFillSync } from 'node:crypto'
import { UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import { LogId } from '../../shared/basics/ids.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import { pack, RECORD_BYTES, windowNumberOf } from '../../server/storage/ballot-record.ts'
import { createMemoryTallyIndex } from '../../server/storage/memory-tally-index.ts'

export interface IndexGrowth {
  readonly ballots: number
  readonly bytesABallot: number
  /** Most bytes a ballot at any size from a million on: right after growing. */
  readonly mostBytesABallot: number
  /** Of one batch of 64 ballots; processor time, which is what the thread was kept from other work. */
  readonly worstStallMs: number
  readonly nsABallot: number
}

const ballots = Number(process.argv[2])
const BATCH = 64
const windowId = WindowId.parse('0123456789ab')
const log = LogId.parse('0123456789abcdef')
const nowMs = Date.now()
const index = createMemoryTallyIndex()
await index.setWindow({
  ...{ windowId, kind: 'live', voterKeyId: 'bench', opensAtMs: nowMs - 1_000, closesAtMs: null },
  ...{ drainMs: DEFAULT_RULES.drainMs, channels: ['twilio'], accessNumbers: [], offersUnsure: false },
  ...{ smsTransitMs: 0, phase: 'open', quarantines: [], generation: 0 },
  units: [{ id: UnitId.parse('u1'), code: UnitCode.parse(1), name: '' }],
})

const bytes = new Uint8Array(BATCH * RECORD_BYTES)
const view = new DataView(bytes.buffer)
const random = Buffer.alloc(BATCH * 24)
let [worstUs, spentUs, most] = [0, 0, 0]
for (let done = 0; done < ballots; done += BATCH) {
  randomFillSync(random)
  for (let i = 0; i < BATCH; i++) {
    pack(view, bytes, i * RECORD_BYTES, {
      voterKey: random.subarray(i * 24, i * 24 + 16),
      ...{ orderMs: nowMs, receivedMs: nowMs, windowNumber: windowNumberOf(windowId), unitCode: 1 },
      hashHigh: random.readUInt32BE(i * 24 + 16),
      hashLow: random.readUInt32BE(i * 24 + 20),
      choiceCode: i % 3,
      channelIndex: CHANNELS.indexOf('twilio'),
      ...{ flags: 0, segmentHash: 0 },
    })
  }
  const before = process.threadCpuUsage()
  await index.merge(log, done + 1, bytes)
  const { user, system } = process.threadCpuUsage(before)
  spentUs += user + system
  // The first batches are those that compile the code.
  if (done > 10_000) worstUs = Math.max(worstUs, user + system)
  if (done >= 1_000_000 && done % (BATCH * 512) === 0) most = Math.max(most, index.bytes() / done)
}
const growth: IndexGrowth = {
  ballots,
  bytesABallot: index.bytes() / ballots,
  mostBytesABallot: most,
  worstStallMs: worstUs / 1_000,
  nsABallot: (spentUs * 1_000) / ballots,
}
console.log(JSON.stringify(growth))
