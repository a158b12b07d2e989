// A program in another language, with nothing but the documented protocol, reads the same topic from every process.

import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import type { Command } from '../../shared/show/house.ts'
import { OFFICE } from '../support/given-parts.ts'
import { startRedis } from '../support/redis-server.ts'
import { cleanUp, startTestServer, testConfig, until } from '../support/test-server.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await cleanUp()
  for (const close of closers.splice(0)) await close()
})

interface Read {
  readonly topic: string
  readonly version: readonly [number, number]
  readonly snapshot: unknown
}

async function read(port: number, topic: string): Promise<Read> {
  const script = resolve(import.meta.dirname, '../support/topic-reader.pl')
  const { stdout } = await promisify(execFile)('perl', [script, '127.0.0.1', String(port), topic])
  return JSON.parse(stdout) as Read
}

test('[LOG1] a foreign client reads one topic with one version and one content from any of two processes', async () => {
  const redis = await startRedis()
  closers.push(() => redis.remove())
  const env = { REDIS_URL: redis.url, VOTER_KEY_SECRET: 'one secret of two processes' }
  const [a, b] = [await startTestServer(testConfig(env)), await startTestServer(testConfig(env))]
  const numbers: Command = { type: 'SetAccessNumbers', numbers: ['+10690'] }
  expect(await a.app.runner.run(numbers, { commandId: 'numbers-1', by: OFFICE })).toMatchObject({ ok: true })
  const { position } = a.app.runner.house()
  await until(b.app.runner, (house) => house.position >= position)
  const [fromA, fromB] = [await read(a.port, 'now'), await read(b.port, 'now')]
  expect(fromA.topic).toBe('now')
  expect(fromA.version).toEqual([position, 0])
  expect(fromB).toEqual(fromA)
  // A command another process has run is answered as run.
  expect(await b.app.runner.run(numbers, { commandId: 'numbers-1', by: OFFICE })).toEqual({
    ok: true,
    repeated: true,
  })
})
