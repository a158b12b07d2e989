// What access keeps on disk, apart from journal and ballots: hashes of secrets, never a secret. Reads are from memory, writes wait for the disk.

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

/** A control surface's token: of whom, and what it is for. */
export interface ControlToken {
  readonly tokenId: string
  readonly personId: PersonId
  readonly name: string
  readonly createdAtMs: number
}

/** A write that did not come to its end in time, or failed. Whether it is on disk is unknown. */
export class VaultFailed extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'VaultFailed'
  }
}

/** What is written, by whatever writes it: on disk when it resolves. */
interface VaultWrites {
  setPassword(personId: PersonId, hash: string, nowMs: number): Promise<void>
  dropPassword(personId: PersonId): Promise<void>

  /** Keeps the newest LOGINS_A_PERSON of a person and drops what has expired; answers the ids of logins dropped. */
  addLogin(tokenHash: Uint8Array, login: Login, nowMs: number): Promise<readonly string[]>
  endLogin(loginId: string): Promise<void>
  /** Ends all logins of a person but one; answers their ids. */
  endLoginsOf(personId: PersonId, but: string | null): Promise<readonly string[]>

  /** Replaces the seat's earlier code. False where that code is another seat's at the moment: draw again. */
  addPairing(pairing: Pairing, nowMs: number): Promise<boolean>
  /** Takes a pairing out by the hash of its code or QR token, for one caller only; null where there is none or it has expired. */
  takePairing(hash: Uint8Array, nowMs: number): Promise<Pairing | null>
  /** Puts back what was taken and could not be used; a newer code of the seat stays. */
  putBackPairing(pairing: Pairing): Promise<void>

  /** One set-up token at a time; a new one replaces it. */
  setSetupToken(tokenHash: Uint8Array, expiresAtMs: number): Promise<void>
  dropSetupToken(): Promise<void>
  addControlToken(tokenHash: Uint8Array, token: ControlToken): Promise<void>
  /** Ends one for good. */
  dropControlToken(tokenId: string): Promise<void>
}

/**
 * Reads answer at once. A write rejects with VaultFailed where the disk fails or stalls; what it takes away (a login, the
 * set-up link) counts no more from the call on, what it adds counts when it is on disk.
 */
export interface Vault extends VaultWrites {
  passwordOf(personId: PersonId): string | null
  loginOf(tokenHash: Uint8Array): Login | null
  seatDeviceOf(tokenHash: Uint8Array): SeatDevice | null
  controlTokenOf(tokenHash: Uint8Array): ControlToken | null
  /** Oldest first. */
  readonly controlTokens: () => readonly ControlToken[]
  isSetupToken(tokenHash: Uint8Array, nowMs: number): boolean
  /** A seat's newest DEVICES_A_SEAT are kept, the replaced ones among them, so that they are told so (SCORE4). */
  addSeatDevice(tokenHash: Uint8Array, device: SeatDevice, nowMs: number): Promise<void>
}

/** The file behind it (storage/sqlite-vault.ts). Calls are done one after another, in order, and reject where the storage fails. */
export interface VaultFile extends VaultWrites {
  contents(): Promise<VaultContents>
  /** Answers the token hashes of the seat's devices that were dropped. */
  addSeatDevice(tokenHash: Uint8Array, device: SeatDevice, nowMs: number): Promise<readonly Uint8Array[]>
  /** Rejects where another key has this id: a replaced key would count every voter a second time (BAL8). */
  saveVoterKey(id: string, wrapped: Uint8Array): Promise<void>
  /** Resolves when no byte of it is left in the file (BAL8). No error where there is none. */
  destroyVoterKey(id: string): Promise<void>
  close(): Promise<void>
}

/** All that is kept, but the open pairings: those are only ever taken. */
export interface VaultContents {
  readonly passwords: readonly { readonly personId: PersonId; readonly hash: string }[]
  readonly logins: readonly (Login & { readonly tokenHash: Uint8Array })[]
  readonly seatDevices: readonly (SeatDevice & { readonly tokenHash: Uint8Array })[]
  readonly setupToken: { readonly tokenHash: Uint8Array; readonly expiresAtMs: number } | null
  readonly controlTokens: readonly (ControlToken & { readonly tokenHash: Uint8Array })[]
  readonly voterKeys: readonly { readonly id: string; readonly wrapped: Uint8Array }[]
}
