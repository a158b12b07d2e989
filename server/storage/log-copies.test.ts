// Logs of several processes: what one commits the other can read, recount and check, whatever Redis forgets meanwhile (LOG3).

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { ballot, createMemoryLog, packed, votingWindow, voterKey } from '../../tests/support/ballots.ts'
import { startRedis, type TestRedis } from '../../tests/support/redis-server.ts'
import { openLogCopies } from './log-copies.ts'
import { connectRedis } from './redis-connection.ts'
import { createRedisRows } from './redis-rows.ts'
import { openSqliteBallotLog } from './sqlite-ballot-log.ts'
import { recountSqliteLogs } from './sqlite-recount.ts'

let server: TestRedis
const closers: (() => unknown)[] = []
beforeAll(async () => {
  server = await startRedis()
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await server.send('FLUSHALL')
})
afterAll(() => server.remove())

async function aProcess() {
  const folder = mkdtempSync(join(tmpdir(), 'copies-'))
  closers.push(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'ballots.db')
  const log = await openSqliteBallotLog({ file })
  closers.push(() => log.close())
  const redis = await connectRedis(server.url)
  closers.push(() => redis.close())
  const logs = openLogCopies({
    rows: createRedisRows(redis),
    held: [{ log, file }],
    folder: join(folder, 'copies'),
    onError: () => undefined,
  })
  closers.push(() => logs.close())
  return { log, logs }
}
const ballots = (from: number, count: number) =>
  packed(Array.from({ length: count }, (_, i) => ballot({ voterKey: voterKey(from + i) })))
/** Until the copy is there: it is made behind the answer. */
async function insist(work: () => Promise<void>): Promise<void> {
  for (;;) {
    const done = await work().then(
      () => true,
      () => false,
    )
    if (done) return
    await new Promise((wake) => setTimeout(wake, 20))
  }
}
const sealOf = ({ head }: Awaited<ReturnType<typeof aProcess>>['log'], count: number) => ({
  ...head(),
  count,
})

test('[LOG3] a process recounts the logs of all from their copies, up to their seals', async () => {
  const [a, b] = [await aProcess(), await aProcess()]
  for (const each of [a, b]) each.logs.name([a.log.logId, b.log.logId])
  for (let i = 0; i < 20; i += 1) await a.log.append(ballots(i * 10, 10))
  await b.log.append(ballots(150, 100))
  a.logs.grown()
  b.logs.grown()
  const seals = { [a.log.logId]: sealOf(a.log, 200), [b.log.logId]: sealOf(b.log, 100) }
  const upTo = { [a.log.logId]: 200, [b.log.logId]: 100 }
  await insist(() => b.logs.collect(upTo))
  const { result } = await recountSqliteLogs(b.logs.files(), votingWindow(), seals)
  const [twilio] = result.channels
  // 250 citizens, 50 of whom wrote to both.
  expect([twilio?.split.satisfied, twilio?.duplicate]).toEqual([250, 50])
})

test('[LOG3] a log that is not there that far is named', async () => {
  const [a, b] = [await aProcess(), await aProcess()]
  await expect(b.logs.collect({ [a.log.logId]: 1 })).rejects.toThrow(
    `ballot log ${a.log.logId}: sealed at ballot 1, collected up to 0`,
  )
})

test('[LOG3] Redis lost the copies: they are made again, and what was collected goes on from where it was', async () => {
  const [a, b] = [await aProcess(), await aProcess()]
  await a.log.append(ballots(0, 10))
  a.logs.grown()
  await insist(() => b.logs.collect({ [a.log.logId]: 10 }))
  await server.send('FLUSHALL')
  await a.log.append(ballots(10, 10))
  a.logs.grown()
  await insist(() => b.logs.collect({ [a.log.logId]: 20 }))
  const copy = b.logs.known().find(({ logId }) => logId === a.log.logId)
  expect(copy?.head()).toEqual(a.log.head())
})

test('[SAFE2] while Redis is slow one look waits at most, so that nothing heaps up and a stop need not wait it out', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  closers.push(() => vi.useRealTimers())
  let asked = 0
  let answer: () => void = () => undefined
  const slow = async () => {
    asked += 1
    await new Promise<void>((done) => (answer = done))
    return 0
  }
  const folder = mkdtempSync(join(tmpdir(), 'copies-'))
  closers.push(() => rmSync(folder, { recursive: true }))
  const log = createMemoryLog()
  const logs = openLogCopies({
    rows: { add: slow, read: async () => [], last: async () => null },
    held: [{ log, file: '' }],
    folder,
    onError: () => undefined,
  })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBe(1)
  answer()
  await logs.close()
  expect(asked).toBe(1)
})

test('[LOG1] a copy that was changed on its way is not taken', async () => {
  const [a, b] = [await aProcess(), await aProcess()]
  await a.log.append(ballots(0, 3))
  const rows = createRedisRows(
    await connectRedis(server.url).then((redis) => {
      closers.push(() => redis.close())
      return redis
    }),
  )
  const [batch] = await a.log.read(0, 1)
  const records = Uint8Array.from(batch!.records)
  records[20]! ^= 1
  await rows.add(a.log.logId, [{ ...batch!, records }])
  await expect(b.logs.collect({ [a.log.logId]: 3 })).rejects.toThrow('does not follow')
  const c = await aProcess()
  await c.log.append(ballots(0, 3))
  c.logs.grown()
  b.logs.name([a.log.logId, c.log.logId])
  // It keeps no other log from being copied.
  await expect
    .poll(
      () =>
        b.logs
          .known()
          .find(({ logId }) => logId === c.log.logId)
          ?.head().sequence,
      { timeout: 10_000 },
    )
    .toBe(3)
  expect(
    b.logs
      .known()
      .find(({ logId }) => logId === a.log.logId)
      ?.head().sequence,
  ).toBe(0)
})
