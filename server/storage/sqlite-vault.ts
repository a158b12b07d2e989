// The vault on a SQLite file, held by a worker thread: a write returns when it is on disk.

import { PersonId, SeatId, SessionId } from '../../shared/basics/ids.ts'
import type { PairingRow } from './sqlite-vault-file.ts'
import type { VaultCalls } from './sqlite-vault-worker.ts'
import { startWorker } from './worker-shell.ts'

const CALLS = [
  ...['open', 'contents', 'setPassword', 'dropPassword', 'addLogin', 'endLogin', 'endLoginsOf', 'close'],
  ...['addPairing', 'takePairing', 'putBackPairing', 'addSeatDevice', 'setSetupToken', 'dropSetupToken'],
  ...['addControlToken', 'dropControlToken'],
  ...['saveVoterKey', 'destroyVoterKey', 'doneUpTo', 'noteDone'],
] as readonly (keyof VaultCalls)[]

export type SqliteVault = Awaited<ReturnType<typeof openSqliteVault>>

/**
 * Opens or makes the vault `file`, readable by the server's own account only; fits the VaultFile of access/vault.ts.
 * Rejects with NotOurFile where it is foreign or corrupt (it is left as it was) or with the driver's error.
 */
export async function openSqliteVault(file: string) {
  const worker = startWorker<VaultCalls>(new URL('./sqlite-vault-worker.ts', import.meta.url), CALLS)
  const { call } = worker
  try {
    await call.open(file)
  } catch (error) {
    await worker.stop()
    throw error
  }
  return {
    ...call,
    async contents() {
      const { passwords, logins, seatDevices, controlTokens, ...rest } = await call.contents()
      return {
        ...rest,
        passwords: passwords.map((row) => ({ ...row, personId: PersonId.parse(row.personId) })),
        logins: logins.map((row) => ({ ...row, personId: PersonId.parse(row.personId) })),
        controlTokens: controlTokens.map((row) => ({ ...row, personId: PersonId.parse(row.personId) })),
        seatDevices: seatDevices.map((row) => ({ ...row, ...seatOf(row) })),
      }
    },
    async takePairing(hash: Uint8Array, nowMs: number) {
      const row = await call.takePairing(hash, nowMs)
      return row === null ? null : { ...row, ...seatOf(row) }
    },
    async close() {
      try {
        await call.close()
      } finally {
        await worker.stop()
      }
    },
  }
}

function seatOf({ sessionId, seatId }: Pick<PairingRow, 'sessionId' | 'seatId'>) {
  return { sessionId: SessionId.parse(sessionId), seatId: SeatId.parse(seatId) }
}
