// The ballot logs of several processes: each copies its own to Redis behind the answer, and keeps copies of the others' on its disk.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LogId } from '../../shared/basics/ids.ts'
import type { BallotLog } from './ballot-log.ts'
import type { BallotLogs } from './ballot-logs.ts'
import type { RedisRows } from './redis-rows.ts'
import { openSqliteBallotLog, type CopiedLog } from './sqlite-ballot-log.ts'

/** So many batches of our own are copied a call; more wait for the next. */
const COPY_BATCHES = 64
/** What was just committed is copied together with what follows so soon. */
const COPY_AFTER_MS = 50
/** The others' logs are looked at so often; before a verification at once. */
const LOOK_EVERY_MS = 1_000

/** `held`: the process's own log first, then those it opened of dead processes, each with its file. `folder`: for the copies. */
export function openLogCopies({
  rows,
  held,
  folder,
  onError,
}: {
  readonly rows: RedisRows
  readonly held: readonly [{ log: BallotLog; file: string }, ...{ log: BallotLog; file: string }[]]
  readonly folder: string
  readonly onError: (error: unknown) => void
}): BallotLogs {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const fileOf = (logId: LogId) => join(folder, `${logId}.db`)
  const copies = new Map<LogId, CopiedLog>()
  const own = new Set(held.map(({ log }) => log.logId))
  /** How far each log of ours is known to be copied. */
  const copied = new Map<LogId, number>()
  let named: readonly LogId[] = []
  let closed = false
  let last: Promise<unknown> = Promise.resolve()
  let copyTimer: NodeJS.Timeout | null = null

  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  const copyOut = async (log: BallotLog) => {
    while (!closed && (copied.get(log.logId) ?? 0) < log.head().sequence) {
      const after = copied.get(log.logId) ?? 0
      const batches = await log.read(after, COPY_BATCHES)
      // What lies before `after` in the first batch is of a batch that is copied.
      const whole = batches.filter(({ firstSequence }) => firstSequence > after)
      if (whole.length === 0) return
      // Less where Redis lost something: from there it goes on.
      copied.set(log.logId, await rows.add(log.logId, whole))
    }
  }
  const copyOf = async (logId: LogId): Promise<CopiedLog> => {
    let copy = copies.get(logId)
    if (copy === undefined) {
      copy = await openSqliteBallotLog({ file: fileOf(logId), newLogId: logId })
      copies.set(logId, copy)
    }
    return copy
  }
  const copyIn = async (logId: LogId) => {
    const copy = await copyOf(logId)
    for (;;) {
      const batches = await rows.read(logId, copy.head().sequence)
      if (batches.length === 0 || closed) return
      if (!(await copy.adopt(batches)))
        throw new Error(`ballot log ${logId}: what its process copied does not follow from what is here`)
    }
  }

  const copyOutAnew = async (log: BallotLog) => {
    // Redis may have lost what it held.
    copied.set(log.logId, await rows.add(log.logId, []))
    await copyOut(log)
  }
  /** A log that cannot be copied keeps no other from it. */
  const look = () =>
    alone(async () => {
      const failures: unknown[] = []
      const works = [
        ...held.map(
          ({ log }) =>
            () =>
              copyOutAnew(log),
        ),
        ...named.filter((logId) => !own.has(logId)).map((logId) => () => copyIn(logId)),
      ]
      for (const work of works) if (!closed) await work().catch((error: unknown) => failures.push(error))
      if (failures.length > 0) throw failures[0]
    })
  let failing = false
  let looking = false
  const lookAndTell = () => {
    // A slow Redis is asked again once it has answered.
    if (looking) return
    looking = true
    look()
      .then(
        () => {
          failing = false
        },
        (error: unknown) => {
          if (!failing && !closed) onError(error)
          failing = true
        },
      )
      .finally(() => (looking = false))
  }
  const timer = setInterval(lookAndTell, LOOK_EVERY_MS).unref()

  return {
    orphans: held.slice(1).map(({ log }) => log),
    known: () => [...held.map(({ log }) => log), ...copies.values()],
    heldFiles: () => held.map(({ file }) => file),
    files: () => [...held.map(({ file }) => file), ...[...copies.keys()].map(fileOf)],
    name(logIds) {
      if (logIds.length === named.length) return
      named = logIds
      lookAndTell()
    },
    named: () => [...new Set([...own, ...named])],
    grown() {
      copyTimer ??= setTimeout(() => {
        copyTimer = null
        alone(() => copyOut(held[0].log)).catch(() => undefined)
      }, COPY_AFTER_MS).unref()
    },
    async collect(upTo) {
      for (const [id, sequence] of Object.entries(upTo) as [LogId, number][]) {
        const mine = held.find(({ log }) => log.logId === id)
        const reached = async () => {
          if (mine !== undefined) return mine.log.head().sequence
          const copy = await copyOf(id)
          if (copy.head().sequence < sequence) await copyIn(id)
          return copy.head().sequence
        }
        const at = await alone(reached)
        if (at < sequence) {
          throw new Error(
            `ballot log ${id}: sealed at ballot ${String(sequence)}, collected up to ${String(at)}`,
          )
        }
      }
    },
    async close() {
      closed = true
      clearInterval(timer)
      if (copyTimer !== null) clearTimeout(copyTimer)
      await last
      for (const copy of copies.values()) await copy.close()
    },
  }
}
