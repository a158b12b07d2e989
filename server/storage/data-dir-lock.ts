// Keeps a data folder to one process: an exclusive lock of the operating system's, gone by itself when the process dies.

import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Takes the folder for this process, or answers null where another has it. A file with a pid in it would be wrong
 * after a reboot, and in containers, where pids repeat; SQLite's lock of an otherwise empty file ends with its holder.
 */
export function lockDataDir(dataDir: string): { release(): void } | null {
  const file = join(dataDir, 'lock')
  const db = new DatabaseSync(file, { timeout: 0 })
  try {
    chmodSync(file, 0o600)
    // In memory: else SQLite makes a journal file beside it.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === 5) return null
    throw error
  }
  return { release: () => db.close() }
}
