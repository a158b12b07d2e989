// The server as a whole from outside: its doors of operation, its pages, its refusals to start, and its stop.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { lockDataDir } from '../../server/storage/data-dir-lock.ts'
import { NO_LOG } from '../../server/log.ts'
import { startServer } from '../../server/start.ts'
import { createHandClock } from '../support/hand-clock.ts'
import { SYSTEM, OFFICE } from '../support/given-parts.ts'
import { cleanUp, startTestServer, tempFolder, testConfig } from '../support/test-server.ts'

afterEach(cleanUp)

/** A build with a page and an asset, as Vite makes one. */
function builtPages(): string {
  const dist = tempFolder()
  for (const folder of ['client/citizen', 'client/director', 'assets']) {
    mkdirSync(join(dist, folder), { recursive: true })
  }
  const page = '<!doctype html><html><head><title>问政台</title></head><body></body></html>'
  writeFileSync(join(dist, 'client/citizen/index.html'), page)
  writeFileSync(join(dist, 'client/director/index.html'), page)
  writeFileSync(join(dist, 'assets/main-Ab12.js'), `console.log('${'x'.repeat(5_000)}')`)
  writeFileSync(join(dist, 'offline-worker.js'), 'self.x = 1')
  return dist
}

async function get(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { headers })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const HTML = { accept: 'text/html,application/xhtml+xml' }

test('alive and ready are two questions, and both are answered', async () => {
  const { localUrl } = await startTestServer()
  expect(await get(`${localUrl}/healthz`)).toMatchObject({ status: 200, text: '{"ok":true}' })
  expect(await get(`${localUrl}/readyz`)).toMatchObject({ status: 200, text: '{"ready":true,"reasons":[]}' })
})

test('[SAFE5] a clock 2 s behind the last record is not ready, says so, and dates nothing before that record', async () => {
  const config = testConfig()
  const at = 1_900_000_000_000
  const first = await startTestServer(config, { clock: createHandClock(at) })
  await first.stop()
  const justBehind = await startTestServer(config, { clock: createHandClock(at - 1_999) })
  expect((await get(`${justBehind.localUrl}/readyz`)).status).toBe(200)
  await justBehind.stop()
  const behind = await startTestServer(config, { clock: createHandClock(at - 2_000), dist: builtPages() })
  const { status, text } = await get(`${behind.localUrl}/readyz`)
  expect(status).toBe(503)
  expect(JSON.parse(text)).toEqual({
    ready: false,
    reasons: [{ code: 'clock_behind', sentence: '系统时钟比最后一条记录慢2秒，请校准时钟后重新启动。' }],
  })
  expect(await get(`${behind.localUrl}/director`, HTML)).toMatchObject({ status: 503 })
  await behind.app.runner.run(
    { type: 'SetAccessNumbers', numbers: [] },
    { commandId: 'command-1', by: OFFICE },
  )
  expect(behind.app.runner.tail().map(({ atMs }) => atMs)).toEqual([at, at])
})

test('[LOG3] the ballot log is announced in the journal before the first ballot, and once', async () => {
  const config = testConfig()
  const first = await startTestServer(config)
  expect(first.app.runner.tail()).toMatchObject([{ event: { type: 'LogAnnounced' }, by: SYSTEM }])
  await first.stop()
  const again = await startTestServer(config)
  expect(again.app.runner.house().logs).toHaveLength(1)
})

test('pages carry a policy without unsafe-inline, with a nonce of their own each time', async () => {
  const { localUrl } = await startTestServer(undefined, { dist: builtPages() })
  const nonces = new Set<string>()
  for (const path of ['/', '/vote', '/director', '/director']) {
    const { status, headers, text } = await get(`${localUrl}${path}`, HTML)
    const policy = headers.get('content-security-policy') ?? ''
    const nonce = /<meta name="csp-nonce" content="([^"]{24})" \/>/.exec(text)?.[1] ?? ''
    expect(status, path).toBe(200)
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('cache-control')).toBe('no-store')
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(4)
})

test('pages are told how citizens reach the server, so that no display shows its own address on air', async () => {
  const { localUrl, publicUrl } = await startTestServer(undefined, { dist: builtPages() })
  const { text } = await get(`${localUrl}/vote`, HTML)
  expect(text).toContain(`<meta name="public-url" content="${publicUrl}" />`)
})

test('assets are compressed and kept for a year; the offline worker is asked for anew', async () => {
  const { localUrl } = await startTestServer(undefined, { dist: builtPages() })
  for (const encoding of ['gzip', 'br']) {
    const asset = await get(`${localUrl}/assets/main-Ab12.js`, { 'accept-encoding': encoding })
    expect(asset.headers.get('content-encoding')).toBe(encoding)
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(asset.text).toContain('xxxx')
  }
  const plain = await get(`${localUrl}/assets/main-Ab12.js`, { 'accept-encoding': 'identity' })
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(plain.headers.get('cache-control')).toContain('max-age=31536000, immutable')
  const worker = await get(`${localUrl}/offline-worker.js`)
  expect([worker.status, worker.headers.get('cache-control')]).toEqual([200, 'public, max-age=0'])
})

test.each([
  ['/nonsense', HTML, 404, '没有这个页面'],
  ['/examiner', HTML, 503, '页面尚未构建'],
  ['/api/nonsense', HTML, 404, '"code":"unknown_page"'],
  ['/nonsense', { accept: 'application/json' }, 404, '"sentence":"没有这个页面。"'],
  ['/assets/../../package.json', HTML, 404, '没有这个页面'],
  ['/client/citizen/index.html', HTML, 404, '没有这个页面'],
  ['/channels/aliyun/secret-token', {}, 404, '"code":"unknown_page"'],
])('%s is answered in Chinese', async (path, headers, status, text) => {
  const { localUrl } = await startTestServer(undefined, { dist: builtPages() })
  const answer = await get(`${localUrl}${path}`, headers)
  expect(answer.status).toBe(status)
  expect(answer.text).toContain(text)
  expect(answer.headers.get('x-powered-by')).toBeNull()
})

test('[SAFE1] malformed and oversized bodies are refused with a code and a sentence', async () => {
  const { localUrl } = await startTestServer()
  const post = async (body: string, type = 'application/json') => {
    const response = await fetch(`${localUrl}/api/sign-in`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    })
    return [response.status, ((await response.json()) as { refusal: { code: string } }).refusal.code]
  }
  expect(await post('{')).toEqual([400, 'malformed'])
  expect(await post(`"${'x'.repeat(100_000)}"`)).toEqual([413, 'too_large'])
  expect(await post('a=b', 'application/x-www-form-urlencoded')).toEqual([400, 'malformed'])
})

test('[SHOW5] metrics tell counts by channel and outcome, depths and delays, and no split', async () => {
  const { localUrl } = await startTestServer()
  const { text } = await get(`${localUrl}/metrics`)
  for (const name of [
    'wenzheng_answers_total{channel="wechat",outcome="late"} 0',
    'wenzheng_ballot_queue_depth 0',
    'wenzheng_ballot_commit_seconds_bucket',
    'wenzheng_journal_position 1',
    'wenzheng_sockets 0',
    'wenzheng_ready 1',
    'nodejs_eventloop_lag_p99_seconds',
  ]) {
    expect(text).toContain(name)
  }
  expect(text).not.toMatch(/satisfied|dissatisfied|unsure|mean=|points/)
})

test('the first start makes folder, secrets and a set-up link; the next one keeps them', async () => {
  const config = testConfig({ DATA_DIR: join(tempFolder(), 'new/data') })
  const first = await startTestServer(config)
  expect(first.setupUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/office#setup=[\w-]{43}$/)
  const secrets = readFileSync(join(config.dataDir, 'secrets.json'), 'utf8')
  expect(statSync(config.dataDir).mode & 0o777).toBe(0o700)
  expect(statSync(join(config.dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  await first.stop()
  await startTestServer(config)
  expect(readFileSync(join(config.dataDir, 'secrets.json'), 'utf8')).toBe(secrets)
})

/** What a start is refused with. */
async function refusalOf(config: ReturnType<typeof testConfig>): Promise<string> {
  const started = await startServer(config, { log: NO_LOG })
  if (started.ok) {
    await started.running.stop()
    return ''
  }
  return started.sentences.join('\n')
}

test('what keeps it from starting is said in a sentence', async () => {
  const running = await startTestServer()
  expect(await refusalOf(testConfig({ PORT: String(running.port) }))).toContain(
    `端口${String(running.port)}已被占用`,
  )

  const locked = testConfig()
  const lock = lockDataDir(locked.dataDir)
  expect(await refusalOf(locked)).toContain('数据目录正被另一个进程使用')
  lock?.release()
  expect(await refusalOf(locked)).toBe('')

  const noFolder = join(tempFolder(), 'file')
  writeFileSync(noFolder, '')
  expect(await refusalOf(testConfig({ DATA_DIR: noFolder }))).toContain('数据目录无法使用')

  const missing = testConfig({ TLS_CERT: '/nowhere.pem', TLS_KEY: '/nowhere.key' })
  expect(await refusalOf(missing)).toContain('TLS 证书或私钥无法使用')
})

test.each(['journal.db', 'ballots.db', 'vault.db', 'private.db'])(
  'a damaged or foreign %s stops the start, is named, and is left as it was',
  async (name) => {
    const config = testConfig()
    await (await startTestServer(config)).stop()
    const file = join(config.dataDir, name)
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 100, 4_000)
    for (const damaged of [bytes, Buffer.from('not a database at all\n'.repeat(100))]) {
      writeFileSync(file, damaged)
      const before = readdirSync(config.dataDir).sort()
      const why = await refusalOf(config)
      expect(why).toContain(`数据库文件损坏或不属于本系统：${file}。文件未作任何改动。`)
      expect(readFileSync(file).equals(damaged)).toBe(true)
      expect(readdirSync(config.dataDir).sort()).toEqual(before)
    }
  },
)

test('[LOG1] a journal whose chain is broken stops the start', async () => {
  const config = testConfig()
  await (await startTestServer(config)).stop()
  const file = join(config.dataDir, 'journal.db')
  const script = `const { DatabaseSync } = require('node:sqlite'); const db = new DatabaseSync(process.argv[1]);
    db.exec('DROP TRIGGER event_is_never_changed; UPDATE event SET at_ms = at_ms + 1')`
  execFileSync(process.execPath, ['-e', script, file])
  expect(await refusalOf(config)).toContain('流水的哈希链在第1条处断裂')
})

test('a journal that is gone beside its ballots is not replaced by an empty one', async () => {
  const config = testConfig()
  await (await startTestServer(config)).stop()
  execFileSync('rm', [join(config.dataDir, 'journal.db')])
  expect(await refusalOf(config)).toContain('流水文件不见了')
})

test('[BAL8] another VOTER_KEY_SECRET than the one the keys were wrapped with stops the start', async () => {
  const config = testConfig()
  await (await startTestServer(config)).stop()
  const why = await refusalOf({ ...config, voterKeySecret: 'another secret altogether' })
  expect(why).toContain('VOTER_KEY_SECRET')
})

test('a stop ends idle connections, frees port and folder, and is not ready meanwhile', async () => {
  const config = testConfig()
  const running = await startTestServer(config)
  const idle = connect(running.port, '127.0.0.1')
  await new Promise((settle) => idle.once('connect', settle))
  idle.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  await new Promise((settle) => idle.once('data', settle))
  const ended = new Promise((settle) => idle.once('close', settle))
  const stopped = running.stop()
  expect(running.app.reasons()).toMatchObject([{ code: 'stopping' }])
  await stopped
  await ended
  await expect(fetch(`${running.localUrl}/healthz`)).rejects.toThrow()
  expect(readdirSync(config.dataDir).filter((name) => name.endsWith('-wal'))).toEqual([])
  await startTestServer({ ...config, port: running.port })
})
