// A Redis that is not fit for us is refused in sentences that say what to change.

import { afterEach, expect, test } from 'vitest'
import { startRedis, type TestRedis } from '../../tests/support/redis-server.ts'
import { connectFitRedis, reasonsAgainstRedis } from './redis-checks.ts'

const servers: TestRedis[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.remove()
})
async function against(settings: Readonly<Record<string, string>>): Promise<string> {
  const server = await startRedis(settings)
  servers.push(server)
  const found = await connectFitRedis(server.url)
  if (found.ok) found.redis.close()
  return found.ok ? '' : found.sentences.join('')
}

test('one that writes first and never forgets is taken', async () => {
  expect(await against({})).toBe('')
})

test.each([
  [{ appendonly: 'no' }, 'appendonly 是 no，须为 yes'],
  [{ appendfsync: 'everysec' }, 'appendfsync 是 everysec，须为 always'],
  [{ 'maxmemory-policy': 'allkeys-lru' }, 'maxmemory-policy 是 allkeys-lru，须为 noeviction'],
  [{ replicaof: '127.0.0.1 1' }, '须指向主库'],
  [{ 'cluster-enabled': 'yes' }, '集群'],
] as const)('%o is refused in a sentence', async (settings, sentence) => {
  expect(await against(settings)).toContain(sentence)
})

test('everything wrong is said at once', async () => {
  const said = await against({ appendonly: 'no', 'maxmemory-policy': 'volatile-ttl' })
  expect(said).toContain('appendonly')
  expect(said).toContain('maxmemory-policy')
})

test('one that is not there is named without its password', async () => {
  const server = await startRedis()
  await server.remove()
  const found = await connectFitRedis(`redis://:a-secret-word@127.0.0.1:${String(server.port)}`)
  const said = found.ok ? '' : found.sentences.join('')
  expect(said).toContain(`127.0.0.1:${String(server.port)}`)
  expect(said).not.toContain('a-secret-word')
})

test.each([
  ['a wrong password', ':a-wrong-word@', 'WRONGPASS'],
  ['none', '', 'NOAUTH'],
])('one that asks for a password and is given %s is refused by that reason', async (_, password, why) => {
  const server = await startRedis()
  servers.push(server)
  await server.send('CONFIG', 'SET', 'requirepass', 'a-secret-word')
  const found = await connectFitRedis(`redis://${password}127.0.0.1:${String(server.port)}`)
  const said = found.ok ? '' : found.sentences.join('')
  expect(said).toContain(why)
  expect(said).not.toMatch(/a-\w+-word/)
})

test('one that does not show its settings is not trusted', async () => {
  const server = await startRedis()
  servers.push(server)
  await server.send('ACL', 'SETUSER', 'default', '-config')
  const found = await connectFitRedis(server.url)
  expect(found.ok ? '' : found.sentences.join('')).toContain('不让查看设置 appendfsync')
})

test('one before 7.0 has no functions, and is refused for that alone', async () => {
  expect(await reasonsAgainstRedis(async () => '# Server\r\nredis_version:6.2.14\r\n')).toEqual([
    'Redis 的版本是6.2.14，须为7.0或更新的版本。',
  ])
})
