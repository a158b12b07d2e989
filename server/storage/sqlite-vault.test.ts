// The vault on a real file: what it keeps comes back after it is opened again, is bounded, and holds no secret in clear.

import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PersonId, SeatId, SessionId } from '../../shared/basics/ids.ts'
import { hashOf, newQrToken, newToken } from '../access/secrets.ts'
import type { Vault } from '../access/vault.ts'
import type { VoterKeyStore } from '../ballots/voter-key.ts'
import { NotOurFile } from './sqlite.ts'
import { openVault, type SqliteVault } from './sqlite-vault.ts'

const dao = PersonId.parse('dao')
const ping = PersonId.parse('ping')
const sessionId = SessionId.parse('show-1')
const seat = (n: number) => SeatId.parse(`s${n}`)

let folder: string
let file: string
let vault: SqliteVault

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wenzheng-vault-'))
  file = join(folder, 'vault.db')
  vault = openVault(file)
})
afterEach(() => {
  vault.close()
  rmSync(folder, { recursive: true, force: true })
})

function reopen() {
  vault.close()
  vault = openVault(file)
}

test('it fits the ports it is made for', () => {
  const asVault: Vault = vault
  const asKeys: VoterKeyStore = vault.voterKeys
  expect([asVault, asKeys]).toHaveLength(2)
})

test('[SAFE1] only the server’s own account may read it', () => {
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0)
})

test('a foreign file stops the start and stays as it was', () => {
  const foreign = join(folder, 'foreign.db')
  writeFileSync(foreign, 'not a database')
  expect(() => openVault(foreign)).toThrow(NotOurFile)
  expect(readFileSync(foreign, 'utf8')).toBe('not a database')
})

describe('logins', () => {
  const login = (n: number, personId = dao) => ({ loginId: `login-${n}`, personId, expiresAtMs: 1_000 + n })

  test('are found by the hash of their token, over a restart', () => {
    const token = newToken()
    vault.addLogin(hashOf(token), login(1), 0)
    reopen()
    expect(vault.loginOf(hashOf(token))).toEqual(login(1))
    expect(vault.loginOf(hashOf(`${token}x`))).toBeNull()
    vault.endLogin('login-1')
    expect(vault.loginOf(hashOf(token))).toBeNull()
  })

  test('[SAFE1] a person has at most 20; the oldest end, and what has expired goes', () => {
    const ended = Array.from({ length: 25 }, (_, i) => vault.addLogin(hashOf(`t${i}`), login(i), i)).flat()
    expect(ended).toEqual(['login-0', 'login-1', 'login-2', 'login-3', 'login-4'])
    expect(vault.addLogin(hashOf('late'), login(99, ping), 1_024)).toHaveLength(20)
    expect(vault.loginOf(hashOf('late'))).not.toBeNull()
  })

  test('all of one person end but one, and nobody else’s', () => {
    for (const n of [1, 2, 3]) vault.addLogin(hashOf(`t${n}`), login(n), 0)
    vault.addLogin(hashOf('other'), login(4, ping), 0)
    expect([...vault.endLoginsOf(dao, 'login-2')].sort()).toEqual(['login-1', 'login-3'])
    expect(vault.loginOf(hashOf('t2'))).not.toBeNull()
    expect(vault.endLoginsOf(dao, null)).toEqual(['login-2'])
    expect(vault.loginOf(hashOf('other'))).not.toBeNull()
  })
})

describe('[SCORE4] pairings', () => {
  const pairing = (n: number, code = `0000000${n}`) => ({
    codeHash: hashOf(code),
    qrHash: hashOf(newQrToken()),
    sessionId,
    seatId: seat(n),
    expiresAtMs: 600_000,
  })

  test('are taken once, by code or by QR token', () => {
    const [one, two] = [pairing(1), pairing(2)]
    vault.addPairing(one, 0)
    vault.addPairing(two, 0)
    reopen()
    expect(vault.takePairing(one.codeHash, 1)).toMatchObject({ seatId: 's1' })
    expect(vault.takePairing(one.codeHash, 1)).toBeNull()
    expect(vault.takePairing(one.qrHash, 1)).toBeNull()
    expect(vault.takePairing(two.qrHash, 1)).toMatchObject({ seatId: 's2' })
  })

  test('expire, and a new one voids the seat’s earlier one', () => {
    const [first, second] = [pairing(1), pairing(1, '12345678')]
    vault.addPairing(first, 0)
    vault.addPairing(second, 0)
    expect(vault.takePairing(first.codeHash, 1)).toBeNull()
    expect(vault.takePairing(second.codeHash, 600_000)).toBeNull()
  })

  test('a code that is another seat’s at the moment is not given twice', () => {
    expect(vault.addPairing(pairing(1, '11111111'), 0)).toBe(true)
    expect(vault.addPairing(pairing(2, '11111111'), 0)).toBe(false)
    expect(vault.takePairing(hashOf('11111111'), 1)).toMatchObject({ seatId: 's1' })
  })

  test('what is put back does not push out a newer one', () => {
    const [old, newer] = [pairing(1), pairing(1, '22222222')]
    vault.addPairing(old, 0)
    const taken = vault.takePairing(old.codeHash, 1)!
    vault.addPairing(newer, 1)
    vault.putBackPairing(taken)
    expect(vault.takePairing(old.codeHash, 2)).toBeNull()
    expect(vault.takePairing(newer.codeHash, 2)).not.toBeNull()
  })
})

test('[SCORE4] a seat’s last 50 devices stay known, replaced ones too', () => {
  for (let generation = 1; generation <= 60; generation += 1) {
    vault.addSeatDevice(hashOf(`device-${generation}`), { sessionId, seatId: seat(1), generation }, 0)
  }
  reopen()
  expect(vault.seatDeviceOf(hashOf('device-60'))).toEqual({ sessionId, seatId: 's1', generation: 60 })
  expect(vault.seatDeviceOf(hashOf('device-11'))).toMatchObject({ generation: 11 })
  expect(vault.seatDeviceOf(hashOf('device-10'))).toBeNull()
})

test('[BAL8] a wrapped voter key is written once and never replaced', () => {
  const wrapped = new Uint8Array([1, 2, 3])
  expect(vault.voterKeys.load('show-1')).toBeNull()
  vault.voterKeys.save('show-1', wrapped)
  reopen()
  expect([...vault.voterKeys.load('show-1')!]).toEqual([1, 2, 3])
  expect(() => vault.voterKeys.save('show-1', new Uint8Array([9]))).toThrow()
  expect([...vault.voterKeys.load('show-1')!]).toEqual([1, 2, 3])
})

test('the set-up token is one, expires, and goes', () => {
  vault.setSetupToken(hashOf('one'), 100)
  vault.setSetupToken(hashOf('two'), 100)
  reopen()
  expect(vault.isSetupToken(hashOf('one'), 1)).toBe(false)
  expect(vault.isSetupToken(hashOf('two'), 99)).toBe(true)
  expect(vault.isSetupToken(hashOf('two'), 100)).toBe(false)
  vault.dropSetupToken()
  expect(vault.isSetupToken(hashOf('two'), 1)).toBe(false)
})

test('[SAFE1] no token is in the file in clear', () => {
  const token = newToken()
  vault.addLogin(hashOf(token), { loginId: 'l', personId: dao, expiresAtMs: 10 }, 0)
  vault.addSeatDevice(hashOf(token), { sessionId, seatId: seat(1), generation: 1 }, 0)
  vault.setSetupToken(hashOf(token), 10)
  vault.close()
  const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
  expect(bytes.includes('show-1')).toBe(true)
  expect(bytes.includes(token)).toBe(false)
  vault = openVault(file)
})
