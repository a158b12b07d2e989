// What every Journal keeps to: all or nothing at expected versions, one order, one chain, the same after reopening.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { LogId, PersonId, UnitCode, UnitId } from '../../shared/basics/ids.ts'
import type { HouseEvent, Stream } from '../../shared/show/house.ts'
import type { Journal, NewEvents } from '../../server/storage/journal.ts'
import { openSqliteJournal } from '../../server/storage/sqlite-journal.ts'
import { connectRedis, type RedisConnection } from '../../server/storage/redis-connection.ts'
import { openRedisJournal } from '../../server/storage/redis-journal.ts'
import { createMemoryJournal } from '../support/memory-journal.ts'
import { startRedis, type TestRedis } from '../support/redis-server.ts'

interface Adapter {
  readonly name: string
  open(): Promise<Journal>
  /** What it holds outlives it. */
  readonly keeps: boolean
  /** Closes it and opens it again on what it kept. */
  reopen(journal: Journal): Promise<Journal>
}

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const fileOf = new WeakMap<Journal, string>()
async function openFile(file: string): Promise<Journal> {
  const journal = await openSqliteJournal({ file })
  fileOf.set(journal, file)
  return journal
}

let server: TestRedis | null = null
const lines = new Set<RedisConnection>()
afterAll(async () => {
  for (const line of lines) line.close()
  await server?.remove()
})
async function openMirrored(file: string): Promise<Journal> {
  server ??= await startRedis()
  const redis = await connectRedis(server.url)
  lines.add(redis)
  const journal = await openRedisJournal({ redis, file, mirrorsWithinMs: 0 })
  fileOf.set(journal, file)
  return journal
}

const adapters: readonly Adapter[] = [
  {
    name: 'memory',
    keeps: false,
    open: async () => createMemoryJournal(),
    reopen: async (journal) => journal,
  },
  {
    name: 'sqlite',
    keeps: true,
    open() {
      const folder = mkdtempSync(join(tmpdir(), 'journal-'))
      folders.push(folder)
      return openFile(join(folder, 'journal.db'))
    },
    async reopen(journal) {
      await journal.close()
      return openFile(fileOf.get(journal) ?? '')
    },
  },
  {
    name: 'redis',
    keeps: true,
    async open() {
      await server?.send('FLUSHALL')
      const folder = mkdtempSync(join(tmpdir(), 'journal-'))
      folders.push(folder)
      return openMirrored(join(folder, 'journal.db'))
    },
    async reopen(journal) {
      await journal.close()
      return openMirrored(fileOf.get(journal) ?? '')
    },
  },
]

test('[LOG1] every adapter of the journal stands in this table', () => {
  expect(adapters.map(({ name }) => name)).toEqual(['memory', 'sqlite', 'redis'])
})

const units: HouseEvent = {
  type: 'UnitsImported',
  units: [
    { unitId: UnitId.parse('u1'), code: UnitCode.parse(3), name: '城关“便民”中心\n二所', category: 'office' },
  ],
}
const person: HouseEvent = {
  type: 'PersonAdded',
  personId: PersonId.parse('lin'),
  name: '林',
  role: 'director',
}
const announced = (digit: string): HouseEvent => ({
  type: 'LogAnnounced',
  logId: LogId.parse(digit.repeat(16)),
})

function given(commandId: string, ...events: readonly (readonly [Stream, HouseEvent])[]): NewEvents {
  return {
    atMs: 1_800_000_000_000,
    by: { role: 'office', id: PersonId.parse('lin') },
    commandId,
    events: events.map(([stream, event]) => ({ stream, event })),
  }
}

describe.each(adapters)('$name journal', ({ open }) => {
  let journal: Journal
  const start = async () => (journal = await open())
  afterEach(async () => {
    await journal.close()
  })

  test('[LOG1] an empty journal has position 0 and a hash of zeros, and its chain holds', async () => {
    await start()
    expect(await journal.head()).toEqual({ position: 0, chainHash: '0'.repeat(64) })
    expect(await journal.verifyChain()).toBeNull()
    expect(await journal.read(0, 10)).toEqual([])
  })

  test('[LOG1] events get one global position and a version in their stream, and are read as they were answered', async () => {
    await start()
    const first = await journal.append(
      { registry: 0 },
      given('command-1', ['registry', units], ['people', person]),
    )
    const second = await journal.append(
      { registry: 1, logs: 0 },
      given('command-2', ['registry', units], ['logs', announced('a')]),
    )
    expect(first).toMatchObject([
      { position: 1, stream: 'registry', streamVersion: 1, commandId: 'command-1', event: units },
      { position: 2, stream: 'people', streamVersion: 1, by: { role: 'office', id: 'lin' } },
    ])
    expect(second).toMatchObject([
      { position: 3, stream: 'registry', streamVersion: 2, atMs: 1_800_000_000_000 },
      { position: 4, stream: 'logs', streamVersion: 1 },
    ])
    const all = [...(first as []), ...(second as [])]
    expect(JSON.stringify(await journal.read(0, 100))).toBe(JSON.stringify(all))
    expect(await journal.read(1, 2)).toEqual(all.slice(1, 3))
    expect(await journal.readStream('registry')).toEqual([all[0], all[2]])
    expect(await journal.ofCommand('command-2')).toEqual(all.slice(2))
    expect(await journal.ofCommand('command-9')).toEqual([])
  })

  test('[LOG1] a stream that is not at the expected version is a conflict, and nothing is written', async () => {
    await start()
    await journal.append({ people: 0 }, given('command-1', ['people', person]))
    const before = await journal.head()
    expect(await journal.append({ people: 0 }, given('command-2', ['people', person]))).toBe('conflict')
    expect(await journal.append({ people: 1, air: 3 }, given('command-3', ['people', person]))).toBe(
      'conflict',
    )
    expect(await journal.head()).toEqual(before)
    expect(await journal.append({ people: 1, air: 0 }, given('command-4', ['people', person]))).toHaveLength(
      1,
    )
  })

  test('[LOG1] a command that ran behind what its decision knew is a conflict, and runs once', async () => {
    await start()
    await journal.append({ people: 0 }, given('command-1', ['people', person]))
    const again = { ...given('command-1', ['logs', announced('a')]), decidedAt: 0 }
    expect(await journal.append({ logs: 0 }, again)).toBe('conflict')
    expect(await journal.append({ logs: 0 }, { ...again, decidedAt: 1 })).toHaveLength(1)
  })

  test('[LOG1] each event changes the chain hash, by what it says and where it stands', async () => {
    await start()
    const heads = new Set<string>()
    for (const digit of ['a', 'b', 'b']) {
      await journal.append({}, given(`command-${digit}`, ['logs', announced(digit)]))
      heads.add((await journal.head()).chainHash)
    }
    expect(heads.size).toBe(3)
    for (const hash of heads) expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await journal.verifyChain()).toBeNull()
  })

  test('[LOG1] many appends at once are written one after another, each whole', async () => {
    await start()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        journal.append({}, given(`command-${String(i)}`, ['logs', announced('c')], ['people', person])),
      ),
    )
    expect(answers.every((answer) => answer !== 'conflict' && answer.length === 2)).toBe(true)
    const all = await journal.read(0, 1_000)
    expect(all.map(({ position }) => position)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
    expect(all.filter((_, i) => i % 2 === 0).map(({ commandId }) => commandId)).toEqual(
      all.filter((_, i) => i % 2 === 1).map(({ commandId }) => commandId),
    )
  })
})

describe.each(adapters.filter(({ keeps }) => keeps))('$name journal on disk', ({ open, reopen }) => {
  test('[LOG1] opened again it is the same, and goes on where it was', async () => {
    let journal = await open()
    await journal.append({}, given('command-1', ['registry', units], ['people', person]))
    const [head, all] = [await journal.head(), await journal.read(0, 10)]
    journal = await reopen(journal)
    expect(await journal.head()).toEqual(head)
    expect(JSON.stringify(await journal.read(0, 10))).toBe(JSON.stringify(all))
    const next = await journal.append({ people: 1 }, given('command-2', ['people', person]))
    expect(next).toMatchObject([{ position: 3, streamVersion: 2 }])
    expect(await journal.verifyChain()).toBeNull()
    await journal.close()
  })
})
