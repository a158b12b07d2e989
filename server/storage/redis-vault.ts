// The vault of several processes: every write goes through one Redis stream, and each process does them all, in its order, in its own file.
//
// So all files become the same, a code is taken by one process only, the first key of a poll is everybody's (BAL8), and reading
// never asks Redis. What stands in Redis is what stands in the file: hashes of secrets, wrapped keys, never a secret.

import { randomUUID } from 'node:crypto'
import type { RedisConnection } from './redis-connection.ts'
import type { SqliteVault } from './sqlite-vault.ts'

/** Fits the VaultFile of access/vault.ts. */
export type SharedVault = Pick<SqliteVault, Write | 'contents' | 'close'> & {
  readonly onWritten: (listener: () => Promise<void>) => void
  /** Resolves when all that was written before the call is done here. Rejects where Redis is away. */
  readonly upToDate: () => Promise<void>
}

const WRITES = 'wz:{vault}:writes'
/** Process → run id of the Redis to which it gave what it holds. */
const HOLDERS = 'wz:{vault}:holders'
const WAIT_MS = 500
const PAGE = 64
const AGAIN_AFTER_MS = 250
/** A write that was taken and is not seen again for so long is lost with what Redis lost. */
const DONE_WITHIN_MS = 5_000

const NAMES = [
  ...(['setPassword', 'dropPassword', 'addLogin', 'endLogin', 'endLoginsOf'] as const),
  ...(['addPairing', 'takePairing', 'putBackPairing', 'setSetupToken', 'dropSetupToken'] as const),
  ...(['addControlToken', 'dropControlToken', 'addSeatDevice', 'saveVoterKey', 'destroyVoterKey'] as const),
]
type Write = (typeof NAMES)[number]
type VaultContents = Awaited<ReturnType<SqliteVault['contents']>>

type Entry = readonly [id: string, fields: readonly string[]]

/**
 * `local`: this process's file; it is brought up to date before this resolves. `redis` stays the caller's to close. A write
 * rejects where Redis is away; reading goes on. `processId` is the same after a restart.
 */
export async function openRedisVault({
  redis,
  local,
  processId,
  onError,
  doneWithinMs = DONE_WITHIN_MS,
}: {
  readonly redis: RedisConnection
  readonly local: SqliteVault
  readonly processId: string
  readonly onError: (error: unknown) => void
  readonly doneWithinMs?: number
}): Promise<SharedVault> {
  const waiting = new Map<string, { settle: (value: unknown) => void; fail: (error: unknown) => void }>()
  const listeners: (() => Promise<void>)[] = []
  /** Called after each page of writes that was done here. */
  const waitingFor: (() => void)[] = []
  let doneUpTo = await local.doneUpTo()
  /** And what those have taken up who listen. */
  let toldUpTo = doneUpTo
  let closed = false

  const send = async (
    name: Write | 'restore',
    args: readonly unknown[],
    { id = randomUUID(), entryId = '*' }: { readonly id?: string; readonly entryId?: string } = {},
  ) => {
    await redis.send(['XADD', WRITES, entryId, 'id', id, 'name', name, 'args', JSON.stringify(args, asText)])
  }
  const newestEntry = async (): Promise<string> => {
    const [newest] = (await redis.send(['XREVRANGE', WRITES, '+', '-', 'COUNT', '1'])) as readonly Entry[]
    return newest?.[0] ?? '0-0'
  }

  /** Done by every process in the same order: whoever sent it is told what came of it here. */
  const doOne = async (fields: ReadonlyMap<string, string>): Promise<() => void> => {
    const waiter = waiting.get(fields.get('id') ?? '')
    try {
      const args = JSON.parse(fields.get('args') ?? '[]', fromText) as never[]
      const name = fields.get('name') as Write | 'restore'
      const value = name === 'restore' ? await putBack(local, args[0]!) : await callOf(local, name)(...args)
      return () => waiter?.settle(value)
    } catch (error) {
      return () => waiter?.fail(error)
    }
  }
  const doAll = async (entries: readonly Entry[]) => {
    const answers: (() => void)[] = []
    for (const [entryId, words] of entries) {
      answers.push(await doOne(fieldsOf(words)))
      doneUpTo = entryId
    }
    await local.noteDone(doneUpTo)
    for (const listener of listeners) await listener()
    toldUpTo = doneUpTo
    for (const answer of answers) answer()
    for (const look of waitingFor.splice(0)) look()
  }
  const catchUp = async () => {
    for (;;) {
      const entries = (await redis.send([
        'XRANGE',
        WRITES,
        `(${doneUpTo}`,
        '+',
        'COUNT',
        String(PAGE),
      ])) as readonly Entry[]
      if (entries.length === 0) return
      await doAll(entries)
    }
  }
  /** A Redis that is new, or was started anew and may have lost something, is given all that is here. False: it has it. */
  const giveBack = async (): Promise<boolean> => {
    const info = String(await redis.send(['INFO', 'server']))
    const runId = /^run_id:(\w+)/m.exec(info)?.[1] ?? ''
    if ((await redis.send(['HGET', HOLDERS, processId])) === runId) return false
    // What others ended while this process was away must not come back with it.
    await catchUp()
    // One whose clock is behind would number new writes below those done here: nobody would see them.
    const entryId = isBefore(await newestEntry(), doneUpTo) ? entryAfter(doneUpTo) : '*'
    const contents = await local.contents()
    const holdsAny = Object.values(contents).some(
      (part) => part !== null && (!Array.isArray(part) || part.length > 0),
    )
    if (holdsAny || entryId !== '*') await send('restore', [contents], { entryId })
    await redis.send(['HSET', HOLDERS, processId, runId])
    return true
  }

  let blocking: RedisConnection | null = null
  const follow = async () => {
    let failing = false
    while (!closed) {
      try {
        // It may be another server now: writes are waited for where they come.
        if (await giveBack()) {
          blocking?.close()
          blocking = null
        }
        blocking ??= await redis.another()
        const found = (await blocking.send(
          ['XREAD', 'COUNT', String(PAGE), 'BLOCK', String(WAIT_MS), 'STREAMS', WRITES, doneUpTo],
          WAIT_MS + 5_000,
        )) as readonly [readonly [string, readonly Entry[]]] | null
        if (found !== null && !closed) await doAll(found[0][1])
        failing = false
      } catch (error) {
        if (!failing && !closed) onError(error)
        failing = true
        blocking?.close()
        blocking = null
        await pause(AGAIN_AFTER_MS)
      }
    }
    blocking?.close()
  }

  await giveBack()
  await catchUp()
  const following = follow()

  const write =
    (name: Write) =>
    async (...args: readonly unknown[]): Promise<unknown> => {
      const id = randomUUID()
      const done = new Promise<unknown>((settle, fail) => waiting.set(id, { settle, fail }))
      done.catch(() => undefined)
      let timer: NodeJS.Timeout | undefined
      try {
        await send(name, args, { id })
        const isLost = () => waiting.get(id)?.fail(new Error(`Redis lost the write ${name}`))
        timer = setTimeout(isLost, doneWithinMs)
        const value = await done
        if (name === 'destroyVoterKey')
          await forget(redis, String(args[0]), async () => send('restore', [await local.contents()]))
        return value
      } finally {
        clearTimeout(timer)
        waiting.delete(id)
      }
    }
  return {
    ...(Object.fromEntries(NAMES.map((name) => [name, write(name)])) as unknown as Pick<SharedVault, Write>),
    contents: () => local.contents(),
    onWritten: (listener) => void listeners.push(listener),
    async upToDate() {
      // Mostly there is nothing, and the newest may be all that another process holds.
      const more = await redis.send(['XREAD', 'COUNT', '1', 'STREAMS', WRITES, toldUpTo])
      if (more === null) return
      const newest = await newestEntry()
      while (!closed && isBefore(toldUpTo, newest)) await new Promise<void>((look) => waitingFor.push(look))
    },
    async close() {
      closed = true
      // It may wait for a Redis that stands still.
      blocking?.close()
      for (const { fail } of waiting.values()) fail(new Error('the vault is closed'))
      for (const look of waitingFor.splice(0)) look()
      await following
      await local.close()
    },
  }
}

const pause = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms))

/** Of two entry ids, `MS-SEQ` each. */
function isBefore(a: string, b: string): boolean {
  const [aMs = 0, aSeq = 0] = a.split('-').map(Number)
  const [bMs = 0, bSeq = 0] = b.split('-').map(Number)
  return aMs < bMs || (aMs === bMs && aSeq < bSeq)
}

function entryAfter(entryId: string): string {
  const [ms = '0', seq = '0'] = entryId.split('-')
  return `${ms}-${String(Number(seq) + 1)}`
}

function callOf(local: SqliteVault, name: Write): (...args: never[]) => Promise<unknown> {
  if (!NAMES.includes(name)) throw new Error(`the vault knows no write ${name}`)
  return (...args) => (local[name] as (...args: never[]) => Promise<unknown>)(...args)
}

/** What another file holds and this one lacks; of two that differ ours stays. */
async function putBack(local: SqliteVault, theirs: VaultContents): Promise<void> {
  const ours = await local.contents()
  const has = new Set([
    ...ours.passwords.map(({ personId }) => `password ${personId}`),
    ...ours.logins.map(({ loginId }) => `login ${loginId}`),
    ...ours.seatDevices.map((device) => `device ${device.sessionId} ${device.seatId} ${device.generation}`),
    ...ours.controlTokens.map(({ tokenId }) => `token ${tokenId}`),
    ...ours.voterKeys.map(({ id }) => `key ${id}`),
  ])
  for (const { personId, hash } of theirs.passwords)
    if (!has.has(`password ${personId}`)) await local.setPassword(personId, hash, 0)
  for (const { tokenHash, ...login } of theirs.logins)
    if (!has.has(`login ${login.loginId}`)) await local.addLogin(tokenHash, login, 0)
  for (const { tokenHash, ...device } of theirs.seatDevices)
    if (!has.has(`device ${device.sessionId} ${device.seatId} ${device.generation}`))
      await local.addSeatDevice(tokenHash, device, 0)
  for (const { tokenHash, ...token } of theirs.controlTokens)
    if (!has.has(`token ${token.tokenId}`)) await local.addControlToken(tokenHash, token)
  for (const { id, wrapped } of theirs.voterKeys)
    if (!has.has(`key ${id}`)) await local.saveVoterKey(id, wrapped)
  if (theirs.setupToken !== null && ours.setupToken === null)
    await local.setSetupToken(theirs.setupToken.tokenHash, theirs.setupToken.expiresAtMs)
}

/** BAL8: takes a destroyed key out of the stream, and out of the file Redis appends to. `again`: what else was taken is sent anew. */
async function forget(redis: RedisConnection, keyId: string, again: () => Promise<void>): Promise<void> {
  let after = '-'
  let tookOthersAlong = false
  for (;;) {
    const page = (await redis.send(['XRANGE', WRITES, after, '+', 'COUNT', String(PAGE)])) as readonly Entry[]
    const last = page.at(-1)
    if (last === undefined) break
    for (const [entryId, words] of page) {
      const fields = fieldsOf(words)
      const args = JSON.parse(fields.get('args') ?? '[]') as readonly unknown[]
      const whole = fields.get('name') === 'restore' && JSON.stringify(args).includes(JSON.stringify(keyId))
      if (!whole && !(fields.get('name') === 'saveVoterKey' && args[0] === keyId)) continue
      tookOthersAlong ||= whole
      await redis.send(['XDEL', WRITES, entryId])
    }
    after = `(${last[0]}`
  }
  if (tookOthersAlong) await again()
  // Refused while another rewrite runs, which does the same.
  await redis.send(['BGREWRITEAOF']).catch(() => undefined)
}

function fieldsOf(words: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (let i = 0; i + 1 < words.length; i += 2) fields.set(words[i]!, words[i + 1]!)
  return fields
}

function asText(_: string, value: unknown): unknown {
  // A Buffer has told JSON of itself before it is asked here.
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') }
  return isBufferJson(value) ? { bytes: Buffer.from(value.data).toString('base64') } : value
}

function isBufferJson(value: unknown): value is { readonly data: readonly number[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'Buffer' &&
    'data' in value
  )
}

function fromText(_: string, value: unknown): unknown {
  const isBytes = typeof value === 'object' && value !== null && 'bytes' in value
  return isBytes && typeof value.bytes === 'string'
    ? new Uint8Array(Buffer.from(value.bytes, 'base64'))
    : value
}
