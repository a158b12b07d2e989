// WORKERS as they are really started: what keeps one from starting is said, tried again, and never keeps all from stopping.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { lockDataDir } from '../../server/storage/data-dir-lock.ts'
import { freePort } from '../../scripts/free-port.ts'
import { startRedis } from '../support/redis-server.ts'
import { cleanUp, tempFolder } from '../support/test-server.ts'

const main = resolve(import.meta.dirname, '../../server/main.ts')
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await cleanUp()
})

function startTwo(redisUrl: string, dataDir: string) {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: {
      ...{ PATH, NODE_COMPILE_CACHE, PORT: '0', WORKERS: '2', DATA_DIR: dataDir },
      ...{ REDIS_URL: redisUrl, VOTER_KEY_SECRET: 'one secret of two processes' },
    },
  })
  closers.push(() => child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return { child, said: () => said, ended: once(child, 'close').then(([code]) => code as number | null) }
}

const NONE = 'where none of them can start, all end with exit code 1 and a sentence, as one process does'
test(NONE, { timeout: 30_000 }, async () => {
  const { said, ended } = startTwo(`redis://127.0.0.1:${String(await freePort())}`, tempFolder())
  expect(await ended).toBe(1)
  expect(said()).toContain('连接不上')
})

test('told to stop while they start, they end', { timeout: 30_000 }, async () => {
  const redis = await startRedis()
  closers.push(() => redis.remove())
  const { child, said, ended } = startTwo(redis.url, tempFolder())
  // From here on they wait 3 s for the mirrors of others.
  await expect
    .poll(() => redis.send('EXISTS', 'wz:{journal}:opening'), { timeout: 25_000, interval: 20 })
    .toBe(':1\r\n')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(said()).not.toContain('Wenzheng is running')
})

const TRIED_AGAIN =
  '[SAFE3] one that cannot start is tried again while the other serves, and stops nobody from stopping'
test(TRIED_AGAIN, { timeout: 30_000 }, async () => {
  const redis = await startRedis()
  closers.push(() => redis.remove())
  const dataDir = tempFolder()
  const second = join(dataDir, 'worker-2')
  mkdirSync(second)
  const lock = lockDataDir(second)
  const { child, said, ended } = startTwo(redis.url, dataDir)
  const says = (words: string) => expect.poll(said, { timeout: 25_000 }).toContain(words)
  await says('Wenzheng is running')
  await says(`数据目录：${second}`)
  lock?.release()
  await says('worker 2 已就绪')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})
