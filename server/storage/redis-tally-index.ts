// The TallyIndex on Redis, shared by all processes: sharded by voter, judged here, merged in functions inside Redis.

import { hash } from 'node:crypto'
import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { judgesOtherwise } from './ballot-judging.ts'
import { RECORD_BYTES, windowNumberOf } from './ballot-record.ts'
import { createKnownVoters } from './known-voters.ts'
import { createMemoryTallyIndex } from './memory-tally-index.ts'
import { addTotals, addUnits, createPartition, SHARDS, type JudgedPoll } from './redis-tally-parts.ts'
import {
  createTallyShard,
  UNKNOWN_POLL,
  type Missing,
  type ShardPoll,
  type ShardRead,
  type StoredJudging,
  type TallyRedis,
} from './redis-tally-shard.ts'
import { createShardMarks } from './redis-tally-marks.ts'
import type { TallyIndex } from './tally-index.ts'
import { OF_A_UNIT, pollResultOf, unitTalliesOf } from './tally-places.ts'

export interface RedisTallyIndex extends TallyIndex {
  /**
   * First 32 bits of the message hash of a voter's earliest ballot, or null: what this process itself has merged lately (BAL3
   * asks no more: 'repeated' only where it is known).
   */
  readonly registeredHash: (windowNumber: number, unitCode: number, voterKey: Uint8Array) => number | null
}

interface Poll extends JudgedPoll {
  window: VotingWindow
  readonly asOf: number
  readonly stored: StoredJudging
  /** By shard, as of its last answer. */
  readonly missing: ReadonlyMap<LogId, Missing>[]
}

/** A shard's answer about a poll; `isWhole`: the shard had then all that it ever had. */
type Held = ShardRead['polls'][number] & { readonly isWhole: boolean }

/** A shard that was asked to judge otherwise may have been asked by another process meanwhile. */
const ATTEMPTS = 5

/**
 * `redises`: shards lie on them in turn; one is enough. `name`: what all keys begin with. `setWindow` never rejects: a shard that
 * could not be told is told when it is next asked.
 */
export function createRedisTallyIndex(redises: readonly TallyRedis[], name = 'wz'): RedisTallyIndex {
  const shards = Array.from({ length: SHARDS }, (_, s) =>
    createTallyShard(redises[s % redises.length]!, name, s),
  )
  const polls = new Map<number, Poll>()
  const marks = createShardMarks(SHARDS)
  const known = createKnownVoters()
  const partition = createPartition((view, at) => known.note(view, at))
  /** Forgotten here, and to be forgotten there as soon as Redis can be asked. */
  const toForget = new Set<WindowId>()
  let lastAsOf = 0

  const everyShard = <T>(ask: (shard: (typeof shards)[number], s: number) => Promise<T>): Promise<T[]> =>
    Promise.all(shards.map(ask))

  /** Makes a shard judge the poll as it is judged here. False: it holds a newer judging, which this process has yet to hear of. */
  const bring = async (poll: Poll, s: number, found: ShardPoll): Promise<boolean> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (found.judging === poll.judging) {
        poll.missing[s] = found.missing
        return true
      }
      if (found.judging !== '' && found.asOf > poll.asOf) return false
      const anew =
        found.stored !== null &&
        judgesOtherwise(found.stored, poll.window, {
          sameUnits: found.stored.units === poll.stored.units,
          // Being counted anew: nobody knows yet how late its ballots are.
          latestMs: found.missing.size > 0 ? Infinity : found.latestMs,
        })
      const { judging, asOf, stored, window } = poll
      const quarantined = window.quarantines.length > 0
      found = await shards[s]!.open(window.windowId, found.judging, {
        judging,
        asOf,
        stored,
        quarantined,
        anew,
      })
    }
    throw new Error(`shard ${String(s)} is told of poll ${poll.window.windowId} by several at once`)
  }
  /** A call named a poll that its shard judges otherwise. */
  const mend = async (windowId: string, s: number) => {
    const poll = polls.get(windowNumberOf(windowId as WindowId))
    if (poll !== undefined && !(await bring(poll, s, UNKNOWN_POLL)))
      throw new Error(`Redis judges poll ${windowId} by a newer window than this process knows`)
  }

  const watermark = (log: LogId) => marks.lowest(log)
  const pollOf = (windowId: WindowId): Poll => {
    const poll = polls.get(windowNumberOf(windowId))
    if (poll === undefined) throw new Error(`the tally index was not told of window ${windowId}`)
    return poll
  }
  const behind = (log: LogId): number | null => {
    const at = [...polls.values()].flatMap(({ missing }) =>
      missing.flatMap((ofShard) => ofShard.get(log)?.at ?? []),
    )
    return at.length === 0 ? null : at.reduce((least, each) => Math.min(least, each))
  }

  const hold = async (s: number, read: () => Promise<ShardRead>): Promise<readonly Held[]> => {
    const asked = marks.ask(s)
    const answer = await read()
    const isWhole = marks.set(asked, answer)
    return answer.polls.map((poll) => ({ ...poll, isWhole }))
  }
  const readTogether = createTogether(async (windowIds: readonly WindowId[]) => {
    const asked = [...toForget]
    const answers = await everyShard(async (shard, s) => {
      for (const windowId of asked) await shard.forget(windowId)
      return hold(s, () => shard.read(windowIds))
    })
    for (const windowId of asked) toForget.delete(windowId)
    return windowIds.map((_, i) => answers.map((answer) => answer[i]!))
  })

  /** What all shards hold of the poll, once they judge it as it is judged here. */
  const readOf = async (
    poll: Poll,
    read: () => Promise<readonly Held[]>,
  ): Promise<{ readonly held: readonly Held[]; readonly complete: boolean }> => {
    for (let attempt = 1; ; attempt++) {
      const held = await read()
      const otherwise = held.flatMap((one, s) => (one.poll.judging === poll.judging ? [] : [s]))
      for (const [s, one] of held.entries()) {
        if (one.poll.judging === poll.judging) poll.missing[s] = one.poll.missing
      }
      if (otherwise.length === 0)
        return { held, complete: held.every((one) => one.isWhole && one.poll.missing.size === 0) }
      const brought = await Promise.all(otherwise.map((s) => bring(poll, s, held[s]!.poll)))
      if (brought.includes(false) || attempt === ATTEMPTS) return { held, complete: false }
    }
  }

  const merge: TallyIndex['merge'] = async (log, from, records) => {
    const count = records.byteLength / RECORD_BYTES
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const parts = partition(records, polls)
      const answers = await everyShard(async (shard, s) => {
        const asked = marks.ask(s)
        const answer = await shard.merge(log, from, count, parts)
        if (answer.kind !== 'judged') marks.note(asked, log, answer.mark)
        return answer
      })
      if (answers.every(({ kind }) => kind === 'ok')) return { ok: true, watermark: watermark(log) }
      if (answers.every(({ kind }) => kind !== 'judged')) return { ok: false, watermark: watermark(log) }
      await Promise.all(
        answers.flatMap((answer, s) => (answer.kind === 'judged' ? [mend(answer.windowId, s)] : [])),
      )
    }
    throw new Error(`ballots of log ${log} are judged by several processes otherwise`)
  }

  return {
    isShared: true,
    merge,

    async setWindow(window, asOf = lastAsOf + 1) {
      lastAsOf = Math.max(lastAsOf, asOf)
      const windowNumber = windowNumberOf(window.windowId)
      const before = polls.get(windowNumber)
      toForget.delete(window.windowId)
      const poll = judgedPollOf(window, asOf)
      if (before?.judging === poll.judging) {
        before.window = window
        return
      }
      polls.set(windowNumber, poll)
      await readOf(poll, async () => (await readTogether([window.windowId]))[0]!).catch(() => {})
    },

    async forgetWindow(windowId) {
      polls.delete(windowNumberOf(windowId))
      toForget.add(windowId)
      await readTogether([]).catch(() => {})
    },

    behind,

    async mergeAgain(log, from, records) {
      const count = records.byteLength / RECORD_BYTES
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const first = behind(log)
        if (first === null) return { ok: true, watermark: watermark(log) }
        if (from > first + 1) return { ok: false, watermark: first }
        const wanting = new Map(
          [...polls].filter(([, { missing }]) => missing.some((ofShard) => ofShard.has(log))),
        )
        const parts = { ...partition(records, wanting), unclaimed: [] }
        // A poll of which there is nothing in this piece is done with it all the same.
        const named = new Set(parts.polls.map(({ poll }) => poll))
        const others = [...wanting.values()].filter((poll) => !named.has(poll))
        const all = { ...parts, polls: [...parts.polls, ...others.map((poll) => ({ poll, latestMs: 0 }))] }
        const answers = await everyShard((shard) => shard.mergeAgain(log, from, count, all))
        const otherwise = answers.flatMap((answer, s) =>
          'windowId' in answer ? [[answer.windowId, s] as const] : [],
        )
        for (const [s, answer] of answers.entries()) {
          if ('windowId' in answer) continue
          for (const [windowId, missing] of answer) {
            const poll = polls.get(windowNumberOf(windowId as WindowId))
            if (poll !== undefined) poll.missing[s] = withMissing(poll.missing[s]!, log, missing)
          }
        }
        if (otherwise.length === 0) return { ok: true, watermark: from + count - 1 }
        await Promise.all(otherwise.map(([windowId, s]) => mend(windowId, s)))
      }
      throw new Error(`ballots of log ${log} are judged by several processes otherwise`)
    },

    async tally(windowId) {
      const poll = pollOf(windowId)
      const { held, complete } = await readOf(poll, async () => (await readTogether([windowId]))[0]!)
      const { channels, quarantines } = poll.window
      const resultOf = (which: 'kept' | 'unfiltered') => {
        const total = new Int32Array(OF_A_UNIT)
        for (const one of held) addTotals(total, one[which])
        return pollResultOf(total, channels)
      }
      return {
        result: resultOf('kept'),
        complete,
        unfiltered: quarantines.length === 0 ? null : resultOf('unfiltered'),
      }
    },

    async unitTallies(windowId) {
      const poll = pollOf(windowId)
      const { held, complete } = await readOf(poll, () =>
        everyShard(async (shard, s) => (await hold(s, () => shard.readUnits(windowId)))[0]!),
      )
      const { units, quarantines } = poll.window
      const places = new Map(units.map(({ code }, place) => [code as number, place]))
      const talliesOf = (which: 'kept' | 'unfiltered') => {
        const byUnit = new Int32Array(units.length * OF_A_UNIT)
        for (const one of held) addUnits(byUnit, one[which], places)
        return unitTalliesOf(byUnit, units)
      }
      return {
        units: talliesOf('kept'),
        complete,
        unfiltered: quarantines.length === 0 ? null : talliesOf('unfiltered'),
      }
    },

    async refresh() {
      await readTogether([])
    },
    empty: createMemoryTallyIndex,
    merged: () => marks.sum(),
    watermark,

    async reset() {
      await everyShard((shard) => shard.reset())
      known.clear()
      await readTogether([])
      for (const poll of polls.values()) await everyShard((_, s) => bring(poll, s, UNKNOWN_POLL))
    },

    registeredHash: (...voter) => known.hashOf(...voter),
  }
}

function judgedPollOf(window: VotingWindow, asOf: number): Poll {
  const { opensAtMs, closesAtMs, drainMs, generation, quarantines } = window
  const codes = window.units.map(({ code }) => code as number).toSorted((a, b) => a - b)
  const stored = { opensAtMs, closesAtMs, drainMs, generation, units: shortHash(codes) }
  const drains = CHANNELS.map((channel) => drainMs[channel])
  return {
    window,
    asOf,
    stored,
    judging: shortHash([opensAtMs, closesAtMs, drains, generation, quarantines, stored.units]),
    unitCodes: new Set(codes),
    missing: Array.from({ length: SHARDS }, () => new Map()),
  }
}

const shortHash = (value: unknown) => hash('sha256', JSON.stringify(value)).slice(0, 16)

function withMissing(
  before: ReadonlyMap<LogId, Missing>,
  log: LogId,
  missing: Missing | null,
): ReadonlyMap<LogId, Missing> {
  const now = new Map(before)
  if (missing === null) now.delete(log)
  else now.set(log, missing)
  return now
}

/** What is asked for in one turn is asked for together: a call a shard, however many polls a tick looks at. */
function createTogether<Id, T>(
  ask: (ids: readonly Id[]) => Promise<readonly T[]>,
): (ids: readonly Id[]) => Promise<readonly T[]> {
  let waiting: { readonly ids: Id[]; readonly answer: Promise<readonly T[]> } | null = null
  return async (ids) => {
    if (waiting === null) {
      const together: Id[] = []
      waiting = {
        ids: together,
        answer: Promise.resolve().then(() => {
          waiting = null
          return ask(together)
        }),
      }
    }
    const from = waiting.ids.push(...ids) - ids.length
    return (await waiting.answer).slice(from, from + ids.length)
  }
}
