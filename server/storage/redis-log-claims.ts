// That a ballot log has one process: of a folder that was copied and started beside its original, two would number ballots alike,
// and the index would count one's for the other's (LOG3).

import { randomUUID } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import type { LogId } from '../../shared/basics/ids.ts'
import type { RedisConnection } from './redis-connection.ts'

const LIBRARY = readFileSync(new URL('./redis-log-claims.lua', import.meta.url), 'utf8')
const RENEW_EVERY_MS = 1_000
/** A process that said nothing for so long is gone. */
export const CLAIM_HOLDS_MS = 4_000
const LOOK_EVERY_MS = 250

export interface LogClaim {
  /** Another process has claimed the log meanwhile, since this one was away from Redis: nothing more may be written to it. */
  lost(): boolean
  /** Renews no more, and lets others have the log at once. */
  leave(): Promise<void>
}

/**
 * Claims the log in `file`, whose folder this process has locked. Null: another process has it, and went on having it. One that
 * is dead is waited for, `holdsMs` at most; at once where it had this very file. Rejects with RedisAway.
 */
export async function claimLog(
  redis: Pick<RedisConnection, 'send'>,
  logId: LogId,
  file: string,
  { onLost, holdsMs = CLAIM_HOLDS_MS }: { readonly onLost: () => void; readonly holdsMs?: number },
): Promise<LogClaim | null> {
  const [who, where] = [randomUUID(), placeOf(file)]
  const call = async (name: string, args: readonly string[]): Promise<unknown> => {
    const words = ['FCALL', `wz_claims_1_${name}`, '1', `wz:{log:${logId}}:holder`, ...args]
    try {
      return await redis.send(words)
    } catch (error) {
      if (!(error instanceof Error && /function not found/i.test(error.message))) throw error
      await redis.send(['FUNCTION', 'LOAD', 'REPLACE', LIBRARY])
      return redis.send(words)
    }
  }
  const isOurs = async () => (await call('claim', [who, where, String(holdsMs)])) === who

  const giveUpAt = performance.now() + holdsMs + LOOK_EVERY_MS
  while (!(await isOurs())) {
    if (performance.now() > giveUpAt) return null
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS))
  }

  let lost = false
  let asking: Promise<void> | null = null
  const renew = async () => {
    const ours = await isOurs()
    if (!ours && !lost) onLost()
    lost = !ours
  }
  const timer = setInterval(() => {
    // Redis away: nobody else can claim it there either.
    asking ??= renew()
      .catch(() => undefined)
      .finally(() => (asking = null))
  }, RENEW_EVERY_MS).unref()
  return {
    lost: () => lost,
    async leave() {
      clearInterval(timer)
      await asking
      await call('leave', [who]).catch(() => undefined)
    },
  }
}

/** A file by the machine's running system and its number there: a copy is another one, a restart finds the same. */
function placeOf(file: string): string {
  const { dev, ino } = statSync(file)
  return `${bootOf()} ${String(dev)} ${String(ino)}`
}

function bootOf(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return hostname()
  }
}
