// Up to where each shard has merged each log, as of its last answer; and whether one of them has gone back.

import type { LogId } from '../../shared/basics/ids.ts'
import type { ShardRead } from './redis-tally-shard.ts'

/** A question on its way to a shard: what comes back is older than what was sent later. */
export interface Asked {
  readonly shard: number
  readonly turn: number
  /** What the shard had acknowledged when it was asked. */
  readonly had: ReadonlyMap<LogId, number>
}

export interface ShardMarks {
  /** To be called when a question is sent; answers may be told in another order. */
  ask(shard: number): Asked
  /**
   * All that a shard says: a log it does not name is at 0. False: it has less than it had, since it was rolled back, flushed, or
   * a stale replica stands in for it, and its counts are too low until its logs are merged again.
   */
  set(asked: Asked, answer: Pick<ShardRead, 'marks' | 'resets'>): boolean
  note(asked: Asked, log: LogId, mark: number): void
  /** What every shard has of the log. */
  lowest(log: LogId): number
  /** The same of all logs together. */
  sum(): number
}

export function createShardMarks(shards: number): ShardMarks {
  const marks = Array.from({ length: shards }, () => new Map<LogId, number>())
  /** The turn of the newest question whose answer is in `marks`. */
  const newest = new Int32Array(shards)
  const highest = Array.from({ length: shards }, () => new Map<LogId, number>())
  const resets = new Int32Array(shards)
  let turns = 0
  const rise = (shard: number, log: LogId, mark: number) => {
    if (mark > (highest[shard]!.get(log) ?? 0)) highest[shard]!.set(log, mark)
  }
  const isNews = ({ shard, turn }: Asked) => {
    if (turn < newest[shard]!) return false
    newest[shard] = turn
    return true
  }
  const lowest = (log: LogId) => marks.reduce((least, of) => Math.min(least, of.get(log) ?? 0), Infinity)

  return {
    ask: (shard) => ({ shard, turn: (turns += 1), had: new Map(highest[shard]) }),
    set(asked, answer) {
      const { shard } = asked
      const wasReset = answer.resets > resets[shard]!
      if (wasReset) {
        resets[shard] = answer.resets
        highest[shard]!.clear()
      }
      if (isNews(asked)) marks[shard] = new Map(answer.marks)
      for (const [log, mark] of answer.marks) rise(shard, log, mark)
      return wasReset || [...asked.had].every(([log, mark]) => (answer.marks.get(log) ?? 0) >= mark)
    },
    note(asked, log, mark) {
      if (isNews(asked)) marks[asked.shard]!.set(log, mark)
      rise(asked.shard, log, mark)
    },
    lowest,
    sum: () => [...marks[0]!.keys()].reduce((sum, log) => sum + lowest(log), 0),
  }
}
