// Redis fails in mid-merge in every way it can, under two processes' ballots: doors go on answering, and every ballot counts once.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom, type Random } from '../../scripts/demo/random.ts'
import type { Inbound } from '../../server/ballots/inbound.ts'
import { createMemoryVoterKeyStore } from '../../server/ballots/voter-key.ts'
import { createRecount } from '../../server/storage/recount-tally.ts'
import { connectRedis, type RedisConnection } from '../../server/storage/redis-connection.ts'
import { createRedisTallyIndex } from '../../server/storage/redis-tally-index.ts'
import type { LogId } from '../../shared/basics/ids.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { createMemoryLog, inbound, T0, votingWindow } from '../support/ballots.ts'
import { REDIS_FAULTS, startFailingRedis, type FailingRedis } from '../support/failing-redis.ts'
import { startedPlane, turns } from '../support/given-plane.ts'

/** WENZHENG_ROUNDS asks for more; `npm run faults -- redis` for 200. */
const ROUNDS = Number(process.env['WENZHENG_ROUNDS'] ?? 24)
/** Printed with a failure; round after round follows from it. */
const SEED = Number(process.env['WENZHENG_SEED'] ?? 20_261_125)
const STEPS = 10
const VOTERS = 60

let failing: FailingRedis
const lines: RedisConnection[] = []
beforeAll(async () => {
  failing = await startFailingRedis()
})
afterAll(async () => {
  for (const line of lines) line.close()
  await failing.remove()
})

/** Two processes, each with its log and its line, that count one poll together. */
async function twoProcesses(name: string, window: VotingWindow) {
  const store = createMemoryVoterKeyStore()
  const startOne = async (logId: string) => {
    const redis = await connectRedis(failing.url)
    lines.push(redis)
    return startedPlane({
      ...{ store, windows: [window], log: createMemoryLog(logId as LogId), batchMax: 20 },
      index: createRedisTallyIndex([redis], name),
    })
  }
  return [await startOne('00000000000000a1'), await startOne('00000000000000b2')] as const
}
type Process = Awaited<ReturnType<typeof twoProcesses>>[number]

const shown = ({ plane }: Process, { windowId }: VotingWindow) => plane.tallies().get(windowId)

/** Time goes on by hand, the sockets' by itself. */
async function until(processes: readonly Process[], holds: () => boolean): Promise<void> {
  do {
    for (const { clock } of processes) clock.forward(1_000)
    await new Promise((turn) => setTimeout(turn, 5))
  } while (!holds())
}

async function recountOf(processes: readonly Process[], window: VotingWindow) {
  const recount = createRecount(window)
  for (const { records } of processes) for (const one of await records()) recount.add(one)
  return recount.result()
}

/** Messages of few citizens, so that many vote twice, at both processes, and some are delivered again. */
function mailOf(random: Random, sent: Inbound[]): Inbound {
  if (sent.length > 0 && random.next() < 0.15) return random.pick(sent)
  const message = inbound({
    messageId: `M${String(sent.length)}-${String(random.below(1e9))}`,
    identity: `phone:+8613800${String(random.below(VOTERS)).padStart(6, '0')}`,
    content: { kind: 'text', text: random.pick(['满意', '基本满意', '不满意', '好的']) },
    receivedAtMs: T0 + random.below(59_000),
    channel: random.pick(['twilio', 'gateway']),
  })
  sent.push(message)
  return message
}

async function round(seed: number): Promise<number> {
  const random = createRandom(seed)
  const fault = REDIS_FAULTS[seed % REDIS_FAULTS.length]!
  const rule = { channel: 'gateway', unitCode: null, fromMs: null, toMs: null, segmentHash: null } as const
  const before = votingWindow()
  const after = votingWindow({ generation: 1, quarantines: [rule] })
  const quarantineAt = random.below(STEPS * 2)
  const [rememberAt, failAt] = [random.below(STEPS / 2), STEPS / 2 + random.below(STEPS / 2 - 1)]
  const healAt = failAt + random.below(3)
  const processes = await twoProcesses(`wz${String(seed)}`, before)
  const sent: Inbound[] = []
  let window = before
  let mend = async () => {}

  for (let step = 0; step < STEPS; step++) {
    if (step === rememberAt) await failing.remember(fault)
    const answers = Array.from({ length: 1 + random.below(25) }, () =>
      random.pick(processes).plane.submit(mailOf(random, sent)),
    )
    // In the midst of what is being merged, sooner or later.
    await turns(random.below(4))
    if (step === failAt) mend = await failing.fail(fault)
    if (step === quarantineAt) {
      window = after
      // One hears of it later than the other.
      void processes[0].plane.setWindows([after], 2)
    }
    if (step === quarantineAt + 1) void processes[1].plane.setWindows([after], 2)
    for (const answer of await Promise.all(answers))
      expect(['received', 'repeated', 'invalid'], `seed ${String(seed)}, ${fault}`).toContain(answer.kind)
    for (const { clock } of processes) clock.forward(random.below(300))
    if (step === healAt) {
      if (fault === 'kill' || fault === 'cut')
        await until(processes, () => processes.every((one) => shown(one, window)?.complete === false))
      await mend()
      mend = async () => {}
    }
  }
  await mend()
  if (window === after) await Promise.all(processes.map(({ plane }) => plane.setWindows([after], 2)))

  const logged = processes.reduce((sum, { log }) => sum + log.head().sequence, 0)
  const expected = await recountOf(processes, window)
  const wanted = JSON.stringify([expected.result, expected.unfiltered?.result ?? null])
  const isWhole = (one: Process) => shown(one, window)?.complete === true && one.plane.merged() === logged
  for (const { index } of processes) {
    for (;;) {
      await until(processes, () => processes.every(isWhole))
      const { result, unfiltered, complete } = await index.tally(window.windowId)
      // A quarantine that only now reaches Redis: it says itself that it is not whole yet. What says so is right, at once …
      if (!complete) continue
      expect(JSON.stringify([result, unfiltered]), `seed ${String(seed)}, ${fault}`).toBe(wanted)
      break
    }
  }
  // … and what screens show comes to it.
  const isShown = (one: Process) =>
    JSON.stringify([shown(one, window)?.result, shown(one, window)?.unfiltered]) === wanted
  await until(processes, () => processes.every(isShown))
  const units = await processes[0].plane.unitTallies(window.windowId)
  expect(units).toEqual({
    units: expected.units,
    unfiltered: expected.unfiltered?.units ?? null,
    complete: true,
  })
  for (const { plane } of processes) await plane.stop()
  for (const line of lines.splice(0)) line.close()
  return logged
}

test(
  `[BAL2][BAL3] Redis fails ${String(ROUNDS)} times (${REDIS_FAULTS.join(', ')}): lost 0, doubled 0, tally = recount (seeds from ${String(SEED)})`,
  { timeout: 60_000 + ROUNDS * 8_000 },
  async () => {
    let ballots = 0
    for (let i = 0; i < ROUNDS; i++) ballots += await round(SEED + i)
    expect(ballots).toBeGreaterThan(ROUNDS * 40)
    console.log(
      `${String(ROUNDS)} rounds, ${String(ballots)} messages on disk, seeds from ${String(SEED)}: lost 0, doubled 0`,
    )
  },
)

test('[BAL2] a Redis that loses everything while nobody votes is not taken for a whole one, and is made whole', async () => {
  const window = votingWindow()
  const processes = await twoProcesses('quiet', window)
  for (const { plane } of processes)
    for (let i = 0; i < 30; i++) expect((await plane.submit(inbound())).kind).toBe('received')
  await until(processes, () =>
    processes.every((one) => shown(one, window)?.complete === true && one.plane.merged() === 60),
  )
  const wanted = (await recountOf(processes, window)).result
  const isShown = (one: Process) => JSON.stringify(shown(one, window)?.result) === JSON.stringify(wanted)
  await until(processes, () => processes.every(isShown))
  await failing.fail('flush')
  for (const { index } of processes)
    expect(await index.tally(window.windowId)).toMatchObject({ complete: false })
  const isWhole = (one: Process) => {
    const now = shown(one, window)
    // What a screen keeps meanwhile is the last whole tally, never less.
    expect(now?.result).toEqual(wanted)
    return now?.complete === true
  }
  // Each looks by itself, though nothing comes.
  const isInRedis = async () => (await processes[0].index.tally(window.windowId)).complete
  do await until(processes, () => processes.every(isWhole))
  while (!(await isInRedis()))
  expect((await processes[0].index.tally(window.windowId)).result).toEqual(wanted)
  for (const { plane } of processes) await plane.stop()
})

test('[BAL3] a process that starts while Redis is away takes ballots, shows no tally as whole, and counts them when it comes back', async () => {
  const window = votingWindow()
  const redis = await connectRedis(failing.url)
  lines.push(redis)
  const log = createMemoryLog('00000000000000c3' as LogId)
  const mend = await failing.fail('cut')
  const process = await startedPlane({
    windows: [window],
    log,
    index: createRedisTallyIndex([redis], 'away'),
  })
  expect(process.plane.health().accepting).toBe(true)
  expect((await process.plane.submit(inbound())).kind).toBe('received')
  expect(shown(process, window)?.complete ?? false).toBe(false)
  await mend()
  await until([process], () => shown(process, window)?.complete === true && process.plane.merged() === 1)
  expect((await process.plane.resultNow(window.windowId)).channels[0]).toMatchObject({
    split: { satisfied: 1 },
  })
  await process.plane.stop()
})
