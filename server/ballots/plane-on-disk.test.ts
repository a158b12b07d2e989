// The ballot plane on its real storage: what is on disk after an evening, and what a restart makes of it.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { inbound, T0, votingWindow } from '../../tests/support/ballots.ts'
import { RECORD_BYTES } from '../storage/ballot-record.ts'
import { createMemoryTallyIndex } from '../storage/memory-tally-index.ts'
import { openSqliteBallotLog } from '../storage/sqlite-ballot-log.ts'
import { recountSqliteLogs } from '../storage/sqlite-recount.ts'
import { createBallotPlane } from './plane.ts'
import { createMemoryVoterKeyStore, createVoterKeys } from './voter-key.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plane-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const WINDOW = votingWindow()
const store = createMemoryVoterKeyStore()

async function startedPlane(windows: readonly VotingWindow[] = [WINDOW], pagesMax: number | null = null) {
  const file = join(folder, 'ballots.db')
  const log = await openSqliteBallotLog({ file, pagesMax })
  const clock = createHandClock(T0 + 1_000)
  const plane = createBallotPlane({
    log,
    index: createMemoryTallyIndex(),
    clock,
    voterKeys: createVoterKeys(store, 'secret'),
    recount: (window, seals) => recountSqliteLogs([file], window, seals),
  })
  await plane.start(windows)
  return { plane, log, clock }
}

const SAID = ['满意', '1', '基本满意', '不满意', '完全无关', '3'] as const
const messages = Array.from({ length: 400 }, (_, n) =>
  inbound({
    channel: n % 3 === 0 ? 'wechat' : 'twilio',
    // 1 in 10 votes again with another message.
    identity: n % 10 === 9 ? identityOf(n - 9) : identityOf(n),
    content: { kind: 'text', text: SAID[n % SAID.length]! },
    carrierMs: n % 3 === 0 ? T0 + 500 + n : null,
  }),
)
function identityOf(n: number): string {
  return n % 3 === 0
    ? `wechat:wx0123456789abcdef:oCanaryOpenId${n}`
    : `phone:+861391234${String(n).padStart(4, '0')}`
}

test('[LOG3] [BAL2] [BAL8] an evening on disk: the recount agrees, a restart gives the same, and no identity is in any file', async () => {
  const first = await startedPlane()
  const answers = await Promise.all(messages.map((message) => first.plane.submit(message)))
  expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['received', 'invalid']))
  const live = await first.plane.resultNow(WINDOW.windowId)
  const seal = await first.plane.seal(WINDOW.windowId)
  expect(seal.count).toBe(messages.length)
  const recount = await first.plane.recount(WINDOW.windowId, { [seal.logId]: seal })
  expect(recount.count.result).toEqual(live)
  const counted = live.channels.flatMap(({ split }) => Object.values(split)).reduce((sum, n) => sum + n, 0)
  const voters = new Set(
    messages.filter((_, n) => answers[n]!.kind === 'received').map(({ identity }) => identity),
  )
  expect(counted).toBe(voters.size)
  await first.plane.stop()
  await first.log.close()

  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
  expect(files.join('').length).toBeGreaterThan(messages.length * RECORD_BYTES)
  for (const canary of [
    '861391234',
    '1391234',
    'oCanary',
    'wx0123456789',
    '满意',
    Buffer.from('满意').toString('latin1'),
  ]) {
    expect(files.some((bytes) => bytes.includes(canary))).toBe(false)
  }

  const second = await startedPlane()
  expect(await second.plane.resultNow(WINDOW.windowId)).toEqual(live)
  expect(second.plane.tallies().get(WINDOW.windowId)).toMatchObject({ result: live, complete: true })
  expect(await Promise.all(messages.map((message) => second.plane.submit(message)))).toEqual(answers)
  expect(second.log.head()).toEqual(first.log.head())
  await second.plane.stop()
  await second.log.close()
})

test('[SAFE3] a disk that fills up: what was answered is there after the restart, what was not is refused', async () => {
  const first = await startedPlane([WINDOW], 40)
  const answered: string[] = []
  let refused = 0
  for (let n = 0; refused === 0; n++) {
    const round = Array.from({ length: 200 }, (_, i) => inbound({ messageId: `full-${n}-${i}` }))
    const answers = await Promise.all(round.map((message) => first.plane.submit(message)))
    for (const [i, { kind }] of answers.entries()) {
      if (kind === 'received') answered.push(round[i]!.messageId)
      else refused += 1
    }
  }
  expect(first.plane.health()).toMatchObject({ accepting: false, why: 'failing' })
  await first.plane.stop()
  await first.log.close()
  const second = await startedPlane()
  expect(second.log.head().sequence).toBe(answered.length)
  for (const messageId of answered) await second.plane.submit(inbound({ messageId }))
  expect(second.log.head().sequence).toBe(answered.length)
  await second.plane.stop()
  await second.log.close()
})
