// The town of the day: people with accounts, its units, a session on air with a segment for each live poll, and a period poll.

import { randomBytes } from 'node:crypto'
import { SegmentId, SessionId, UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import { DEFAULT_POLL_RULES } from '../../shared/poll/period-poll.ts'
import { DEFAULT_RULES, type SessionRules } from '../../shared/show/session-rules.ts'
import type { NowAnswer } from '../../shared/protocol/http-api.ts'
import type { PollCountsAnswer, PollsAnswer } from '../../shared/protocol/polls-api.ts'
import { SMS_NUMBER, panel } from '../demo/city.ts'
import { createRandom } from '../demo/random.ts'
import { setUp, signIn, type Staff } from '../demo/staff.ts'
import type { DayServer } from './day-server.ts'
import type { DayPoll } from './letters.ts'

const DIRECTOR = { personId: 'daoyan', name: '导演', role: 'director', password: 'day-password-1' } as const
const OFFICE = { personId: 'pingyi', name: '评议办', role: 'office', password: 'day-password-2' } as const
const CHANNELS = ['twilio', 'wechat', 'web', 'aliyun', 'tencent', 'gateway'] as const
const DRAIN_MS = 4_000
const drainMs = Object.fromEntries(CHANNELS.map((channel) => [channel, DRAIN_MS])) as SessionRules['drainMs']
const RULES: SessionRules = {
  ...DEFAULT_RULES,
  ...{ drainMs, smsTransitMs: 1_000, pollRevealDelayMs: 500, rankingRevealDelayMs: 500 },
}
const CATEGORIES = ['office', 'station', 'institution', 'utility'] as const

export interface Town {
  /** Opens the next live poll, on cue. */
  openLive(): Promise<DayPoll>
  /** Says when it will have closed. */
  cueClose(poll: DayPoll): Promise<number>
  /** Resolves when verified, then reveals it. */
  reveal(poll: DayPoll): Promise<void>
  /** Opens in 2 s; stays open for at least `PERIOD_AHEAD_MS` more, until it is let go. */
  openPeriod(): Promise<DayPoll>
  /** Sees to it that it does not close within so long. */
  keepPeriodOpen(aheadMs: number): Promise<void>
  /** From now on it closes when it is due; when that is. */
  letPeriodClose(): Promise<number>
  revealPeriod(poll: DayPoll): Promise<void>
  /** As everybody sees it; 0 where no split is shown yet. */
  liveNow(poll: DayPoll): Promise<{ headline: number; web: number }>
  countsOf(poll: DayPoll): Promise<PollCountsAnswer>
}

const sleep = (ms: number) => new Promise((wait) => setTimeout(wait, ms))
/** A machine that is slower only needs more time, never a ballot less. */
export const PERIOD_AHEAD_MS = 8_000
const VERIFIED_WITHIN_MS = 60_000

export async function buildTown(server: DayServer, livePolls: number, periodUnits: number): Promise<Town> {
  const { base } = server
  const director: Staff = await setUp(base, server.setUpToken(), DIRECTOR)
  await director.addPerson(OFFICE)
  const office = await signIn(base, OFFICE.personId, OFFICE.password)
  const sessionId = SessionId.parse('day')
  const units = Array.from({ length: livePolls + periodUnits }, (_, i) => ({
    unitId: UnitId.parse(`d${i + 1}`),
    code: UnitCode.parse(i + 1),
    name: `一日城第${i + 1}服务所`,
    category: CATEGORIES[i % 4] ?? 'office',
    ...{ organisationId: null, authorityId: null },
  }))
  await director.run({ type: 'ImportUnits', units })
  await director.run({ type: 'SetAccessNumbers', numbers: [SMS_NUMBER] })
  const form = { kind: 'grades' } as const
  const session = { sessionId, title: '一日', theme: '问服务', rehearsal: false, form, groupWeights: null }
  await director.run({ type: 'DraftSession', ...session, rules: RULES })
  await director.run({ type: 'SetPanel', sessionId, seats: [...panel(createRandom(1))] })
  const segmentOf = (i: number) => SegmentId.parse(`day-${i + 1}`)
  await director.run({
    type: 'EditRundown',
    sessionId,
    segments: units.slice(0, livePolls).map(({ unitId, name }, i) => ({
      ...{ segmentId: segmentOf(i), kind: 'scoring', title: name, question: '', unitId, plannedMs: 60_000 },
    })),
  })
  await director.run({ type: 'MarkReady', sessionId })
  await director.run({ type: 'GoLive', sessionId })

  const now = async () => (await (await fetch(`${base}/api/now`)).json()) as NowAnswer
  const phaseOfPeriod = async ({ windowId }: DayPoll) => {
    const { polls } = (await (await fetch(`${base}/api/polls`)).json()) as PollsAnswer
    return polls.find((each) => each.windowId === windowId)?.phase ?? null
  }
  const reached = async (what: string, phaseNow: () => Promise<string | null>, wanted: string) => {
    const giveUpAt = Date.now() + VERIFIED_WITHIN_MS
    for (;;) {
      const phase = await phaseNow()
      if (phase === wanted) return
      if (Date.now() > giveUpAt) throw new Error(`${what} is ${phase ?? 'gone'}, not ${wanted}`)
      await sleep(100)
    }
  }
  const newWindowId = () => WindowId.parse(randomBytes(6).toString('hex'))
  const idOf = ({ windowId }: DayPoll) => WindowId.parse(windowId)
  let opened = 0
  let period: { readonly pollId: WindowId; readonly closesAtMs: number } | null = null

  const extend = async (aheadMs: number) => {
    if (period === null || period.closesAtMs - Date.now() > aheadMs) return
    const closesAtMs = Date.now() + aheadMs + 3_000
    const { pollId } = period
    await office.run({ type: 'ExtendPoll', pollId, closesAtMs, reason: '还有市民在投' })
    period = { pollId, closesAtMs }
  }
  /** One after another: an extension must be later than the one before. */
  let keeping: Promise<void> = Promise.resolve()
  const keepPeriodOpen = (aheadMs: number) =>
    (keeping = keeping.catch(() => undefined).then(() => extend(aheadMs)))
  const keeper = setInterval(() => {
    // Fails while the server is down; the next look is soon.
    keepPeriodOpen(PERIOD_AHEAD_MS).catch(() => undefined)
  }, 500)
  keeper.unref()

  return {
    async openLive() {
      const segmentId = segmentOf(opened)
      const code = units[opened]?.code ?? 0
      opened += 1
      const windowId = newWindowId()
      await director.run({ type: 'TakeSegment', sessionId, segmentId })
      await director.run({
        type: 'OpenCitizensWindow',
        ...{ sessionId, segmentId, windowId, closesAtMs: null, channels: [...CHANNELS] },
        ...{ visibility: 'live', offersUnsure: false, replaces: null },
      })
      // The first live poll is met by the bare word, as viewers send it.
      return { windowId, units: [code], coded: opened > 1 }
    },
    async cueClose(poll) {
      await director.run({ type: 'CueClose', sessionId, windowId: idOf(poll) })
      let closesAtMs: number | null = null
      while (closesAtMs === null) {
        await sleep(50)
        closesAtMs = (await now()).now.poll?.closesAtMs ?? null
      }
      return closesAtMs
    },
    async reveal(poll) {
      await reached('the live poll', async () => (await now()).now.poll?.phase ?? null, 'verified')
      await sleep(RULES.pollRevealDelayMs + 200)
      await director.run({ type: 'Reveal', sessionId, windowId: idOf(poll) })
    },
    async openPeriod() {
      const pollId = newWindowId()
      const codes = units.slice(livePolls).map(({ code }) => Number(code))
      const opensAtMs = Date.now() + 2_000
      const closesAtMs = opensAtMs + 2 * PERIOD_AHEAD_MS
      const settings = {
        ...{ title: '一日评议期', rehearsal: false, channels: [...CHANNELS], accessNumbers: [] },
        ...{ offersUnsure: false, visibility: 'live' as const, opensAtMs, closesAtMs },
        ...{
          rules: { ...DEFAULT_POLL_RULES, drainMs, smsTransitMs: 1_000, revealDelayMs: 500 },
          replaces: null,
        },
      }
      await office.run({ type: 'DraftPoll', pollId, settings })
      const unitIds = units.slice(livePolls).map(({ unitId }) => unitId)
      await office.run({ type: 'SetPollUnits', pollId, unitIds })
      await office.run({ type: 'PlanPoll', pollId })
      const poll = { windowId: pollId, units: codes, coded: true }
      await reached('the period poll', () => phaseOfPeriod(poll), 'open')
      period = { pollId, closesAtMs }
      return poll
    },
    keepPeriodOpen,
    async letPeriodClose() {
      clearInterval(keeper)
      await keeping
      return period?.closesAtMs ?? 0
    },
    async revealPeriod(poll) {
      await reached('the period poll', () => phaseOfPeriod(poll), 'verified')
      await sleep(700)
      await office.run({ type: 'RevealPoll', pollId: idOf(poll) })
    },
    async liveNow({ windowId }) {
      const { poll } = (await now()).now
      if (poll?.windowId !== windowId) throw new Error('another live poll is on')
      return { headline: poll.tally.headline.n, web: poll.tally.web.n }
    },
    countsOf: ({ windowId }) => office.get<PollCountsAnswer>(`/api/polls/${windowId}/counts`),
  }
}
