// Two servers on one Redis: ballots through both doors, one of them or Redis killed in mid-window; the tally is the recount, each step happens once.

import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { WindowId } from '../../shared/basics/ids.ts'
import { compareVersions } from '../../shared/protocol/version.ts'
import { openSqliteJournal } from '../../server/storage/sqlite-journal.ts'
import { gatherCrowd, type Crowd } from '../support/citizens.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { countedIn, recountOf } from '../support/logged-messages.ts'
import { startRedis, type TestRedis } from '../support/redis-server.ts'
import { openPoll, prepareShow, type TestShow } from '../support/test-show.ts'
import { watcher, type Watcher } from '../support/watcher.ts'

const POLL = WindowId.parse('0000000041ed')

const closers: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms))

interface House {
  readonly redis: TestRedis
  readonly a: LiveServer
  readonly b: LiveServer
  readonly show: TestShow
  /** The auditor's console as each of them serves it. */
  readonly at: { readonly a: Watcher; readonly b: Watcher }
}

/** The director works at the one process; what both serve is watched. */
async function twoProcesses(): Promise<House> {
  const redis = await startRedis()
  closers.push(() => redis.remove())
  const env = { REDIS_URL: redis.url, VOTER_KEY_SECRET: 'one secret of two processes' }
  const a = await startLiveServer(env)
  closers.push(() => a.remove())
  const b = await startLiveServer(env)
  closers.push(() => b.remove())
  // The newest link is the one that holds.
  const show = await prepareShow({ base: a.base, setUpToken: () => b.setUpToken() }, 5)
  const watch = ({ base }: LiveServer) => {
    const staff = watcher(base, { kind: 'account' }, ['console'], show.auditor.cookie)
    closers.push(() => staff.close())
    return staff
  }
  return { redis, a, b, show, at: { a: watch(a), b: watch(b) } }
}

/** Who has no answer sends the same message again, until all have one. */
async function redeliver(crowd: Crowd): Promise<void> {
  for (const letter of crowd.unanswered()) {
    while ((await crowd.deliver(letter)).status !== 200) await sleep(100)
  }
}
/** Both crowds have the same phones: one voice each, wherever they wrote. */
const citizensOf = (crowds: readonly Crowd[]) =>
  new Set(crowds.flatMap(({ letters }) => letters.map(({ from }) => from))).size
const counted = (staff: Watcher, is: (phase: string, n: number) => boolean) =>
  staff.until('console', ({ windows }) => {
    const shown = windows.find(({ windowId }) => windowId === POLL)
    if (shown === undefined) return false
    const n = shown.arrivals.reduce((sum, channel) => sum + channel.counted, 0)
    return is(shown.phase, n) && { ...shown, n }
  })
function expectNeverBack(staff: Watcher) {
  const versions = staff.versions('console')
  for (const [i, version] of versions.entries()) {
    if (i > 0) expect(compareVersions(version, versions[i - 1] ?? [0, 0])).toBeGreaterThanOrEqual(0)
  }
}
async function eventsOf(dataDir: string) {
  const journal = await openSqliteJournal({ file: join(dataDir, 'journal.db') })
  try {
    expect(await journal.verifyChain()).toBeNull()
    return { head: await journal.head(), events: await journal.read(0, 10_000) }
  } finally {
    await journal.close()
  }
}
/** Stops both and reads what they left: one journal, every step of the window once, and a recount that agrees. */
async function expectOneStory({ a, b }: House, citizens: number) {
  for (const each of [a, b]) await each.kill('SIGTERM')
  const [first, second] = [await eventsOf(a.folder), await eventsOf(b.folder)]
  const [longer, shorter] = first.head.position >= second.head.position ? [first, second] : [second, first]
  expect(longer.events.slice(0, shorter.head.position)).toEqual(shorter.events)
  const steps = longer.events.map(({ event }) => event.type)
  for (const [step, times] of [
    ['WindowClosed', 1],
    ['LogSealed', 2],
    ['WindowFrozen', 1],
    ['WindowVerified', 1],
  ] as const)
    expect(
      steps.filter((type) => type === step),
      step,
    ).toHaveLength(times)
  const ids = longer.events.filter(({ by }) => by.role === 'system').map(({ commandId }) => commandId)
  // A command may make several events, which stand together: none comes back later.
  const runs = ids.filter((id, i) => id !== ids[i - 1])
  expect(new Set(runs).size).toBe(runs.length)
  const recounted = recountOf(a.folder, [join(b.folder, 'ballots.db')])
  expect(recounted.holds, recounted.printed).toBe(true)
  expect(countedIn(recounted, POLL)).toBe(citizens)
}

/** Opens the poll at the one process, and gathers a crowd at each once the other shows it. */
async function crowdsAtBoth(
  { a, b, show, at }: Awaited<ReturnType<typeof twoProcesses>>,
  closesAtMs: number,
) {
  await openPoll(show, at.a, POLL, { closesAtMs })
  const { poll } = await at.b.until('console', ({ windows }) =>
    windows.find(({ windowId, poll: shown }) => windowId === POLL && shown !== null),
  )
  return [await gatherCrowd(a.base, poll!, 'at a'), await gatherCrowd(b.base, poll!, 'at b')]
}

test(
  '[BAL2][LOG3] ballots at two processes, one killed in mid-window: each citizen counts once, the tally is the recount, each deadline happens once',
  { timeout: 120_000 },
  async () => {
    const house = await twoProcesses()
    const { b, at } = house
    const closesAtMs = Date.now() + 22_000
    const crowds = await crowdsAtBoth(house, closesAtMs)
    const load = crowds.map((crowd) => crowd.run(10))
    await sleep(2_500)
    await b.kill('SIGKILL')
    await load[1]!.stop()
    expect(crowds[1]!.answered().length).toBeGreaterThan(50)
    await sleep(500)
    await b.start()
    await redeliver(crowds[1]!)
    await load[0]!.stop()
    await redeliver(crowds[0]!)
    expect(Date.now()).toBeLessThan(closesAtMs - 1_000)
    const citizens = citizensOf(crowds)
    for (const staff of [at.a, at.b]) await counted(staff, (_, n) => n === citizens)
    for (const staff of [at.a, at.b]) {
      const closed = await counted(staff, (phase) => phase === 'verified')
      expect([closed.n, closed.closesAtMs, closed.mismatch]).toEqual([citizens, closesAtMs, null])
      expectNeverBack(staff)
    }
    await expectOneStory(house, citizens)
  },
)

test(
  '[BAL3][LOG3] Redis killed and back in mid-window: doors answer all the while, and everything answered is counted',
  { timeout: 120_000 },
  async () => {
    const house = await twoProcesses()
    const { redis, a, at } = house
    const closesAtMs = Date.now() + 22_000
    const crowds = await crowdsAtBoth(house, closesAtMs)
    const load = crowds.map((crowd) => crowd.run(15))
    await sleep(1_000)
    await redis.kill('SIGKILL')
    const ready = async ({ base }: LiveServer) => (await fetch(`${base}/readyz`)).json()
    while (!JSON.stringify(await ready(a)).includes('journal_away')) await sleep(50)
    await sleep(1_500)
    await redis.start()
    await sleep(1_000)
    for (const each of load) await each.stop()
    // Not one message was turned away.
    expect(crowds.flatMap((crowd) => crowd.unanswered())).toEqual([])
    const citizens = citizensOf(crowds)
    for (const staff of [at.a, at.b]) {
      const closed = await counted(staff, (phase) => phase === 'verified')
      expect([closed.n, closed.mismatch]).toEqual([citizens, null])
      expectNeverBack(staff)
    }
    await expectOneStory(house, citizens)
  },
)

test(
  '[BAL3][LOG1] Redis started again with an older file in mid-window: the extension stands, and everything answered is counted',
  { timeout: 120_000 },
  async () => {
    const house = await twoProcesses()
    const { redis, show, at } = house
    const closesAtMs = Date.now() + 18_000
    const crowds = await crowdsAtBoth(house, closesAtMs)
    const [file, older] = [join(redis.folder, 'appendonlydir'), join(redis.folder, 'older')]
    const load = crowds.map((crowd) => crowd.run(20))
    await sleep(800)
    cpSync(file, older, { recursive: true })
    const extendedTo = closesAtMs + 4_000
    const { sessionId, director } = show
    const extend = { type: 'ExtendWindow', sessionId, windowId: POLL, reason: '现场追问' } as const
    await director.run({ ...extend, closesAtMs: extendedTo })
    await sleep(800)
    await redis.kill('SIGKILL')
    rmSync(file, { recursive: true })
    cpSync(older, file, { recursive: true })
    await redis.start()
    await sleep(800)
    for (const each of load) await each.stop()
    expect(crowds.flatMap((crowd) => crowd.unanswered())).toEqual([])
    const citizens = citizensOf(crowds)
    for (const staff of [at.a, at.b]) {
      const closed = await counted(staff, (phase) => phase === 'verified')
      expect([closed.n, closed.closesAtMs, closed.mismatch]).toEqual([citizens, extendedTo, null])
      expectNeverBack(staff)
    }
    await expectOneStory(house, citizens)
  },
)

test(
  '[LOG3] a process that never comes back keeps the window closing, until another opens its folder and seals its log',
  { timeout: 120_000 },
  async () => {
    const house = await twoProcesses()
    const { a, b, at } = house
    const closesAtMs = Date.now() + 12_000
    const crowds = await crowdsAtBoth(house, closesAtMs)
    const load = crowds.map((crowd) => crowd.run(20))
    await sleep(1_500)
    await b.kill('SIGKILL')
    for (const each of load) await each.stop()
    await redeliver(crowds[0]!)
    const heard = crowds[1]!.answered()
    expect(heard.length).toBeGreaterThan(20)
    await counted(at.a, (phase) => phase === 'closing')
    // Long enough for everything that is due to have been tried.
    await sleep(5_000)
    expect((await counted(at.a, () => true)).phase).toBe('closing')
    await a.kill('SIGTERM')
    cpSync(b.folder, join(a.folder, 'worker-2'), { recursive: true })
    await a.start()
    const citizens = new Set([...crowds[0]!.letters, ...heard].map(({ from }) => from)).size
    const closed = await counted(at.a, (phase) => phase === 'verified')
    expect(closed.mismatch).toBeNull()
    // What was on its way at the kill may be on disk though it was never answered.
    expect(closed.n).toBeGreaterThanOrEqual(citizens)
    expect(closed.n).toBeLessThanOrEqual(citizensOf(crowds))
    await expectOneStory(house, closed.n)
  },
)
