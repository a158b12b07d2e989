// The address a request is counted under: nobody may choose his own, and a household is one sender.

import { expect, test } from 'vitest'
import { addressOf } from './address.ts'

function from(remoteAddress: string | undefined, forwarded?: string | string[]): string {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return addressOf({ headers, socket: { remoteAddress } as never })
}

test.each([
  ['203.0.113.9', undefined, '203.0.113.9'],
  ['::ffff:203.0.113.9', undefined, '203.0.113.9'],
  ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['127.0.0.1', undefined, ''],
  ['::1', undefined, ''],
  ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['::ffff:127.0.0.1', 'made-up, 198.51.100.1', '198.51.100.1'],
  ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2'],
  ['2001:db8::7', undefined, '2001:db8:0:0'],
  ['::1', '6.6.6.6,2001:db8:1:2::9', '2001:db8:1:2'],
  [undefined, undefined, ''],
])('[SAFE1] %s forwarding %s counts as %s', (remote, forwarded, counted) => {
  expect(from(remote, forwarded)).toBe(counted)
})

test('[SAFE1] what a local proxy’s client wrote itself is not the last hop, and is cut short', () => {
  expect(from('127.0.0.1', ['6.6.6.6', '198.51.100.1'])).toBe('198.51.100.1')
  expect(from('127.0.0.1', 'x'.repeat(10_000)).length).toBeLessThanOrEqual(64)
})

test('[SAFE1] one household of IPv6 is one sender', () => {
  expect(from('2001:db8:1:2:aaaa::1')).toBe(from('2001:db8:1:2:bbbb:c::9'))
  expect(from('2001:db8:1:2::1')).not.toBe(from('2001:db8:1:3::1'))
})
