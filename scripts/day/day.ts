// The scripted day: citizens at six doors, live polls and a period poll, two SIGKILLs in mid-window; then three counts compared.

import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { isHeadline, type Choice, type PollChannel } from '../../shared/ballot/choices.ts'
import type { CountedPoll } from '../../shared/ballot/tally.ts'
import type { PollCountsAnswer } from '../../shared/protocol/polls-api.ts'
import { createRandom } from '../demo/random.ts'
import { startDayServer, type DayServer } from './day-server.ts'
import { createLetters, SHARES, type DayPoll, type Letter } from './letters.ts'
import { createPostOffice } from './post-office.ts'
import { countsOf, differences, groupedBy, keyOf, type Counts } from './tally.ts'
import { buildTown } from './town.ts'

export interface DayPlan {
  readonly seed: number
  /** All messages of the day, about. */
  readonly messages: number
  /** Each is open while its share of the day is sent. */
  readonly livePolls: number
  readonly periodUnits: number
  readonly dataDir: string
  readonly say: (line: string) => void
}

export const BIG_DAY = { messages: 100_000, livePolls: 2, periodUnits: 200 } as const
export const SMALL_DAY = { messages: 3_000, livePolls: 1, periodUnits: 40 } as const

export interface DayReport {
  /** Empty: recount, live tally and oracle agree exactly. */
  readonly differences: readonly string[]
  readonly letters: Readonly<Record<Letter['kind'], number>>
  readonly byDoor: Readonly<Partial<Record<PollChannel, number>>>
  readonly counted: number
  readonly late: number
  readonly invalid: number
  readonly duplicates: number
  readonly kills: number
  readonly requests: number
  readonly again: number
  readonly slowestMs: number
  readonly sentInMs: number
}

interface Recounted {
  readonly holds: boolean
  readonly windows: readonly {
    readonly windowId: string
    readonly agrees: boolean | null
    readonly count: CountedPoll
  }[]
}

const sleep = (ms: number) => new Promise((wait) => setTimeout(wait, ms))
/** Carriers tell whole seconds: so long after the first, a second message bears a later one. */
const NEXT_SECOND_MS = 1_200
const KILLS = 2
/** A killed server is back within this, on a busy machine too. */
const DOWN_MOST_MS = 15_000

export async function runDay(plan: DayPlan): Promise<DayReport> {
  const { seed, say } = plan
  const random = createRandom(seed)
  const draw = createLetters(random)
  const server = await startDayServer(plan.dataDir)
  try {
    const post = createPostOffice(server.base, seed)
    const town = await buildTown(server, plan.livePolls, plan.periodUnits)
    const period = await town.openPeriod()
    const answered: Letter[] = []
    const found: string[] = []
    const acts = plan.livePolls + 1
    const perAct = Math.round(plan.messages / acts)
    let [kills, sentInMs] = [0, 0]

    /** Delivers them all; with `kill` the server dies when half of them are answered. */
    const deliver = async (letters: readonly Letter[], kill: boolean) => {
      if (kill) await town.keepPeriodOpen(DOWN_MOST_MS)
      const startedAt = Date.now()
      let done = 0
      let reached = () => {}
      const halfway = new Promise<void>((resolveHalfway) => (reached = resolveHalfway))
      const delivering = post.deliver(letters, (more) => {
        done += more
        if (done * 2 >= letters.length) reached()
      })
      if (kill) {
        await Promise.race([halfway, delivering])
        await server.kill()
        kills += 1
        say(`SIGKILL ${kills}，已答复${answered.length + done}条，重新启动……`)
        await server.start()
      }
      await delivering
      answered.push(...letters)
      sentInMs += Date.now() - startedAt
    }

    for (let act = 0; act < acts; act += 1) {
      const live = act < plan.livePolls ? await town.openLive() : null
      // What bears whole seconds must not seem older than the opening.
      await sleep(NEXT_SECOND_MS)
      const polls: readonly DayPoll[] = live === null ? [period] : [live, live, period]
      const some = (share: number) => Math.round(perAct * share)
      const firsts = Array.from(
        { length: some(1 - SHARES.again - SHARES.second - SHARES.late - SHARES.garbage) },
        () => draw.first(random.pick(polls)),
      )
      const garbage = Array.from({ length: some(SHARES.garbage) }, (_, i) =>
        draw.garbage(random.pick(polls), i % 2 === 0 ? random.pick(firsts) : null),
      )
      await deliver(random.shuffled([...firsts, ...garbage]), live !== null && kills < KILLS)
      await sleep(NEXT_SECOND_MS)
      const of = random.shuffled(firsts)
      const seconds = of.slice(0, some(SHARES.second)).map((letter) => draw.second(letter))
      const agains = of.slice(-some(SHARES.again)).map((letter): Letter => ({ ...letter, kind: 'again' }))
      // With one live poll alone both kills are in it.
      await deliver(random.shuffled([...seconds, ...agains]), plan.livePolls === 1 && kills < KILLS)
      const closing = live ?? period
      if (live === null) await sleep((await town.letPeriodClose()) - Date.now())
      else {
        found.push(...(await liveDifferences(town, live, answered)))
        const closesAtMs = await town.cueClose(live)
        await sleep(closesAtMs - Date.now())
      }
      await sleep(NEXT_SECOND_MS)
      const lates = Array.from({ length: some(SHARES.late) }, () => draw.late(closing))
      await post.deliver(lates)
      answered.push(...lates)
      if (live === null) await town.revealPeriod(period)
      else await town.reveal(live)
      say(`第${act + 1}幕：${live === null ? '评议期' : '直播评议'}已揭晓，累计${answered.length}条。`)
    }

    const oracle = countsOf(answered)
    const recounted = recountOf(server)
    found.push(...recountDifferences(recounted, oracle))
    const shown = await town.countsOf(period)
    const side = ([windowId, unit, channel]: readonly string[]) =>
      `${windowId} ${unit} ${isHeadline(channel as PollChannel) ? 'headline' : 'web'}`
    const ofPeriod = new Map([...oracle].filter(([key]) => key.startsWith(period.windowId)))
    found.push(...differences('shown', groupedBy(ofPeriod, side), shownCounts(period, shown)))
    const { wrongAnswers, ...carried } = post.carried()
    found.push(...wrongAnswers)
    const sum = (name: 'late' | 'invalid' | 'duplicate') =>
      recounted.windows.reduce(
        (total, { count }) => total + count.result.channels.reduce((n, channel) => n + channel[name], 0),
        0,
      )
    const lateSent = answered.filter(({ kind }) => kind === 'late').length
    if (sum('late') !== lateSent) found.push(`late: sent ${lateSent}, recounted ${sum('late')}`)
    if (kills !== KILLS) found.push(`kills: ${kills}, planned ${KILLS}`)
    return {
      ...{ differences: found, kills, sentInMs, ...carried },
      letters: tallied(answered.map(({ kind }) => kind)),
      byDoor: tallied(answered.map(({ door }) => door)),
      counted: [...oracle.values()].reduce((total, n) => total + n, 0),
      ...{ late: sum('late'), invalid: sum('invalid'), duplicates: sum('duplicate') },
    }
  } finally {
    await server.stop()
  }
}

/** Before anything is verified: the figure on air against what was answered so far. */
async function liveDifferences(
  town: Awaited<ReturnType<typeof buildTown>>,
  live: DayPoll,
  answered: readonly Letter[],
): Promise<readonly string[]> {
  const mine = answered.filter(({ kind, poll }) => kind === 'first' && poll.windowId === live.windowId)
  const expected = {
    headline: mine.filter(({ door }) => isHeadline(door)).length,
    web: mine.filter(({ door }) => !isHeadline(door)).length,
  }
  const giveUpAt = Date.now() + 5_000
  for (;;) {
    const { headline, web } = await town.liveNow(live)
    if (headline === expected.headline && web === expected.web) return []
    if (Date.now() > giveUpAt)
      return [`live: ${JSON.stringify({ headline, web })}, expected ${JSON.stringify(expected)}`]
    await sleep(100)
  }
}

/** `npm run recount -- --json DATA_DIR`, a program of its own. */
function recountOf({ dataDir }: DayServer): Recounted {
  const script = resolve(import.meta.dirname, '../recount.ts')
  const run = spawnSync(process.execPath, [script, '--json', dataDir], {
    encoding: 'utf8',
    maxBuffer: 512 * 1_048_576,
  })
  if (run.status !== 0 && run.status !== 1) throw new Error(`the recount failed: ${run.stdout}${run.stderr}`)
  return JSON.parse(run.stdout) as Recounted
}

function recountDifferences({ holds, windows }: Recounted, oracle: Counts): readonly string[] {
  const counts = new Map<string, number>()
  for (const { windowId, count } of windows) {
    for (const { code, channels } of count.units) {
      for (const { channel, split } of channels) {
        for (const [choice, n] of Object.entries(split) as [Choice, number][])
          if (n > 0) counts.set(keyOf(windowId, code, channel, choice), n)
      }
    }
  }
  return [
    ...(holds ? [] : ['recount: a chain, a seal or a verified result does not hold']),
    ...windows
      .filter(({ agrees }) => agrees !== true)
      .map(({ windowId }) => `recount: ${windowId} was not verified as it is`),
    ...differences('recount', oracle, counts),
  ]
}

/** Splits of small units stay hidden (PUB4), their n does not. */
function shownCounts({ windowId }: DayPoll, { units }: PollCountsAnswer): Counts {
  return new Map(
    units
      .flatMap(({ code, headline, web }): [string, number][] => [
        [`${windowId} ${code} headline`, headline.n],
        [`${windowId} ${code} web`, web.n],
      ])
      .filter(([, n]) => n > 0),
  )
}

function tallied<T extends string>(of: readonly T[]): Record<T, number> {
  const counts = {} as Record<T, number>
  for (const one of of) counts[one] = (counts[one] ?? 0) + 1
  return counts
}
