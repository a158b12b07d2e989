// The journal in Redis when several write to it, and when Redis dies, forgets or contradicts: nothing is lost, nothing twice.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LogId, PersonId } from '../../shared/basics/ids.ts'
import { startRedis, type TestRedis } from '../../tests/support/redis-server.ts'
import type { Journal, NewEvents } from './journal.ts'
import { JournalDiverged } from './journal-divergence.ts'
import { connectRedis, type RedisConnection } from './redis-connection.ts'
import { openRedisJournal, type TakeJournal } from './redis-journal.ts'

let server: TestRedis
const closers: (() => unknown)[] = []
beforeAll(async () => {
  // A replica is given what there is at once.
  server = await startRedis({ 'repl-diskless-sync-delay': '0' })
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await server.kill('SIGCONT')
  await server.send('FLUSHALL')
})
afterAll(() => server.remove())

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mirror-'))
  closers.push(() => rmSync(folder, { recursive: true }))
  return join(folder, 'journal.db')
}

async function open(
  file: string,
  { take = null, mirrorsWithinMs = 0 }: { take?: TakeJournal | null; mirrorsWithinMs?: number } = {},
): Promise<Journal> {
  const redis = await connectRedis(server.url)
  closers.push(() => redis.close())
  const journal = await openRedisJournal({ redis, file, take, mirrorsWithinMs })
  let isOpen = true
  const close = async () => {
    if (isOpen) await journal.close()
    isOpen = false
  }
  closers.push(close)
  return { ...journal, close }
}

const said = (commandId: string, decidedAt?: number): NewEvents => ({
  atMs: 1_800_000_000_000,
  by: { role: 'office', id: PersonId.parse('lin') },
  commandId,
  events: [{ stream: 'logs', event: { type: 'LogAnnounced', logId: LogId.parse('a'.repeat(16)) } }],
  ...(decidedAt === undefined ? {} : { decidedAt }),
})
/** Appends until Redis is there again: what a process does that has something to say. */
async function insist(journal: Journal, events: NewEvents): Promise<void> {
  for (;;) {
    const done = await journal.append({}, events).catch(() => null)
    if (done !== null) return
    await new Promise((wake) => setTimeout(wake, 20))
  }
}
/** Resolves when the journal's own process has heard of that many events, and holds them. */
async function reaches(journal: Journal, position: number): Promise<void> {
  const told = new Promise<void>((settle) => journal.follow((at) => at >= position && settle()))
  while ((await journal.read(0, 1_000)).length < position) await told
}
const idsOf = async (journal: Journal) => (await journal.read(0, 1_000)).map(({ commandId }) => commandId)

test('[LOG1] what one process appends the other is told of, reads, and chains to the same head', async () => {
  const [a, b] = [await open(newFile()), await open(newFile())]
  const told = new Promise<number>((tell) => b.follow(tell))
  await a.append({ logs: 0 }, said('one'))
  expect(await told).toBe(1)
  expect(await b.append({ logs: 0 }, said('two'))).toBe('conflict')
  expect(await b.append({ logs: 1 }, said('two'))).toMatchObject([{ position: 2, streamVersion: 2 }])
  expect(await idsOf(a)).toEqual(['one', 'two'])
  expect(await a.head()).toEqual(await b.head())
  expect([await a.verifyChain(), await b.verifyChain()]).toEqual([null, null])
})

test('[LOG1] two processes that append at once write one order, each append whole and once', async () => {
  const journals = [await open(newFile()), await open(newFile()), await open(newFile())]
  const all = Array.from({ length: 60 }, (_, i) => `command-${String(i)}`)
  await Promise.all(all.map((id, i) => insist(journals[i % 3]!, said(id, 0))))
  for (const journal of journals) await reaches(journal, 60)
  const read = await Promise.all(journals.map((journal) => idsOf(journal)))
  expect([...read[0]!].sort()).toEqual([...all].sort())
  expect(read[1]).toEqual(read[0])
  expect(read[2]).toEqual(read[0])
})

test('[LOG1] an event of 8 MB is appended, followed and given back', async () => {
  const [a, b] = [await open(newFile()), await open(newFile())]
  const big = said('big')
  const name = '满'.repeat(2_700_000)
  const unit = { type: 'PersonAdded', personId: PersonId.parse('lin'), name, role: 'office' } as const
  await a.append({}, { ...big, events: [{ stream: 'people', event: unit }] })
  await reaches(b, 1)
  await server.send('FLUSHALL')
  await insist(b, said('after'))
  await reaches(a, 2)
  expect((await b.read(0, 1))[0]?.event).toEqual(unit)
  expect(await idsOf(a)).toEqual(['big', 'after'])
})

test('[LOG1] Redis killed and started again: what was appended stands, and it goes on', async () => {
  const [a, b] = [await open(newFile()), await open(newFile())]
  await a.append({}, said('before'))
  await server.kill('SIGKILL')
  await expect(a.append({}, said('meanwhile', 1))).rejects.toThrow()
  expect(a.fault()?.kind).toBe('away')
  await server.start()
  await insist(b, said('after', 1))
  await insist(a, said('meanwhile', 1))
  await reaches(b, 3)
  expect(await idsOf(b)).toEqual(['before', 'after', 'meanwhile'])
  expect(a.fault()).toBeNull()
})

test('[LOG1] Redis stands still for a while: an append is refused, not lost and not written twice', async () => {
  const journal = await open(newFile())
  await server.kill('SIGSTOP')
  const hung = journal.append({}, said('hung', 0)).then(
    () => 'answered',
    () => 'refused',
  )
  await server.kill('SIGCONT')
  await hung
  await insist(journal, said('hung', 0))
  expect(await idsOf(journal)).toEqual(['hung'])
})

test('[LOG1] Redis lost everything: the longest mirror gives its events back before anything new', async () => {
  const files = [newFile(), newFile()]
  const [a, b] = [await open(files[0]!), await open(files[1]!)]
  await a.append({}, said('one'))
  await reaches(b, 1)
  await b.close()
  for (const id of ['two', 'three']) await a.append({}, said(id))
  const head = await a.head()
  await a.close()
  await server.send('FLUSHALL')
  // The shorter mirror comes first and waits for the longer one.
  const shorter = open(files[1]!, { mirrorsWithinMs: 2_000 })
  const longer = await open(files[0]!, { mirrorsWithinMs: 2_000 })
  await (await shorter).append({}, said('four'))
  await reaches(longer, 4)
  expect(await idsOf(longer)).toEqual(['one', 'two', 'three', 'four'])
  expect((await longer.read(2, 1))[0]).toMatchObject({ position: 3, commandId: 'three' })
  expect(head.position).toBe(3)
  expect(await longer.verifyChain()).toBeNull()
})

test('[LOG1] Redis came back with an older state: what the mirrors know more is given back', async () => {
  const [a, b] = [await open(newFile()), await open(newFile())]
  for (const id of ['one', 'two', 'three']) await a.append({}, said(id))
  await reaches(b, 3)
  // Two events and everything made of them are gone, as after a fail-over to a stale replica.
  await server.send('XDEL', 'wz:{journal}:events', '2-0', '3-0')
  const first = (await a.read(0, 1))[0]
  expect(first?.commandId).toBe('one')
  const older = await server.send('XRANGE', 'wz:{journal}:events', '1-0', '1-0')
  const chain = /chain\r\n\$64\r\n([0-9a-f]{64})/.exec(older)?.[1] ?? ''
  await server.send('HSET', 'wz:{journal}:versions', ':position', '1', ':chain', chain, 'logs', '1')
  await server.send('XSETID', 'wz:{journal}:events', '1-0')
  await server.send('DEL', 'wz:{journal}:open')
  await insist(b, said('four'))
  await reaches(a, 4)
  expect(await idsOf(a)).toEqual(['one', 'two', 'three', 'four'])
})

test('[LOG1] a mirror that contradicts Redis is not ready and says where; a person chooses Redis', async () => {
  const files = [newFile(), newFile()]
  const a = await open(files[0]!)
  for (const id of ['one', 'two', 'three']) await a.append({}, said(id))
  await a.close()
  await server.send('FLUSHALL')
  const b = await open(files[1]!)
  await b.append({}, said('one'))
  await b.append({}, said('another'))
  const refused = await open(files[0]!).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(JournalDiverged)
  expect(String(refused)).toContain('从第2条起不一致（本机到第3条，Redis 到第2条）')
  const chosen = await open(files[0]!, { take: 'redis' })
  expect(await idsOf(chosen)).toEqual(['one', 'another'])
  expect(readdirSync(dirname(files[0]!))).toContain('journal.set-aside-3-1.db')
})

test('[LOG1] or a person chooses the mirror: the other journal stays in Redis under another name', async () => {
  const files = [newFile(), newFile()]
  const a = await open(files[0]!)
  await a.append({}, said('one'))
  await a.close()
  await server.send('FLUSHALL')
  const b = await open(files[1]!)
  await b.append({}, said('another'))
  await b.close()
  const chosen = await open(files[0]!, { take: 'here' })
  await chosen.append({}, said('two'))
  expect(await idsOf(chosen)).toEqual(['one', 'two'])
  expect(await server.send('KEYS', 'wz:{journal}:events:set-aside-*')).toContain('set-aside-')
})

test('[LOG1] a process that runs while its mirror and Redis part says so and appends no more', async () => {
  const journal = await open(newFile())
  await journal.append({}, said('one'))
  const another = `redis.call('DEL', 'wz:{journal}:events', 'wz:{journal}:open')
    redis.call('XADD', 'wz:{journal}:events', '1-0', 'stream', 'logs', 'chain', string.rep('a', 64))
    redis.call('HSET', 'wz:{journal}:versions', ':chain', string.rep('a', 64))`
  await server.send('EVAL', another, '0')
  await expect(journal.append({}, said('two'))).rejects.toThrow(JournalDiverged)
  expect(journal.fault()?.kind).toBe('diverged')
  expect(await journal.head()).toMatchObject({ position: 1 })
  expect(await server.send('XLEN', 'wz:{journal}:events')).toBe(':1\r\n')
})

test('[LOG1] with replicas asked for, an event is answered for when they have it, and one that lags costs no event', async () => {
  const replica = await startRedis({ replicaof: `127.0.0.1 ${server.port}` })
  closers.push(() => replica.remove())
  const redis = await connectRedis(server.url)
  closers.push(() => redis.close())
  const journal = await openRedisJournal({ redis, file: newFile(), mirrorsWithinMs: 0, replicas: 1 })
  closers.push(() => journal.close())
  await expect
    .poll(() => server.send('INFO', 'replication'), { timeout: 10_000 })
    .toMatch(/slave0:.*state=online/)
  await journal.append({}, said('command-1'))
  expect(await replica.send('XLEN', 'wz:{journal}:events')).toBe(':1\r\n')
  await replica.kill('SIGSTOP')
  await expect(journal.append({}, said('command-2'))).rejects.toThrow(/replica/)
  await replica.kill('SIGCONT')
  // It was written all the same: whoever asks again finds it, and nothing is written twice.
  expect((await journal.ofCommand('command-2')).length).toBe(1)
  await journal.append({}, said('command-3'))
  expect((await journal.read(0, 10)).map(({ commandId }) => commandId)).toEqual([
    'command-1',
    'command-2',
    'command-3',
  ])
})

const TAKEN_OVER =
  '[LOG1] a replica takes over while no line was seen to break: nothing new is written before the longest mirror is there'
test(TAKEN_OVER, { timeout: 30_000 }, async () => {
  const replica = await startRedis({ replicaof: `127.0.0.1 ${String(server.port)}` })
  closers.push(() => replica.remove())
  await expect
    .poll(() => server.send('INFO', 'replication'), { timeout: 10_000 })
    .toMatch(/slave0:.*state=online/)
  const [before, after] = [await connectRedis(server.url), await connectRedis(replica.url)]
  closers.push(
    () => before.close(),
    () => after.close(),
  )
  let now = before
  // The line that waits for events stays where it was.
  const redis: RedisConnection = { ...before, send: (...words) => now.send(...words) }
  const a = await openRedisJournal({ redis, file: newFile(), mirrorsWithinMs: 2_000 })
  closers.push(() => a.close())
  const longest = newFile()
  const b = await open(longest)
  await b.append({}, said('one'))
  expect(await idsOf(a)).toEqual(['one'])
  await expect.poll(() => replica.send('XLEN', 'wz:{journal}:events'), { timeout: 10_000 }).toBe(':1\r\n')
  await replica.send('REPLICAOF', 'NO', 'ONE')
  await b.append({}, said('two'))
  await b.close()
  now = after
  const appended = a.append({}, said('three'))
  const again = await openRedisJournal({ redis: after, file: longest, mirrorsWithinMs: 2_000 })
  closers.push(() => again.close())
  await appended
  expect(await idsOf(a)).toEqual(['one', 'two', 'three'])
})

test('[LOG1] Redis that forgot its functions is taught them again', async () => {
  const journal = await open(newFile())
  await server.send('FUNCTION', 'FLUSH')
  await journal.append({}, said('one'))
  expect(await idsOf(journal)).toEqual(['one'])
})

test('[LOG1] a Redis whose events were taken away while it says there are some is contradicted, not asked for ever', async () => {
  const a = await open(newFile())
  await a.append({}, said('one'))
  await a.close()
  await server.send('DEL', 'wz:{journal}:events')
  await expect(open(newFile())).rejects.toThrow(JournalDiverged)
})

test('[SAFE3] a stop does not wait for a Redis that stands still', async () => {
  const line = await connectRedis(server.url)
  closers.push(() => line.close())
  // Whoever waits for events there is never answered.
  const another = async (): Promise<RedisConnection> => {
    const closed = new AbortController()
    const never = new Promise<never>((_, fail) =>
      closed.signal.addEventListener('abort', () => fail(new Error('closed'))),
    )
    return { ...line, send: () => never, close: () => closed.abort() }
  }
  const journal = await openRedisJournal({ redis: { ...line, another }, file: newFile(), mirrorsWithinMs: 0 })
  await new Promise((later) => setTimeout(later, 50))
  await journal.close()
})

test('[SAFE3] a Redis that is full refuses what is to be written and why is said, until there is room again', async () => {
  const journal = await open(newFile())
  await journal.append({}, said('before'))
  await server.send('CONFIG', 'SET', 'maxmemory', '1')
  closers.push(() => server.send('CONFIG', 'SET', 'maxmemory', '0'))
  await expect(journal.append({}, said('full', 1))).rejects.toThrow('OOM')
  expect(journal.fault()?.sentence).toContain('OOM')
  await new Promise((later) => setTimeout(later, 800))
  expect(journal.fault()?.sentence).toContain('OOM')
  await server.send('CONFIG', 'SET', 'maxmemory', '0')
  await insist(journal, said('full', 1))
  expect([await idsOf(journal), journal.fault()]).toEqual([['before', 'full'], null])
})
