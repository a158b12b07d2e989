// A Redis behind a line that a test makes fail in every way one does in practice, and mends again.

import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cuttableLine } from './cuttable-line.ts'
import { startRedis, type TestRedis } from './redis-server.ts'

export const REDIS_FAULTS = [
  'kill',
  'flush',
  'forgetful',
  'rollback',
  'failover',
  'stall',
  'full',
  'cut',
] as const
export type RedisFault = (typeof REDIS_FAULTS)[number]

export interface FailingRedis {
  /** As REDIS_URL: of the line, not of the server. */
  readonly url: string
  /** What is merged from now on is what a rollback, or a replica that stopped following, has never seen. */
  remember(fault: RedisFault): Promise<void>
  /** Makes it fail; what comes back mends it, and resolves when it answers again. */
  fail(fault: RedisFault): Promise<() => Promise<void>>
  remove(): Promise<void>
}

export async function startFailingRedis(): Promise<FailingRedis> {
  let redis = await startRedis()
  let replica: TestRedis | null = null
  const line = await cuttableLine(redis.url)
  const log = () => join(redis.folder, 'appendonlydir')
  const kept = () => join(redis.folder, 'kept')

  const follow = async () => {
    // Told, not set: started again it is to be the master it has become.
    replica = await startRedis()
    await replica.send('REPLICAOF', '127.0.0.1', String(redis.port))
    while (!(await replica.send('INFO', 'replication')).includes('master_link_status:up'))
      await new Promise((turn) => setTimeout(turn, 10))
    await replica.send('REPLICAOF', 'NO', 'ONE')
  }
  const rollBack = async () => {
    await redis.kill('SIGKILL')
    rmSync(log(), { recursive: true })
    cpSync(kept(), log(), { recursive: true })
    await redis.start()
  }

  return {
    url: `redis://${new URL(line.base).host}`,
    async remember(fault) {
      if (fault === 'rollback') {
        rmSync(kept(), { recursive: true, force: true })
        cpSync(log(), kept(), { recursive: true })
      }
      if (fault === 'failover') await follow()
    },
    async fail(fault) {
      switch (fault) {
        case 'kill':
          await redis.kill('SIGKILL')
          return () => redis.start()
        case 'flush':
          await redis.send('FLUSHALL')
          return async () => {}
        case 'forgetful':
          await redis.send('FUNCTION', 'FLUSH')
          return async () => {}
        case 'rollback':
          await rollBack()
          return async () => {}
        case 'failover': {
          const gone = redis
          if (replica === null) throw new Error('no replica was told to follow')
          redis = replica
          replica = null
          line.leadTo(redis.port)
          await gone.remove()
          return async () => {}
        }
        case 'stall':
          await redis.kill('SIGSTOP')
          return () => redis.kill('SIGCONT')
        case 'full':
          await redis.send('CONFIG', 'SET', 'maxmemory', '1')
          return async () => {
            await redis.send('CONFIG', 'SET', 'maxmemory', '0')
          }
        case 'cut':
          line.cut()
          return async () => line.mend()
      }
    },
    async remove() {
      await line.close()
      await replica?.remove()
      await redis.remove()
    },
  }
}
