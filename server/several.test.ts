// What is opened in Redis when a person has chosen this machine's journal against the one that is there.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LogId, PersonId } from '../shared/basics/ids.ts'
import { ballot, packed, votingWindow, voterKey } from '../tests/support/ballots.ts'
import { startRedis, type TestRedis } from '../tests/support/redis-server.ts'
import { NotOneOfSeveral, openLogsOfAll, openSharedJournal } from './several.ts'
import { connectRedis, type RedisConnection } from './storage/redis-connection.ts'
import { openRedisJournal } from './storage/redis-journal.ts'
import { createRedisTallyIndex } from './storage/redis-tally-index.ts'
import { openSqliteBallotLog } from './storage/sqlite-ballot-log.ts'

let server: TestRedis
let redis: RedisConnection
const folder = mkdtempSync(join(tmpdir(), 'several-'))
beforeAll(async () => {
  server = await startRedis()
  redis = await connectRedis(server.url)
})
afterAll(async () => {
  redis.close()
  await server.remove()
  rmSync(folder, { recursive: true })
})

const LOG = LogId.parse('a'.repeat(16))
const said = (commandId: string) => ({
  atMs: 1_800_000_000_000,
  by: { role: 'office', id: PersonId.parse('lin') } as const,
  commandId,
  events: [{ stream: 'logs', event: { type: 'LogAnnounced', logId: LOG } } as const],
})

test('[LOG1][BAL9] with this machine’s journal chosen, no poll is judged by what only the other one knew', async () => {
  const file = join(folder, 'journal.db')
  const ours = await openRedisJournal({ redis, file, mirrorsWithinMs: 0 })
  await ours.append({}, said('ours'))
  await ours.close()
  await server.send('FLUSHALL')
  const theirs = await openRedisJournal({ redis, file: join(folder, 'theirs.db'), mirrorsWithinMs: 0 })
  for (const id of ['theirs', 'a quarantine']) await theirs.append({}, said(id))
  await theirs.close()
  const rule = { channel: 'twilio', unitCode: null, fromMs: null, toMs: null, segmentHash: null } as const
  await createRedisTallyIndex([redis]).setWindow(votingWindow({ generation: 1, quarantines: [rule] }), 2)
  const config = { redisReplicas: 0, takeJournal: null }
  await expect(openSharedJournal(redis, file, config)).rejects.toThrow(NotOneOfSeveral)

  const chosen = await openSharedJournal(redis, file, { ...config, takeJournal: 'here' })
  const index = createRedisTallyIndex([redis])
  await index.setWindow(votingWindow(), (await chosen.head()).position)
  const ballots = packed([ballot({ voterKey: voterKey(1) })])
  expect(await index.merge(LOG, 1, ballots)).toEqual({ ok: true, watermark: 1 })
  expect(await index.tally(votingWindow().windowId)).toMatchObject({ complete: true })
  await chosen.close()
})

test('[LOG3] a process that finds its log claimed by another one takes no more ballots, and does again once that has gone', async () => {
  const file = join(folder, 'ballots.db')
  const log = await openSqliteBallotLog({ file })
  const closers: (() => void | Promise<void>)[] = []
  const said: string[] = []
  const { ownLog } = await openLogsOfAll(redis, { log, file }, [], folder, closers, (error) =>
    said.push(String(error)),
  )
  const ballots = packed([ballot({ voterKey: voterKey(1) })])
  expect((await ownLog.append(ballots)).sequence).toBe(1)
  const holder = `wz:{log:${log.logId}}:holder`
  // Cut off for so long that a copy of the folder could be started.
  await redis.send(['DEL', holder])
  await redis.send(['FCALL', 'wz_claims_1_claim', '1', holder, 'another', 'elsewhere', '60000'])
  await expect.poll(() => said.join(), { timeout: 10_000 }).toContain('has another process')
  await expect(ownLog.append(ballots)).rejects.toThrow('another process')
  await expect(ownLog.reopen()).rejects.toThrow('another process')
  expect(log.head().sequence).toBe(1)
  await redis.send(['FCALL', 'wz_claims_1_leave', '1', holder, 'another'])
  await expect.poll(() => ownLog.append(ballots).catch(() => null), { timeout: 10_000 }).not.toBeNull()
  for (const close of closers.reverse()) await close()
  await log.close()
})
