// The file of a vault, as its worker thread uses it: hashes of secrets and wrapped voter keys, apart from journal and ballots.

import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { openOurs } from './sqlite.ts'
import { bytesIn, statementsOf, textIn } from './sqlite-statements.ts'

/** A person's oldest login beyond this ends. */
const LOGINS_A_PERSON = 20
/** A seat's oldest devices beyond this are forgotten. */
const DEVICES_A_SEAT = 50
const WRAPPED_LONGEST = 4_096

export type VaultOnDisk = ReturnType<typeof openVaultOnDisk>

/** Ids as they are in the file: their schemas are checked on the other side, since a thread with zod is 10 MB larger. */
export interface PairingRow {
  readonly codeHash: Uint8Array
  readonly qrHash: Uint8Array
  readonly sessionId: string
  readonly seatId: string
  readonly expiresAtMs: number
}

/**
 * Opens or makes the vault, readable by the server's own account only. Throws NotOurFile or the driver's error; so does
 * every call where the disk fails. What a call wrote is on disk when it returns.
 */
export function openVaultOnDisk(file: string) {
  const schema = readFileSync(new URL('./vault-schema.sql', import.meta.url), 'utf8')
  const db = openOurs(file, 'vault', { schema })
  for (const statement of tablesAddedLater(schema)) db.exec(statement)
  for (const part of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(part)) chmodSync(part, 0o600)
  // What is deleted is a secret: its bytes must not stay in free pages.
  db.exec('PRAGMA secure_delete = ON')
  const { run, all, whole } = statementsOf(db)
  const insertPairing = ({ sessionId, seatId, codeHash, qrHash, expiresAtMs }: PairingRow): number =>
    run(
      `INSERT INTO pairing (session_id, seat_id, code_hash, qr_hash, expires_at_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      sessionId,
      seatId,
      codeHash,
      qrHash,
      expiresAtMs,
    )

  return {
    contents: () => ({
      passwords: all('SELECT person_id, hash FROM password').map((row) => ({
        personId: textIn(row, 'person_id'),
        hash: textIn(row, 'hash'),
      })),
      logins: all('SELECT token_hash, login_id, person_id, expires_at_ms FROM login').map((row) => ({
        tokenHash: bytesIn(row, 'token_hash'),
        loginId: textIn(row, 'login_id'),
        personId: textIn(row, 'person_id'),
        expiresAtMs: Number(row['expires_at_ms']),
      })),
      seatDevices: all('SELECT token_hash, session_id, seat_id, generation FROM seat_device').map((row) => ({
        tokenHash: bytesIn(row, 'token_hash'),
        sessionId: textIn(row, 'session_id'),
        seatId: textIn(row, 'seat_id'),
        generation: Number(row['generation']),
      })),
      setupToken:
        all('SELECT token_hash, expires_at_ms FROM setup_token').map((row) => ({
          tokenHash: bytesIn(row, 'token_hash'),
          expiresAtMs: Number(row['expires_at_ms']),
        }))[0] ?? null,
      controlTokens: all(
        'SELECT token_hash, token_id, person_id, name, created_at_ms FROM control_token ORDER BY created_at_ms, token_id',
      ).map((row) => ({
        tokenHash: bytesIn(row, 'token_hash'),
        tokenId: textIn(row, 'token_id'),
        personId: textIn(row, 'person_id'),
        name: textIn(row, 'name'),
        createdAtMs: Number(row['created_at_ms']),
      })),
      voterKeys: all('SELECT key_id, wrapped FROM voter_key').map((row) => ({
        id: textIn(row, 'key_id'),
        wrapped: bytesIn(row, 'wrapped'),
      })),
    }),

    setPassword(personId: string, hash: string, nowMs: number): void {
      run(
        `INSERT INTO password (person_id, hash, set_at_ms) VALUES (?, ?, ?)
         ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, set_at_ms = excluded.set_at_ms`,
        personId,
        hash,
        nowMs,
      )
    },
    dropPassword(personId: string): void {
      run('DELETE FROM password WHERE person_id = ?', personId)
    },

    addLogin: (
      tokenHash: Uint8Array,
      { loginId, personId, expiresAtMs }: { loginId: string; personId: string; expiresAtMs: number },
      nowMs: number,
    ): readonly string[] =>
      whole(() => {
        const expired = all('DELETE FROM login WHERE expires_at_ms <= ? RETURNING login_id', nowMs)
        run(
          'INSERT INTO login (token_hash, login_id, person_id, started_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, ?)',
          tokenHash,
          loginId,
          personId,
          nowMs,
          expiresAtMs,
        )
        const tooMany = all(
          `DELETE FROM login WHERE person_id = ? AND login_id <> ? AND login_id NOT IN (
             SELECT login_id FROM login WHERE person_id = ? ORDER BY started_at_ms DESC, login_id LIMIT ?)
           RETURNING login_id`,
          personId,
          loginId,
          personId,
          LOGINS_A_PERSON,
        )
        return [...expired, ...tooMany].map((row) => String(row['login_id']))
      }),
    endLogin(loginId: string): void {
      run('DELETE FROM login WHERE login_id = ?', loginId)
    },
    endLoginsOf: (personId: string, but: string | null): readonly string[] =>
      all(
        'DELETE FROM login WHERE person_id = ? AND login_id IS NOT ? RETURNING login_id',
        personId,
        but,
      ).map((row) => String(row['login_id'])),

    addPairing: (pairing: PairingRow, nowMs: number): boolean =>
      whole(() => {
        run('DELETE FROM pairing WHERE expires_at_ms <= ?', nowMs)
        run('DELETE FROM pairing WHERE session_id = ? AND seat_id = ?', pairing.sessionId, pairing.seatId)
        return insertPairing(pairing) === 1
      }),
    putBackPairing(pairing: PairingRow): void {
      insertPairing(pairing)
    },
    takePairing(hash: Uint8Array, nowMs: number): PairingRow | null {
      const row = all(
        `DELETE FROM pairing WHERE (code_hash = ? OR qr_hash = ?)
         RETURNING session_id, seat_id, code_hash, qr_hash, expires_at_ms`,
        hash,
        hash,
      )[0]
      if (row === undefined || Number(row['expires_at_ms']) <= nowMs) return null
      return {
        codeHash: bytesIn(row, 'code_hash'),
        qrHash: bytesIn(row, 'qr_hash'),
        sessionId: textIn(row, 'session_id'),
        seatId: textIn(row, 'seat_id'),
        expiresAtMs: Number(row['expires_at_ms']),
      }
    },

    addSeatDevice: (
      tokenHash: Uint8Array,
      {
        sessionId,
        seatId,
        generation,
      }: { readonly sessionId: string; readonly seatId: string; readonly generation: number },
      nowMs: number,
    ): readonly Uint8Array[] =>
      whole(() => {
        run(
          'INSERT INTO seat_device (token_hash, session_id, seat_id, generation, paired_at_ms) VALUES (?, ?, ?, ?, ?)',
          tokenHash,
          sessionId,
          seatId,
          generation,
          nowMs,
        )
        return all(
          `DELETE FROM seat_device WHERE session_id = ? AND seat_id = ? AND generation <= ?
           RETURNING token_hash`,
          sessionId,
          seatId,
          generation - DEVICES_A_SEAT,
        ).map((row) => bytesIn(row, 'token_hash'))
      }),
    addControlToken(
      tokenHash: Uint8Array,
      token: { tokenId: string; personId: string; name: string; createdAtMs: number },
    ): void {
      run(
        'INSERT INTO control_token (token_hash, token_id, person_id, name, created_at_ms) VALUES (?, ?, ?, ?, ?)',
        tokenHash,
        token.tokenId,
        token.personId,
        token.name,
        token.createdAtMs,
      )
    },
    dropControlToken(tokenId: string): void {
      run('DELETE FROM control_token WHERE token_id = ?', tokenId)
    },

    setSetupToken(tokenHash: Uint8Array, expiresAtMs: number): void {
      run(
        `INSERT INTO setup_token (only_one, token_hash, expires_at_ms) VALUES (1, ?, ?)
         ON CONFLICT (only_one) DO UPDATE SET token_hash = excluded.token_hash, expires_at_ms = excluded.expires_at_ms`,
        tokenHash,
        expiresAtMs,
      )
    },
    dropSetupToken(): void {
      run('DELETE FROM setup_token')
    },

    /** Throws where another key has this id: a replaced key would count every voter a second time. */
    saveVoterKey(id: string, wrapped: Uint8Array): void {
      if (wrapped.length > WRAPPED_LONGEST) throw new Error('a wrapped voter key is not that long')
      run('INSERT INTO voter_key (key_id, wrapped) VALUES (?, ?)', id, wrapped)
    },
    /** Overwrites it with zeroes, and empties the write-ahead log, where it stood too. */
    destroyVoterKey(id: string): void {
      run('DELETE FROM voter_key WHERE key_id = ?', id)
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    },

    /** The last write of all processes that is done here; '0-0': none. */
    doneUpTo: (): string => String(all('SELECT entry_id FROM shared_write')[0]?.['entry_id'] ?? '0-0'),
    noteDone(entryId: string): void {
      run(
        `INSERT INTO shared_write (only_one, entry_id) VALUES (1, ?)
         ON CONFLICT (only_one) DO UPDATE SET entry_id = excluded.entry_id`,
        entryId,
      )
    },

    close(): void {
      db.close()
    },
  }
}

/** The statements that a vault from before lacks; repeated on one that has the tables they change nothing. */
function tablesAddedLater(schema: string): readonly string[] {
  return schema.match(/^CREATE TABLE IF NOT EXISTS[^;]*;/gm) ?? []
}
