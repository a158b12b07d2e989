// The file of the private store, as its worker thread uses it: sealed rows in, opened rows out, deleted ones overwritten.

import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { createPrivateCipher, type PrivateCipher, type RowHead } from './private-cipher.ts'
import { openOurs } from './sqlite.ts'
import { bytesIn, statementsOf, textIn, type Row } from './sqlite-statements.ts'

export interface PrivateRow extends RowHead {
  readonly json: string
}

export interface PrivateEntry extends PrivateRow {
  readonly rowNo: number
}

export interface PrivatePage {
  readonly kind: string
  /** Rows behind (oldest) or before (newest) this one; 0: from the start. */
  readonly after: number
  readonly limit: number
  readonly order: 'oldest' | 'newest'
  readonly nowMs: number
}

/** Rows removed in one transaction when their time is over. */
const EXPIRED_AT_ONCE = 5_000

export type PrivateOnDisk = ReturnType<typeof openPrivateOnDisk>

/**
 * Opens or makes the file, readable by the server's own account only. `pagesMax` bounds its size in pages of 4096 bytes.
 * Throws NotOurFile or the driver's error; so does every call where the disk fails. Each call is one transaction, on disk
 * when it returns.
 */
export function openPrivateOnDisk(file: string, rowsMost: number, pagesMax: number | null) {
  const db = openOurs(file, 'private', {
    schema: readFileSync(new URL('./private-schema.sql', import.meta.url), 'utf8'),
  })
  for (const part of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(part)) chmodSync(part, 0o600)
  db.exec('PRAGMA secure_delete = ON')
  if (Number(Object.values(db.prepare('PRAGMA secure_delete').get() ?? {})[0]) !== 1) {
    db.close()
    throw new Error(`${file}: secure_delete cannot be switched on`)
  }
  if (pagesMax !== null) db.exec(`PRAGMA max_page_count = ${String(pagesMax)}`)
  const { run, all, whole } = statementsOf(db)
  let cipher: PrivateCipher | null = null
  let rows = Number(all('SELECT count(*) AS n FROM private_row')[0]?.['n'])

  const unlocked = (): PrivateCipher => {
    if (cipher === null) throw new Error('the private store is locked')
    return cipher
  }
  const opened = (row: Row): PrivateEntry => {
    const head = {
      kind: textIn(row, 'kind'),
      id: textIn(row, 'id'),
      identityTag: row['identity_tag'] === null ? null : textIn(row, 'identity_tag'),
      expiresAtMs: Number(row['expires_at_ms']),
    }
    const json = unlocked().unseal(head, bytesIn(row, 'sealed'))
    return { ...head, rowNo: Number(row['row_no']), json }
  }
  /** What was deleted must not wait in the WAL until somebody writes again. */
  const emptyWal = (): void => {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }
  const removed = (count: number): number => {
    rows -= count
    if (count > 0) emptyWal()
    return count
  }

  return {
    wrappedKey: (): Uint8Array | null => {
      const row = all('SELECT wrapped FROM data_key')[0]
      return row === undefined ? null : bytesIn(row, 'wrapped')
    },
    /** Throws where there is one: what was sealed under it would be lost. */
    saveWrappedKey(wrapped: Uint8Array): void {
      run('INSERT INTO data_key (only_one, wrapped) VALUES (1, ?)', wrapped)
    },
    /** Before this no row can be written or read. */
    unlock(dataKey: Uint8Array): void {
      cipher = createPrivateCipher(dataKey)
    },

    put: (fresh: readonly PrivateRow[]): void => {
      const sealed = fresh.map((row) => [row, unlocked().seal(row, row.json)] as const)
      const before = rows
      try {
        whole(() => {
          // Most are new.
          for (const [row, bytes] of sealed) {
            if (insertOne(row, bytes) === 1) rows += 1
            else updateOne(row, bytes)
          }
          if (rows > rowsMost) throw new Error(`the private store holds ${String(rowsMost)} rows at most`)
        })
      } catch (error) {
        rows = before
        throw error
      }
    },
    /** Only rows that are still there: a wiped one does not come back. Answers which were (their ids). */
    update: (changed: readonly PrivateRow[]): readonly string[] =>
      whole(() =>
        changed.flatMap((row) => (updateOne(row, unlocked().seal(row, row.json)) === 1 ? [row.id] : [])),
      ),
    get: (kind: string, id: string, nowMs: number): PrivateEntry | null => {
      const row = all(
        'SELECT * FROM private_row WHERE kind = ? AND id = ? AND expires_at_ms > ?',
        kind,
        id,
        nowMs,
      )[0]
      return row === undefined ? null : opened(row)
    },
    list: ({ kind, after, limit, order, nowMs }: PrivatePage): readonly PrivateEntry[] =>
      (order === 'oldest'
        ? all(
            'SELECT * FROM private_row WHERE kind = ? AND row_no > ? AND expires_at_ms > ? ORDER BY row_no LIMIT ?',
            ...[kind, after, nowMs, limit],
          )
        : all(
            'SELECT * FROM private_row WHERE kind = ? AND row_no < ? AND expires_at_ms > ? ORDER BY row_no DESC LIMIT ?',
            ...[kind, after === 0 ? Number.MAX_SAFE_INTEGER : after, nowMs, limit],
          )
      ).map(opened),

    remove: (kind: string, ids: readonly string[]): number =>
      removed(
        whole(() =>
          ids.reduce(
            (sum, id) => sum + run('DELETE FROM private_row WHERE kind = ? AND id = ?', kind, id),
            0,
          ),
        ),
      ),
    removeKind: (kind: string): number => removed(run('DELETE FROM private_row WHERE kind = ?', kind)),
    /** Everything of one person. */
    wipe: (identityTag: string): number =>
      removed(run('DELETE FROM private_row WHERE identity_tag = ?', identityTag)),
    /** At most EXPIRED_AT_ONCE; `more`: some are left. */
    expire(nowMs: number): { readonly count: number; readonly more: boolean } {
      const count = removed(
        run(
          `DELETE FROM private_row WHERE row_no IN (
             SELECT row_no FROM private_row WHERE expires_at_ms <= ? LIMIT ?)`,
          nowMs,
          EXPIRED_AT_ONCE,
        ),
      )
      return { count, more: count === EXPIRED_AT_ONCE }
    },
    counts: (nowMs: number): Readonly<Record<string, number>> =>
      Object.fromEntries(
        all('SELECT kind, count(*) AS n FROM private_row WHERE expires_at_ms > ? GROUP BY kind', nowMs).map(
          (row) => [String(row['kind']), Number(row['n'])],
        ),
      ),

    close(): void {
      db.close()
    },
  }

  function insertOne({ kind, id, identityTag, expiresAtMs }: RowHead, sealed: Uint8Array): number {
    return run(
      `INSERT INTO private_row (kind, id, identity_tag, expires_at_ms, sealed) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (kind, id) DO NOTHING`,
      ...[kind, id, identityTag, expiresAtMs, sealed],
    )
  }
  function updateOne({ kind, id, identityTag, expiresAtMs }: RowHead, sealed: Uint8Array): number {
    return run(
      'UPDATE private_row SET identity_tag = ?, expires_at_ms = ?, sealed = ? WHERE kind = ? AND id = ?',
      ...[identityTag, expiresAtMs, sealed, kind, id],
    )
  }
}
