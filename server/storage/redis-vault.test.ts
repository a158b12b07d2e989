// One vault for several processes: a code is taken once, the first key of a poll is everybody's, and no file forgets what Redis lost.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PersonId, SeatId, SessionId } from '../../shared/basics/ids.ts'
import { startRedis, type TestRedis } from '../../tests/support/redis-server.ts'
import { openVaultCopy } from '../access/vault-copy.ts'
import { createVoterKeys } from '../ballots/voter-key.ts'
import { createSystemClock } from '../clock.ts'
import { connectRedis, type RedisConnection } from './redis-connection.ts'
import { openRedisVault } from './redis-vault.ts'
import { openSqliteVault } from './sqlite-vault.ts'

let server: TestRedis
const closers: (() => unknown)[] = []
beforeAll(async () => {
  server = await startRedis()
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await server.send('FLUSHALL')
})
afterAll(() => server.remove())

let processes = 0
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vaults-'))
  closers.push(() => rmSync(folder, { recursive: true }))
  return folder
}
async function aProcess({
  folder = newFolder(),
  processId = `p${String((processes += 1))}`,
  through = (line: RedisConnection) => line,
  doneWithinMs = 5_000,
} = {}) {
  const redis = through(await connectRedis(server.url))
  closers.push(() => redis.close())
  const local = await openSqliteVault(join(folder, 'vault.db'))
  const file = await openRedisVault({ redis, local, processId, onError: () => undefined, doneWithinMs })
  let isOpen = true
  const close = async () => {
    if (isOpen) await file.close()
    isOpen = false
  }
  closers.push(close)
  const copy = await openVaultCopy(file, createSystemClock(), file.onWritten)
  return {
    ...copy,
    ...{ close, folder, processId },
    upToDate: () => file.upToDate(),
    keys: createVoterKeys(copy.voterKeys, 'a secret of this test'),
  }
}
/** Until all have done what one wrote. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((wake) => setTimeout(wake, 5))
}

/** Redis takes files away while it writes them anew. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

const lin = PersonId.parse('lin')
const hash = (n: number) => new Uint8Array(32).fill(n)
const login = { loginId: 'l1', personId: lin, expiresAtMs: Date.now() + 1_000_000 }

test('[SAFE4] who signs in at one process is known at the others, and gone there when signed out', async () => {
  const [a, b] = [await aProcess(), await aProcess()]
  await a.vault.setPassword(lin, '$argon2id$', 1)
  await a.vault.addLogin(hash(1), login, 1)
  await until(() => b.vault.loginOf(hash(1)) !== null)
  expect(b.vault.passwordOf(lin)).toBe('$argon2id$')
  await b.vault.endLogin('l1')
  await until(() => a.vault.loginOf(hash(1)) === null)
})

test('[SAFE4] whoever was let in by one process is known at another that asks first, however far that one was behind', async () => {
  const [a, b] = [await aProcess(), await aProcess()]
  for (let n = 1; n <= 300; n += 1)
    await a.vault.addLogin(hash(n % 256), { ...login, loginId: `l${String(n)}` }, n)
  await a.vault.setSetupToken(hash(9), 100)
  await b.upToDate()
  expect(b.vault.isSetupToken(hash(9), 1)).toBe(true)
  expect(b.vault.loginOf(hash(300 % 256))?.loginId).toBe('l300')
  await server.send('FLUSHALL')
  await b.upToDate()
})

test('[SCORE4] a pairing code typed at two processes at once pairs one tablet', async () => {
  const [a, b] = [await aProcess(), await aProcess()]
  const seat = { sessionId: SessionId.parse('s1'), seatId: SeatId.parse('seat-1') }
  const pairing = { ...seat, codeHash: hash(2), qrHash: hash(3), expiresAtMs: Date.now() + 60_000 }
  await a.vault.addPairing(pairing, 1)
  const taken = await Promise.all([a, b, a, b].map(({ vault }) => vault.takePairing(hash(2), 1)))
  expect(taken.filter((one) => one !== null)).toHaveLength(1)
})

test('[BAL8] every process that makes a poll’s key ready at once counts its voters under one key', async () => {
  const all = [await aProcess(), await aProcess(), await aProcess()]
  const prepared = await Promise.all(all.map(({ keys }) => keys.prepare('show-1')))
  expect(prepared.every(({ ok }) => ok)).toBe(true)
  const voters = all.map(({ keys }) => Buffer.from(keys.voterKeyOf('show-1', 'phone:+8613800000000')))
  expect(new Set(voters.map((voter) => voter.toString('hex'))).size).toBe(1)
})

test('[BAL8] Redis lost everything: what the files hold is given back, and a new process has it too', async () => {
  const [a, b] = [await aProcess(), await aProcess()]
  await a.vault.setPassword(lin, '$argon2id$', 1)
  await a.keys.prepare('show-1')
  await until(() => b.voterKeys.load('show-1') !== null)
  await server.send('FLUSHALL')
  await a.vault.addLogin(hash(1), login, 1)
  await until(() => b.vault.loginOf(hash(1)) !== null)
  await server.kill('SIGKILL')
  await server.start()
  const late = await aProcess()
  await until(() => late.voterKeys.load('show-1') !== null)
  await until(() => late.vault.passwordOf(lin) !== null)
  expect(late.voterKeys.load('show-1')).toEqual(a.voterKeys.load('show-1'))
})

test('[BAL8] a key that is destroyed is in no file of any process, nor in what Redis writes', async () => {
  const [a, b] = [await aProcess(), await aProcess()]
  await a.vault.setPassword(lin, '$argon2id$', 1)
  await a.keys.prepare('show-1')
  await a.keys.prepare('show-2')
  await until(() => b.voterKeys.load('show-2') !== null)
  const wrapped = Buffer.from(a.voterKeys.load('show-1')!).toString('base64')
  const inRedis = () =>
    readdirSync(server.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .some((entry) => textOf(join(entry.parentPath, entry.name)).includes(wrapped))
  await until(inRedis)
  await b.keys.destroy('show-1')
  await until(() => a.voterKeys.load('show-1') === null)
  await until(() => !inRedis())
  const late = await aProcess()
  await until(() => late.vault.passwordOf(lin) !== null && late.voterKeys.load('show-2') !== null)
  expect(late.voterKeys.load('show-1')).toBeNull()
})

test('[SAFE3] Redis is away: who is signed in stays so, and a new sign-in is refused', async () => {
  const a = await aProcess()
  await a.vault.addLogin(hash(1), login, 1)
  await server.kill('SIGKILL')
  await expect(a.vault.addLogin(hash(2), { ...login, loginId: 'l2' }, 1)).rejects.toThrow()
  expect(a.vault.loginOf(hash(1))?.loginId).toBe('l1')
  await server.start()
})

test('[SAFE4] who was signed out while a process was down is not signed in again by it, though Redis was started anew since', async () => {
  const [a, b] = [await aProcess(), await aProcess()]
  await a.vault.addLogin(hash(1), login, 1)
  await until(() => b.vault.loginOf(hash(1)) !== null)
  await b.close()
  await a.vault.endLogin('l1')
  await server.kill('SIGKILL')
  await server.start()
  const again = await aProcess({ folder: b.folder, processId: b.processId })
  expect(again.vault.loginOf(hash(1))).toBeNull()
  await again.vault.setPassword(lin, '$argon2id$', 1)
  await until(() => a.vault.passwordOf(lin) !== null)
  expect(a.vault.loginOf(hash(1))).toBeNull()
})

test('[SAFE3] a Redis that comes empty and with a clock behind is written to all the same', async () => {
  const [a, b] = [await aProcess(), await aProcess()]
  const later = `${String(Date.now() + 3_600_000)}-0`
  await server.send('XADD', 'wz:{vault}:writes', later, 'id', 'x', 'name', 'endLogin', 'args', '["x"]')
  await Promise.all([a.upToDate(), b.upToDate()])
  await server.send('FLUSHALL')
  // Whoever has done what came later lifts the new stream above it.
  await expect.poll(() => server.send('XLEN', 'wz:{vault}:writes')).not.toBe(':0\r\n')
  await a.vault.addLogin(hash(1), login, 1)
  await until(() => b.vault.loginOf(hash(1)) !== null)
})

test('[SAFE2] a write that Redis took and lost before anybody did it is refused in time and holds no place', async () => {
  let loses = false
  const through = (line: RedisConnection): RedisConnection => ({
    ...line,
    send: (words, ...rest) =>
      loses && words[0] === 'XADD' ? Promise.resolve('1-0') : line.send(words, ...rest),
  })
  const a = await aProcess({ through, doneWithinMs: 200 })
  loses = true
  await expect(a.vault.addLogin(hash(1), login, 1)).rejects.toThrow('lost')
  loses = false
  await a.vault.addLogin(hash(2), { ...login, loginId: 'l2' }, 1)
})

test('[SAFE1] whoever is up to date asks for no write again, though the newest be all that a process holds', async () => {
  const asked: string[] = []
  const through = (line: RedisConnection): RedisConnection => ({
    ...line,
    send: (words, ...rest) => {
      asked.push(String(words[0]))
      return line.send(words, ...rest)
    },
  })
  const [a, b] = [await aProcess(), await aProcess({ through })]
  await a.vault.addLogin(hash(1), login, 1)
  await until(() => b.vault.loginOf(hash(1)) !== null)
  asked.splice(0)
  for (let i = 0; i < 5; i += 1) await b.upToDate()
  expect(asked.filter((word) => word === 'XREVRANGE')).toEqual([])
})
