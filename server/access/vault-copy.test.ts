// The vault's copy in memory over a file that answers when the test says so: what counts when, and what a disk that hangs does.

import { expect, test } from 'vitest'
import { PersonId, SeatId, SessionId } from '../../shared/basics/ids.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { hashOf } from './secrets.ts'
import { VaultFailed, type VaultContents, type VaultFile } from './vault.ts'
import { openVaultCopy, WRITE_WITHIN_MS } from './vault-copy.ts'

const dao = PersonId.parse('dao')
const EMPTY: VaultContents = {
  passwords: [],
  logins: [],
  seatDevices: [],
  setupToken: null,
  controlTokens: [],
  voterKeys: [],
}
const login = (n: number) => ({ loginId: `login-${n}`, personId: dao, expiresAtMs: 1e15 })
const device = { sessionId: SessionId.parse('show-1'), seatId: SeatId.parse('s1'), generation: 1 }

/** A file whose calls hang until they are let go or failed, in order. */
async function givenFile(contents: VaultContents = EMPTY) {
  const hanging: { name: string; answer: (value: unknown) => void; fail: (error: Error) => void }[] = []
  const file = new Proxy({} as VaultFile, {
    get: (_, name: string) =>
      name === 'contents'
        ? async () => contents
        : () =>
            new Promise((answer, fail) => {
              hanging.push({ name, answer, fail })
            }),
  })
  const clock = createHandClock()
  const copy = await openVaultCopy(file, clock)
  const answer = async (value?: unknown) => {
    hanging.shift()!.answer(value)
    await turn()
  }
  const fail = async (why: string) => {
    hanging.shift()!.fail(new Error(why))
    await turn()
  }
  return { ...copy, clock, hanging, answer, fail }
}

const turn = () => new Promise(setImmediate)

test('[SAFE3] what is added counts when it is on disk, not before', async () => {
  const { vault, voterKeys, answer } = await givenFile()
  const writes = [
    vault.setPassword(dao, 'hash', 1),
    vault.addLogin(hashOf('token'), login(1), 1),
    vault.addSeatDevice(hashOf('device'), device, 1),
    vault.setSetupToken(hashOf('link'), 1e15),
    voterKeys.save('show-1', new Uint8Array([1])),
  ]
  const known = () => [
    vault.passwordOf(dao),
    vault.loginOf(hashOf('token')),
    vault.seatDeviceOf(hashOf('device')),
    vault.isSetupToken(hashOf('link'), 1),
    voterKeys.load('show-1'),
  ]
  expect(known()).toEqual([null, null, null, false, null])
  await answer()
  expect(known()).toEqual(['hash', null, null, false, null])
  await answer([])
  await answer([])
  await answer()
  await answer()
  expect(known()).toEqual(['hash', login(1), device, true, new Uint8Array([1])])
  await Promise.all(writes)
})

test('[SAFE3] what is taken away counts no more at once, though the disk hangs or fails', async () => {
  const tokenHash = hashOf('token')
  const { vault, fail } = await givenFile({
    ...EMPTY,
    passwords: [{ personId: dao, hash: 'hash' }],
    logins: [
      { tokenHash, ...login(1) },
      { tokenHash: hashOf('other'), ...login(2) },
    ],
    setupToken: { tokenHash, expiresAtMs: 1e15 },
  })
  const ended = [vault.endLogin('login-1'), vault.endLoginsOf(dao, null), vault.dropSetupToken()]
  const failures = Promise.allSettled(ended)
  expect(vault.loginOf(tokenHash)).toBeNull()
  expect(vault.loginOf(hashOf('other'))).toBeNull()
  expect(vault.isSetupToken(tokenHash, 1)).toBe(false)
  for (let n = 0; n < 3; n += 1) await fail('disk I/O error')
  for (const one of await failures) expect(one).toMatchObject({ reason: new VaultFailed('disk I/O error') })
  expect(vault.loginOf(tokenHash)).toBeNull()
})

test('a login that is being added while all of its person end ends with them', async () => {
  const { vault, answer } = await givenFile()
  const added = vault.addLogin(hashOf('token'), login(1), 1)
  const ended = vault.endLoginsOf(dao, null)
  await answer([])
  await answer(['login-1'])
  expect(await ended).toEqual(['login-1'])
  expect(await added).toEqual([])
  expect(vault.loginOf(hashOf('token'))).toBeNull()
})

test('[SAFE1] what the file drops to stay bounded is forgotten here too', async () => {
  const { vault, answer } = await givenFile({
    ...EMPTY,
    logins: [{ tokenHash: hashOf('old'), ...login(0) }],
    seatDevices: [{ tokenHash: hashOf('first'), ...device }],
  })
  const added = vault.addLogin(hashOf('new'), login(1), 1)
  await answer(['login-0'])
  await added
  expect([vault.loginOf(hashOf('old')), vault.loginOf(hashOf('new'))]).toEqual([null, login(1)])
  const paired = vault.addSeatDevice(hashOf('last'), { ...device, generation: 51 }, 1)
  await answer([hashOf('first')])
  await paired
  expect(vault.seatDeviceOf(hashOf('first'))).toBeNull()
  expect(vault.seatDeviceOf(hashOf('last'))).toMatchObject({ generation: 51 })
})

test('[SAFE3] a write that takes too long is refused to whoever waits; what it leaves on disk is taken in', async () => {
  const { vault, clock, answer } = await givenFile()
  let refused: unknown = null
  const late = vault.addLogin(hashOf('token'), login(1), 1).catch((error: unknown) => (refused = error))
  clock.forward(WRITE_WITHIN_MS - 1)
  await turn()
  expect(refused).toBeNull()
  clock.forward(1)
  await late
  expect(refused).toBeInstanceOf(VaultFailed)
  await answer([])
  expect(vault.loginOf(hashOf('token'))).toEqual(login(1))
})

test('[SAFE2] 500 writes wait for the disk at most; the next is refused at once, and taken when there is room', async () => {
  const { vault, clock, hanging, answer } = await givenFile()
  const waiting = Array.from({ length: 500 }, () => vault.setPassword(dao, 'hash', 1))
  const all = Promise.allSettled(waiting)
  await expect(vault.setPassword(dao, 'one too many', 1)).rejects.toThrow(VaultFailed)
  expect(hanging).toHaveLength(500)
  // Those who waited have gone; their writes have not.
  clock.forward(WRITE_WITHIN_MS)
  expect((await all).every(({ status }) => status === 'rejected')).toBe(true)
  await expect(vault.setPassword(dao, 'still full', 1)).rejects.toThrow(VaultFailed)
  await answer()
  const next = vault.setPassword(dao, 'there is room', 1)
  while (hanging.length > 0) await answer()
  await next
  expect(vault.passwordOf(dao)).toBe('there is room')
})
