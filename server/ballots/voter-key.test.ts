// Voter keys: the same citizen is the same voter of a show, and nobody can tell who without its key.

import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createVoterHmac } from './voter-hmac.ts'
import { createMemoryVoterKeyStore, createVoterKeys } from './voter-key.ts'

test('[BAL8] the first 128 bits of an HMAC: the same after a restart, another in another show and for another citizen', () => {
  const store = createMemoryVoterKeyStore()
  const before = createVoterKeys(store, 'secret').voterKeyOf('show-1', 'phone:+8613800000000')
  expect(before).toHaveLength(16)
  const again = createVoterKeys(store, 'secret')
  expect(again.voterKeyOf('show-1', 'phone:+8613800000000')).toEqual(before)
  expect(again.voterKeyOf('show-1', 'phone:+8613800000001')).not.toEqual(before)
  expect(again.voterKeyOf('show-2', 'phone:+8613800000000')).not.toEqual(before)
  // Keys are drawn at random: another data folder knows another voter.
  expect(
    createVoterKeys(createMemoryVoterKeyStore(), 'secret').voterKeyOf('show-1', 'phone:+8613800000000'),
  ).not.toEqual(before)
})

test('[BAL8] it is HMAC-SHA-256, whatever the identity is', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 600 })
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(bytes, fc.array(text, { minLength: 1, maxLength: 4 }), (key, identities) => {
      const hmac = createVoterHmac(key)
      for (const identity of identities) {
        const whole = createHmac('sha256', key).update(identity).digest()
        expect(Buffer.from(hmac(identity)).toString('hex')).toBe(whole.toString('hex', 0, 16))
      }
    }),
  )
})

test('[BAL8] what is kept of a key holds none of it', () => {
  const kept: Uint8Array[] = []
  const keys = createVoterKeys({ load: () => null, save: (_, wrapped) => kept.push(wrapped) }, 'secret')
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

test('[BAL8] another secret, another id or a changed byte unwraps nothing and is refused; the stored key stays', () => {
  const store = createMemoryVoterKeyStore()
  createVoterKeys(store, 'secret').prepare('show-1')
  const wrapped = store.load('show-1')!
  const refused = { ok: false, refusal: { code: 'voter_key_secret_wrong' } }
  expect(createVoterKeys(store, 'secret').prepare('show-1')).toMatchObject({ ok: true })
  expect(createVoterKeys(store, 'other').prepare('show-1')).toMatchObject(refused)
  expect(() => createVoterKeys(store, 'other').voterKeyOf('show-1', 'x')).toThrow(/VOTER_KEY_SECRET/)
  expect(store.load('show-1')).toBe(wrapped)
  for (const at of [0, 1, 20, 60]) {
    const changed = wrapped.slice()
    changed[at]! ^= 1
    expect(
      createVoterKeys({ load: () => changed, save: () => {} }, 'secret').prepare('show-1'),
    ).toMatchObject(refused)
  }
  expect(createVoterKeys({ load: () => wrapped, save: () => {} }, 'secret').prepare('show-2')).toMatchObject(
    refused,
  )
})
