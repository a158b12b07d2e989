// A real redis-server of the test's own: every write on its disk, started, killed, emptied and started again by tests.

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../scripts/free-port.ts'

export interface TestRedis {
  readonly url: string
  readonly port: number
  /** Where it keeps its files: copied and put back, they are an older state of it. */
  readonly folder: string
  pid(): number
  /** One command, its answer as redis writes it on the wire (RESP 2), for what a test looks at or breaks by hand. */
  send(...words: readonly string[]): Promise<string>
  /** SIGSTOP and SIGCONT return at once; what ends it, when it has ended. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts again on the same port and folder. */
  start(): Promise<void>
  remove(): Promise<void>
}

const READY_WITHIN_MS = 10_000

/** `settings` replace those by which it is fit for us, as `{ appendfsync: 'everysec' }`. Rejects where there is no redis-server. */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<TestRedis> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-redis-'))
  let child: ChildProcess | null = null
  const all = {
    ...{ port: String(port), bind: '127.0.0.1', dir: folder, save: '' },
    ...{ appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' },
    ...settings,
  }

  const start = async () => {
    const started = spawn(
      'redis-server',
      Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]),
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    child = started
    let said = ''
    let failed: Error | null = null
    started.once('error', (error) => (failed = error))
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-10_000)))
    const giveUpAt = Date.now() + READY_WITHIN_MS
    for (;;) {
      if (failed !== null) throw new Error('redis-server cannot be started', { cause: failed })
      if (started.exitCode !== null) throw new Error(`redis-server ended:\n${said}`)
      if ((await ask(port, ['PING']).catch(() => '')) === '+PONG\r\n') return
      if (Date.now() > giveUpAt) throw new Error(`redis-server is not ready:\n${said}`)
      await new Promise((wait) => setTimeout(wait, 20))
    }
  }

  const kill = async (signal: NodeJS.Signals) => {
    const running = child
    if (running === null || running.exitCode !== null || running.signalCode !== null) return
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') {
      running.kill(signal)
      return
    }
    const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()))
    running.kill(signal)
    await gone
  }

  await start()
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    ...{ port, folder, kill, start },
    pid() {
      if (child?.pid === undefined) throw new Error('redis-server never ran')
      return child.pid
    },
    send: (...words) => ask(port, words),
    async remove() {
      await kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** On a connection of its own, so that no client library of ours stands between a test and what it breaks. */
function ask(port: number, words: readonly string[]): Promise<string> {
  return new Promise((answer, failed) => {
    const line = connect({ port, host: '127.0.0.1' })
    let said = ''
    line.setTimeout(5_000, () => line.destroy(new Error('redis-server does not answer')))
    line.once('error', failed)
    line.on('data', (text: Buffer) => {
      said += text.toString()
      // Written whole once the line is quiet: QUIT is answered last.
      if (said.endsWith('+OK\r\n') && said.length > 5) line.end()
    })
    line.once('close', () => answer(said.slice(0, -5)))
    line.write(commandOf(words) + commandOf(['QUIT']))
  })
}

function commandOf(words: readonly string[]): string {
  const parts = words.map((word) => `$${String(Buffer.byteLength(word))}\r\n${word}\r\n`)
  return `*${String(words.length)}\r\n${parts.join('')}`
}
