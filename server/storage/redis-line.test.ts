// The line between processes on a real Redis: in order, to whom it is for, again after a restart, and nothing of it stays.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LogId } from '../../shared/basics/ids.ts'
import { startRedis, type TestRedis } from '../../tests/support/redis-server.ts'
import { LINE_BYTES_MOST } from './line.ts'
import { connectRedis } from './redis-connection.ts'
import { createRedisLine } from './redis-line.ts'

const [A, B] = [LogId.parse('a'.repeat(16)), LogId.parse('b'.repeat(16))]
let server: TestRedis
const closers: (() => unknown)[] = []
beforeAll(async () => {
  server = await startRedis()
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => server.remove())

async function lineOf(...names: readonly LogId[]) {
  const redis = await connectRedis(server.url)
  const line = createRedisLine(redis)
  closers.push(() => redis.close())
  closers.push(() => line.close())
  const heard: Buffer[] = []
  await line.listen([...names, 'all'], (bytes) => heard.push(Buffer.from(bytes)))
  return { line, heard, texts: () => heard.map((bytes) => bytes.toString()) }
}
const until = async (holds: () => boolean | Promise<boolean>) => {
  while (!(await holds())) await new Promise((wake) => setTimeout(wake, 5))
}
const bytes = (text: string) => Buffer.from(text)

test('[SAFE2] bytes come whole and in order, to one or to all, and it is said how many heard', async () => {
  const [a, b] = [await lineOf(A), await lineOf(B)]
  const raw = Buffer.from(Array.from({ length: 512 }, (_, i) => i % 256))
  expect(await a.line.send(B, raw)).toBe(1)
  const sent = Array.from({ length: 500 }, (_, i) => `letter ${String(i)}`)
  await Promise.all(sent.map((text, i) => a.line.send(i % 2 === 0 ? B : 'all', bytes(text))))
  await until(() => b.heard.length === 501)
  expect(b.heard[0]).toEqual(raw)
  expect(b.texts().slice(1)).toEqual(sent)
  await until(() => a.heard.length === 250)
  expect(a.texts()).toEqual(sent.filter((_, i) => i % 2 === 1))
  expect(await a.line.send(LogId.parse('c'.repeat(16)), bytes('nobody'))).toBe(0)
  await expect(a.line.send(B, new Uint8Array(LINE_BYTES_MOST + 1))).rejects.toThrow(RangeError)
})

test('[BAL8] nothing of it stands in Redis’ memory, nor in what it writes to its disk', async () => {
  const [a, b] = [await lineOf(A), await lineOf(B)]
  await server.send('SET', 'something', 'else')
  await a.line.send(B, bytes('canary-13912345678'))
  await until(() => b.heard.length === 1)
  expect(await server.send('KEYS', '*')).toBe('*1\r\n$9\r\nsomething\r\n')
  const files = readdirSync(server.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const disk = files
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('latin1'))
    .join('')
  expect(disk).toContain('something')
  expect(disk).not.toContain('canary')
})

test('[SAFE3] while Redis is gone sending is refused; when it is back the line hears again by itself', async () => {
  const [a, b] = [await lineOf(A), await lineOf(B)]
  await server.kill('SIGKILL')
  await expect(a.line.send(B, bytes('lost'))).rejects.toThrow()
  await server.start()
  await until(() =>
    a.line
      .send(B, bytes('again'))
      .catch(() => 0)
      .then((heard) => heard > 0),
  )
  await until(() => b.heard.length > 0)
  expect(b.texts()[0]).toBe('again')
})
