// Opens SQLite files as ours: refuses foreign and corrupt ones without touching them, sets durability and reads it back.

import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

/** Which of our files it is: its section in schema.sql, and its number in the file's header (offset 68). */
export const OUR_FILES = {
  journal: { applicationId: 0x575a4a31, schemaVersion: 1 },
  ballots: { applicationId: 0x575a4231, schemaVersion: 1 },
  vault: { applicationId: 0x575a5631, schemaVersion: 1 },
  private: { applicationId: 0x575a5031, schemaVersion: 1 },
  checkpoints: { applicationId: 0x575a4331, schemaVersion: 1 },
} as const
export type OurFile = keyof typeof OUR_FILES

const OLDEST_SQLITE = [3, 51, 3] as const
const MAGIC = 'SQLite format 3\0'
const HEADER_BYTES = 100

/** A file that is not ours or not whole: its path, and what is wrong as the message. The file is as it was. */
export class NotOurFile extends Error {
  readonly file: string
  constructor(file: string, why: string) {
    super(why)
    this.name = 'NotOurFile'
    this.file = file
  }
}

/**
 * Opens a file of ours, made new where there is none: WAL, synchronous FULL, strict schema.
 * Throws NotOurFile (foreign, corrupt, of a newer version; nothing was written) or the driver's error.
 * `schema`: SQL of a new file; without it the file's section of schema.sql.
 */
export function openOurs(
  file: string,
  kind: OurFile,
  { schema = schemaOf(kind) }: { schema?: string } = {},
): DatabaseSync {
  assertSqliteVersion(sqliteVersion())
  if (existsSync(file)) assertOurs(file, kind)
  else create(file, kind, schema)
  const db = new DatabaseSync(file, { timeout: 2_000 })
  try {
    configure(db, file)
  } catch (error) {
    db.close()
    throw error
  }
  return db
}

/** The section of schema.sql that belongs to one file. */
export function schemaOf(kind: OurFile): string {
  const sections = readFileSync(new URL('./schema.sql', import.meta.url), 'utf8').split(/^-- file: /m)
  const section = sections.find((text) => text.startsWith(`${kind}\n`))
  if (section === undefined) throw new Error(`schema.sql has no section for ${kind}`)
  return `-- ${section}`
}

/** Throws where the SQLite this Node carries is older than 3.51.3 (its WAL could lose a commit at a checkpoint). */
export function assertSqliteVersion(version: string): void {
  const found = version.split('.').map(Number)
  for (const [i, least] of OLDEST_SQLITE.entries()) {
    const part = found[i] ?? 0
    if (part > least) return
    if (part < least)
      throw new Error(`SQLite ${version} is too old: at least ${OLDEST_SQLITE.join('.')} is needed`)
  }
}

function sqliteVersion(): string {
  const db = new DatabaseSync(':memory:')
  try {
    return String(db.prepare('SELECT sqlite_version() AS version').get()?.['version'])
  } finally {
    db.close()
  }
}

/** Durability is set on every connection and read back: a build that ignores it must not go on. */
function configure(db: DatabaseSync, file: string): void {
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON',
  )
  const journalMode = pragma(db, 'journal_mode')
  const synchronous = pragma(db, 'synchronous')
  if (journalMode !== 'wal' || synchronous !== 2) {
    throw new Error(
      `${file}: journal_mode=${journalMode} synchronous=${synchronous}, but wal and 2 (FULL) are needed`,
    )
  }
}

/** Made beside its place and moved there whole, so that a file under its own name is never half made. */
function create(file: string, kind: OurFile, schema: string): void {
  const beside = `${file}.new`
  for (const leftover of [beside, `${beside}-journal`]) rmSync(leftover, { force: true })
  if (existsSync(`${file}-wal`))
    throw new NotOurFile(file, 'its -wal file is there, but the file itself is missing')
  const { applicationId, schemaVersion } = OUR_FILES[kind]
  const db = new DatabaseSync(beside)
  try {
    db.exec('PRAGMA synchronous = FULL')
    db.exec(
      `BEGIN; ${schema}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`,
    )
  } finally {
    db.close()
  }
  renameSync(beside, file)
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function assertOurs(file: string, kind: OurFile): void {
  const { applicationId, schemaVersion } = OUR_FILES[kind]
  const header = headerOf(file)
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new NotOurFile(file, 'not a SQLite database')
  if (header.readUInt32BE(68) !== applicationId)
    throw new NotOurFile(file, `not a ${kind} file of this system`)
  const version = header.readUInt32BE(60)
  if (version > schemaVersion) throw new NotOurFile(file, `made by a newer version (schema ${version})`)

  // Without a -wal the file can be read as immutable: SQLite then makes no file beside it. With one it must be read
  // along, since a checkpoint may have been cut short; the -shm this makes is taken away again.
  const walThere = existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0
  const shmThere = existsSync(`${file}-shm`)
  const url = pathToFileURL(file)
  if (!walThere) url.searchParams.set('immutable', '1')
  let complaint: string
  try {
    const db = new DatabaseSync(url, { readOnly: true, timeout: 2_000 })
    try {
      complaint = pragma(db, 'quick_check(1)')?.toString() ?? 'nothing'
    } finally {
      db.close()
    }
  } catch (error) {
    // A busy file, or a disk with no room for what SQLite makes beside it, says nothing about the file.
    if (!isCorruption(error)) {
      if (!shmThere) rmSync(`${file}-shm`, { force: true })
      throw error
    }
    complaint = error.message
  }
  if (complaint === 'ok') return
  if (!shmThere) rmSync(`${file}-shm`, { force: true })
  throw new NotOurFile(file, `${basename(file)} is damaged: ${complaint}`)
}

function headerOf(file: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, header, 0, HEADER_BYTES, 0)
  } finally {
    closeSync(descriptor)
  }
  return header
}

/** SQLITE_ERROR (a table is missing), SQLITE_CORRUPT, SQLITE_NOTADB. */
export function isCorruption(error: unknown): error is Error {
  return error instanceof Error && 'errcode' in error && [1, 11, 26].includes(Number(error.errcode) & 0xff)
}

function pragma(db: DatabaseSync, name: string): string | number | null {
  const row = db.prepare(`PRAGMA ${name}`).get()
  const value = row === undefined ? null : Object.values(row)[0]
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
