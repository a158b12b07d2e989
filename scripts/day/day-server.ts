// The server of the scripted day: a real process on a data folder of its own, killed in the middle and started again.

import { spawn, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'
import { freePort } from '../free-port.ts'

export const DAY_SECRETS = {
  twilio: { accountSid: `AC${'d'.repeat(32)}`, authToken: 'day-twilio-0123456789abcdef' },
  wechat: {
    token: 'wenzhengday',
    appId: 'wxba5fad812f8e6fb9',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  },
  aliyunToken: 'da'.repeat(16),
  tencentToken: 'dc'.repeat(16),
  gatewaySecret: 'day-gateway-0123456789abcdef',
} as const

export interface DayServer {
  readonly base: string
  readonly dataDir: string
  /** The one-time token of the set-up link. */
  setUpToken(): string
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  /** On the same port and folder; resolves when it is ready. */
  start(): Promise<void>
  stop(): Promise<void>
}

const READY_WITHIN_MS = 30_000

export async function startDayServer(dataDir: string): Promise<DayServer> {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let said = ''

  const start = async () => {
    const started = spawn(process.execPath, [resolve(import.meta.dirname, '../../server/main.ts')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../../node_modules/.cache/node-compile'),
        ...{ PORT: String(port), DATA_DIR: dataDir },
        TWILIO_ACCOUNT_SID: DAY_SECRETS.twilio.accountSid,
        TWILIO_AUTH_TOKEN: DAY_SECRETS.twilio.authToken,
        PUBLIC_URL: base,
        WECHAT_TOKEN: DAY_SECRETS.wechat.token,
        WECHAT_APP_ID: DAY_SECRETS.wechat.appId,
        WECHAT_ENCODING_AES_KEY: DAY_SECRETS.wechat.encodingAesKey,
        ALIYUN_SMS_PATH_TOKEN: DAY_SECRETS.aliyunToken,
        TENCENT_SMS_PATH_TOKEN: DAY_SECRETS.tencentToken,
        SMS_GATEWAY_SECRET: DAY_SECRETS.gatewaySecret,
      },
    })
    child = started
    for (const stream of [started.stdout, started.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-100_000)))
    const giveUpAt = Date.now() + READY_WITHIN_MS
    for (;;) {
      if (started.exitCode !== null) throw new Error(`the server ended with ${started.exitCode}:\n${said}`)
      const ready = await fetch(`${base}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (ready) return
      if (Date.now() > giveUpAt) throw new Error(`the server is not ready:\n${said}`)
      await new Promise((wait) => setTimeout(wait, 50))
    }
  }
  const end = async (signal: NodeJS.Signals) => {
    const running = child
    if (running === null || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise((exited) => running.once('exit', exited))
    running.kill(signal)
    await gone
  }

  await start()
  return {
    ...{ base, dataDir, start },
    setUpToken() {
      const token = /#setup=([A-Za-z0-9_-]+)/.exec(said)?.[1]
      if (token === undefined) throw new Error(`no set-up link was printed:\n${said}`)
      return token
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}
