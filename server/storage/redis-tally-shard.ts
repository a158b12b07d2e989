// One shard of the tally index as the functions of redis-tally.lua keep it: what is sent to them and what they answer.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LogId } from '../../shared/basics/ids.ts'
import type { Judging } from './ballot-judging.ts'
import type { RedisConnection, Word } from './redis-connection.ts'
import type { Parts } from './redis-tally-parts.ts'

/** The function library; its name carries its version. */
const LIBRARY = readFileSync(join(import.meta.dirname, 'redis-tally.lua'), 'utf8')
const PREFIX = 'wz_tally_1_'

/** How a poll is judged in a shard, and its units by a hash. */
export type StoredJudging = Judging & { readonly units: string }

export interface Missing {
  readonly at: number
  readonly upTo: number
}

/** What a shard knows of a poll; `judging` empty: nothing. */
export interface ShardPoll {
  readonly judging: string
  /** The journal position up to which its sender knew. */
  readonly asOf: number
  readonly latestMs: number
  readonly stored: StoredJudging | null
  readonly missing: ReadonlyMap<LogId, Missing>
}

export const UNKNOWN_POLL: ShardPoll = {
  judging: '',
  asOf: 0,
  latestMs: 0,
  stored: null,
  missing: new Map(),
}

export type ShardMerge =
  | { readonly kind: 'ok' | 'behind'; readonly mark: number }
  | { readonly kind: 'judged'; readonly windowId: string }

export interface ShardRead {
  readonly marks: ReadonlyMap<LogId, number>
  /** Rises when the index is emptied on purpose. */
  readonly resets: number
  /** Counters as a flat list of place and count. */
  readonly polls: readonly {
    readonly poll: ShardPoll
    readonly kept: readonly string[]
    readonly unfiltered: readonly string[]
  }[]
}

export interface TallyShard {
  merge(log: LogId, from: number, count: number, parts: Parts): Promise<ShardMerge>
  /** By window id what of the log is still missing, null for nothing; or which poll is judged otherwise. */
  mergeAgain(
    log: LogId,
    from: number,
    count: number,
    parts: Parts,
  ): Promise<ReadonlyMap<string, Missing | null> | { readonly windowId: string }>
  /** Takes effect only where the shard judges as in `found`; what it then knows comes back. */
  open(
    windowId: string,
    found: string,
    now: {
      readonly judging: string
      readonly asOf: number
      readonly stored: StoredJudging
      readonly quarantined: boolean
      readonly anew: boolean
    },
  ): Promise<ShardPoll>
  read(windowIds: readonly string[]): Promise<ShardRead>
  /** The same of one poll, but its counters by unit. */
  readUnits(windowId: string): Promise<ShardRead>
  forget(windowId: string): Promise<void>
  reset(): Promise<void>
}

/** What of a connection is used. */
export type TallyRedis = Pick<RedisConnection, 'send'>

/** `name`: what all keys of this index begin with; `shard`: its number, the hash tag of its keys. */
export function createTallyShard(redis: TallyRedis, name: string, shard: number): TallyShard {
  const base = `${name}:{${String(shard)}}`

  const call = async (verb: 'FCALL' | 'FCALL_RO', what: string, args: readonly Word[]) => {
    const command = [verb, PREFIX + what, '1', base, ...args]
    try {
      return await redis.send(command)
    } catch (error) {
      // The first call of all, or a Redis that lost its data lost its functions too.
      if (!(error instanceof Error) || !error.message.includes('Function not found')) throw error
      await redis.send(['FUNCTION', 'LOAD', 'REPLACE', LIBRARY])
      return redis.send(command)
    }
  }
  const pieceOf = (log: LogId, from: number, count: number, { polls, unclaimed, packed }: Parts) => [
    log,
    ...[from, count, polls.length].map(String),
    ...polls.flatMap(({ poll, latestMs }) => [poll.window.windowId, poll.judging, String(latestMs)]),
    String(unclaimed.length),
    ...unclaimed,
    packed[shard]!,
  ]

  return {
    async merge(log, from, count, parts) {
      const [kind, value] = (await call('FCALL', 'merge', pieceOf(log, from, count, parts))) as [
        'ok' | 'behind' | 'judged',
        string | number,
      ]
      return kind === 'judged' ? { kind, windowId: String(value) } : { kind, mark: Number(value) }
    },
    async mergeAgain(log, from, count, parts) {
      const [kind, ...rest] = (await call(
        'FCALL',
        'merge_again',
        pieceOf(log, from, count, parts),
      )) as string[]
      if (kind === 'judged') return { windowId: rest[0]! }
      return new Map(pairsOf(rest).map(([id, text]) => [id, text === '' ? null : missingOf(text)]))
    },
    async open(windowId, found, { judging, asOf, stored, quarantined, anew }) {
      const answer = await call('FCALL', 'open', [
        ...[windowId, found, judging, String(asOf), JSON.stringify(stored)],
        ...[quarantined ? '1' : '0', anew ? '1' : '0'],
      ])
      return pollOf(answer as string[])
    },
    read: async (windowIds) => readOf(await call('FCALL_RO', 'read', windowIds)),
    readUnits: async (windowId) => readOf(await call('FCALL_RO', 'read_units', [windowId])),
    async forget(windowId) {
      await call('FCALL', 'forget', [windowId])
    },
    async reset() {
      await call('FCALL', 'reset', [])
    },
  }
}

function readOf(answer: unknown): ShardRead {
  const [marks, ...polls] = answer as [string[], ...[poll: string[], kept: string[], unfiltered: string[]][]]
  const known = new Map(pairsOf(marks).map(([log, mark]) => [log as LogId, Number(mark)]))
  const resets = known.get('#' as LogId) ?? 0
  known.delete('#' as LogId)
  return {
    marks: known,
    resets,
    polls: polls.map(([poll, kept, unfiltered]) => ({ poll: pollOf(poll), kept, unfiltered })),
  }
}

function pollOf([judging, asOf, latestMs, stored, ...missing]: readonly string[]): ShardPoll {
  return {
    judging: judging ?? '',
    asOf: Number(asOf),
    latestMs: Number(latestMs),
    stored: stored === undefined || stored === '' ? null : (JSON.parse(stored) as StoredJudging),
    missing: new Map(pairsOf(missing).map(([log, text]) => [log as LogId, missingOf(text)])),
  }
}

function missingOf(text: string): Missing {
  const [at, upTo] = text.split(',').map(Number)
  return { at: at!, upTo: upTo! }
}

function pairsOf(flat: readonly string[]): readonly (readonly [string, string])[] {
  return flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1]!] as const] : []))
}
