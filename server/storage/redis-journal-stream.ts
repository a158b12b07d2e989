// The journal's stream in Redis: its head, its rows, and the calls that change it (redis-journal.lua).

import { readFileSync } from 'node:fs'
import type { Stream } from '../../shared/show/house.ts'
import type { NewEvents } from './journal.ts'
import { NO_HASH, type JournalHead, type JournalRow } from './journal-row.ts'
import type { RedisConnection, Word } from './redis-connection.ts'

const EVENTS = 'wz:{journal}:events'
const VERSIONS = 'wz:{journal}:versions'
const KEYS = [EVENTS, VERSIONS, 'wz:{journal}:commands', 'wz:{journal}:open', 'wz:{journal}:opening'] as const
/** Redis keeps it on its disk: what changes in it needs a new number in its name. */
const LIBRARY = readFileSync(new URL('./redis-journal.lua', import.meta.url), 'utf8')
/** An event may hold 8 MB: so few at a time that a page fits into memory. */
const PAGE = 32
/** Rows given back in one call, in bytes of their texts: more would hold Redis up for others. */
const RESTORE_BYTES = 1 << 20
/** Large events take their time on the way. */
const LARGE_WITHIN_MS = 15_000
const REPLICAS_WITHIN_MS = 1_000

export type Appended = 'ok' | 'conflict' | 'moved' | 'closed'

export interface JournalStream {
  /** Which server this is, and since which start of it. */
  runId(): Promise<string>
  isOpen(runId: string): Promise<boolean>
  head(): Promise<JournalHead>
  /** Rows behind a position, in order, some at a time; none: no more. */
  rows(after: number): Promise<readonly JournalRow[]>
  append(
    runId: string,
    head: JournalHead,
    expected: Readonly<Record<string, number>>,
    given: NewEvents,
    rows: readonly JournalRow[],
  ): Promise<{ readonly done: Appended; readonly position: number }>
  /** How many replicas have everything written so far; waits a second for `wanted`, and for none not at all. */
  replicated(wanted: number): Promise<number>
  /** Gives back the first of `rows`; answers how many of them, or null where the head is another meanwhile. */
  restore(head: JournalHead, rows: readonly JournalRow[]): Promise<number | null>
  /** Milliseconds to wait for other mirrors before new events may come; 0: they may. */
  open(runId: string, waitMs: number): Promise<number>
  /** False where the head is another meanwhile. */
  setAside(name: string, head: JournalHead): Promise<boolean>
}

export function createJournalStream(redis: RedisConnection): JournalStream {
  const call = async (name: string, args: readonly Word[], withinMs?: number): Promise<unknown> => {
    const words = ['FCALL', `wz_journal_2_${name}`, String(KEYS.length), ...KEYS, ...args]
    try {
      return await redis.send(words, withinMs)
    } catch (error) {
      // A Redis that lost its data lost its functions too.
      if (!(error instanceof Error && /function not found/i.test(error.message))) throw error
      await redis.send(['FUNCTION', 'LOAD', 'REPLACE', LIBRARY])
      return redis.send(words, withinMs)
    }
  }

  const runIdNow = async () => {
    const info = String(await redis.send(['INFO', 'server']))
    const id = /^run_id:(\w+)/m.exec(info)?.[1]
    if (id === undefined) throw new Error('Redis does not say its run id')
    return id
  }

  return {
    runId: runIdNow,
    async isOpen(runId) {
      // A replica that took over holds what its master held.
      const [open, now] = await Promise.all([redis.send(['GET', KEYS[3]]), runIdNow()])
      return open === runId && now === runId
    },
    async head() {
      const [position, chain] = (await redis.send(['HMGET', VERSIONS, ':position', ':chain'])) as (
        string | null
      )[]
      return {
        position: Number(position ?? 0),
        chainHash: chain == null ? NO_HASH : Buffer.from(chain, 'hex'),
      }
    },
    async rows(after) {
      const words = ['XRANGE', EVENTS, `(${String(after)}-0`, '+', 'COUNT', String(PAGE)]
      return rowsIn(await redis.send(words, LARGE_WITHIN_MS))
    },
    async append(runId, head, expected, given, rows) {
      const streams = Object.entries(expected).flatMap(([stream, version]) => [stream, String(version)])
      const args = [
        ...[runId, String(head.position), hexOf(head.chainHash)],
        ...[given.commandId, String(given.decidedAt ?? Number.MAX_SAFE_INTEGER)],
        ...[String(streams.length / 2), ...streams],
        ...rows.flatMap(wordsOf),
      ]
      const [done, position] = (await call('append', args, LARGE_WITHIN_MS)) as [Appended, number]
      return { done, position }
    },
    async replicated(wanted) {
      if (wanted === 0) return 0
      return Number(await redis.send(['WAIT', String(wanted), String(REPLICAS_WITHIN_MS)], LARGE_WITHIN_MS))
    },
    async restore(head, rows) {
      let bytes = 0
      const some = rows.filter(({ body }, i) => (bytes += body.length) <= RESTORE_BYTES || i === 0)
      const args = [String(head.position), hexOf(head.chainHash), ...some.flatMap(wordsOf)]
      const [done] = (await call('restore', args, LARGE_WITHIN_MS)) as [Appended]
      return done === 'ok' ? some.length : null
    },
    open: async (runId, waitMs) => Number(await call('open', [runId, String(waitMs)])),
    setAside: async (name, head) =>
      (await call('set_aside', [name, String(head.position), hexOf(head.chainHash)])) === 1,
  }
}

/** Waits on a connection of its own for events behind a position; answers the newest position there is, or null for none. */
export async function waitForEvents(
  blocking: RedisConnection,
  after: number,
  waitMs: number,
): Promise<number | null> {
  // Only whether there is one: the rows are read by whoever keeps them.
  const words = ['XREAD', 'COUNT', '1', 'BLOCK', String(waitMs), 'STREAMS', EVENTS, `${String(after)}-0`]
  const found = await blocking.send(words, waitMs + LARGE_WITHIN_MS)
  if (found === null) return null
  const position = await blocking.send(['HGET', VERSIONS, ':position'])
  return Number(position ?? 0)
}

function wordsOf(row: JournalRow): readonly string[] {
  return [
    ...[row.stream, String(row.stream_version), String(row.at_ms), row.command_id],
    ...[row.actor, row.body, hexOf(row.chain_hash)],
  ]
}

function rowsIn(reply: unknown): readonly JournalRow[] {
  return (reply as readonly (readonly [string, readonly string[]])[]).map(([id, words]) => {
    const fields: Record<string, string> = {}
    for (let i = 0; i + 1 < words.length; i += 2) fields[words[i]!] = words[i + 1]!
    return {
      position: Number(id.split('-')[0]),
      stream: fields['stream'] as Stream,
      stream_version: Number(fields['version']),
      at_ms: Number(fields['at']),
      command_id: fields['command'] ?? '',
      actor: fields['actor'] ?? '',
      body: fields['body'] ?? '',
      chain_hash: Buffer.from(fields['chain'] ?? '', 'hex'),
    }
  })
}

function hexOf(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex')
}
