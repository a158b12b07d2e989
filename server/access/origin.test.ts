// Which pages may speak to us: ours, under a name we answer to; never another site's.

import { expect, test } from 'vitest'
import { createOriginRule } from './origin.ts'

const lan = createOriginRule({ publicUrl: null, names: () => ['192.168.1.5', 'studio.local'], tls: false })
const behindProxy = createOriginRule({ publicUrl: 'https://wz.example/', names: () => [], tls: false })
const cookie = 'wenzheng=x'

test.each([
  ['http://127.0.0.1:8080', '127.0.0.1:8080', true],
  ['http://localhost:5173', 'localhost:5173', true],
  ['http://[::1]:8080', '[::1]:8080', true],
  ['http://192.168.1.5:8080', '192.168.1.5:8080', true],
  ['http://studio.local:8080', 'STUDIO.local:8080', true],
  ['http://localhost:3000', 'localhost:8080', false],
  ['https://127.0.0.1:8080', '127.0.0.1:8080', false],
  ['http://evil.example', '127.0.0.1:8080', false],
  // DNS rebinding: the name resolves to us, but it is not ours.
  ['http://evil.example:8080', 'evil.example:8080', false],
  ['http://127.0.0.1.evil.example:8080', '127.0.0.1.evil.example:8080', false],
  ['http://192.168.1.5.evil.example', '192.168.1.5.evil.example', false],
  ['null', '127.0.0.1:8080', false],
  ['', '127.0.0.1:8080', false],
  ['file://', '127.0.0.1:8080', false],
])('[SAFE1] a page of %s at %s: %s', (origin, host, allowed) => {
  expect(lan.allows({ origin, host, cookie })).toBe(allowed)
})

test('[SAFE1] behind a proxy the public address is ours, whatever Host it sends', () => {
  expect(behindProxy.allows({ origin: 'https://wz.example', host: '127.0.0.1:8080', cookie })).toBe(true)
  expect(behindProxy.allows({ origin: 'http://wz.example', host: '127.0.0.1:8080', cookie })).toBe(false)
  expect(behindProxy.allows({ origin: 'https://wz.example.evil', host: 'wz.example.evil', cookie })).toBe(
    false,
  )
})

test('[SAFE1] what states no Origin is no page: it may come with a token, never with a cookie', () => {
  expect(lan.allows({ host: '127.0.0.1:8080' })).toBe(true)
  expect(lan.allows({ host: '127.0.0.1:8080', cookie })).toBe(false)
})
