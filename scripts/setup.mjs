// Brings a fresh clone to where npm's scripts can run: packages, the built pages (--build), a browser, strace and a
// Redis server for tests (--tests).
//
// It is plain JavaScript without packages, because it runs before they are there, on whatever Node the machine has.
// It says what it does on stderr: `npm run -s choice-text` must print nothing but its answer. With nothing to do it is silent.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...names) => join(root, ...names)
const wanted = new Set(process.argv.slice(2))

const binFolder = at('node_modules', '.bin')
const pinnedNode = at('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const installStamp = at('node_modules', '.cache', 'wenzheng', 'installed')
const buildStamp = at('dist', '.built-from')
const lockFolder = at('.setup.lock')

// One step: is it missing, what to say, how to mend it. The order matters: the build needs the packages.
const steps = [
  {
    missing: packagesMissing,
    say: 'installing packages (npm ci), about half a minute',
    mend: installPackages,
  },
  ...(wanted.has('--build')
    ? [{ missing: pagesMissing, say: 'building the pages (vite build), some seconds', mend: buildPages }]
    : []),
  ...(wanted.has('--tests')
    ? [
        {
          missing: browserMissing,
          say: 'installing chromium for the tests (apt-get), a minute or two',
          mend: installBrowser,
        },
        {
          missing: straceMissing,
          say: 'installing strace for the tests (apt-get), some seconds',
          mend: installStrace,
        },
        {
          missing: redisMissing,
          say: 'installing redis-server for the tests (apt-get), some seconds',
          mend: installRedis,
        },
      ]
    : []),
]

if (steps.some((step) => step.missing())) {
  takeLock()
  try {
    for (const step of steps) {
      // Asked again: whoever held the lock before may have done it.
      if (!step.missing()) continue
      const startedAtMs = Date.now()
      say(`${step.say} …`)
      step.mend()
      say(`done in ${Math.round((Date.now() - startedAtMs) / 1000)} s`)
    }
  } finally {
    rmSync(lockFolder, { recursive: true, force: true })
  }
}

function say(text) {
  process.stderr.write(`setup: ${text}\n`)
}

// Ends with what went wrong and what a person can do about it.
function giveUp(problem, advice, output = '') {
  if (output) process.stderr.write(`${output.trimEnd().split('\n').slice(-40).join('\n')}\n`)
  say(`${problem}\n       ${advice}`)
  rmSync(lockFolder, { recursive: true, force: true })
  process.exit(1)
}

// ── packages ──────────────────────────────────────────────────────────────────────────────────────────────

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')
}

function packagesMissing() {
  if (!existsSync(pinnedNode)) return true
  const hash = lockHash()
  if (readIfThere(installStamp) === hash) return false
  // No stamp: perhaps somebody ran npm install by hand. npm's own record of what lies in node_modules tells.
  if (!installedAsLocked()) return true
  write(installStamp, hash)
  return false
}

function installedAsLocked() {
  const recorded = readIfThere(at('node_modules', '.package-lock.json'))
  if (recorded === undefined) return false
  const installed = JSON.parse(recorded).packages
  const locked = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '') return true
    // Optional ones are builds for other platforms.
    if (!(path in installed)) return entry.optional === true || entry.devOptional === true
    return installed[path].version === entry.version && installed[path].integrity === entry.integrity
  })
}

function installPackages() {
  // npm must not run on the Node that lies in the folder it is about to delete.
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes(`${sep}node_modules${sep}.bin`))
    .join(delimiter)
  const done = spawnSync(
    'npm',
    ['ci', '--include=dev', '--ignore-scripts=false', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      env: { ...process.env, PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      shell: process.platform === 'win32',
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  if (done.status !== 0) {
    giveUp(
      `npm ci failed${done.error ? ` (${done.error.message})` : ''}.`,
      'Is the npm registry reachable, and is there room on the disk? Then run the same command again. ' +
        'Without a network: copy node_modules from a machine of the same kind.',
      `${done.stdout ?? ''}${done.stderr ?? ''}`,
    )
  }
  const version = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' })
  const pinned = `v${JSON.parse(readFileSync(at('package.json'), 'utf8')).dependencies.node}`
  if (version.status !== 0 || version.stdout.trim() !== pinned) {
    giveUp(
      `The packages are here, but not the Node ${pinned} they bring (found: ${version.stdout?.trim() || 'none'}).`,
      'Its install script puts it in place: run `npm rebuild node`, and see that npm may run that one script.',
    )
  }
  write(installStamp, lockHash())
}

// ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────

// What the pages are made of. Tests are not in them.
function sourcesHash() {
  const hash = createHash('sha256')
  const add = (path) =>
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  for (const name of ['package-lock.json', 'vite.config.ts', 'tsconfig.json']) add(at(name))
  for (const folder of ['client', 'display', 'shared']) {
    for (const path of filesUnder(at(folder))) if (!/\.test\.tsx?$/.test(path)) add(path)
  }
  return hash.digest('hex')
}

function filesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name.startsWith('.')) return []
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesUnder(path) : entry.isFile() ? [path] : []
    })
}

function pagesMissing() {
  return readIfThere(buildStamp) !== sourcesHash()
}

// Built beside dist/ and then put in its place, so that a server that runs never finds half of it, and a failed build
// leaves the old one.
function buildPages() {
  const hash = sourcesHash()
  const next = at('.dist-next')
  const old = at('.dist-old')
  rmSync(next, { recursive: true, force: true })
  viteBuild(['--outDir', next, '--emptyOutDir'])
  // The citizen's page, with its own runtime, beside the others.
  viteBuild(['--mode', 'citizen', '--outDir', next, '--emptyOutDir', 'false'])
  write(join(next, '.built-from'), hash)
  rmSync(old, { recursive: true, force: true })
  if (existsSync(at('dist'))) renameSync(at('dist'), old)
  renameSync(next, at('dist'))
  rmSync(old, { recursive: true, force: true })
}

function viteBuild(options) {
  const done = spawnSync(
    pinnedNode,
    [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', ...options, '--logLevel', 'warn'],
    {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  const output = `${done.stdout ?? ''}${done.stderr ?? ''}`
  if (done.status !== 0) {
    giveUp(
      'vite build failed.',
      'Mend what it names above; `npm run check` may say more.',
      output || done.error?.message,
    )
  }
  if (output.trim()) process.stderr.write(output)
}

// ── a browser ─────────────────────────────────────────────────────────────────────────────────────────────

// The end-to-end tests start the same one: CHROMIUM_PATH, or where Debian puts it.
function browserMissing() {
  return !existsSync(process.env.CHROMIUM_PATH || '/usr/bin/chromium')
}

function installBrowser() {
  const advice =
    'Install it (Debian: `sudo apt-get install chromium`), or name one that is there: CHROMIUM_PATH=/path/to/chrome npm test'
  if (process.env.CHROMIUM_PATH)
    giveUp(`CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which is not there.`, advice)
  // Pages bring their own fonts, so no font package is needed.
  installPackage('chromium', 'Chromium', advice)
  if (browserMissing()) giveUp('apt-get installed chromium, but not at /usr/bin/chromium.', advice)
}

// ── strace, by which tests make a disk fail ───────────────────────────────────────────────────────────────

function straceMissing() {
  return process.platform === 'linux' && spawnSync('strace', ['--version'], { stdio: 'ignore' }).status !== 0
}

function installStrace() {
  const advice = 'Install it (Debian: `sudo apt-get install strace`), and run the tests as root.'
  installPackage('strace', 'strace', advice)
  if (straceMissing()) giveUp('apt-get installed strace, but it cannot be started.', advice)
}

// ── a Redis server, which tests start, kill and roll back ─────────────────────────────────────────────────

// Tests start their own on sockets of their own; the service that Debian's package starts is not used.
function redisMissing() {
  return spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0
}

function installRedis() {
  const advice =
    'Install it, 7.0 or newer (Debian: `sudo apt-get install redis-server`), so that it is on the PATH.'
  installPackage('redis-server', 'redis-server', advice)
  if (redisMissing()) giveUp('apt-get installed redis-server, but it cannot be started.', advice)
}

// ── Debian's packages ─────────────────────────────────────────────────────────────────────────────────────

function installPackage(packageName, name, advice) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    giveUp(
      `The tests need ${name}; it is absent, and only root on Debian can have it installed from here.`,
      advice,
    )
  }
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', packageName]]) {
    const done = spawnSync(
      'apt-get',
      ['-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0', ...words],
      {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        stdio: ['ignore', 'pipe', 'pipe'],
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      },
    )
    if (done.status !== 0) {
      giveUp(
        `apt-get ${words[0]} failed. Are Debian's package servers reachable?`,
        advice,
        `${done.stdout ?? ''}${done.stderr ?? ''}`,
      )
    }
  }
}

// ── one at a time ─────────────────────────────────────────────────────────────────────────────────────────

// A folder is made by one process only. Its holder's process id inside tells whether it still lives.
function takeLock() {
  const patienceEndsAtMs = Date.now() + 10 * 60_000
  for (let told = false; ;) {
    try {
      mkdirSync(lockFolder)
      writeFileSync(join(lockFolder, 'pid'), String(process.pid))
      const letGo = () => {
        rmSync(lockFolder, { recursive: true, force: true })
        process.exit(130)
      }
      process.once('SIGINT', letGo)
      process.once('SIGTERM', letGo)
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (lockIsStale()) {
      clearStaleLock()
      continue
    }
    if (!told) say('another set-up is at work here, waiting for it …')
    told = true
    if (Date.now() > patienceEndsAtMs) {
      say(
        `waited ten minutes for another set-up. If none runs, delete ${relative(process.cwd(), lockFolder)} and try again.`,
      )
      process.exit(1)
    }
    sleep(200)
  }
}

function lockIsStale() {
  const pid = Number(readIfThere(join(lockFolder, 'pid')) || Number.NaN)
  if (Number.isNaN(pid)) return olderThanMs(lockFolder, 10_000)
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

// Of several who find a stale lock one clears it, and looks again before it does: it may be a new one by then.
function clearStaleLock() {
  const clearing = `${lockFolder}.clearing`
  try {
    mkdirSync(clearing)
  } catch {
    if (olderThanMs(clearing, 10_000)) rmSync(clearing, { recursive: true, force: true })
    sleep(50)
    return
  }
  try {
    if (lockIsStale()) rmSync(lockFolder, { recursive: true, force: true })
  } finally {
    rmSync(clearing, { recursive: true, force: true })
  }
}

function olderThanMs(path, ageMs) {
  try {
    return Date.now() - statSync(path).mtimeMs > ageMs
  } catch {
    return false
  }
}

function sleep(durationMs) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs)
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function write(path, text) {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
}
