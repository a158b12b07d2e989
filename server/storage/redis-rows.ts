// Copies of ballot logs in Redis, a stream a log: written behind the answer, read by whoever counts all logs (LOG3).

import { readFileSync } from 'node:fs'
import type { LogId } from '../../shared/basics/ids.ts'
import type { LogBatch, LogHead } from './ballot-log.ts'
import type { RedisConnection } from './redis-connection.ts'

/** Redis keeps it on its disk: what changes in it needs a new number in its name. */
const LIBRARY = readFileSync(new URL('./redis-rows.lua', import.meta.url), 'utf8')
/** At most so many batches a call, of at most 1,000 ballots each. */
const PAGE = 64
const WITHIN_MS = 10_000

export interface RedisRows {
  /** Adds batches behind what the copy holds; answers the last sequence it holds then, where to go on. */
  add(logId: LogId, batches: readonly LogBatch[]): Promise<number>
  /** Batches behind a sequence, in order, some at a time; none: no more for now. */
  read(logId: LogId, after: number): Promise<readonly LogBatch[]>
  /** Where the copy ends; null: there is none. */
  last(logId: LogId): Promise<LogHead | null>
}

export function createRedisRows(redis: RedisConnection): RedisRows {
  return {
    async add(logId, batches) {
      const args = batches.flatMap(({ firstSequence, count, chainHash, records }) => [
        ...[String(firstSequence), String(count), chainHash],
        Buffer.from(records.buffer, records.byteOffset, records.byteLength),
      ])
      const words = ['FCALL', 'wz_rows_1_add', '1', keyOf(logId), ...args]
      try {
        return Number(await redis.send(words, WITHIN_MS))
      } catch (error) {
        if (!(error instanceof Error && /function not found/i.test(error.message))) throw error
        await redis.send(['FUNCTION', 'LOAD', 'REPLACE', LIBRARY])
        return Number(await redis.send(words, WITHIN_MS))
      }
    },
    async read(logId, after) {
      const words = ['XRANGE', keyOf(logId), `(${String(after)}-0`, '+', 'COUNT', String(PAGE)]
      return batchesIn((await redis.sendForBytes(words, WITHIN_MS)) as readonly Entry[])
    },
    async last(logId) {
      const words = ['XREVRANGE', keyOf(logId), '+', '-', 'COUNT', '1']
      const [batch] = batchesIn((await redis.sendForBytes(words, WITHIN_MS)) as readonly Entry[])
      if (batch === undefined) return null
      return { sequence: batch.firstSequence + batch.count - 1, chainHash: batch.chainHash }
    },
  }
}

type Entry = readonly [id: unknown, words: readonly Buffer[]]

function batchesIn(entries: readonly Entry[]): readonly LogBatch[] {
  return entries.map(([, words]) => {
    const fields = new Map<string, Buffer>()
    for (let i = 0; i + 1 < words.length; i += 2) fields.set(String(words[i]), words[i + 1]!)
    return {
      firstSequence: Number(fields.get('first')),
      count: Number(fields.get('count')),
      chainHash: String(fields.get('chain')),
      records: fields.get('records') ?? Buffer.alloc(0),
    }
  })
}

function keyOf(logId: LogId): string {
  return `wz:{log:${logId}}:rows`
}
