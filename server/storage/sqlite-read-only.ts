// Opens a SQLite file of ours for reading alone: neither the file nor anything beside it is changed.

import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { isCorruption, NotOurFile, OUR_FILES, type OurFile } from './sqlite.ts'

/**
 * Opens `file` for as long as `work` takes. One that is in use is read along with its write-ahead log; one at rest is read
 * as immutable, so that SQLite makes no file beside it. Throws NotOurFile where it is another file, or a damaged one.
 */
export function withFileReadOnly<T>(file: string, kind: OurFile, work: (db: DatabaseSync) => T): T {
  if (kindOfFile(file) !== kind) throw new NotOurFile(file, `not a ${kind} file of this system`)
  const url = pathToFileURL(file)
  const walThere = existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0
  const shmThere = existsSync(`${file}-shm`)
  if (!walThere) url.searchParams.set('immutable', '1')
  const db = new DatabaseSync(url, { readOnly: true, timeout: 2_000 })
  try {
    return work(db)
  } catch (error) {
    if (!isCorruption(error)) throw error
    throw new NotOurFile(file, error.message)
  } finally {
    db.close()
    if (walThere && !shmThere) rmSync(`${file}-shm`, { force: true })
  }
}

/** Which of our files it is, by its header alone (SQLite keeps the application id at offset 68); null: none of ours. */
export function kindOfFile(file: string): OurFile | null {
  const header = Buffer.alloc(100)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, header, 0, header.length, 0)
  } finally {
    closeSync(descriptor)
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return null
  const applicationId = header.readUInt32BE(68)
  const kinds = Object.keys(OUR_FILES) as OurFile[]
  return kinds.find((kind) => OUR_FILES[kind].applicationId === applicationId) ?? null
}
