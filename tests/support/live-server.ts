// The real server as a child process with a data folder of its own: started, killed and started again by tests.

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { DoorSecrets } from '../../scripts/demo/doors.ts'
import { freePort } from '../../scripts/free-port.ts'

export interface LiveServer {
  readonly base: string
  readonly folder: string
  /** The one-time token of the set-up link, as printed by the first start. */
  setUpToken(): string
  /** Everything printed so far. */
  output(): string
  /** Of the process that runs now. */
  pid(): number
  /** With WORKERS: of the processes it started, in the order in which they began. */
  workerPids(): readonly number[]
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts again on the same port and folder. */
  start(): Promise<void>
  remove(): Promise<void>
}

export const doorSecrets: DoorSecrets = {
  twilio: { accountSid: 'AC00000000000000000000000000000001', authToken: '0123456789abcdef0123456789abcdef' },
  wechat: {
    token: 'wenzhengtest',
    appId: 'wxba5fad812f8e6fb9',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  },
}

const READY_WITHIN_MS = 20_000
/** Of the lines by which main.ts says that it runs, all written at once. */
const RUNNING = 'Wenzheng is running'

/** `folder`: where it keeps everything, taken away with it. */
export async function startLiveServer(
  env: Readonly<Record<string, string>> = {},
  folder: string = mkdtempSync(join(tmpdir(), 'wenzheng-live-')),
): Promise<LiveServer> {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let printed = ''

  const start = async () => {
    const started = spawn(process.execPath, [resolve('server/main.ts')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
        PORT: String(port),
        DATA_DIR: join(folder, 'data'),
        TWILIO_ACCOUNT_SID: doorSecrets.twilio.accountSid,
        TWILIO_AUTH_TOKEN: doorSecrets.twilio.authToken,
        WECHAT_TOKEN: doorSecrets.wechat.token,
        WECHAT_APP_ID: doorSecrets.wechat.appId,
        WECHAT_APP_SECRET: 'unused-in-tests',
        WECHAT_ENCODING_AES_KEY: doorSecrets.wechat.encodingAesKey,
        ...env,
      },
    })
    child = started
    let said = ''
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (text: string) => {
        printed = (printed + text).slice(-200_000)
        said = (said + text).slice(-10_000)
      })
    }
    const giveUpAt = Date.now() + READY_WITHIN_MS
    for (;;) {
      if (started.exitCode !== null) throw new Error(`the server ended with ${started.exitCode}:\n${printed}`)
      const ready = await fetch(`${base}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
      // Its doors open before it has told its addresses and, the first time, the set-up link.
      if (ready && said.includes(RUNNING)) return
      if (Date.now() > giveUpAt) throw new Error(`the server is not ready:\n${printed}`)
      await new Promise((wait) => setTimeout(wait, 50))
    }
  }

  const kill = async (signal: NodeJS.Signals) => {
    const running = child
    if (running === null || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise<void>((resolveGone) => {
      running.once('exit', () => {
        resolveGone()
      })
    })
    running.kill(signal)
    await gone
  }

  await start()
  return {
    base,
    folder: join(folder, 'data'),
    setUpToken() {
      const token = /#setup=([A-Za-z0-9_-]+)/.exec(printed)?.[1]
      if (token === undefined) throw new Error(`no set-up link was printed:\n${printed}`)
      return token
    },
    output: () => printed,
    pid() {
      if (child?.pid === undefined) throw new Error('the server never ran')
      return child.pid
    },
    workerPids() {
      const pid = String(child?.pid)
      const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
      return pids.map(Number).toSorted((a, b) => a - b)
    },
    kill,
    start,
    async remove() {
      await kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
