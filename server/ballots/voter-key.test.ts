// Voter keys: the same citizen is the same voter of a show, and nobody can tell who without its key.

import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { createShortHmac } from '../short-hmac.ts'
import { createKeyDestruction } from './key-destruction.ts'
import { createMemoryVoterKeyStore, createVoterKeys, type VoterKeyStore } from './voter-key.ts'

test('[BAL8] the first 128 bits of an HMAC: the same after a restart, another in another show and for another citizen', async () => {
  const store = createMemoryVoterKeyStore()
  const keysOf = async (of: VoterKeyStore, ...ids: readonly string[]) => {
    const keys = createVoterKeys(of, 'secret')
    for (const id of ids) expect(await keys.prepare(id)).toMatchObject({ ok: true })
    return keys
  }
  const before = (await keysOf(store, 'show-1')).voterKeyOf('show-1', 'phone:+8613800000000')
  expect(before).toHaveLength(16)
  const again = await keysOf(store, 'show-1', 'show-2')
  expect(again.voterKeyOf('show-1', 'phone:+8613800000000')).toEqual(before)
  expect(again.voterKeyOf('show-1', 'phone:+8613800000001')).not.toEqual(before)
  expect(again.voterKeyOf('show-2', 'phone:+8613800000000')).not.toEqual(before)
  // Keys are drawn at random: another data folder knows another voter.
  const elsewhere = await keysOf(createMemoryVoterKeyStore(), 'show-1')
  expect(elsewhere.voterKeyOf('show-1', 'phone:+8613800000000')).not.toEqual(before)
})

test('[BAL8] it is HMAC-SHA-256, whatever the identity is', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 600 })
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(bytes, fc.array(text, { minLength: 1, maxLength: 4 }), (key, identities) => {
      const hmac = createShortHmac(key)
      for (const identity of identities) {
        const whole = createHmac('sha256', key).update(identity).digest()
        expect(Buffer.from(hmac(identity)).toString('hex')).toBe(whole.toString('hex', 0, 16))
      }
    }),
  )
})

test('[BAL8] what is kept of a key holds none of it', async () => {
  const kept: Uint8Array[] = []
  const keys = createVoterKeys(
    { load: () => null, save: async (_, wrapped) => void kept.push(wrapped), destroy: async () => {} },
    'secret',
  )
  await keys.prepare('s')
  const key = Buffer.from(keys.voterKeyOf('s', 'web:device'))
  expect(kept).toHaveLength(1)
  // Wrapped: version, nonce, 32 bytes, tag. An HMAC under any 32 of these bytes is another.
  const wrapped = kept[0]!
  expect(wrapped).toHaveLength(1 + 12 + 32 + 16)
  for (let at = 0; at + 32 <= wrapped.length; at++) {
    const guess = createHmac('sha256', wrapped.subarray(at, at + 32))
      .update('web:device')
      .digest()
      .subarray(0, 16)
    expect(guess.equals(key)).toBe(false)
  }
})

test('[BAL8] another secret, another id or a changed byte unwraps nothing and is refused; the stored key stays', async () => {
  const store = createMemoryVoterKeyStore()
  await createVoterKeys(store, 'secret').prepare('show-1')
  const wrapped = store.load('show-1')!
  const refused = { ok: false, refusal: { code: 'voter_key_secret_wrong' } }
  expect(await createVoterKeys(store, 'secret').prepare('show-1')).toMatchObject({ ok: true })
  const others = createVoterKeys(store, 'other')
  expect(await others.prepare('show-1')).toMatchObject(refused)
  expect(others.isReady('show-1')).toBe(false)
  expect(() => others.voterKeyOf('show-1', 'x')).toThrow(/not ready/)
  expect(store.load('show-1')).toBe(wrapped)
  for (const at of [0, 1, 20, 60]) {
    const changed = wrapped.slice()
    changed[at]! ^= 1
    const unread: VoterKeyStore = { load: () => changed, save: async () => {}, destroy: async () => {} }
    expect(await createVoterKeys(unread, 'secret').prepare('show-1')).toMatchObject(refused)
  }
  const misplaced: VoterKeyStore = { load: () => wrapped, save: async () => {}, destroy: async () => {} }
  expect(await createVoterKeys(misplaced, 'secret').prepare('show-2')).toMatchObject(refused)
})

test('[BAL8] [SAFE3] a key asked for twice at once is made once, and used only when it is on disk', async () => {
  const store = createMemoryVoterKeyStore()
  const written: (() => void)[] = []
  const slow: VoterKeyStore = {
    ...store,
    save: async (id, wrapped) => {
      await new Promise<void>((done) => written.push(done))
      await store.save(id, wrapped)
    },
  }
  const keys = createVoterKeys(slow, 'secret')
  const both = [keys.prepare('show-1'), keys.prepare('show-1')]
  await new Promise(setImmediate)
  expect(written).toHaveLength(1)
  expect(keys.isReady('show-1')).toBe(false)
  expect(() => keys.voterKeyOf('show-1', 'x')).toThrow(/not ready/)
  written[0]!()
  expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: true }])
  const again = createVoterKeys(store, 'secret')
  await again.prepare('show-1')
  expect(keys.voterKeyOf('show-1', 'x')).toEqual(again.voterKeyOf('show-1', 'x'))
})

test('[SAFE3] a key that could not be written is not used, and is made at the next attempt', async () => {
  const store = createMemoryVoterKeyStore()
  let failing = true
  const keys = createVoterKeys(
    {
      ...store,
      save: async (id, wrapped) => {
        if (failing) throw new Error('the disk is full')
        await store.save(id, wrapped)
      },
    },
    'secret',
  )
  await expect(keys.prepare('show-1')).rejects.toThrow('the disk is full')
  expect(keys.isReady('show-1')).toBe(false)
  failing = false
  expect(await keys.prepare('show-1')).toMatchObject({ ok: true })
})

describe('[BAL8] a voter key that two persons destroyed', () => {
  test('is in memory and store no more, and a second time is no error', async () => {
    const store = createMemoryVoterKeyStore()
    const keys = createVoterKeys(store, 'secret')
    await keys.prepare('show-1')
    const before = keys.voterKeyOf('show-1', 'phone:+8613800000001')
    await keys.destroy('show-1')
    expect(keys.isReady('show-1')).toBe(false)
    expect(() => keys.voterKeyOf('show-1', 'phone:+8613800000001')).toThrow(/not ready/)
    expect(() => keys.segmentHashOf('show-1', 'phone:+8613800000001')).toThrow(/not ready/)
    expect(store.load('show-1')).toBeNull()
    await keys.destroy('show-1')
    // Were one of the same name ever made again, it would know nobody again.
    await keys.prepare('show-1')
    expect(keys.voterKeyOf('show-1', 'phone:+8613800000001')).not.toEqual(before)
  })

  test('is tried again until the vault has let it go, and whoever asked is not kept waiting', async () => {
    const clock = createHandClock(0)
    const errors: unknown[] = []
    const asked: string[] = []
    let failing = true
    const destruction = createKeyDestruction({
      voterKeys: {
        destroy: async (id) => {
          asked.push(id)
          if (failing && id === 'show-1') throw new Error('the disk hangs')
        },
      },
      clock,
      onError: (error) => errors.push(error),
    })
    await destruction.destroy(['show-1', 'show-2'])
    expect(errors).toHaveLength(1)
    failing = false
    clock.forward(30_000)
    await new Promise(setImmediate)
    expect(asked).toEqual(['show-1', 'show-2', 'show-1'])
    clock.forward(300_000)
    await new Promise(setImmediate)
    expect(asked).toHaveLength(3)
  })
})
