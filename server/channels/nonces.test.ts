// A nonce is good for one body, for as long as its signature is valid; there are never more of them than was said.

import { expect, test } from 'vitest'
import { createNonces } from './nonces.ts'

const VALID = 300_000
const use = (nonce: string, bodyHash = 'a', nowMs = 0) => ({
  nonce,
  bodyHash,
  nowMs,
  validUntilMs: nowMs + VALID,
})
const open = (most = 10) => createNonces<string>({ most, isFinal: (answer) => answer !== 'again' })

test('[BAL3] the same body is answered as before, without being worked for again', async () => {
  const nonces = open()
  let works = 0
  const work = async () => `answer ${(works += 1)}`
  expect(await nonces.once(use('n'), work)).toBe('answer 1')
  expect(await nonces.once(use('n', 'a', VALID), work)).toBe('answer 1')
  expect(works).toBe(1)
})

test('[BAL3] the same body while the first is on its way waits for it', async () => {
  const nonces = open()
  let finish: (answer: string) => void = () => {}
  const first = nonces.once(use('n'), () => new Promise((done) => (finish = done)))
  const second = nonces.once(use('n'), async () => 'worked for twice')
  finish('once')
  expect(await Promise.all([first, second])).toEqual(['once', 'once'])
})

test('[SAFE1] another body is refused while the signature is valid, also where the first was not final', async () => {
  const nonces = open()
  expect(await nonces.once(use('n'), async () => 'again')).toBe('again')
  expect(nonces.once(use('n', 'b', VALID), async () => 'no')).toBe('other_body')
  expect(await nonces.once(use('n', 'a', VALID), async () => 'now')).toBe('now')
  expect(nonces.once(use('n', 'b', VALID), async () => 'no')).toBe('other_body')
})

test('[BAL3] work that fails leaves the nonce to the same body', async () => {
  const nonces = open()
  await expect(nonces.once(use('n'), () => Promise.reject(new Error('x')))).rejects.toThrow('x')
  expect(nonces.once(use('n', 'b'), async () => 'no')).toBe('other_body')
  expect(await nonces.once(use('n'), async () => 'now')).toBe('now')
})

test('[SAFE1] none goes before its time: a full store refuses new ones, and has room again when they expire', async () => {
  const nonces = open(3)
  for (const nonce of ['1', '2', '3']) await nonces.once(use(nonce), async () => nonce)
  expect(nonces.once(use('4', 'a', VALID), async () => '4')).toBe('full')
  expect(nonces.once(use('1', 'b', VALID), async () => 'no')).toBe('other_body')
  expect(await nonces.once(use('4', 'a', VALID + 1), async () => '4')).toBe('4')
  expect(nonces.size()).toBe(1)
})

test('[SAFE1] a nonce whose signature has expired is as new', async () => {
  const nonces = open()
  await nonces.once(use('n'), async () => 'old')
  expect(await nonces.once(use('n', 'b', VALID + 1), async () => 'new')).toBe('new')
})
