// What access keeps on disk, apart from journal and ballots: hashes of secrets, never a secret (storage/sqlite-vault.ts).

import type { PersonId, SeatId, SessionId } from '../../shared/basics/ids.ts'

export interface Login {
  /** Names the login in memory and to its sockets; no secret. */
  readonly loginId: string
  readonly personId: PersonId
  readonly expiresAtMs: number
}

export interface Pairing {
  readonly codeHash: Uint8Array
  readonly qrHash: Uint8Array
  readonly sessionId: SessionId
  readonly seatId: SeatId
  readonly expiresAtMs: number
}

export interface SeatDevice {
  readonly sessionId: SessionId
  readonly seatId: SeatId
  readonly generation: number
}

/** Every call is done when it returns, and on disk when it wrote. Throws where the storage fails. */
export interface Vault {
  passwordOf(personId: PersonId): string | null
  setPassword(personId: PersonId, hash: string, nowMs: number): void
  dropPassword(personId: PersonId): void

  /** Keeps the newest LOGINS_A_PERSON of a person and drops what has expired; answers the ids of logins dropped. */
  addLogin(tokenHash: Uint8Array, login: Login, nowMs: number): readonly string[]
  loginOf(tokenHash: Uint8Array): Login | null
  endLogin(loginId: string): void
  /** Ends all logins of a person but one; answers their ids. */
  endLoginsOf(personId: PersonId, but: string | null): readonly string[]

  /** Replaces the seat's earlier code. False where that code is another seat's at the moment: draw again. */
  addPairing(pairing: Pairing, nowMs: number): boolean
  /** Takes a pairing out by the hash of its code or QR token; null where there is none or it has expired. */
  takePairing(hash: Uint8Array, nowMs: number): Pairing | null
  /** Puts back what was taken and could not be used; a newer code of the seat stays. */
  putBackPairing(pairing: Pairing): void

  /** A seat's newest DEVICES_A_SEAT are kept, the replaced ones among them, so that they are told so (SCORE4). */
  addSeatDevice(tokenHash: Uint8Array, device: SeatDevice, nowMs: number): void
  seatDeviceOf(tokenHash: Uint8Array): SeatDevice | null

  /** One set-up token at a time; a new one replaces it. */
  setSetupToken(tokenHash: Uint8Array, expiresAtMs: number): void
  isSetupToken(tokenHash: Uint8Array, nowMs: number): boolean
  dropSetupToken(): void
}
