// The private side of a start: the stores of this process and of dead ones' folders, and how one of several reaches the others about them.

import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname } from 'node:path'
import type { LogId } from '../shared/basics/ids.ts'
import { sentenceOf } from '../shared/basics/refusal.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { filesOf } from './data-dir.ts'
import type { PrivateSeveral } from './home/several-homes.ts'
import { openPrivateStore, type PrivateStore } from './private/private-store.ts'
import { Refused } from './refused.ts'
import type { HeldLog } from './several.ts'
import type { RedisConnection } from './storage/redis-connection.ts'
import { createRedisLine } from './storage/redis-line.ts'
import { openSqlitePrivate } from './storage/sqlite-private.ts'

/**
 * By ballot log, the store that lies beside it: the first log's in any case, of the others (dead processes', whose rows must end in
 * their time too) what is there. Rejects with Refused where VOTER_KEY_SECRET is another, else where a file cannot be read.
 */
export async function openPrivateStores(
  logs: readonly HeldLog[],
  { clock, secret }: { readonly clock: Clock; readonly secret: string },
  closers: (() => void | Promise<void>)[],
): Promise<ReadonlyMap<LogId, PrivateStore>> {
  const stores = new Map<LogId, PrivateStore>()
  for (const { log, file: logFile } of logs) {
    const { private: path } = filesOf(dirname(logFile))
    if (stores.size > 0 && !existsSync(path)) continue
    const file = await openSqlitePrivate({ file: path })
    let close = () => file.close()
    closers.push(() => close())
    const opened = await openPrivateStore(file, { clock, secret })
    if (!opened.ok) throw new Refused(sentenceOf(opened.refusal), `文件：${path}`)
    close = () => opened.value.close()
    stores.set(log.logId, opened.value)
  }
  return stores
}

/** Its name is what people read where this process is the home and away. */
export function privateSeveralOf(
  redis: RedisConnection | null,
  secret: string,
  dataDir: string,
  { worker, takePrivateHome }: Pick<Config, 'worker' | 'takePrivateHome'>,
): PrivateSeveral | null {
  if (redis === null) return null
  const first = (worker ?? 1) === 1
  return {
    ...{ line: createRedisLine(redis), secret, first, take: takePrivateHome && first },
    name: `${hostname()} ${basename(dataDir)}`.slice(0, 100),
  }
}
