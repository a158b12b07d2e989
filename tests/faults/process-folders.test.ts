// Folders of several processes as an operator moves, copies and counts them: no log is left behind, and none has two processes.

import { cpSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { NO_LOG } from '../../server/log.ts'
import { startServer } from '../../server/start.ts'
import { lockDataDir } from '../../server/storage/data-dir-lock.ts'
import { openSqliteBallotLog } from '../../server/storage/sqlite-ballot-log.ts'
import { ballot, packed, voterKey } from '../support/ballots.ts'
import { startRedis, type TestRedis } from '../support/redis-server.ts'
import { cleanUp, startTestServer, tempFolder, testConfig } from '../support/test-server.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterEach(async () => {
  await cleanUp()
  await redis.send('FLUSHALL')
})
afterAll(() => redis.remove())

const SECRET = { VOTER_KEY_SECRET: 'one secret of two processes' }
const shared = (dataDir: string) => ({ ...SECRET, REDIS_URL: redis.url, DATA_DIR: dataDir })
const worker = (number: number, of: number) => ({ WORKERS: String(of), WENZHENG_WORKER: String(number) })

async function refusalOf(env: Readonly<Record<string, string>>): Promise<string> {
  const started = await startServer(testConfig(env), { log: NO_LOG })
  if (!started.ok) return started.sentences.join('')
  await started.running.stop()
  return 'it started'
}

test('[LOG3] a copy of a data folder is not started beside its original, and is once that has stopped', async () => {
  const [folder, copy] = [tempFolder(), tempFolder()]
  const first = await startTestServer(testConfig(shared(folder)))
  cpSync(folder, copy, { recursive: true })
  expect(await refusalOf(shared(copy))).toContain('正由另一个进程使用')
  await first.stop()
  expect(await refusalOf(shared(copy))).toBe('it started')
})

test('[LOG3] nor is a dead process’s folder opened by two that live', async () => {
  const [dead, a, b] = [tempFolder(), tempFolder(), tempFolder()]
  await (await startTestServer(testConfig(shared(dead)))).stop()
  for (const folder of [a, b]) cpSync(dead, join(folder, 'worker-1'), { recursive: true })
  await startTestServer(testConfig(shared(a)))
  expect(await refusalOf(shared(b))).toContain('正由另一个进程使用')
})

test('[LOG3] back to one process without Redis: the other workers’ logs are opened, and an empty start is refused', async () => {
  const folder = tempFolder()
  for (const number of [1, 2])
    await (await startTestServer(testConfig({ ...shared(folder), ...worker(number, 2) }))).stop()
  const alone = { ...SECRET, DATA_DIR: folder }
  expect(await refusalOf(alone)).toContain('worker-1')
  for (const name of ['journal.db', 'ballots.db', 'vault.db', 'private.db', 'secrets.json'])
    renameSync(join(folder, 'worker-1', name), join(folder, name))
  const { app } = await startTestServer(testConfig(alone))
  expect(app.runner.house().logs).toHaveLength(2)
  expect(lockDataDir(join(folder, 'worker-2'))).toBeNull()
})

test('[LOG3] one process between two runs of workers: its log in DATA_DIR is opened by the first of them', async () => {
  const folder = tempFolder()
  await (await startTestServer(testConfig({ ...shared(folder), ...worker(1, 2) }))).stop()
  await (await startTestServer(testConfig(shared(folder)))).stop()
  const { app } = await startTestServer(testConfig({ ...shared(folder), ...worker(1, 2) }))
  expect(app.runner.house().logs).toHaveLength(2)
  expect(lockDataDir(folder)).toBeNull()
})

test('[BAL3] a log put back to an older state takes from its copy what it lacks, and one that was changed is refused', async () => {
  const folder = tempFolder()
  const [file, older] = [join(folder, 'ballots.db'), join(tempFolder(), 'ballots.db')]
  await (await startTestServer(testConfig(shared(folder)))).stop()
  cpSync(file, older)
  const append = async (from: number) => {
    const log = await openSqliteBallotLog({ file })
    await log.append(packed([ballot({ voterKey: voterKey(from) }), ballot({ voterKey: voterKey(from + 1) })]))
    await log.close()
    return log
  }
  const { logId } = await append(1)
  const { head } = await append(3)
  const running = await startTestServer(testConfig(shared(folder)))
  await expect.poll(() => redis.send('XLEN', `wz:{log:${logId}}:rows`), { timeout: 10_000 }).toBe(':2\r\n')
  await running.stop()
  cpSync(older, file)
  await (await startTestServer(testConfig(shared(folder)))).stop()
  const again = await openSqliteBallotLog({ file })
  expect(again.head()).toEqual(head())
  await again.close()
  cpSync(older, file)
  for (const from of [10, 12, 14]) await append(from)
  expect(await refusalOf(shared(folder))).toContain('与它在 Redis 里的副本不一致')
})

test('[BAL8] from one process to several with another secret than its own: refused with where that is, and nothing is said to others', async () => {
  const folder = tempFolder()
  await (await startTestServer(testConfig({ DATA_DIR: folder }))).stop()
  const first = { ...shared(folder), ...worker(1, 2) }
  expect(await refusalOf(first)).toContain('secrets.json')
  expect(await redis.send('KEYS', '*')).toBe('*0\r\n')
  const secrets = JSON.parse(readFileSync(join(folder, 'worker-1', 'secrets.json'), 'utf8')) as {
    voterKeySecret: string
  }
  expect(await refusalOf({ ...first, VOTER_KEY_SECRET: secrets.voterKeySecret })).toBe('it started')
})
