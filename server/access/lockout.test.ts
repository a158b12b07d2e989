// The lock-out: few failures lock an account for one address, many for all, and a stranger locks nobody else out.

import { expect, test } from 'vitest'
import { createLockout } from './lockout.ts'

const MINUTE = 60_000

function failing(
  lockout: ReturnType<typeof createLockout>,
  account: string,
  address: string,
  times: number,
  nowMs = 0,
) {
  return Array.from({ length: times }, () => lockout.begin(account, address, nowMs)).filter(({ ok }) => ok)
    .length
}

test('[SAFE1] the sixth failure from one address is not even tried, for a quarter of an hour', () => {
  const lockout = createLockout()
  expect(failing(lockout, 'dao', '10.0.0.1', 8)).toBe(5)
  expect(lockout.begin('dao', '10.0.0.1', 0)).toMatchObject({
    refusal: { code: 'locked_out', detail: { minutes: 15 } },
  })
  expect(lockout.begin('dao', '10.0.0.1', 14 * MINUTE + 1)).toMatchObject({
    refusal: { detail: { minutes: 1 } },
  })
  expect(lockout.begin('dao', '10.0.0.1', 15 * MINUTE).ok).toBe(true)
})

test('[SAFE1] a prankster does not lock the director out elsewhere', () => {
  const lockout = createLockout()
  failing(lockout, 'dao', '10.0.0.66', 50)
  expect(lockout.begin('dao', '10.0.0.1', 0).ok).toBe(true)
})

test('[SAFE1] one address may fail at forty accounts, one account from a hundred addresses', () => {
  const one = createLockout()
  let tried = 0
  for (let i = 0; i < 200; i += 1) if (one.begin(`p${i}`, '10.0.0.66', 0).ok) tried += 1
  expect(tried).toBe(40)
  const all = createLockout()
  tried = 0
  for (let i = 0; i < 200; i += 1) if (all.begin('dao', `10.0.1.${i}`, 0).ok) tried += 1
  expect(tried).toBe(100)
  expect(all.begin('dao', '10.9.9.9', 59 * MINUTE)).toMatchObject({ refusal: { detail: { minutes: 1 } } })
})

test('the right password forgets the failures before it', () => {
  const lockout = createLockout()
  for (let round = 0; round < 9; round += 1) {
    expect(failing(lockout, 'dao', '10.0.0.1', 4)).toBe(4)
    expect(lockout.begin('dao', '10.0.0.1', 0).ok).toBe(true)
    lockout.succeeded('dao', '10.0.0.1')
  }
  // But not the address's: 36 of them remain, and the 41st attempt is one too many.
  expect(failing(lockout, 'ping', '10.0.0.1', 5)).toBe(4)
})

test('[SAFE1] invented accounts do not grow the table', () => {
  const lockout = createLockout(50)
  for (let i = 0; i < 1_000; i += 1) lockout.begin(`p${i}`, `10.0.${i % 256}.${i}`, 0)
  expect(lockout.begin('p999', '10.0.231.999', 0).ok).toBe(true)
})
