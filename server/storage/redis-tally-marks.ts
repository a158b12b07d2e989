// Up to where each shard has merged each log, as of its last answer; and whether one of them has gone back.

import type { LogId } from '../../shared/basics/ids.ts'
import type { ShardRead } from './redis-tally-shard.ts'

export interface ShardMarks {
  /** All that a shard says at this moment: a log it does not name is at 0. */
  set(shard: number, answer: Pick<ShardRead, 'marks' | 'resets'>): void
  note(shard: number, log: LogId, mark: number): void
  /** What every shard has of the log. */
  lowest(log: LogId): number
  /** The same of all logs together. */
  sum(): number
  /**
   * No shard has less than it had: one that has was rolled back, flushed, or stood in for by a stale replica, and its counts
   * are too low until its logs are merged again.
   */
  areWhole(): boolean
}

export function createShardMarks(shards: number): ShardMarks {
  const marks = Array.from({ length: shards }, () => new Map<LogId, number>())
  const highest = Array.from({ length: shards }, () => new Map<LogId, number>())
  const resets = new Int32Array(shards)
  const rise = (shard: number, log: LogId, mark: number) => {
    if (mark > (highest[shard]!.get(log) ?? 0)) highest[shard]!.set(log, mark)
  }
  const lowest = (log: LogId) => marks.reduce((least, of) => Math.min(least, of.get(log) ?? 0), Infinity)

  return {
    set(shard, answer) {
      if (answer.resets > resets[shard]!) {
        resets[shard] = answer.resets
        highest[shard]!.clear()
      }
      marks[shard] = new Map(answer.marks)
      for (const [log, mark] of answer.marks) rise(shard, log, mark)
    },
    note(shard, log, mark) {
      marks[shard]!.set(log, mark)
      rise(shard, log, mark)
    },
    lowest,
    sum: () => [...marks[0]!.keys()].reduce((sum, log) => sum + lowest(log), 0),
    areWhole: () =>
      highest.every((logs, shard) => [...logs].every(([log, mark]) => (marks[shard]!.get(log) ?? 0) >= mark)),
  }
}
