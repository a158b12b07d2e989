// What a process opens in Redis when it is one of several: the journal's mirror, the logs of all, secrets in common.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sentenceOf } from '../shared/basics/refusal.ts'
import type { Config } from './config.ts'
import { areWrappedBy } from './ballots/voter-key.ts'
import { filesOf, type CommonSecrets, type Secrets } from './data-dir.ts'
import { agreeOnSecrets } from './shared-secrets.ts'
import type { BallotLog } from './storage/ballot-log.ts'
import type { BallotLogs } from './storage/ballot-logs.ts'
import { lockDataDir } from './storage/data-dir-lock.ts'
import type { Journal } from './storage/journal.ts'
import { JournalDiverged } from './storage/journal-divergence.ts'
import { openLogCopies } from './storage/log-copies.ts'
import type { RedisConnection } from './storage/redis-connection.ts'
import { openRedisJournal } from './storage/redis-journal.ts'
import { claimLog } from './storage/redis-log-claims.ts'
import { createRedisTallyIndex } from './storage/redis-tally-index.ts'
import { createRedisRows, type RedisRows } from './storage/redis-rows.ts'
import { openSqliteBallotLog, type CopiedLog } from './storage/sqlite-ballot-log.ts'
import type { SqliteVault } from './storage/sqlite-vault.ts'
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
    // The index judges its polls as the journal that is put aside knew them.
    const onSetAside = () => createRedisTallyIndex([redis]).reset()
    return await openRedisJournal({ redis, file, take, replicas, onSetAside })
  } catch (error) {
    if (error instanceof JournalDiverged) throw new NotOneOfSeveral(error.message)
    throw error
  }
}

/**
 * Rejects with NotOneOfSeveral where `voterKeySecret` is not the others', or not the one by which the keys in `vault` are wrapped:
 * then nothing was said to the others. `ours`: of this folder, also the secret that was drawn for it.
 */
export async function secretsOfAll(
  redis: RedisConnection,
  voterKeySecret: string,
  ours: CommonSecrets & Pick<Secrets, 'voterKeySecret'>,
  vault: Pick<SqliteVault, 'contents'>,
  mayBeFirst: boolean,
): Promise<CommonSecrets> {
  const { voterKeys } = await vault.contents()
  if (!areWrappedBy(voterKeySecret, voterKeys)) {
    const drawn =
      '这里的密钥用的是首次运行时生成的那个：请把 secrets.json 里的 voterKeySecret 设为各进程的 VOTER_KEY_SECRET。'
    throw new NotOneOfSeveral(
      sentenceOf({ code: 'voter_key_secret_wrong', detail: {} }),
      ...(areWrappedBy(ours.voterKeySecret, voterKeys) ? [drawn] : []),
    )
  }
  const agreed = await agreeOnSecrets(redis, voterKeySecret, ours, { mayBeFirst })
  if (!agreed.ok) throw new NotOneOfSeveral(agreed.sentence)
  return agreed.secrets
}

export interface HeldLog {
  readonly log: BallotLog
  readonly file: string
}

/** Opens, and keeps locked, the logs of processes that are no more. Rejects with NotOneOfSeveral where one of them lives. */
export async function openOrphans(
  { orphans }: Pick<WorkerFolders, 'orphans'>,
  closers: Closers,
): Promise<readonly (HeldLog & { readonly log: CopiedLog })[]> {
  const held: { log: CopiedLog; file: string }[] = []
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
  return held
}

/**
 * The logs of all: ours and those of dead processes, each claimed for this process, copied to Redis, and the others' copied
 * here. Rejects with NotOneOfSeveral where another process has one of them, or where one contradicts its copy.
 */
export async function openLogsOfAll(
  redis: RedisConnection,
  own: HeldLog & { readonly log: CopiedLog },
  orphans: readonly (HeldLog & { readonly log: CopiedLog })[],
  folder: string,
  closers: Closers,
  onError: (error: unknown) => void,
): Promise<{ readonly logs: BallotLogs; readonly ownLog: BallotLog }> {
  const rows = createRedisRows(redis)
  const held: HeldLog[] = []
  for (const { log, file } of [own, ...orphans]) {
    const onLost = () => onError(new Error(`ballot log ${log.logId} has another process: ${file} was copied`))
    const claim = await claimLog(redis, log.logId, file, { onLost })
    if (claim === null)
      throw new NotOneOfSeveral(
        `选票日志 ${log.logId} 正由另一个进程使用：数据目录被复制后启动了两份，选票会互相顶替。`,
        `新的机器请用空的数据目录；要接替那个进程，请先停掉它。文件：${file}`,
      )
    closers.push(() => claim.leave())
    if (!(await regain(log, rows)))
      throw new NotOneOfSeveral(
        `选票日志 ${log.logId} 与它在 Redis 里的副本不一致：文件被改动过，或复制出的两份各写各的。`,
        `文件未作改动：${file}。请换一个空的数据目录，由两人核对后排除这份日志。`,
      )
    held.push({ log: onlyWhile(log, () => !claim.lost()), file })
  }
  const [first, ...others] = held as [HeldLog, ...HeldLog[]]
  const logs = openLogCopies({ rows, held: [first, ...others], folder: join(folder, 'copies'), onError })
  closers.push(() => logs.close())
  return { logs, ownLog: first.log }
}

/** A log that was put back takes from its copy what it lacks. False: the two contradict each other. */
async function regain(log: CopiedLog, rows: RedisRows): Promise<boolean> {
  for (;;) {
    const batches = await rows.read(log.logId, log.head().sequence)
    if (batches.length === 0) break
    if (!(await log.adopt(batches))) return false
  }
  const copied = await rows.last(log.logId)
  if (copied === null) return true
  const same = (await log.read(copied.sequence - 1, 1)).at(-1)
  return same?.chainHash === copied.chainHash
}

function onlyWhile(log: BallotLog, holds: () => boolean): BallotLog {
  const fail = () => Promise.reject(new Error(`ballot log ${log.logId} has another process`))
  return {
    ...log,
    append: (records) => (holds() ? log.append(records) : fail()),
    reopen: () => (holds() ? log.reopen() : fail()),
  }
}
