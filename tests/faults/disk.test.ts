// The disk of the real server is full, fails or hangs while ballots arrive: nothing is acknowledged that is not on it.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { OutputName, WindowId } from '../../shared/basics/ids.ts'
import { createRandom } from '../../scripts/demo/random.ts'
import { startBeats } from '../support/beats.ts'
import { gatherCrowd, hashOf, type Crowd, type Door } from '../support/citizens.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { countedIn, loggedHashes, recountOf } from '../support/logged-messages.ts'
import { mountSmallDisk } from '../support/small-disk.ts'
import { openPoll, prepareShow } from '../support/test-show.ts'
import { traceSyncs, type Sync } from '../support/traced-syncs.ts'
import { watcher } from '../support/watcher.ts'

const SEED = 20_261_123
const POLL = WindowId.parse('00000000d15c')
const BACK_WITHIN_MS = 15_000
/** Of a commit that hangs: 3 s (server/ballots/intake.ts), and some for a busy machine. */
const OFF_WITHIN_MS = 4_500
/** Our clock tells whole milliseconds, strace's more. */
const ROUNDING_MS = 2

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms))

async function eventually(what: string, withinMs: number, holds: () => boolean | Promise<boolean>) {
  const giveUpAt = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(`not within ${String(withinMs)} ms: ${what}`)
    await sleep(20)
  }
}

async function readiness(server: LiveServer) {
  const answer = await fetch(`${server.base}/readyz`)
  const { reasons } = (await answer.json()) as { reasons: { code: string; sentence: string }[] }
  return { status: answer.status, codes: reasons.map(({ code }) => code), reasons }
}

async function pollOnAir(server: LiveServer) {
  closers.push(() => server.remove())
  const show = await prepareShow(server, 5)
  const staff = watcher(server.base, { kind: 'account' }, ['console'], show.auditor.cookie)
  closers.push(() => staff.close())
  const poll = await openPoll(show, staff, POLL)
  const beats = await startBeats(server.base)
  closers.push(() => beats.close())
  return { show, staff, beats, crowd: await gatherCrowd(server.base, poll, `disk ${String(SEED)}`) }
}

const doorsAnswering = (crowd: Crowd, status: number, fromMs: number): ReadonlySet<Door> =>
  new Set(
    crowd.letters
      .filter((letter) =>
        crowd.answersTo(letter).some((answer) => answer.status === status && answer.sentAtMs >= fromMs),
      )
      .map(({ door }) => door),
  )

/** Everybody who was not accepted sends the same again; then the files alone must hold each answered message, once counted. */
async function settle(server: LiveServer, crowd: Crowd) {
  for (const letter of crowd.unanswered()) await crowd.deliver(letter)
  expect(crowd.unanswered()).toEqual([])
  await server.kill('SIGTERM')
  const logged = loggedHashes(join(server.folder, 'ballots.db'))
  expect(crowd.answered().filter((letter) => !logged.has(hashOf(letter)))).toEqual([])
  const recounted = recountOf(server.folder)
  expect(recounted.holds).toBe(true)
  expect(countedIn(recounted, POLL)).toBe(crowd.letters.length)
}

test('[SAFE3][BAL3] a full disk: acceptance goes off, doors answer 503, screens go on; with room again all by itself', async () => {
  const disk = mountSmallDisk(16)
  closers.push(() => disk.remove())
  const server = await startLiveServer({}, join(disk.folder, 'live'))
  const { show, staff, beats, crowd } = await pollOnAir(server)
  const load = crowd.run(6)
  await eventually('200 ballots answered', 20_000, () => crowd.answered().length >= 200)

  disk.fill()
  const fullAtMs = Date.now()
  await eventually('acceptance off', 10_000, async () =>
    (await readiness(server)).codes.includes('ballots_failing'),
  )
  const offAtMs = Date.now()
  await sleep(700)
  const { status, reasons } = await readiness(server)
  expect(status).toBe(503)
  expect(reasons.find(({ code }) => code === 'ballots_failing')?.sentence).toMatch(/选票日志无法写入/)
  expect(doorsAnswering(crowd, 503, offAtMs)).toEqual(new Set(['twilio', 'wechat', 'web']))
  expect(doorsAnswering(crowd, 200, offAtMs)).toEqual(new Set())
  await staff.until('console', ({ health }) => !health.accepting && health.acceptingWhy !== null, 5_000)
  expect((await fetch(`${server.base}/api/now`)).status).toBe(200)
  // What was said to be on disk since it was full is there: the file is read while it is still full.
  const sinceFull = crowd
    .answered()
    .filter((letter) => crowd.answersTo(letter).some(({ answeredAtMs }) => answeredAtMs >= fullAtMs))
  const logged = loggedHashes(join(server.folder, 'ballots.db'))
  expect(sinceFull.filter((letter) => !logged.has(hashOf(letter)))).toEqual([])
  // The journal is on the same disk: nothing is decided that it does not hold.
  const standby = {
    type: 'TakeScene',
    output: OutputName.parse('programme'),
    scene: { kind: 'standby' },
  } as const
  expect(await show.director.tryRun(standby)).toMatchObject({
    ok: false,
    refusals: [{ code: 'storage_failed' }],
  })
  expect((await readiness(server)).codes).toContain('journal_failing')

  disk.free()
  await eventually('ready again', BACK_WITHIN_MS, async () => (await readiness(server)).status === 200)
  const backAtMs = Date.now()
  await eventually('every door accepts', 5_000, () => doorsAnswering(crowd, 200, backAtMs).size === 3)
  expect(await show.director.tryRun(standby)).toMatchObject({ ok: true })
  await load.stop()
  expect(beats.longestMs()).toBeLessThan(1_000)
  expect(beats.answered()).toBeGreaterThan(10)
  await settle(server, crowd)
}, 60_000)

test(`[SAFE3][BAL3] failing syncs: no answer without a sync of its own that succeeded, false acknowledgements 0 (seed ${String(SEED)})`, async () => {
  const server = await startLiveServer()
  const random = createRandom(SEED)
  const { beats, crowd } = await pollOnAir(server)
  const ballotFiles = ['ballots.db', 'ballots.db-wal'].map((name) => join(server.folder, name))
  const rounds = [
    { fault: 'error=EIO:when=1+', paths: ballotFiles },
    { fault: `error=EIO:when=${String(2 + random.below(30))}+`, paths: ballotFiles },
    { fault: `error=EIO:when=${String(2 + random.below(60))}+`, paths: [] },
  ]
  for (const { fault, paths } of rounds) {
    const load = crowd.run(6)
    const traced = await traceSyncs(server.pid(), fault, paths)
    closers.push(() => traced.detach())
    await eventually(`${fault} turns acceptance off`, 10_000, async () =>
      (await readiness(server)).codes.includes('ballots_failing'),
    )
    await sleep(400)
    await load.stop()
    const { status } = await readiness(server)
    expect(status).toBe(503)
    const syncs = await traced.detach()
    const leftAtMs = Date.now()
    expect(syncs.some(({ ok }) => !ok)).toBe(true)
    expect(falselyAcknowledged(crowd, syncs, traced.attachedAtMs, leftAtMs), fault).toEqual([])
    await eventually('ready again', BACK_WITHIN_MS, async () => (await readiness(server)).status === 200)
  }
  expect(beats.longestMs()).toBeLessThan(1_000)
  await settle(server, crowd)
}, 90_000)

test('[SAFE3] a disk that hangs: acceptance goes off within seconds, screens go on, and what waited is kept once', async () => {
  const server = await startLiveServer()
  const { beats, crowd } = await pollOnAir(server)
  const load = crowd.run(6)
  const wal = join(server.folder, 'ballots.db-wal')
  const traced = await traceSyncs(server.pid(), 'delay_enter=5s:when=3', [wal])
  closers.push(() => traced.detach())
  await eventually('acceptance off', 6_000, async () =>
    (await readiness(server)).codes.includes('ballots_stalled'),
  )
  const offAtMs = Date.now()
  await eventually('every door says so', 2_000, () => doorsAnswering(crowd, 503, offAtMs).size === 3)
  await eventually('ready again', BACK_WITHIN_MS, async () => (await readiness(server)).status === 200)
  const backAtMs = Date.now()
  await eventually('every door accepts', 5_000, () => doorsAnswering(crowd, 200, backAtMs).size === 3)
  await load.stop()
  const syncs = await traced.detach()
  const hung = syncs.find(({ startMs, endMs }) => endMs - startMs > 4_000)
  expect(hung).toBeDefined()
  expect(offAtMs - (hung?.startMs ?? 0)).toBeLessThan(OFF_WITHIN_MS)
  expect(beats.longestMs()).toBeLessThan(1_000)
  await settle(server, crowd)
}, 60_000)

test.each([
  ['a stop', 'SIGTERM'],
  ['a kill', 'SIGKILL'],
] as const)(
  '[SAFE3] a start on a full disk after %s ends and says so, and with room again the same folder starts',
  async (_, signal) => {
    const disk = mountSmallDisk(16)
    closers.push(() => disk.remove())
    const server = await startLiveServer({}, join(disk.folder, 'live'))
    closers.push(() => server.remove())
    await server.kill(signal)
    // As after a reboot: what the process shared in memory is gone, and SQLite needs room to make it anew.
    for (const name of ['journal', 'ballots', 'vault'])
      rmSync(join(server.folder, `${name}.db-shm`), { force: true })
    disk.fill()
    const refusal = /the server ended with 1:[^]*问政台没有启动[^]*数据目录无法使用/
    await expect(server.start()).rejects.toThrow(refusal)
    // Nothing is damaged, and nothing says so.
    expect(server.output()).not.toContain('损坏')
    disk.free()
    await server.start()
    expect((await readiness(server)).status).toBe(200)
  },
  30_000,
)

/** Letters answered 200 at their first delivery with no sync of the ballot log begun after it and ended before the answer. */
function falselyAcknowledged(crowd: Crowd, syncs: readonly Sync[], fromMs: number, toMs: number) {
  const good = syncs.filter(({ ok, path }) => ok && path.endsWith('ballots.db-wal'))
  return crowd.letters.filter((letter) => {
    const [first] = crowd.answersTo(letter)
    if (first?.status !== 200 || first.sentAtMs <= fromMs || first.answeredAtMs >= toMs) return false
    return !good.some(
      ({ startMs, endMs }) =>
        startMs >= first.sentAtMs - ROUNDING_MS && endMs <= first.answeredAtMs + ROUNDING_MS,
    )
  })
}
