import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { TEST_CERTIFICATE } from '../tests/support/certificate.ts'
import { bracketed, createHostNames, lanAddresses, reachOf } from './lan.ts'

const certificate = TEST_CERTIFICATE
const endsAtMs = Date.parse(new X509Certificate(certificate).validTo)

const given = {
  host: '0.0.0.0',
  port: 8080,
  publicUrl: null,
  certificate: null,
  addresses: ['192.168.1.5', '10.0.0.7'],
  nowMs: endsAtMs - 30 * 86_400_000,
}

test('the studio’s address comes before others; containers, tunnels and link-local ones are none', () => {
  const v4 = (address: string, internal = false) => ({
    ...{ address, internal, family: 'IPv4' as const, netmask: '255.255.255.0', mac: '', cidr: null },
  })
  expect(
    lanAddresses({
      lo: [v4('127.0.0.1', true)],
      docker0: [v4('172.17.0.1')],
      tun0: [v4('10.8.0.2')],
      eth1: [v4('10.0.0.7'), v4('169.254.3.4')],
      eth2: [v4('203.0.113.9')],
      wlan0: [v4('192.168.1.5')],
    }),
  ).toEqual(['192.168.1.5', '10.0.0.7', '203.0.113.9'])
})

test('without --lan nothing outside reaches us, and it says how to change that', () => {
  const { tablets, advice } = reachOf({ ...given, host: '127.0.0.1' })
  expect(tablets).toBeNull()
  expect(advice.join()).toContain('npm start -- --lan')
})

test('with --lan tablets get one address, and what is missing without TLS is said', () => {
  const { tablets, advice } = reachOf(given)
  expect(tablets).toBe('http://192.168.1.5:8080')
  expect(advice.join()).toContain('断网后不能重新载入页面，也不能保持屏幕常亮')
  expect(advice.join()).toContain('10.0.0.7')
})

test('with --lan and no network it says so', () => {
  expect(reachOf({ ...given, addresses: [] })).toMatchObject({ tablets: null })
})

test('a certificate is held against the addresses: one it names is the tablets’, else a name is asked for', () => {
  expect(reachOf({ ...given, certificate })).toEqual({
    tablets: 'https://192.168.1.5:8080',
    advice: [],
  })
  const elsewhere = reachOf({ ...given, certificate, addresses: ['10.0.0.7'] })
  expect(elsewhere.tablets).toBe('https://10.0.0.7:8080')
  expect(elsewhere.advice.join()).toContain('证书不包含本机地址 10.0.0.7')
  const named = reachOf({ ...given, certificate, publicUrl: 'https://wenzheng.local:8080' })
  expect(named).toEqual({ tablets: 'https://wenzheng.local:8080', advice: [] })
})

test('an ended certificate, or one about to end, is said', () => {
  const inDays = (days: number) =>
    reachOf({ ...given, certificate, nowMs: endsAtMs - days * 86_400_000 }).advice.join()
  expect(inDays(14)).toBe('')
  expect(inDays(13)).toContain('证书还有13天到期')
  expect(inDays(0)).toContain('过期')
})

test('host names are those of all addresses only where we listen on all', () => {
  expect(createHostNames('192.168.1.5')()).toEqual(['192.168.1.5'])
  expect(createHostNames('0.0.0.0')()).toContain('127.0.0.1')
  expect([bracketed('::1'), bracketed('10.0.0.7')]).toEqual(['[::1]', '10.0.0.7'])
})
