// A ballot log has one process, however its folder was copied; a dead one's is free again.

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LogId } from '../../shared/basics/ids.ts'
import { startRedis, type TestRedis } from '../../tests/support/redis-server.ts'
import { connectRedis, type RedisConnection } from './redis-connection.ts'
import { claimLog } from './redis-log-claims.ts'

let server: TestRedis
let redis: RedisConnection
const folder = mkdtempSync(join(tmpdir(), 'claims-'))
const [original, copy] = [join(folder, 'ballots.db'), join(folder, 'copy.db')]
beforeAll(async () => {
  writeFileSync(original, 'a log')
  copyFileSync(original, copy)
  server = await startRedis({ appendonly: 'no' })
  redis = await connectRedis(server.url)
})
afterAll(async () => {
  redis.close()
  await server.remove()
  rmSync(folder, { recursive: true })
})

const LOG = 'aaaaaaaaaaaaaaa1' as LogId
const onLost = () => undefined
const holderOf = (logId: LogId) => `wz:{log:${logId}}:holder`

test('[LOG3] a copy of a log is refused while its process lives, and given when that has left', async () => {
  const first = await claimLog(redis, LOG, original, { onLost })
  expect(await claimLog(redis, LOG, copy, { onLost, holdsMs: 300 })).toBeNull()
  await first?.leave()
  const second = await claimLog(redis, LOG, copy, { onLost })
  expect(second?.lost()).toBe(false)
  await second?.leave()
  expect(await redis.send(['EXISTS', holderOf(LOG)])).toBe(0)
})

test('[LOG3] a copy is given once its process was silent for as long as it is waited for; the same file at once', async () => {
  const log = 'aaaaaaaaaaaaaaa2' as LogId
  // As a process that was killed leaves it.
  const call = ['FCALL', 'wz_claims_1_claim', '1', holderOf(log)]
  await redis.send([...call, 'killed', 'elsewhere', '400'])
  const copied = await claimLog(redis, log, copy, { onLost, holdsMs: 400 })
  expect(copied?.lost()).toBe(false)
  // Its folder's lock is free again: it is dead.
  expect(await claimLog(redis, log, copy, { onLost, holdsMs: 0 })).not.toBeNull()
})

test('[LOG3] whoever finds the log claimed by another after being cut off says so, once', async () => {
  const log = 'aaaaaaaaaaaaaaa3' as LogId
  const lost: string[] = []
  const claim = await claimLog(redis, log, original, { onLost: () => lost.push('lost') })
  await redis.send(['DEL', holderOf(log)])
  await redis.send(['FCALL', 'wz_claims_1_claim', '1', holderOf(log), 'another', 'elsewhere', '60000'])
  await expect.poll(() => claim?.lost(), { timeout: 10_000 }).toBe(true)
  await claim?.leave()
  expect(lost).toEqual(['lost'])
  expect(await redis.send(['HGET', holderOf(log), 'who'])).toBe('another')
})
