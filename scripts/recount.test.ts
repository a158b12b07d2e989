// The recount as a person runs it: on a journal and a ballot log, whole ones and ones that somebody touched.

import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PollResult } from '../shared/ballot/tally.ts'
import { DEFAULT_RULES } from '../shared/show/session-rules.ts'
import { receiptCodeOf } from '../shared/ballot/receipt-code.ts'
import { createReceiptKey } from '../server/storage/receipt-bits.ts'
import { createRecount } from '../server/storage/recount-tally.ts'
import { openBallotLogFile } from '../server/storage/sqlite-ballot-log-file.ts'
import { openJournalFile } from '../server/storage/sqlite-journal-file.ts'
import { ballot, packed, T0, voterKey, votingWindow } from '../tests/support/ballots.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recount-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function recount(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('scripts/recount.ts'), ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

const BALLOTS = [
  ...[1, 2, 3].map((n) => ballot({ voterKey: voterKey(n) })),
  ballot({ voterKey: voterKey(1), choice: 'dissatisfied', receivedAtMs: T0 + 5_000 }),
  ballot({ voterKey: voterKey(4), choice: 'fair', channel: 'wechat' }),
  ballot({ voterKey: voterKey(5), choice: 'FREE_TEXT' }),
].map((one, i) => ({ ...one, messageHash: [i + 1, 9] as const }))

/** An evening's files: a window opened, cued, sealed and verified with `result`, and a late ballot behind the seal. */
function evening(
  name: string,
  result: (right: PollResult) => PollResult,
): { journal: string; ballots: string } {
  const files = { journal: join(folder, `${name}-journal.db`), ballots: join(folder, `${name}-ballots.db`) }
  const log = openBallotLogFile(files.ballots)
  log.append(packed(BALLOTS.slice(0, 4)))
  log.append(packed(BALLOTS.slice(4)))
  const seal = { ...log.head(), count: BALLOTS.length }
  log.append(packed([ballot({ voterKey: voterKey(9), receivedAtMs: T0 + 500_000, messageHash: [9, 9] })]))
  log.close()

  const { windowId } = votingWindow()
  const plain = createRecount(votingWindow({ channels: ['twilio', 'wechat'] }))
  for (const one of BALLOTS) plain.add(one)
  const journal = openJournalFile(files.journal, null)
  const happened = (atMs: number, ...events: object[]) =>
    journal.append({}, {
      atMs,
      by: { role: 'system' },
      commandId: `command-${atMs}`,
      events: events.map((event) => ({ stream: 'session-s1', event })),
    } as never)
  happened(
    T0 - 9_000,
    { type: 'SessionDrafted', sessionId: 's1', title: '问作风第一场', rules: DEFAULT_RULES },
    { type: 'RundownEdited', segments: [], units: [{ unitId: 'u03', code: 3, name: '三号单位' }] },
  )
  happened(T0, {
    ...{ type: 'CitizensWindowOpened', windowId, segmentId: 'a', unitId: 'u03', closesAtMs: null },
    ...{ channels: ['twilio', 'wechat'], visibility: 'live', offersUnsure: false, accessNumbers: [] },
  })
  happened(T0 + 55_000, { type: 'WindowCued', windowId, closesAtMs: T0 + 60_000 })
  happened(T0 + 150_500, { type: 'LogSealed', windowId, logId: log.logId, seal })
  happened(T0 + 150_600, { type: 'WindowFrozen', windowId })
  happened(T0 + 150_700, { type: 'WindowVerified', windowId, result: result(plain.result().result) })
  journal.close()
  return files
}

test('[LOG3] whole files: every window counted up to its seal, equal to what was verified, exit code 0', () => {
  const { journal, ballots } = evening('whole', (right) => right)
  const { status, stdout, stderr } = recount('--json', ballots, journal)
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const said = JSON.parse(stdout)
  expect(said).toMatchObject({ holds: true, journal: { events: 7, brokenAt: null }, logs: [{ ballots: 7 }] })
  expect(said.windows).toMatchObject([
    { unit: '三号单位', closesAtMs: T0 + 60_000, isSealed: true, agrees: true },
  ])
  expect(said.windows[0].count.result.channels).toEqual([
    {
      channel: 'twilio',
      split: { satisfied: 3, fair: 0, dissatisfied: 0, unsure: 0 },
      ...{ duplicate: 1, early: 0, late: 0, stale: 0, invalid: 1, quarantined: 0 },
    },
    {
      channel: 'wechat',
      split: { satisfied: 0, fair: 1, dissatisfied: 0, unsure: 0 },
      ...{ duplicate: 0, early: 0, late: 0, stale: 0, invalid: 0, quarantined: 0 },
    },
  ])
  const forPeople = recount(journal, ballots)
  expect(forPeople.status).toBe(0)
  expect(forPeople.stdout).toContain('短信和微信：n = 4（不含不了解0），满意率（满意÷n）75.00%')
  expect(forPeople.stdout).toContain('与流水中核验的结果一致')
})

test('[LOG3] a result one vote off, a ballot changed and a journal changed are found, exit code 1', () => {
  const more = (right: PollResult): PollResult => ({
    ...right,
    channels: right.channels.map((one) => ({ ...one, split: { ...one.split, fair: one.split.fair + 1 } })),
  })
  const off = evening('off', more)
  const found = recount(off.journal, off.ballots)
  expect(found.status).toBe(1)
  expect(found.stdout).toContain('重算与流水中核验的结果不一致')

  const { journal, ballots } = evening('changed', (right) => right)
  const log = readFileSync(ballots)
  log[log.indexOf(voterKey(4)) + 44] = 0
  writeFileSync(ballots, log)
  const brokenLog = recount('--json', journal, ballots)
  expect(brokenLog.status).toBe(1)
  expect(JSON.parse(brokenLog.stdout)).toMatchObject({ holds: false, logs: [{ brokenAt: 5 }] })

  const text = readFileSync(off.journal)
  text.write('问作凤', text.indexOf('问作风'))
  writeFileSync(off.journal, text)
  const brokenJournal = recount('--json', off.journal, off.ballots)
  expect(brokenJournal.status).toBe(1)
  expect(JSON.parse(brokenJournal.stdout)).toMatchObject({ holds: false, journal: { brokenAt: 1 } })
})

test('files that are none of ours are named, exit code 2', () => {
  const file = join(folder, 'letter.txt')
  writeFileSync(file, 'dear office')
  const { status, stderr } = recount(file)
  expect(status).toBe(2)
  expect(stderr).toContain(`${file}：不是本系统的流水或计票日志。`)
})

test('a folder stands for the journal and the ballot logs in it, whatever else lies there', () => {
  const inside = mkdtempSync(join(folder, 'data-'))
  const { journal, ballots } = evening('folder', (right) => right)
  copyFileSync(journal, join(inside, 'journal.db'))
  copyFileSync(ballots, join(inside, 'ballots.db'))
  writeFileSync(join(inside, 'secrets.json'), '{}')
  const { status, stdout } = recount(inside)
  expect(status).toBe(0)
  expect(stdout).toContain('全部一致')
})

test('[BAL10][SHOW5] --receipts writes what was published, sorted by code, without choice, unit or order; before that nothing', () => {
  const inside = mkdtempSync(join(folder, 'receipts-'))
  const { journal, ballots } = evening('receipts', (right) => right)
  copyFileSync(journal, join(inside, 'journal.db'))
  copyFileSync(ballots, join(inside, 'ballots.db'))
  const deviceSecret = '5a'.repeat(32)
  writeFileSync(join(inside, 'secrets.json'), JSON.stringify({ deviceSecret, voterKeySecret: deviceSecret }))
  const file = join(inside, 'receipts.csv')
  expect(recount('--receipts', file, inside).stderr).toContain('回执0条')

  const opened = openJournalFile(join(inside, 'journal.db'), null)
  const { windowId } = votingWindow()
  const event = { stream: 'session-s1', event: { type: 'WindowRevealed', windowId } }
  const by = { role: 'system' }
  opened.append({}, { atMs: T0 + 200_000, by, commandId: 'command-reveal', events: [event] } as never)
  opened.close()
  const { status, stderr } = recount('--receipts', file, inside)
  expect(stderr).toContain('回执7条')
  expect(status).toBe(0)
  const written = readFileSync(file, 'utf8')
  const [head, ...lines] = written.trimEnd().split('\r\n')
  expect(head).toBe('\uFEFF回执码,去向')
  expect(lines).toEqual(lines.toSorted())
  expect(written).not.toMatch(/满意|三号单位/)
  const by7 = Object.groupBy(lines, (line) => line.split(',')[1]!)
  expect(Object.fromEntries(Object.entries(by7).map(([what, each]) => [what, each?.length]))).toEqual({
    已计入: 4,
    '重复，不另计': 1,
    不是有效选票: 1,
    '迟到，不计入': 1,
  })
  // A citizen finds their own line: the code is the one their answer carried.
  const key = createReceiptKey(Buffer.from(deviceSecret, 'hex'))
  const mine = receiptCodeOf(key.bitsOf('0000000500000009'))
  expect(lines.find((line) => line.startsWith(mine))).toBe(`${mine},已计入`)
})
