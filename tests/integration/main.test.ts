// The server as it is really started: a process of its own, its words in the terminal, its signals and exit codes.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { TEST_CERTIFICATE, TEST_CERTIFICATE_KEY } from '../support/certificate.ts'
import { cleanUp, tempFolder } from '../support/test-server.ts'

const main = resolve(import.meta.dirname, '../../server/main.ts')
const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await cleanUp()
})

/** Starts it with these variables only, and gathers what it says. */
function start(env: Record<string, string>, ...args: readonly string[]) {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH, NODE_COMPILE_CACHE, PORT: '0', ...env },
  })
  children.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const running = async () => {
    while (!said.out.includes('注意')) {
      const code = await Promise.race([once(child.stdout, 'data').then(() => 'more'), ended])
      if (code !== 'more') throw new Error(`it ended: ${said.out}${said.err}`)
    }
    return /director +(\S+)\/director/.exec(said.out)?.[1] ?? ''
  }
  return { child, said, ended, running }
}

test('it says its addresses, its channels and the set-up link, and stops in good order when told', async () => {
  const dataDir = join(tempFolder(), 'data')
  const { child, said, ended, running } = start({
    DATA_DIR: dataDir,
    TWILIO_ACCOUNT_SID: 'AC1',
    TWILIO_AUTH_TOKEN: 'verysecret',
  })
  const url = await running()
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect(said.out).toContain('渠道开 on         网页、短信（Twilio）')
  expect(said.out).toContain('微信：没有设置 WECHAT_TOKEN')
  expect(said.out).toMatch(/首次设置.*\/office#setup=[\w-]{43}/)
  expect(said.out).toContain('请设置 PUBLIC_URL')
  expect(said.out + said.err).not.toContain('verysecret')
  // A second one on the same folder is refused by name, without a stack trace.
  const second = start({ DATA_DIR: dataDir })
  expect(await second.ended).toBe(1)
  expect(second.said.err).toContain('数据目录正被另一个进程使用')
  expect(second.said.err).not.toMatch(/^ +at /m)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(said.out).toContain('已停机')
})

test('a folder left by a killed process is taken over at once', async () => {
  const dataDir = join(tempFolder(), 'data')
  const first = start({ DATA_DIR: dataDir })
  await first.running()
  first.child.kill('SIGKILL')
  await first.ended
  const second = start({ DATA_DIR: dataDir })
  expect((await fetch(`${await second.running()}/healthz`)).status).toBe(200)
})

test.each([
  ['a variable that makes no sense', { PORT: 'http' }, [], 'PORT 须是整数'],
  ['an argument it does not know', {}, ['--host'], '不认识的参数 --host'],
])('%s stops the start with exit code 1 and a sentence', async (_, env, args, sentence) => {
  const { said, ended } = start({ DATA_DIR: tempFolder(), ...env }, ...args)
  expect(await ended).toBe(1)
  expect(said.err).toContain(sentence)
  expect(said.err).not.toMatch(/^ +at /m)
  expect(said.out).toBe('')
})

test('with a certificate it speaks TLS, and says so in its addresses and headers', async () => {
  const folder = tempFolder()
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  writeFileSync(cert, TEST_CERTIFICATE)
  writeFileSync(key, TEST_CERTIFICATE_KEY)
  const { running } = start({ DATA_DIR: join(folder, 'data'), TLS_CERT: cert, TLS_KEY: key })
  const url = await running()
  expect(url).toMatch(/^https:/)
  const [answer] = (await once(
    request(`${url}/healthz`, { rejectUnauthorized: false }).end(),
    'response',
  )) as [{ statusCode: number; headers: Record<string, string>; resume(): void }]
  answer.resume()
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['strict-transport-security']).toContain('max-age')
  writeFileSync(cert, 'no certificate')
  const broken = start({ DATA_DIR: join(folder, 'data2'), TLS_CERT: cert, TLS_KEY: key })
  expect(await broken.ended).toBe(1)
  expect(broken.said.err).toContain('TLS 证书或私钥无法使用')
})
