// Voter keys: the same citizen is the same voter of a show, and nobody can tell who without its key.

import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
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

test('[BAL8] it is HMAC-SHA-256 as the rule has it', () => {
  const kept: Uint8Array[] = []
  const keys = createVoterKeys({ load: () => null, save: (_, wrapped) => kept.push(wrapped) }, 'secret')
  const key = keys.voterKeyOf('s', 'web:device')
  expect(kept).toHaveLength(1)
  // Wrapped: version, nonce, 32 bytes, tag. The key itself is nowhere in it, so no HMAC under any 32 of its bytes fits.
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
