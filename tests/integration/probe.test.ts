// `npm run probe` against a running server: every door takes its sample, and nothing is sent to a server that is not one's own.

import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import { doorSecrets, startLiveServer, type LiveServer } from '../support/live-server.ts'

const SMS = {
  ALIYUN_SMS_PATH_TOKEN: 'a1b2c3d4'.repeat(4),
  TENCENT_SMS_PATH_TOKEN: 'Tencent-token_of-22_ch',
  SMS_GATEWAY_SECRET: 'a gateway secret of the test',
}
const SECRETS = {
  ...SMS,
  TWILIO_ACCOUNT_SID: doorSecrets.twilio.accountSid,
  TWILIO_AUTH_TOKEN: doorSecrets.twilio.authToken,
  WECHAT_TOKEN: doorSecrets.wechat.token,
  WECHAT_APP_ID: doorSecrets.wechat.appId,
  WECHAT_APP_SECRET: 'unused-in-tests',
  WECHAT_ENCODING_AES_KEY: doorSecrets.wechat.encodingAesKey,
}

let server: LiveServer
beforeAll(async () => {
  server = await startLiveServer(SMS)
})
afterAll(() => server.remove())

interface Probed {
  readonly code: number | null
  readonly said: string
}

/** Runs the command with the server's environment; `env` changes it. */
function probe(channel: string, env: Readonly<Record<string, string>> = {}): Promise<Probed> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [resolve('scripts/probe.ts'), channel], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
        PORT: new URL(server.base).port,
        DATA_DIR: server.folder,
        ...SECRETS,
        ...env,
      },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (said += text))
    }
    child.once('close', (code) => done({ code, said }))
  })
}

test.each([...CHANNELS])(
  '[BAL3] the probe of %s is taken, kept, counted nowhere, and shown',
  async (channel) => {
    const { code, said } = await probe(channel)
    expect(said).toMatch(
      /^送出：.*\n发往：http:\/\/127\.0\.0\.1:\d+\/.*\n答复：HTTP 200，[\d.]+ 毫秒：.*\n去向：已落盘：.*\n$/,
    )
    expect(said).toContain(channel === 'web' ? '没有它所指的评议' : '不计入任何评议')
    expect(code).toBe(0)
    for (const secret of Object.values(SECRETS)) expect(said).not.toContain(secret)
  },
)

test('[BAL8] neither a path token nor a probe’s number is in the server’s log', () => {
  const { ALIYUN_SMS_PATH_TOKEN, TENCENT_SMS_PATH_TOKEN, SMS_GATEWAY_SECRET } = SMS
  expect(server.output()).toContain('短信（阿里云）')
  for (const secret of [ALIYUN_SMS_PATH_TOKEN, TENCENT_SMS_PATH_TOKEN, SMS_GATEWAY_SECRET, '13000000000']) {
    expect(server.output()).not.toContain(secret)
  }
})

describe('what it does not do', () => {
  test('[SAFE1] it sends nothing to a server that does not hold our data folder’s secrets, not even where PUBLIC_URL says so', async () => {
    const asked: string[] = []
    const stranger: Server = createServer((req, res) => {
      asked.push(`${req.method ?? ''} ${req.url ?? ''}`)
      res.end('{"deviceToken":"AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}')
    })
    await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening))
    try {
      const url = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`
      // Our own is found on this machine all the same; the signature is over PUBLIC_URL, which it was not told.
      const { code, said } = await probe('twilio', { PUBLIC_URL: url })
      expect([code, said]).toEqual([1, expect.stringContaining('不是使用本数据目录的服务器')])
      expect(said).toContain('HTTP 403')
      const alone = await probe('aliyun', { PUBLIC_URL: url, PORT: new URL(url).port })
      expect([alone.code, alone.said]).toEqual([2, expect.stringContaining('没有找到自己的服务器')])
      expect(new Set(asked)).toEqual(new Set(['GET /api/device']))
    } finally {
      stranger.closeAllConnections()
      stranger.close()
    }
  })

  test('it does not try where the channel is off, there is no such channel, or nothing was ever started here', async () => {
    expect(await probe('aliyun', { ALIYUN_SMS_PATH_TOKEN: 'short' })).toEqual({
      code: 2,
      said: expect.stringContaining('128位'),
    })
    expect(await probe('gateway', { SMS_GATEWAY_SECRET: '' })).toMatchObject({ code: 2 })
    expect(await probe('fax')).toEqual({ code: 2, said: expect.stringContaining('用法') })
    const empty = mkdtempSync(join(tmpdir(), 'wenzheng-probe-'))
    expect(await probe('web', { DATA_DIR: empty })).toEqual({
      code: 2,
      said: expect.stringContaining('先启动'),
    })
    rmSync(empty, { recursive: true })
  })

  test('[SAFE1] secrets the running server does not have are told apart: a token by 404, a signature by 403', async () => {
    const token = await probe('tencent', { TENCENT_SMS_PATH_TOKEN: 'f'.repeat(32) })
    expect([token.code, token.said]).toEqual([1, expect.stringMatching(/HTTP 404[\s\S]*重启服务器/)])
    const secret = await probe('gateway', { SMS_GATEWAY_SECRET: 'another' })
    expect([secret.code, secret.said]).toEqual([1, expect.stringMatching(/HTTP 403[\s\S]*密钥/)])
  })
})
