// The recount of a period poll, part of it set aside by two persons: by unit, with and without, and found where it is one vote off.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UnitCode } from '../shared/basics/ids.ts'
import type { PollCount, UnitTally } from '../shared/ballot/tally.ts'
import type { QuarantineRule } from '../shared/ballot/quarantine.ts'
import { createRecount } from '../server/storage/recount-tally.ts'
import { openBallotLogFile } from '../server/storage/sqlite-ballot-log-file.ts'
import { openJournalFile } from '../server/storage/sqlite-journal-file.ts'
import { ballot, packed, T0, voterKey, votingWindow } from '../tests/support/ballots.ts'
import { pollSettings } from '../tests/support/given-polls.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recount-polls-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const RULE: QuarantineRule = {
  channel: 'web',
  unitCode: null,
  fromMs: null,
  toMs: T0 + 5_000,
  segmentHash: null,
}
const CLOSES = T0 + 60_000
const units = [3, 8].map((code) => ({ id: `u${code}`, code, name: `${code}号单位` }))
const poll = votingWindow({
  kind: 'period',
  units: units as never,
  closesAtMs: CLOSES,
  channels: ['wechat', 'web', 'gateway'],
  quarantines: [RULE],
})
const BALLOTS = [
  ballot({ channel: 'wechat' }),
  // Set aside, so that the later one of the same voter counts.
  ballot({ channel: 'web', voterKey: voterKey(2), choice: 'fair' }),
  ballot({ channel: 'web', voterKey: voterKey(2), choice: 'satisfied', receivedAtMs: T0 + 6_000 }),
  ballot({ channel: 'gateway', voterKey: voterKey(2), unitCode: 8 as UnitCode }),
  ballot({ channel: 'gateway', voterKey: voterKey(3), unitCode: null, choice: 'MISSING_SUBJECT' }),
]

/** The files of one poll, its outcome told as `told` says. */
function files(name: string, told: (right: PollCount) => PollCount): string[] {
  const [journalFile, ballots] = [join(folder, `${name}-journal.db`), join(folder, `${name}-ballots.db`)]
  const log = openBallotLogFile(ballots)
  log.append(packed(BALLOTS))
  const seal = { ...log.head(), count: BALLOTS.length }
  log.close()
  const plain = createRecount(poll)
  for (const one of BALLOTS) plain.add(one)
  const { result: total, unfiltered, units: counted } = told(plain.result())

  const pollId = poll.windowId
  const journal = openJournalFile(journalFile, null)
  const happened = (atMs: number, stream: string, ...events: object[]) =>
    journal.append({}, {
      ...{ atMs, by: { role: 'system' }, commandId: `command-${atMs}` },
      events: events.map((event) => ({ stream, event })),
    } as never)
  const stream = `poll-${pollId}`
  const settings = pollSettings(T0, { channels: [...poll.channels], opensAtMs: T0, closesAtMs: T0 + 50_000 })
  happened(T0 - 9, stream, { type: 'PollDrafted', pollId, settings })
  const planned = units.map(({ id, ...unit }) => ({ unitId: id, ...unit, category: 'office' }))
  happened(T0 - 8, stream, {
    ...{ type: 'PollPlanned', pollId, units: planned, channels: poll.channels, accessNumbers: [] },
  })
  happened(T0, stream, { type: 'PollOpened', pollId })
  happened(T0 + 40_000, stream, { type: 'PollExtended', pollId, closesAtMs: CLOSES, reason: '节假日' })
  happened(T0 + 41_000, 'acts', {
    ...{
      type: 'Quarantined',
      requestId: 'r',
      windowId: pollId,
      quarantineId: 'q1',
      rule: RULE,
      finding: null,
    },
    ...{ reason: '集中来自一处', by: ['a', 'b'] },
  })
  happened(CLOSES, stream, { type: 'PollClosed', pollId })
  happened(CLOSES + 91_000, stream, { type: 'PollLogSealed', pollId, logId: log.logId, seal })
  happened(CLOSES + 91_001, stream, { type: 'PollFrozen', pollId })
  const outcome = { total, unfiltered: unfiltered?.result ?? null, units: counted }
  happened(CLOSES + 91_002, stream, { type: 'PollVerified', pollId, outcome })
  journal.close()
  return [journalFile, ballots]
}

function recount(...args: string[]) {
  return spawnSync(process.execPath, [resolve('scripts/recount.ts'), ...args], { encoding: 'utf8' })
}

test('[BAL9] [LOG3] a period poll is recounted by unit, with its quarantines and as if there were none', () => {
  const { status, stdout, stderr } = recount('--json', ...files('right', (right) => right))
  expect(stderr).toBe('')
  const [window] = JSON.parse(stdout).windows
  expect(window).toMatchObject({ isSealed: true, agrees: true, problems: [] })
  expect(window.count.units.map(({ code }: UnitTally) => code)).toEqual([3, 8])
  const of = (count: { result: PollCount['result'] }, name: string) =>
    count.result.channels.find(({ channel }) => channel === name)
  expect(of(window.count, 'web')).toMatchObject({
    quarantined: 1,
    duplicate: 0,
    split: { satisfied: 1, fair: 0 },
  })
  expect(of(window.count.unfiltered, 'web')).toMatchObject({
    quarantined: 0,
    duplicate: 1,
    split: { fair: 1 },
  })
  expect(status).toBe(0)
  const forPeople = recount(...files('people', (right) => right)).stdout
  expect(forPeople).toContain('不计隔离')
  expect(forPeople).toContain('与流水中核验的结果一致')
})

test.each([
  ['in a unit', (right: PollCount) => ({ ...right, units: right.units.slice(1) })],
  [
    'in the tally without quarantines',
    (right: PollCount) => ({ ...right, unfiltered: { ...right, units: [] } }),
  ],
] as const)('[LOG3] a difference only %s is found, exit code 1', (name, told) => {
  const { status, stdout } = recount(...files(name, told))
  expect(stdout).toContain('重算与流水中核验的结果不一致')
  expect(status).toBe(1)
})
