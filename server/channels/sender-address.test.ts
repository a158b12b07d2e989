// Proves under which address a request is counted: not under one its sender chose.

import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { senderAddress } from './sender-address.ts'

const from = (remoteAddress: string | undefined, forwarded?: string | string[]) =>
  senderAddress({
    socket: { remoteAddress },
    headers: { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage)

test.each([
  ['203.0.113.7', undefined, '203.0.113.7'],
  ['::ffff:203.0.113.7', undefined, '203.0.113.7'],
  ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2'],
  ['2001:db8::6', undefined, '2001:db8:0:0'],
  ['127.0.0.1', undefined, '127.0.0.1'],
  ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['::1', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
  ['::ffff:127.0.0.1', '6.6.6.6,2001:db8:1:2::9', '2001:db8:1:2'],
  [undefined, undefined, ''],
])('[SAFE1] from %s, forwarded for %s, is %s', (remote, forwarded, expected) => {
  expect(from(remote, forwarded)).toBe(expected)
})

test('[SAFE1] what a local proxy’s client wrote itself is not the last hop, and is cut short', () => {
  expect(from('127.0.0.1', ['6.6.6.6', '198.51.100.1'])).toBe('198.51.100.1')
  expect(from('127.0.0.1', 'x'.repeat(10_000)).length).toBeLessThanOrEqual(64)
})
