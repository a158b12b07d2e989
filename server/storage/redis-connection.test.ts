// A line to Redis finds the new master where its old one was told to follow, and says in time that nobody answers.

import { afterEach, expect, test } from 'vitest'
import { cuttableLine } from '../../tests/support/cuttable-line.ts'
import { startRedis } from '../../tests/support/redis-server.ts'
import { connectRedis, RedisAway } from './redis-connection.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
async function aRedis() {
  const server = await startRedis({ appendonly: 'no' })
  closers.push(() => server.remove())
  return server
}
const hostOf = (line: { readonly base: string }) => `redis://${new URL(line.base).host}`

test('[LOG1] a master that was made a replica is left: writing reaches the one that its name now leads to', async () => {
  const [old, next] = [await aRedis(), await aRedis()]
  const line = await cuttableLine(old.url)
  closers.push(() => line.close())
  const redis = await connectRedis(hostOf(line))
  closers.push(() => redis.close())
  await redis.send(['SET', 'key', '1'])
  line.leadNew(next.port)
  await old.send('REPLICAOF', '127.0.0.1', String(next.port))
  // Whether it was done is known, but nothing can be done there any more: as if Redis were away.
  await expect(redis.send(['SET', 'key', '2'])).rejects.toThrow(RedisAway)
  await expect.poll(() => redis.send(['SET', 'key', '3']).catch(() => 'away'), { timeout: 5_000 }).toBe('OK')
  expect(await next.send('GET', 'key')).toBe('$1\r\n3\r\n')
})

test('[SAFE3] a Redis that stands still is away in time, and the line comes back by itself', async () => {
  const server = await aRedis()
  const redis = await connectRedis(server.url)
  closers.push(() => redis.close())
  await server.kill('SIGSTOP')
  await expect(redis.send(['PING'], 200)).rejects.toThrow(RedisAway)
  await server.kill('SIGCONT')
  await expect.poll(() => redis.send(['PING']).catch(() => 'away'), { timeout: 10_000 }).toBe('PONG')
})
