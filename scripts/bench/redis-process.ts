// A Redis for a bench: writes first, as ours must, in a folder of its own that goes with it.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectRedis, RedisAway, type RedisConnection } from '../../server/storage/redis-connection.ts'
import { freePort } from '../free-port.ts'

export interface BenchRedis {
  readonly url: string
  readonly port: number
  readonly redis: RedisConnection
  /** Of the whole process since its start. */
  cpuUs(): number
  remove(): Promise<void>
}

export async function startBenchRedis(): Promise<BenchRedis> {
  const port = await freePort()
  const url = `redis://127.0.0.1:${String(port)}`
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-bench-redis-'))
  const settings = { port: String(port), bind: '127.0.0.1', dir: folder, save: '' }
  const durable = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' }
  const child = spawn(
    'redis-server',
    Object.entries({ ...settings, ...durable }).flatMap(([name, value]) => [`--${name}`, value]),
    { stdio: 'ignore' },
  )
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  let failed: Error | null = null
  child.once('error', (error) => (failed = error))
  let redis: RedisConnection | null = null
  while (redis === null) {
    if (failed !== null || child.exitCode !== null)
      throw new Error('redis-server cannot be started; npm test installs it', { cause: failed })
    redis = await connectRedis(url).catch((error: unknown) => {
      if (error instanceof RedisAway) return null
      throw error
    })
  }
  const connected = redis
  return {
    ...{ url, port, redis },
    cpuUs() {
      // User and system, 100 ticks a second.
      const fields = readFileSync(`/proc/${String(child.pid)}/stat`, 'utf8')
        .split(') ')[1]!
        .split(' ')
      return (Number(fields[11]) + Number(fields[12])) * 10_000
    },
    async remove() {
      connected.close()
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
