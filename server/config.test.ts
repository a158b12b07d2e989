import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { CHANNELS } from '../shared/ballot/choices.ts'
import { readConfig, type Config } from './config.ts'

function configOf(env: Record<string, string>, ...argv: readonly string[]): Config {
  const read = readConfig(env, argv)
  if (!read.ok) throw new Error(read.sentences.join('\n'))
  return read.config
}
const AES_KEY = 'a'.repeat(43)
const WECHAT = { WECHAT_TOKEN: 't', WECHAT_APP_ID: 'wx1', WECHAT_ENCODING_AES_KEY: AES_KEY }
const TWILIO = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'secret' }

/** Channels that are on. */
const onWith = (env: Record<string, string>) =>
  configOf(env).channels.flatMap(({ channel, off }) => (off === null ? [channel] : []))

test('an empty environment gives the documented defaults', () => {
  expect(configOf({})).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    lan: false,
    tls: null,
    dataDir: resolve('data'),
    publicUrl: null,
    twilio: null,
    wechat: null,
    voterKeySecret: null,
  })
})

test('--lan listens on all addresses, unless HOST names one', () => {
  expect(configOf({}, '--lan')).toMatchObject({ host: '0.0.0.0', lan: true })
  expect(configOf({ HOST: '' }, '--lan').host).toBe('0.0.0.0')
  expect(configOf({ HOST: '192.168.1.5' }, '--lan').host).toBe('192.168.1.5')
})

test('every channel is named once; only those with all their secrets are on', () => {
  expect(
    configOf({})
      .channels.map(({ channel }) => channel)
      .sort(),
  ).toEqual([...CHANNELS].sort())
  expect(onWith({})).toEqual(['web'])
  expect(onWith({ ...TWILIO, ...WECHAT })).toEqual(['web', 'twilio', 'wechat'])
})

test.each([
  ['Twilio without its token', { TWILIO_ACCOUNT_SID: 'AC1' }, 'twilio', 'TWILIO_AUTH_TOKEN'],
  ['Twilio with an empty token', { ...TWILIO, TWILIO_AUTH_TOKEN: '' }, 'twilio', 'TWILIO_AUTH_TOKEN'],
  ['Twilio with a blank token', { ...TWILIO, TWILIO_AUTH_TOKEN: '  ' }, 'twilio', 'TWILIO_AUTH_TOKEN'],
  [
    'WeChat without its AES key',
    { ...WECHAT, WECHAT_ENCODING_AES_KEY: '' },
    'wechat',
    'WECHAT_ENCODING_AES_KEY',
  ],
  ['WeChat with a cut AES key', { ...WECHAT, WECHAT_ENCODING_AES_KEY: 'abc' }, 'wechat', '43'],
  ['WeChat without its token', { ...WECHAT, WECHAT_TOKEN: '' }, 'wechat', 'WECHAT_TOKEN'],
  ['Aliyun without a path token', { ALIYUN_SMS_PATH_TOKEN: '' }, 'aliyun', 'ALIYUN_SMS_PATH_TOKEN'],
  ['Aliyun with 124 bits', { ALIYUN_SMS_PATH_TOKEN: 'a'.repeat(31) }, 'aliyun', '128位'],
  ['Tencent with 126 bits', { TENCENT_SMS_PATH_TOKEN: 'z'.repeat(21) }, 'tencent', '128位'],
  ['Tencent with 38 digits', { TENCENT_SMS_PATH_TOKEN: '7'.repeat(38) }, 'tencent', '128位'],
  [
    'a token that an address would escape',
    { TENCENT_SMS_PATH_TOKEN: '令/牌?'.repeat(20) },
    'tencent',
    '128位',
  ],
  ['the gateway with a blank secret', { SMS_GATEWAY_SECRET: ' ' }, 'gateway', 'SMS_GATEWAY_SECRET'],
])('[SAFE1] %s is off, and the reason is said', (_, env, channel, why) => {
  const config = configOf(env)
  expect(onWith(env)).not.toContain(channel)
  expect(config.channels.find((each) => each.channel === channel)?.off).toContain(why)
  const { twilio, wechat, aliyun, tencent, gateway } = config
  expect([twilio, wechat, aliyun, tencent, gateway]).toEqual([null, null, null, null, null])
  for (const value of Object.values(env))
    if (value.length > 8) expect(JSON.stringify(config)).not.toContain(value)
})

test('[SAFE1] path tokens of 128 bits are enough, as openssl rand and base64url write them', () => {
  const env = {
    ALIYUN_SMS_PATH_TOKEN: '0123456789abcdef0123456789ABCDEF',
    TENCENT_SMS_PATH_TOKEN: 'AZaz09_-AZaz09_-AZaz09',
    SMS_GATEWAY_SECRET: 'any secret at all',
  }
  expect(onWith(env)).toEqual(['web', 'aliyun', 'tencent', 'gateway'])
  expect(configOf(env)).toMatchObject({
    aliyun: { pathToken: env.ALIYUN_SMS_PATH_TOKEN },
    tencent: { pathToken: env.TENCENT_SMS_PATH_TOKEN },
    gateway: { secret: env.SMS_GATEWAY_SECRET },
  })
  expect(onWith({ TENCENT_SMS_PATH_TOKEN: '7'.repeat(39) })).toEqual(['web', 'tencent'])
})

test.each([
  [{ PORT: 'http' }, 'PORT 须是整数'],
  [{ PORT: '65536' }, 'PORT 须在0–65535之间'],
  [{ PORT: '-1' }, 'PORT 须是整数'],
  [{ PORT: '80.5' }, 'PORT 须是整数'],
  [{ HOST: 'a b' }, 'HOST'],
  [{ PUBLIC_URL: 'vote.example.cn' }, 'PUBLIC_URL'],
  [{ PUBLIC_URL: 'ftp://vote.example.cn' }, 'PUBLIC_URL'],
  [{ PUBLIC_URL: 'https://vote.example.cn/?a=1' }, 'PUBLIC_URL'],
  [{ TLS_CERT: 'a.pem' }, 'TLS_CERT 与 TLS_KEY 须同时设置'],
  [{ REDIS_URL: 'redis://127.0.0.1' }, 'VOTER_KEY_SECRET'],
  [{ REDIS_URL: '127.0.0.1:6379', VOTER_KEY_SECRET: 'sixteen letters at least' }, 'REDIS_URL 须是'],
  [{ VOTER_KEY_SECRET: 'short' }, 'VOTER_KEY_SECRET'],
] as [Record<string, string>, string][])('%o is refused in a sentence', (env, sentence) => {
  const read = readConfig(env, [])
  expect(read.ok ? '' : read.sentences.join('\n')).toContain(sentence)
})

test('everything wrong is said at once, and no value is repeated into the terminal', () => {
  const read = readConfig({ PORT: 'x', VOTER_KEY_SECRET: 'hunter2' }, ['--verbose'])
  expect(read.ok ? [] : read.sentences).toHaveLength(3)
  expect(JSON.stringify(read)).not.toContain('hunter2')
})

test('PUBLIC_URL loses the slash at its end', () => {
  expect(configOf({ PUBLIC_URL: ' https://vote.example.cn/wz/ ' }).publicUrl).toBe(
    'https://vote.example.cn/wz',
  )
})

test('GRAPHICS_ORIGINS names pages of renderers, exactly as a browser states them', () => {
  expect(configOf({}).graphicsOrigins).toEqual([])
  expect(configOf({ GRAPHICS_ORIGINS: ' http://10.0.0.9:8081, null ,' }).graphicsOrigins).toEqual([
    'http://10.0.0.9:8081',
    'null',
  ])
  for (const odd of ['*', '10.0.0.9', 'http://10.0.0.9/', 'http://10.0.0.9:80', 'file:///x', 'NULL'])
    expect(readConfig({ GRAPHICS_ORIGINS: odd }, []).ok).toBe(false)
})

test('several processes need a Redis and one secret; whose journal holds is a choice by name', () => {
  const shared = { REDIS_URL: 'redis://127.0.0.1', VOTER_KEY_SECRET: 'a secret of sixteen' }
  expect(configOf({ ...shared, WORKERS: '4' })).toMatchObject({ workers: 4, worker: null, takeJournal: null })
  expect(configOf(shared, '--take-journal=here').takeJournal).toBe('here')
  const refused = (env: Record<string, string>, ...argv: readonly string[]) => {
    const read = readConfig(env, argv)
    return read.ok ? '' : read.sentences.join('')
  }
  expect(refused({ WORKERS: '2' })).toContain('WORKERS 大于1时须设置 REDIS_URL')
  expect(refused({ ...shared, WORKERS: '0' })).toContain('WORKERS 须是1到32的整数')
  expect(refused(shared, '--take-journal=mine')).toContain('不认识的参数')
})
