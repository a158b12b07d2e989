// Nothing of a ranking gets out before its notice: every GET door, by every kind of visitor (topics: leak-crawl.test.ts), in each phase of a quarter (PUB1, RANK10).

import { afterEach, expect, test } from 'vitest'
import { dayAfter, startOfDayMs } from '../../shared/basics/city-day.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { DEFAULT_SCHEME, type Scheme } from '../../shared/evaluation/scheme.ts'
import type { PeriodAnswer } from '../../shared/protocol/period-api.ts'
import type { RankingAnswer } from '../../shared/protocol/ranking-api.ts'
import { setUp, signIn, type Staff } from '../../scripts/demo/staff.ts'
import { routesOf } from '../support/every-door.ts'
import { T0, unitOf } from '../support/given-parts.ts'
import { citizensCounts, indicatorCounts, PERIOD, periodSettings } from '../support/given-periods.ts'
import { DAY_MS } from '../support/given-polls.ts'
import { createHandClock, type HandClock } from '../support/hand-clock.ts'
import { cleanUp, startTestServer, testConfig, until } from '../support/test-server.ts'

afterEach(cleanUp)

const UNITS = 40
const PASSWORD = 'correct horse 2027'
const PUBLICATION = `${PERIOD}-1`
const NAMES = ['pingyi', 'shenji', 'daoyan'] as const
/** Who may see a ranking before it is published. */
const STAFF = new Set(['office', 'auditor'])

/** Each door with what its path asks for, and the rankings in every category. */
const paths = [
  ...routesOf('get').map((path) =>
    path
      .replace(/^(\/api\/publications\/):id/, `$1${PUBLICATION}`)
      .replace(/^(\/api\/periods\/):id/, `$1${PERIOD}`)
      .replace(':unitId', 'u5')
      .replace(':category', 'office'),
  ),
  ...CATEGORIES.flatMap((category) => [
    `/api/ranking/${category}`,
    `/api/periods/${PERIOD}/ranking?category=${category}`,
    `/api/publications/${PUBLICATION}/ranking?category=${category}`,
  ]),
  ...['/', '/results', '/api/trends?kind=quarter&category=office'],
]

const cookies = async (base: string): Promise<Readonly<Record<(typeof NAMES)[number], Staff>>> => {
  const [pingyi, shenji, daoyan] = await Promise.all(NAMES.map((name) => signIn(base, name, PASSWORD)))
  return { pingyi: pingyi!, shenji: shenji!, daoyan: daoyan! }
}

/** Asks every door as every visitor. Time moves on between two questions, or limits would answer for the doors. */
async function look(
  base: string,
  staff: Awaited<ReturnType<typeof cookies>>,
  clock: HandClock,
): Promise<readonly Told[]> {
  const visitors = [
    { visitor: 'public', cookie: null },
    { visitor: 'director', cookie: staff.daoyan.cookie },
    { visitor: 'office', cookie: staff.pingyi.cookie },
    { visitor: 'auditor', cookie: staff.shenji.cookie },
  ]
  const told: Told[] = []
  for (const { visitor, cookie } of visitors) {
    for (const path of paths) {
      clock.moveTo(clock.nowMs() + 1_000)
      const answer = await fetch(base + path, {
        headers: cookie === null ? {} : { cookie },
        redirect: 'manual',
        signal: AbortSignal.timeout(10_000),
      })
      told.push({ visitor, where: `GET ${path}`, status: answer.status, text: await answer.text() })
    }
  }
  expect(told.filter(({ status }) => status === 429)).toEqual([])
  return told
}

interface Told {
  readonly visitor: string
  readonly where: string
  readonly status: number
  readonly text: string
}

test.each(['hidden', 'tonight'] as const)(
  '[PUB1] [RANK10] visibility %s: no total, place or title of a quarter is told to anybody but office and auditor before its notice',
  async (visibility) => {
    const clock = createHandClock(T0)
    const server = await startTestServer(testConfig(), { clock })
    const base = server.localUrl
    const person = (personId: string, role: 'director' | 'office' | 'auditor') => ({
      ...{ personId, name: role, role, password: PASSWORD },
    })
    const director = await setUp(base, (await server.app.newSetupToken())!, person('daoyan', 'director'))
    await director.addPerson(person('pingyi', 'office'))
    await director.addPerson(person('shenji', 'auditor'))
    let staff = await cookies(base)
    const weightsBp = { citizens: 6_000, bigData: 4_000, department: 0, rectification: 0, tv: 0 }
    const scheme: Scheme = { ...DEFAULT_SCHEME, weightsBp, visibility }
    await staff.pingyi.run({
      type: 'ImportUnits',
      units: Array.from({ length: UNITS }, (_, i) => unitOf(i + 1)),
    })
    await staff.pingyi.run({ type: 'SetScheme', scheme })
    await staff.pingyi.run({ type: 'DraftPeriod', periodId: PERIOD, settings: periodSettings() })
    const seen: Record<string, readonly Told[]> = { draft: await look(base, staff, clock) }
    await staff.pingyi.run({ type: 'OpenPeriod', periodId: PERIOD })
    const numbers = Array.from({ length: UNITS }, (_, i) => i + 1)
    // Totals no other number on a page would be: sevenths and thirteenths of points.
    await staff.pingyi.run(
      citizensCounts(
        Object.fromEntries(numbers.map((n) => [n, { satisfied: 137 - n, fair: 41, dissatisfied: 13 + n }])),
      ),
    )
    await staff.pingyi.run(
      indicatorCounts(
        Object.fromEntries(
          numbers.map((n) => [
            n,
            Object.fromEntries(
              DEFAULT_SCHEME.indicators.map(({ indicatorId }) => [indicatorId, [241 - n, 260]]),
            ),
          ]),
        ),
      ),
    )
    seen['collecting'] = await look(base, staff, clock)
    clock.moveTo(startOfDayMs(dayAfter(periodSettings().evidenceDueOn, 1)))
    staff = await cookies(base)
    await staff.pingyi.run({ type: 'FreezeInputs', periodId: PERIOD })
    await until(server.app.runner, ({ periods }) => {
      const { stage } = periods[PERIOD]!
      return stage.phase === 'frozen' && stage.differences !== null
    })
    seen['frozen'] = await look(base, staff, clock)

    const get = async <T>(path: string) =>
      (await (await fetch(base + path, { headers: { cookie: staff.pingyi.cookie } })).json()) as T
    const rankings = await Promise.all(
      CATEGORIES.map((category) => get<RankingAnswer>(`/api/periods/${PERIOD}/ranking?category=${category}`)),
    )
    const totals = rankings.flatMap(({ rows }) => rows.map(({ total }) => total))
    expect(totals).toHaveLength(UNITS)
    const secret = new RegExp(`(?<![\\d.])(${totals.join('|').replaceAll('.', '\\.')})(?!\\d)`)
    const leaks = (told: readonly Told[]) =>
      told.filter(({ text }) => secret.test(text) && !text.startsWith('<!doctype html>'))
    for (const [phase, told] of Object.entries(seen)) {
      const toOthers = leaks(told).filter(({ visitor }) => !STAFF.has(visitor))
      expect(toOthers.map(({ visitor, where }) => `${phase} ${visitor} ${where}`)).toEqual([])
      const published = told.filter(
        ({ where, status }) => where.startsWith(`GET /api/publications/${PUBLICATION}`) && status !== 404,
      )
      expect(published.map(({ visitor, where }) => `${phase} ${visitor} ${where}`)).toEqual([])
      // A title is given from the notice on (RANK10).
      const titled = told.filter(
        ({ visitor, text }) => !STAFF.has(visitor) && /"list":"(best|worst)"/.test(text),
      )
      expect(titled.map(({ visitor, where }) => `${phase} ${visitor} ${where}`)).toEqual([])
    }
    // The crawl has eyes: who may see it does, and with the notice everybody does.
    expect(new Set(leaks(seen['frozen']).map(({ visitor }) => visitor))).toEqual(STAFF)
    const agreement = (await get<PeriodAnswer>(`/api/periods/${PERIOD}`)).agreement!
    const noticeUntilMs = clock.nowMs() + 8 * DAY_MS
    const act = {
      type: 'CertifyRanking',
      periodId: PERIOD,
      bundleHash: agreement.bundleHash,
      noticeUntilMs,
    } as const
    await staff.pingyi.run({ type: 'RequestAct', requestId: 'request-0001', act, reason: '三方一致' })
    const asked = await look(base, staff, clock)
    expect(leaks(asked).filter(({ visitor }) => !STAFF.has(visitor))).toEqual([])
    await staff.shenji.run({ type: 'ConfirmAct', requestId: 'request-0001' })
    const published = leaks(await look(base, staff, clock)).filter(({ visitor }) => visitor === 'public')
    expect(published.map(({ where }) => where)).toContain(
      `GET /api/publications/${PUBLICATION}/ranking?category=office`,
    )
    console.log(
      `embargo, ${visibility}: ${paths.length} doors, 4 visitors, ${Object.keys(seen).length + 1} phases, leaks 0`,
    )
  },
  90_000,
)
