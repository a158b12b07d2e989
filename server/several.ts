// What a process opens in Redis when it is one of several: the journal's mirror, the logs of all, secrets in common.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sentenceOf } from '../shared/basics/refusal.ts'
import type { Config } from './config.ts'
import { filesOf, type CommonSecrets } from './data-dir.ts'
import { agreeOnSecrets } from './shared-secrets.ts'
import type { BallotLog } from './storage/ballot-log.ts'
import type { BallotLogs } from './storage/ballot-logs.ts'
import { lockDataDir } from './storage/data-dir-lock.ts'
import type { Journal } from './storage/journal.ts'
import { JournalDiverged } from './storage/journal-divergence.ts'
import { openLogCopies } from './storage/log-copies.ts'
import type { RedisConnection } from './storage/redis-connection.ts'
import { openRedisJournal } from './storage/redis-journal.ts'
import { createRedisRows } from './storage/redis-rows.ts'
import { openSqliteBallotLog } from './storage/sqlite-ballot-log.ts'
import type { WorkerFolders } from './worker-folders.ts'

/** What keeps the process from being one of several, as whole Chinese sentences. */
export class NotOneOfSeveral extends Error {
  readonly sentences: readonly string[]
  constructor(...sentences: readonly string[]) {
    super(sentences.join(' '))
    this.sentences = sentences
  }
}

type Closers = (() => void | Promise<void>)[]

/** Rejects with NotOneOfSeveral where the two contradict each other and nobody chose. */
export async function openSharedJournal(
  redis: RedisConnection,
  file: string,
  { takeJournal: take, redisReplicas: replicas }: Pick<Config, 'takeJournal' | 'redisReplicas'>,
): Promise<Journal> {
  try {
    return await openRedisJournal({ redis, file, take, replicas })
  } catch (error) {
    if (error instanceof JournalDiverged) throw new NotOneOfSeveral(error.message)
    throw error
  }
}

/** Rejects with NotOneOfSeveral where another VOTER_KEY_SECRET is in use. */
export async function secretsOfAll(
  redis: RedisConnection,
  voterKeySecret: string,
  ours: CommonSecrets,
): Promise<CommonSecrets> {
  const agreed = await agreeOnSecrets(redis, voterKeySecret, ours)
  if (!agreed.ok) throw new NotOneOfSeveral(agreed.sentence)
  return agreed.secrets
}

/** Opens, and keeps locked, what dead processes left; copies our logs to Redis and the others' here. */
export async function openLogsOfAll(
  redis: RedisConnection,
  own: { readonly log: BallotLog; readonly file: string },
  { own: folder, orphans }: WorkerFolders,
  closers: Closers,
  onError: (error: unknown) => void,
): Promise<BallotLogs> {
  const held: { log: BallotLog; file: string }[] = []
  for (const orphan of orphans) {
    const file = filesOf(orphan).ballots
    if (!existsSync(file)) continue
    const lock = lockDataDir(orphan)
    if (lock === null)
      throw new NotOneOfSeveral(sentenceOf({ code: 'data_dir_locked', detail: {} }), `数据目录：${orphan}`)
    closers.push(() => lock.release())
    const log = await openSqliteBallotLog({ file })
    closers.push(() => log.close())
    held.push({ log, file })
  }
  const logs = openLogCopies({
    rows: createRedisRows(redis),
    held: [own, ...held],
    folder: join(folder, 'copies'),
    onError,
  })
  closers.push(() => logs.close())
  return logs
}
