// Password hashes: argon2id at OWASP's cost, salted, checked in equal time, a bounded number at once.

import { expect, test } from 'vitest'
import { createPasswords } from './passwords.ts'

test('a hash is argon2id with at least 19 MiB and 2 passes, and never twice the same', async () => {
  const passwords = createPasswords()
  const [one, two] = await Promise.all([
    passwords.hash('长口令一二三四五六'),
    passwords.hash('长口令一二三四五六'),
  ])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
  expect(await passwords.check('长口令一二三四五六', one)).toBe(true)
  expect(await passwords.check('长口令一二三四五七', one)).toBe(false)
  // The same letters from another keyboard.
  expect(await passwords.check('ｐａｓｓ-ｗｏｒｄ-1', await passwords.hash('pass-word-1'))).toBe(true)
})

test('where there is no account it works as hard and says no', async () => {
  expect(await createPasswords().check('whatever it is', null)).toBe(false)
})

test('[SAFE1] a crowd at the door waits in a queue that ends', async () => {
  const passwords = createPasswords()
  const answers = await Promise.all(Array.from({ length: 40 }, () => passwords.check('x', null)))
  expect(answers.filter((answer) => answer === 'busy')).toHaveLength(5)
  expect(await passwords.check('x', null)).toBe(false)
})
