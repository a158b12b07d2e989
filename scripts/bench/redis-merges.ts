// P9: ballots of as many citizens merged into the index on Redis, 512 together, as many merges under way as an intake keeps up.
//
// Usage: node redis-merges.ts BALLOTS NAME URL…   Shards lie on the servers in turn. Standard output: RedisMerges as JSON.

import { randomFillSync } from 'node:crypto'
import { LogId } from '../../shared/basics/ids.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import { pack, RECORD_BYTES, windowNumberOf } from '../../server/storage/ballot-record.ts'
import { connectRedis } from '../../server/storage/redis-connection.ts'
import { createRedisTallyIndex } from '../../server/storage/redis-tally-index.ts'
import { BENCH_WINDOW } from './redis-window.ts'

export interface RedisMerges {
  readonly ballots: number
  readonly aSecond: number
  /** Processor time of this process, µs a ballot: judging, packing, talking to Redis. */
  readonly usABallot: number
}

const [many, name, ...urls] = process.argv.slice(2)
const BATCH = 512
const UNDER_WAY = 8
const batches = Math.floor(Number(many) / BATCH)
const log = LogId.parse('0123456789abcdef')
const nowMs = Date.now()
const redises = await Promise.all(urls.map((url) => connectRedis(url)))
const index = createRedisTallyIndex(redises, name)
await index.setWindow(BENCH_WINDOW)

// Made beforehand: what is measured is the merging.
const made = Array.from({ length: batches }, () => {
  const bytes = new Uint8Array(BATCH * RECORD_BYTES)
  const view = new DataView(bytes.buffer)
  const random = randomFillSync(Buffer.alloc(BATCH * 24))
  for (let i = 0; i < BATCH; i++) {
    pack(view, bytes, i * RECORD_BYTES, {
      voterKey: random.subarray(i * 24, i * 24 + 16),
      ...{ orderMs: nowMs, receivedMs: nowMs, unitCode: 1, choiceCode: i % 3 },
      windowNumber: windowNumberOf(BENCH_WINDOW.windowId),
      hashHigh: random.readUInt32BE(i * 24 + 16),
      hashLow: random.readUInt32BE(i * 24 + 20),
      channelIndex: CHANNELS.indexOf('twilio'),
      ...{ flags: 0, segmentHash: 0 },
    })
  }
  return bytes
})

const startedAtMs = performance.now()
const cpu = process.cpuUsage()
const underWay: Promise<unknown>[] = []
for (const [i, bytes] of made.entries()) {
  if (underWay.length >= UNDER_WAY) await underWay.shift()
  underWay.push(index.merge(log, i * BATCH + 1, bytes))
}
await Promise.all(underWay)
const tookS = (performance.now() - startedAtMs) / 1_000
const { user, system } = process.cpuUsage(cpu)
const ballots = batches * BATCH
const { result } = await index.tally(BENCH_WINDOW.windowId)
const { satisfied = 0, fair = 0, dissatisfied = 0 } = result.channels[0]?.split ?? {}
if (satisfied + fair + dissatisfied !== ballots)
  throw new Error(`merged ${String(ballots)}, counted otherwise`)
for (const redis of redises) redis.close()
const merges: RedisMerges = { ballots, aSecond: ballots / tookS, usABallot: (user + system) / ballots }
console.log(JSON.stringify(merges))
