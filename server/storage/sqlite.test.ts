import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockDataDir } from './data-dir-lock.ts'
import { assertSqliteVersion, NotOurFile, openOurs, schemaOf } from './sqlite.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
  file = join(folder, 'journal.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Every file of the folder with the hash of its bytes. */
function contents(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
}

const insert = `INSERT INTO event VALUES (1, 'logs', 1, 0, 'command-1', '{}', '{}', zeroblob(32))`

test('[SAFE3] durability is set on every connection and read back', () => {
  for (const time of ['made', 'opened again']) {
    const db = openOurs(file, 'journal')
    expect(db.prepare('PRAGMA journal_mode').get(), time).toEqual({ journal_mode: 'wal' })
    expect(db.prepare('PRAGMA synchronous').get(), time).toEqual({ synchronous: 2 })
    db.close()
  }
})

test('a new file carries our mark in its header, has strict tables, and leaves nothing beside it', () => {
  openOurs(file, 'journal').close()
  const header = readFileSync(file).subarray(0, 100)
  expect(header.readUInt32BE(68)).toBe(0x575a4a31)
  expect(readdirSync(folder)).toEqual(['journal.db'])
  expect(schemaOf('journal')).toContain(') STRICT;')
})

test('[LOG1] rows of the journal can be neither changed nor removed', () => {
  const db = openOurs(file, 'journal')
  db.exec(insert)
  expect(() => db.exec(`UPDATE event SET body = '{"a":1}'`)).toThrow('append-only')
  expect(() => db.exec('DELETE FROM event')).toThrow('append-only')
  db.close()
})

test.each(['3.51.2', '3.50.9', '2.99.9'])('SQLite %s is refused', (version) => {
  expect(() => assertSqliteVersion(version)).toThrow('too old')
})
test.each(['3.51.3', '3.52.0', '4.0.0'])('SQLite %s is taken', (version) => {
  expect(() => assertSqliteVersion(version)).not.toThrow()
})

describe('a file that is not ours, or not whole, stops the start and stays as it is', () => {
  const foreign = (setUp: (db: DatabaseSync) => void) => () => {
    const db = new DatabaseSync(file)
    setUp(db)
    db.close()
  }
  const ours = (damage: (bytes: Buffer) => Buffer) => () => {
    const db = openOurs(file, 'journal')
    for (let i = 1; i <= 200; i += 1) {
      db.exec(
        `INSERT INTO event VALUES (${i}, 'logs', ${i}, 0, 'command-1', '{}', '${'x'.repeat(500)}', zeroblob(32))`,
      )
    }
    db.close()
    writeFileSync(file, damage(readFileSync(file)))
  }
  const cases: readonly (readonly [string, string, () => void])[] = [
    ['an empty file', 'not a SQLite', () => writeFileSync(file, '')],
    ['a text file', 'not a SQLite', () => writeFileSync(file, '单位,代码\n城管局,03\n'.repeat(50))],
    [
      'another program’s database',
      'not a journal',
      foreign((db) => db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)')),
    ],
    [
      'another program’s database in WAL mode',
      'not a journal',
      foreign((db) => db.exec('PRAGMA journal_mode = WAL; PRAGMA application_id = 7; CREATE TABLE t (a)')),
    ],
    [
      'our ballots file in the journal’s place',
      'not a journal',
      foreign((db) => db.exec('PRAGMA application_id = 0x575a4231')),
    ],
    [
      'one made by a newer version',
      'newer version',
      foreign((db) => db.exec('PRAGMA application_id = 0x575a4a31; PRAGMA user_version = 9')),
    ],
    ['one cut short', 'damaged', ours((bytes) => bytes.subarray(0, bytes.length - 4_096 * 3))],
    [
      'one with a page overwritten',
      'damaged',
      ours((bytes) => {
        bytes.fill(0xa5, 4_096 * 2, 4_096 * 3)
        return bytes
      }),
    ],
    ['a -wal without its file', 'missing', () => writeFileSync(`${file}-wal`, 'frames')],
  ]

  test.each(cases)('%s', (_, why, make) => {
    make()
    const before = contents()
    expect(() => openOurs(file, 'journal')).toThrow(NotOurFile)
    expect(() => openOurs(file, 'journal')).toThrow(why)
    expect(contents()).toEqual(before)
  })

  test('one damaged while its -wal holds commits: both files stay', () => {
    const db = openOurs(file, 'journal')
    const insertOne = (i: number) =>
      db.exec(
        `INSERT INTO event VALUES (${i}, 'logs', ${i}, 0, 'command-1', '{}', '${'x'.repeat(500)}', zeroblob(32))`,
      )
    for (let i = 1; i <= 200; i += 1) insertOne(i)
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    insertOne(201)
    // As a crash leaves them: main file and -wal, without the orderly close.
    const left = join(folder, 'left')
    mkdirSync(left)
    const bytes = readFileSync(file)
    bytes.fill(0xff, 4_096 * 10, 4_096 * 15)
    writeFileSync(join(left, 'journal.db'), bytes)
    writeFileSync(join(left, 'journal.db-wal'), readFileSync(`${file}-wal`))
    db.close()
    rmSync(file)
    const path = join(left, 'journal.db')
    const before = [readFileSync(path), readFileSync(`${path}-wal`)]
    expect(() => openOurs(path, 'journal')).toThrow(NotOurFile)
    expect([readFileSync(path), readFileSync(`${path}-wal`)]).toEqual(before)
    expect(readdirSync(left).sort()).toEqual(['journal.db', 'journal.db-wal'])
  })
})

test('commits that only the -wal holds after a crash are there when it is opened again', () => {
  const db = openOurs(file, 'journal')
  db.exec(insert)
  const crashed = join(folder, 'crashed.db')
  writeFileSync(crashed, readFileSync(file))
  writeFileSync(`${crashed}-wal`, readFileSync(`${file}-wal`))
  db.close()
  const again = openOurs(crashed, 'journal')
  expect(again.prepare('SELECT count(*) AS n FROM event').get()).toEqual({ n: 1 })
  again.close()
})

test('a data folder belongs to one process at a time, and is free when it is released', () => {
  const first = lockDataDir(folder)
  expect(first).not.toBeNull()
  expect(lockDataDir(folder)).toBeNull()
  first?.release()
  const second = lockDataDir(folder)
  expect(second).not.toBeNull()
  second?.release()
})
