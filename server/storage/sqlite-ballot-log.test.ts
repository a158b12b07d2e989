// The ballot log's file: a full disk, foreign and damaged files, and what a recount finds in it.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LogId } from '../../shared/basics/ids.ts'
import type { SealedTally } from '../../shared/ballot/tally.ts'
import { ballot, packed, T0, voterKey, votingWindow } from '../../tests/support/ballots.ts'
import { openBallotLogFile } from './sqlite-ballot-log-file.ts'
import { openSqliteBallotLog } from './sqlite-ballot-log.ts'
import { recountFiles } from './sqlite-recount-files.ts'
import { recountSqliteLogs } from './sqlite-recount.ts'
import { NotOurFile } from './sqlite.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballot-file-'))
  file = join(folder, 'ballots.db')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const batch = (from: number, count: number) =>
  packed(
    Array.from({ length: count }, (_, i) =>
      ballot({ voterKey: voterKey(from + i), messageHash: [from + i, 1] }),
    ),
  )
const bytesIn = () =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  )

/** A log at rest with 30 ballots in three batches, and its seal for the window. */
function sealedLog(): { logId: LogId; seal: SealedTally } {
  const log = openBallotLogFile(file)
  for (const from of [1, 11, 21]) log.append(batch(from, 10))
  log.close()
  return { logId: log.logId, seal: { ...log.head(), count: 30 } }
}

/** Where a ballot of the window lies in the file: its voter key is found by its bytes. */
const placeOf = (bytes: Buffer, voter: number) => bytes.indexOf(voterKey(voter))

test('[SAFE3] a full disk rejects the append; opened again the log holds what was acknowledged and goes on', async () => {
  const log = await openSqliteBallotLog({ file, pagesMax: 60 })
  let acknowledged = 0
  const failure = await (async () => {
    for (;;) acknowledged = (await log.append(batch(acknowledged + 1, 500))).sequence
  })().catch((error: unknown) => error)
  expect(String(failure)).toMatch(/full/)
  expect(acknowledged).toBeGreaterThanOrEqual(1_000)
  // Nothing is taken before it was opened again, though a smaller batch would fit.
  await expect(log.append(batch(1, 1))).rejects.toThrow(/not opened again/)
  expect(log.head().sequence).toBe(acknowledged)
  expect((await log.reopen()).sequence).toBe(acknowledged)
  expect(await log.verifyChain()).toBeNull()
  expect((await log.append(batch(acknowledged + 1, 1))).sequence).toBe(acknowledged + 1)
  await log.close()
  const again = await openSqliteBallotLog({ file })
  expect(again.head().sequence).toBe(acknowledged + 1)
  await again.close()
})

test('a foreign file is refused and left byte-identical, with nothing beside it', async () => {
  const foreign = new DatabaseSync(file)
  foreign.exec('CREATE TABLE theirs (x INTEGER) STRICT; INSERT INTO theirs VALUES (1)')
  foreign.close()
  const before = bytesIn()
  await expect(openSqliteBallotLog({ file })).rejects.toMatchObject({ name: 'NotOurFile', file })
  expect(bytesIn()).toEqual(before)
  for (const content of ['', 'not a database at all', 'SQLite format 3\0 and then nothing']) {
    writeFileSync(file, content)
    expect(() => openBallotLogFile(file)).toThrow(NotOurFile)
    expect(readFileSync(file, 'latin1')).toBe(content)
    expect(readdirSync(folder)).toEqual(['ballots.db'])
  }
})

test('[LOG3] one flipped bit anywhere in the ballots is found at the start, and the file is left as it was', () => {
  sealedLog()
  const whole = readFileSync(file)
  for (const [voter, offset, broken] of [
    [1, 0, 1],
    [15, 44, 11],
    [30, 47, 21],
  ] as const) {
    const damaged = Buffer.from(whole)
    damaged[placeOf(damaged, voter) + offset]! ^= 1
    writeFileSync(file, damaged)
    const before = bytesIn()
    expect(() => openBallotLogFile(file)).toThrow(`chain is broken at ballot ${broken}`)
    expect(bytesIn()).toEqual(before)
  }
})

test('[LOG3] the recount counts up to the seal, while the log is in use and after', async () => {
  const { logId, seal } = sealedLog()
  const log = openBallotLogFile(file)
  log.append(packed([ballot({ voterKey: voterKey(99), receivedAtMs: T0 + 1_000_000 })]))
  const result = await recountSqliteLogs([file], votingWindow(), { [logId]: seal })
  expect(result.result.channels[0]).toMatchObject({ split: { satisfied: 30 }, late: 0 })
  log.close()
  expect(recountFiles([file], votingWindow(), { [logId]: seal })).toEqual(result)
  expect(readdirSync(folder)).toEqual(['ballots.db'])
  const whole = recountFiles([file], votingWindow(), { [logId]: { ...log.head(), count: 31 } })
  expect(whole.result.channels[0]).toMatchObject({ split: { satisfied: 30 }, late: 1 })
})

test('[LOG3] the recount refuses a log that is not as it was sealed', () => {
  const { logId, seal } = sealedLog()
  const recounted = (changes: Partial<SealedTally> = {}, files = [file]) =>
    recountFiles(files, votingWindow(), { [logId]: { ...seal, ...changes } })
  expect(() => recounted({ count: 29 })).toThrow('29 ballots of the window, but 30')
  expect(() => recounted({ chainHash: 'f'.repeat(64) })).toThrow('does not hold that seal')
  expect(() => recounted({ sequence: 29 })).toThrow('does not hold that seal')
  expect(() => recounted({ sequence: 400 })).toThrow('does not hold that seal')
  expect(() => recounted({}, [])).toThrow('not there')
  expect(() => recounted({}, [file, file])).toThrow('twice')
  const damaged = readFileSync(file)
  damaged[placeOf(damaged, 12) + 44]! ^= 1
  writeFileSync(file, damaged)
  expect(() => recounted()).toThrow('chain is broken at ballot 11')
})

test('rows of the log can be neither changed nor removed by SQL', () => {
  sealedLog()
  const db = new DatabaseSync(file)
  expect(() => db.exec('UPDATE batch SET count = 1')).toThrow(/append-only/)
  expect(() => db.exec('DELETE FROM batch')).toThrow(/append-only/)
  db.close()
})

test('a log of another record format is refused', () => {
  openBallotLogFile(file).close()
  const db = new DatabaseSync(file)
  db.exec('UPDATE log SET record_format = 1')
  db.close()
  const before = bytesIn()
  expect(() => openBallotLogFile(file)).toThrow('format 1')
  expect(bytesIn()).toEqual(before)
})
