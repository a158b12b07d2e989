// P9: what the index on Redis merges a second, packed and one a call, on one Redis and on two, and what a voter takes in memory.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createRedisTallyIndex } from '../../server/storage/redis-tally-index.ts'
import { OPERATION_BYTES } from '../../server/storage/redis-tally-parts.ts'
import { codeOf } from '../../server/storage/tally-places.ts'
import { runForJson } from './processes.ts'
import { BENCH_WINDOW } from './redis-window.ts'
import { startBenchRedis, type BenchRedis } from './redis-process.ts'
import type { RedisMerges } from './redis-merges.ts'

export interface RedisRun {
  readonly packedASecond: number
  readonly singleASecond: number
  readonly onTwoASecond: number
  /** Processor time of Redis, µs a ballot, packed and one a call. */
  readonly packedUs: number
  readonly singleUs: number
  readonly processUs: number
}

const MERGES = join(import.meta.dirname, 'redis-merges.ts')
/** Calls under way at a time, as the goal says. */
const DEPTH = 64

export async function runRedis(ballots: number): Promise<RedisRun> {
  const servers = [await startBenchRedis(), await startBenchRedis()] as const
  try {
    const [one, other] = servers
    const before = one.cpuUs()
    const packed = await merges(ballots, 'one', [one])
    const between = one.cpuUs()
    const single = await singleCalls(one, Math.floor(ballots / 4))
    const after = one.cpuUs()
    const onTwo = await merges(ballots, 'two', [one, other])
    return {
      packedASecond: packed.aSecond,
      singleASecond: single.aSecond,
      onTwoASecond: onTwo.aSecond,
      packedUs: (between - before) / packed.ballots,
      singleUs: (after - between) / single.calls,
      processUs: packed.usABallot,
    }
  } finally {
    for (const server of servers) await server.remove()
  }
}

/** Bytes a voter and register at so many voters of one poll. */
export async function memoryAVoter(voters: number): Promise<number> {
  const server = await startBenchRedis()
  try {
    const before = await usedBytes(server)
    const { ballots } = await merges(voters, 'memory', [server])
    return ((await usedBytes(server)) - before) / ballots
  } finally {
    await server.remove()
  }
}

const merges = (ballots: number, name: string, servers: readonly BenchRedis[]) =>
  runForJson<RedisMerges>(MERGES, [String(ballots), name, ...servers.map(({ url }) => url)])

/** The same function with one ballot a call, by redis-benchmark: each of another voter, from a log of its own so that it merges. */
async function singleCalls(server: BenchRedis, calls: number): Promise<{ aSecond: number; calls: number }> {
  const { redis } = server
  await createRedisTallyIndex([redis], 'single').setWindow(BENCH_WINDOW)
  const judging = String(await redis.send(['HGET', `single:{0}:${BENCH_WINDOW.windowId}`, 'j']))
  // redis-benchmark ends an argument at a zero byte: so the place is none of the batch, and the poll the second of two alike.
  const operation = Buffer.alloc(OPERATION_BYTES, 1)
  operation.write('__rand_int__', 10)
  operation[34] = codeOf(1, 0)
  const args = [
    ...[
      '-p',
      String(server.port),
      '-n',
      String(calls),
      '-c',
      String(DEPTH),
      '-r',
      '2147483647',
      '--csv',
      '-x',
    ],
    ...['FCALL', 'wz_tally_1_merge', '1', 'single:{0}', '__rand_int__', '1', '1', '2'],
    ...[BENCH_WINDOW.windowId, judging, '1', BENCH_WINDOW.windowId, judging, '1', '0'],
  ]
  const said = await new Promise<string>((done, fail) => {
    const child = spawn('redis-benchmark', args)
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.once('error', fail)
    child.once('close', (code) => {
      if (code === 0) done(out)
      else fail(new Error(`redis-benchmark ended with ${String(code)}`))
    })
    child.stdin.end(operation)
  })
  // All of them were merged, or this is no yardstick: place and count by turns.
  const counted = (await redis.send(['HGETALL', `single:{0}:${BENCH_WINDOW.windowId}:1:kt`])) as string[]
  const merged = counted.reduce((sum, count, i) => (i % 2 === 1 ? sum + Number(count) : sum), 0)
  if (merged < calls * 0.99) throw new Error(`of ${String(calls)} single calls ${String(merged)} were merged`)
  // "test","rps",… and below it the command, with its zero-free bytes, and the figures.
  const aSecond = Number(/","(\d+\.\d+)","/.exec(said.slice(said.indexOf('\n')))?.[1])
  return { aSecond, calls }
}

async function usedBytes(server: BenchRedis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(String(await server.redis.send(['INFO', 'memory'])))?.[1])
}
