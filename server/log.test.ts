import { expect, test } from 'vitest'
import { coarseAddress, createLog, plainPath } from './log.ts'

test('[BAL8] what carries a person or a secret is left out of the log, also one level down', () => {
  let written = ''
  const log = createLog({
    to: {
      write: (line) => {
        written += line
      },
    },
  })
  log.info(
    { phone: '+8613800001234', message: { openid: 'oABC', text: '满意' }, token: 'eyJ', port: 8080 },
    '收到',
  )
  for (const secret of ['13800001234', 'oABC', '满意', 'eyJ']) expect(written).not.toContain(secret)
  expect(JSON.parse(written)).toMatchObject({ level: 'info', port: 8080, msg: '收到' })
})

test('[BAL8] an address is kept only to its network, a path without query and without a vendor’s token', () => {
  expect(coarseAddress('203.0.113.77')).toBe('203.0.113.x')
  expect(coarseAddress('::ffff:203.0.113.77')).toBe('203.0.113.x')
  expect(coarseAddress('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1::x')
  expect(coarseAddress(undefined)).toBe('unknown')
  expect(plainPath('/channels/aliyun/0123456789abcdef?x=1')).toBe('/channels/aliyun/…')
  for (const near of [
    '//channels/aliyun/0123',
    '/Channels/Aliyun//0123',
    '/x/channels%2Ftencent%2f0123',
    'http://x/channels/tencent/0123/',
  ])
    expect(plainPath(near), near).not.toContain('0123')
  expect(plainPath('/channels/wechat?openid=oABC&signature=1')).toBe('/channels/wechat')
  expect(plainPath('/api/setup?token=secret')).toBe('/api/setup')
})
