// The vault as access uses it: a copy of its file in memory, and writes that end in time, so that a stalled disk stalls no screen (SAFE3).

import type { Clock } from '../clock.ts'
import type { PersonId } from '../../shared/basics/ids.ts'
import {
  VaultFailed,
  type ControlToken,
  type Login,
  type SeatDevice,
  type Vault,
  type VaultContents,
  type VaultFile,
} from './vault.ts'

/** A write that takes longer is refused to whoever waits for it; what it leaves on disk is still taken into the copy. */
export const WRITE_WITHIN_MS = 5_000
/** Writes that wait for the disk, at most (SAFE2). */
const WRITES_MOST = 500

export type VaultCopy = Awaited<ReturnType<typeof openVaultCopy>>

/**
 * Reads the whole file (a few hundred logins and devices). `voterKeys` fits the VoterKeyStore of ballots/voter-key.ts.
 * Rejects where the file cannot be read. `onWritten`: where several processes share the vault, calls back after writes of any
 * of them, before those of this one resolve.
 */
export async function openVaultCopy(
  file: VaultFile,
  clock: Clock,
  onWritten: (listener: () => Promise<void>) => void = () => undefined,
) {
  const passwords = new Map<PersonId, string>()
  const logins = new Map<string, Login>()
  const devices = new Map<string, SeatDevice>()
  const voterKeys = new Map<string, Uint8Array>()
  const controlTokens = new Map<string, ControlToken>()
  let setupToken: VaultContents['setupToken'] = null
  const readAll = async () => {
    const contents = await file.contents()
    for (const part of [passwords, logins, devices, voterKeys, controlTokens]) part.clear()
    for (const { personId, hash } of contents.passwords) passwords.set(personId, hash)
    for (const { tokenHash, ...login } of contents.logins) logins.set(keyOf(tokenHash), login)
    for (const { tokenHash, ...device } of contents.seatDevices) devices.set(keyOf(tokenHash), device)
    for (const { id, wrapped } of contents.voterKeys) voterKeys.set(id, wrapped)
    for (const { tokenHash, ...token } of contents.controlTokens) controlTokens.set(keyOf(tokenHash), token)
    setupToken = contents.setupToken
  }
  await readAll()
  onWritten(readAll)
  let waiting = 0

  const write = async <T>(work: () => Promise<T>, then: (done: T) => void = () => undefined): Promise<T> => {
    if (waiting >= WRITES_MOST) throw new VaultFailed(`${waiting} writes wait for the vault`)
    waiting += 1
    const done = work().then(
      (value) => {
        waiting -= 1
        then(value)
        return value
      },
      (error: unknown) => {
        waiting -= 1
        throw new VaultFailed(error instanceof Error ? error.message : String(error))
      },
    )
    return new Promise((resolve, reject) => {
      const cancel = clock.at(clock.nowMs() + WRITE_WITHIN_MS, () =>
        reject(new VaultFailed('the vault does not answer')),
      )
      done.finally(cancel).then(resolve, reject)
    })
  }

  const drop = (ended: (login: Login) => boolean) => {
    for (const [key, login] of logins) if (ended(login)) logins.delete(key)
  }
  const dropIds = (loginIds: readonly string[]) => {
    const ids = new Set(loginIds)
    if (ids.size > 0) drop(({ loginId }) => ids.has(loginId))
  }

  const vault: Vault = {
    passwordOf: (personId) => passwords.get(personId) ?? null,
    setPassword: (personId, hash, nowMs) =>
      write(
        () => file.setPassword(personId, hash, nowMs),
        () => passwords.set(personId, hash),
      ),
    dropPassword(personId) {
      passwords.delete(personId)
      return write(() => file.dropPassword(personId))
    },

    addLogin: (tokenHash, login, nowMs) =>
      write(
        () => file.addLogin(tokenHash, login, nowMs),
        (dropped) => {
          logins.set(keyOf(tokenHash), login)
          dropIds(dropped)
        },
      ),
    loginOf: (tokenHash) => logins.get(keyOf(tokenHash)) ?? null,
    endLogin(ended) {
      drop(({ loginId }) => loginId === ended)
      return write(
        () => file.endLogin(ended),
        () => dropIds([ended]),
      )
    },
    endLoginsOf(ofPerson, but) {
      drop(({ personId, loginId }) => personId === ofPerson && loginId !== but)
      // Those whose adding was still under way are among the dropped ones.
      return write(() => file.endLoginsOf(ofPerson, but), dropIds)
    },

    addPairing: (pairing, nowMs) => write(() => file.addPairing(pairing, nowMs)),
    takePairing: (hash, nowMs) => write(() => file.takePairing(hash, nowMs)),
    putBackPairing: (pairing) => write(() => file.putBackPairing(pairing)),

    async addSeatDevice(tokenHash, device, nowMs) {
      await write(
        () => file.addSeatDevice(tokenHash, device, nowMs),
        (dropped) => {
          devices.set(keyOf(tokenHash), device)
          for (const hash of dropped) devices.delete(keyOf(hash))
        },
      )
    },
    seatDeviceOf: (tokenHash): SeatDevice | null => devices.get(keyOf(tokenHash)) ?? null,

    controlTokenOf: (tokenHash) => controlTokens.get(keyOf(tokenHash)) ?? null,
    controlTokens: () => [...controlTokens.values()],
    addControlToken: (tokenHash, token) =>
      write(
        () => file.addControlToken(tokenHash, token),
        () => controlTokens.set(keyOf(tokenHash), token),
      ),
    dropControlToken(ended) {
      for (const [key, { tokenId }] of controlTokens) if (tokenId === ended) controlTokens.delete(key)
      return write(() => file.dropControlToken(ended))
    },

    setSetupToken: (tokenHash, expiresAtMs) =>
      write(
        () => file.setSetupToken(tokenHash, expiresAtMs),
        () => {
          setupToken = { tokenHash, expiresAtMs }
        },
      ),
    isSetupToken: (tokenHash, nowMs) =>
      setupToken !== null &&
      keyOf(setupToken.tokenHash) === keyOf(tokenHash) &&
      nowMs < setupToken.expiresAtMs,
    dropSetupToken() {
      setupToken = null
      return write(() => file.dropSetupToken())
    },
  }

  return {
    vault,
    voterKeys: {
      load: (id: string): Uint8Array | null => voterKeys.get(id) ?? null,
      save: (id: string, wrapped: Uint8Array): Promise<void> =>
        write(
          () => file.saveVoterKey(id, wrapped),
          () => voterKeys.set(id, wrapped),
        ),
      destroy: (id: string): Promise<void> =>
        write(
          () => file.destroyVoterKey(id),
          () => voterKeys.delete(id),
        ),
    },
    close: () => file.close(),
  }
}

function keyOf(tokenHash: Uint8Array): string {
  return Buffer.from(tokenHash).toString('base64')
}
