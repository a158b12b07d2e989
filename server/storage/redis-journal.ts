// The Journal in one Redis stream that several processes append to; each keeps a mirror of it in a SQLite file of its own.
//
// A row bears the hash of the one before, so only who knows the whole journal can append to it: rows are made from the mirror,
// and Redis takes them where its head is still the mirror's (redis-journal.lua). What Redis lost, the mirrors give back.

import { unreachable } from '../../shared/basics/result.ts'
import type { Journal, JournalFault } from './journal.ts'
import { firstDifference, JournalDiverged, setMirrorAside } from './journal-divergence.ts'
import { isSameHash, recordedOf, type JournalHead, type JournalRow } from './journal-row.ts'
import { isAnswer, RedisAway, type RedisConnection } from './redis-connection.ts'
import { createJournalStream, waitForEvents } from './redis-journal-stream.ts'
import { definedOnly, startJournalFile } from './sqlite-journal.ts'

/** After Redis lost or may have lost something: so long the mirrors of other processes are waited for before anything new. */
const MIRRORS_WITHIN_MS = 3_000
/** Between two looks whether Redis still is what it was; events wake the follower at once. */
const LOOK_EVERY_MS = 500
const AGAIN_AFTER_MS = 250
const MOVED_MOST = 20
const PAGE = 32

const AWAY: JournalFault = {
  kind: 'away',
  sentence: '连接不上 Redis，流水暂时无法写入，操作不会生效；恢复后自动继续。',
}

const refusedSentenceOf = (why: string) =>
  `Redis 拒绝写入流水，操作不会生效；请查看它的内存、磁盘与权限，恢复后自动继续。原因：${why}。`

/** Whose journal is right where Redis and the mirror contradict each other: a person's choice. */
export type TakeJournal = 'redis' | 'here'

/**
 * `redis` stays the caller's to close. Resolves when Redis holds what the mirror holds, or the mirror what Redis holds, and new
 * events may come. Rejects with RedisAway, with JournalDiverged where no `take` was given, or as openSqliteJournal does.
 */
export async function openRedisJournal({
  redis,
  file,
  take = null,
  replicas = 0,
  mirrorsWithinMs = MIRRORS_WITHIN_MS,
  onSetAside = async () => undefined,
}: {
  readonly redis: RedisConnection
  /** The mirror's. */
  readonly file: string
  readonly take?: TakeJournal | null
  /** An append resolves when so many of Redis' replicas have it too, and rejects with RedisAway where they do not in time. */
  readonly replicas?: number
  readonly mirrorsWithinMs?: number
  /** What else was made of the journal that a person put aside goes with it. */
  readonly onSetAside?: () => Promise<unknown>
}): Promise<Journal> {
  const stream = createJournalStream(redis)
  let mirror = await startJournalFile(file)
  let head = await headOfMirror()
  let runId = ''
  /** The newest position known to be in Redis. */
  let newest = 0
  /** What Redis holds must be looked at before anything is believed of it. */
  let unsure = true
  let fault: JournalFault | null = null
  let closed = false
  let last: Promise<unknown> = Promise.resolve()
  const listeners = new Set<(position: number) => void>()

  async function headOfMirror(): Promise<JournalHead> {
    const { position, chainHash } = await mirror.head()
    return { position, chainHash: Buffer.from(chainHash, 'hex') }
  }
  const tell = (position: number) => {
    for (const listener of listeners) listener(position)
  }
  /** One thing at a time: whoever appends knows that the mirror stands still meanwhile. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
  const note = (error: unknown) => {
    unsure = true
    if (error instanceof JournalDiverged) fault = { kind: 'diverged', sentence: error.message }
    else if (error instanceof RedisAway) fault = AWAY
    else if (isAnswer(error)) fault = { kind: 'away', sentence: refusedSentenceOf(error.message) }
  }
  const noting = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      note(error)
      throw error
    }
  }

  const adopt = async (rows: readonly JournalRow[]): Promise<boolean> => {
    if (!(await mirror.adopt(rows))) return false
    const { position, chain_hash } = rows.at(-1)!
    head = { position, chainHash: chain_hash }
    newest = Math.max(newest, position)
    return true
  }
  const diverged = async (there: JournalHead) =>
    new JournalDiverged(
      await firstDifference(Math.min(head.position, there.position), mirror.rows, (after) =>
        stream.rows(after),
      ),
      head.position,
      there.position,
    )

  /** Makes both hold the same: whichever has less is given what the other has. Rejects with JournalDiverged. */
  const even = async () => {
    for (;;) {
      const there = await stream.head()
      if (there.position === head.position) {
        if (!isSameHash(there.chainHash, head.chainHash)) throw await diverged(there)
        newest = head.position
        return
      }
      if (there.position > head.position) {
        const rows = await stream.rows(head.position)
        const areGone = rows.length === 0 && (await stream.head()).position === there.position
        if (areGone || (rows.length > 0 && !(await adopt(rows)))) throw await diverged(there)
        continue
      }
      const before = there.position === 0 ? [] : await mirror.rows(there.position - 1, 1)
      if (before.some(({ chain_hash }) => !isSameHash(chain_hash, there.chainHash)))
        throw await diverged(there)
      await stream.restore(there, await mirror.rows(there.position, PAGE))
    }
  }

  /** Everything that must be so before the first append, and again whenever Redis may have lost something. */
  const settle = async () => {
    runId = await stream.runId()
    await even()
    for (;;) {
      const leftMs = await stream.open(runId, mirrorsWithinMs)
      if (leftMs === 0) break
      await pause(Math.min(leftMs, AGAIN_AFTER_MS))
      await even()
    }
    await even()
    unsure = false
    fault = null
  }
  const settleByChoice = async () => {
    try {
      await settle()
    } catch (error) {
      if (!(error instanceof JournalDiverged) || take === null) throw error
      if (take === 'here') {
        if (!(await stream.setAside(`set-aside-${String(Date.now())}`, await stream.head()))) throw error
        await onSetAside()
      } else {
        await mirror.close()
        setMirrorAside(file, head.position)
        mirror = await startJournalFile(file)
        head = await headOfMirror()
      }
      await settle()
    }
  }

  let blocking: RedisConnection | null = null
  const followOn = async () => {
    while (!closed) {
      try {
        blocking ??= await redis.another()
        const seen = await waitForEvents(blocking, Math.max(newest, head.position), LOOK_EVERY_MS)
        if (closed) break
        if (seen !== null && seen > newest) {
          newest = seen
          tell(seen)
        }
        if (unsure || !(await stream.isOpen(runId))) {
          await alone(() => noting(settle))
          tell(head.position)
          // It may be another server now: events are waited for where they come.
          blocking.close()
          blocking = null
        }
      } catch (error) {
        if (closed) break
        note(error)
        blocking?.close()
        blocking = null
        await pause(AGAIN_AFTER_MS)
      }
    }
    blocking?.close()
  }

  try {
    await settleByChoice()
  } catch (error) {
    await mirror.close()
    throw error
  }
  const following = followOn()

  return {
    append: (expected, given) =>
      alone(() =>
        noting(async () => {
          if (unsure) await settle()
          for (let tries = 0; tries < MOVED_MOST; tries += 1) {
            const rows = await mirror.draft(given)
            const { done, position } = await stream.append(runId, head, definedOnly(expected), given, rows)
            newest = Math.max(newest, position)
            switch (done) {
              case 'ok':
                if (!(await adopt(rows))) throw new Error('the mirror does not take what was appended')
                // It is written whatever comes of this; a replica that takes over later must not lack it.
                if ((await stream.replicated(replicas)) < replicas)
                  throw new RedisAway('too few replicas have what was appended')
                return rows.map(recordedOf)
              case 'conflict':
                return 'conflict'
              case 'closed':
                await settle()
                break
              case 'moved': {
                await even()
                // An answer that was lost: what was not known to be written is found written.
                const first = rows[0]
                const found = first && (await mirror.rows(first.position - 1, 1))[0]
                if (first && found && isSameHash(found.chain_hash, first.chain_hash))
                  return rows.map(recordedOf)
                break
              }
              default:
                return unreachable(done)
            }
          }
          return 'conflict'
        }),
      ),
    read: (after, limit) =>
      alone(() =>
        noting(async () => {
          if (unsure) await settle()
          else if (newest > head.position) await even()
          return mirror.read(after, limit)
        }),
      ),
    readStream: (of) => mirror.readStream(of),
    ofCommand: (commandId) => mirror.ofCommand(commandId),
    head: () => mirror.head(),
    newest: () =>
      noting(async () => {
        newest = Math.max(newest, (await stream.head()).position)
        return newest
      }),
    verifyChain: () => mirror.verifyChain(),
    follow(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    fault: () => fault,
    async close() {
      closed = true
      listeners.clear()
      // It may wait for a Redis that stands still.
      blocking?.close()
      await following
      await last
      await mirror.close()
    },
  }
}

const pause = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms))
