// The vault on a real file: what it keeps comes back after it is opened again, is bounded, and holds no secret in clear.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PersonId, SeatId, SessionId } from '../../shared/basics/ids.ts'
import { hashOf, newQrToken, newToken } from '../access/secrets.ts'
import type { Vault, VaultFile } from '../access/vault.ts'
import { openVaultCopy } from '../access/vault-copy.ts'
import type { VoterKeyStore } from '../ballots/voter-key.ts'
import { createSystemClock } from '../clock.ts'
import { NotOurFile } from './sqlite.ts'
import { openSqliteVault } from './sqlite-vault.ts'

const dao = PersonId.parse('dao')
const ping = PersonId.parse('ping')
const sessionId = SessionId.parse('show-1')
const seat = (n: number) => SeatId.parse(`s${n}`)

let folder: string
let file: string
let onDisk: VaultFile
let vault: Vault
let voterKeys: VoterKeyStore

async function open() {
  onDisk = await openSqliteVault(file)
  const copy = await openVaultCopy(onDisk, createSystemClock())
  ;({ vault, voterKeys } = copy)
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wenzheng-vault-'))
  file = join(folder, 'vault.db')
  await open()
})
afterEach(async () => {
  await onDisk.close()
  rmSync(folder, { recursive: true, force: true })
})

async function reopen() {
  await onDisk.close()
  await open()
}

test('[SAFE1] only the server’s own account may read it', () => {
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0)
})

test('a foreign file stops the start and stays as it was', async () => {
  const foreign = join(folder, 'foreign.db')
  writeFileSync(foreign, 'not a database')
  await expect(openSqliteVault(foreign)).rejects.toThrow(NotOurFile)
  expect(readFileSync(foreign, 'utf8')).toBe('not a database')
})

describe('logins', () => {
  const login = (n: number, personId = dao) => ({ loginId: `login-${n}`, personId, expiresAtMs: 1_000 + n })

  test('are found by the hash of their token, over a restart', async () => {
    const token = newToken()
    await vault.addLogin(hashOf(token), login(1), 0)
    await reopen()
    expect(vault.loginOf(hashOf(token))).toEqual(login(1))
    expect(vault.loginOf(hashOf(`${token}x`))).toBeNull()
    await vault.endLogin('login-1')
    expect(vault.loginOf(hashOf(token))).toBeNull()
  })

  test('[SAFE1] a person has at most 20; the oldest end, and what has expired goes', async () => {
    const all = Array.from({ length: 25 }, (_, i) => vault.addLogin(hashOf(`t${i}`), login(i), i))
    const ended = (await Promise.all(all)).flat()
    expect(ended).toEqual(['login-0', 'login-1', 'login-2', 'login-3', 'login-4'])
    expect(await vault.addLogin(hashOf('late'), login(99, ping), 1_024)).toHaveLength(20)
    expect(vault.loginOf(hashOf('late'))).not.toBeNull()
  })

  test('all of one person end but one, and nobody else’s', async () => {
    for (const n of [1, 2, 3]) await vault.addLogin(hashOf(`t${n}`), login(n), 0)
    await vault.addLogin(hashOf('other'), login(4, ping), 0)
    expect([...(await vault.endLoginsOf(dao, 'login-2'))].sort()).toEqual(['login-1', 'login-3'])
    expect(vault.loginOf(hashOf('t2'))).not.toBeNull()
    expect(await vault.endLoginsOf(dao, null)).toEqual(['login-2'])
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

  test('are taken once, by code or by QR token', async () => {
    const [one, two] = [pairing(1), pairing(2)]
    await vault.addPairing(one, 0)
    await vault.addPairing(two, 0)
    await reopen()
    const atOnce = await Promise.all(
      [one.codeHash, one.qrHash, one.codeHash].map((hash) => vault.takePairing(hash, 1)),
    )
    expect(atOnce.filter(Boolean)).toMatchObject([{ sessionId, seatId: 's1' }])
    expect(await vault.takePairing(one.codeHash, 1)).toBeNull()
    expect(await vault.takePairing(one.qrHash, 1)).toBeNull()
    expect(await vault.takePairing(two.qrHash, 1)).toMatchObject({ seatId: 's2' })
  })

  test('expire, and a new one voids the seat’s earlier one', async () => {
    const [first, second] = [pairing(1), pairing(1, '12345678')]
    await vault.addPairing(first, 0)
    await vault.addPairing(second, 0)
    expect(await vault.takePairing(first.codeHash, 1)).toBeNull()
    expect(await vault.takePairing(second.codeHash, 600_000)).toBeNull()
  })

  test('a code that is another seat’s at the moment is not given twice', async () => {
    expect(await vault.addPairing(pairing(1, '11111111'), 0)).toBe(true)
    expect(await vault.addPairing(pairing(2, '11111111'), 0)).toBe(false)
    expect(await vault.takePairing(hashOf('11111111'), 1)).toMatchObject({ seatId: 's1' })
  })

  test('what is put back does not push out a newer one', async () => {
    const [old, newer] = [pairing(1), pairing(1, '22222222')]
    await vault.addPairing(old, 0)
    const taken = (await vault.takePairing(old.codeHash, 1))!
    await vault.addPairing(newer, 1)
    await vault.putBackPairing(taken)
    expect(await vault.takePairing(old.codeHash, 2)).toBeNull()
    expect(await vault.takePairing(newer.codeHash, 2)).not.toBeNull()
  })
})

test('[SCORE4] a seat’s last 50 devices stay known, replaced ones too', async () => {
  for (let generation = 1; generation <= 60; generation += 1) {
    await vault.addSeatDevice(hashOf(`device-${generation}`), { sessionId, seatId: seat(1), generation }, 0)
  }
  await reopen()
  expect(vault.seatDeviceOf(hashOf('device-60'))).toEqual({ sessionId, seatId: 's1', generation: 60 })
  expect(vault.seatDeviceOf(hashOf('device-11'))).toMatchObject({ generation: 11 })
  expect(vault.seatDeviceOf(hashOf('device-10'))).toBeNull()
})

test('[BAL8] a wrapped voter key is written once and never replaced', async () => {
  const wrapped = new Uint8Array([1, 2, 3])
  expect(voterKeys.load('show-1')).toBeNull()
  await voterKeys.save('show-1', wrapped)
  await reopen()
  expect([...voterKeys.load('show-1')!]).toEqual([1, 2, 3])
  await expect(voterKeys.save('show-1', new Uint8Array([9]))).rejects.toThrow()
  expect([...voterKeys.load('show-1')!]).toEqual([1, 2, 3])
})

test('[BAL8] of a voter key that is destroyed no byte is left in any file of the vault', async () => {
  const wrapped = randomBytes(61)
  await voterKeys.save('show-1', wrapped)
  await voterKeys.save('show-2', new Uint8Array([7]))
  const found = () => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(wrapped))
  expect(found()).not.toEqual([])
  await voterKeys.destroy('show-1')
  expect(found()).toEqual([])
  expect(voterKeys.load('show-1')).toBeNull()
  await reopen()
  expect(voterKeys.load('show-1')).toBeNull()
  expect([...voterKeys.load('show-2')!]).toEqual([7])
})

test('the set-up token is one, expires, and goes', async () => {
  await vault.setSetupToken(hashOf('one'), 100)
  await vault.setSetupToken(hashOf('two'), 100)
  await reopen()
  expect(vault.isSetupToken(hashOf('one'), 1)).toBe(false)
  expect(vault.isSetupToken(hashOf('two'), 99)).toBe(true)
  expect(vault.isSetupToken(hashOf('two'), 100)).toBe(false)
  await vault.dropSetupToken()
  expect(vault.isSetupToken(hashOf('two'), 1)).toBe(false)
})

test('[SAFE1] no token is in the file in clear', async () => {
  const token = newToken()
  await vault.addLogin(hashOf(token), { loginId: 'l', personId: dao, expiresAtMs: 10 }, 0)
  await vault.addSeatDevice(hashOf(token), { sessionId, seatId: seat(1), generation: 1 }, 0)
  await vault.setSetupToken(hashOf(token), 10)
  await onDisk.close()
  const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
  expect(bytes.includes('show-1')).toBe(true)
  expect(bytes.includes(token)).toBe(false)
  await open()
})

test('[SAFE3] a write that waits for the disk waits in its own thread: reads and the event loop go on', async () => {
  await vault.setPassword(dao, 'first', 1)
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  let written = false
  const write = vault.setPassword(dao, 'second', 2).then(() => {
    written = true
  })
  // Timers and the network are served in these turns; the lock is given up by this thread alone.
  for (let turns = 0; turns < 50; turns += 1) await new Promise(setImmediate)
  expect(written).toBe(false)
  expect(vault.passwordOf(dao)).toBe('first')
  other.exec('ROLLBACK')
  other.close()
  await write
  expect(vault.passwordOf(dao)).toBe('second')
  await reopen()
  expect(vault.passwordOf(dao)).toBe('second')
})
