// A quarter over the real doors: opened, given evidence, frozen, compared three ways, certified by two signed in, objected to, final.

import { readdirSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type {
  MissingAnswer,
  NotApplicableAnswer,
  PeriodAnswer,
  PeriodsAnswer,
} from '../../shared/protocol/period-api.ts'
import type { ObjectionsDeskAnswer, PublicationsAnswer } from '../../shared/protocol/publications-api.ts'
import type {
  DeductionsAnswer,
  RankingAnswer,
  TrendsAnswer,
  UnitCardAnswer,
} from '../../shared/protocol/ranking-api.ts'
import { dayAfter, startOfDayMs } from '../../shared/basics/city-day.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import type { Command } from '../../shared/show/house.ts'
import { filesOf } from '../../server/data-dir.ts'
import type { Running } from '../../server/start.ts'
import { setUp, signIn, type Staff } from '../../scripts/demo/staff.ts'
import { T0, unitId, unitOf } from '../support/given-parts.ts'
import { PERIOD, citizensCounts, indicatorCounts, periodSettings } from '../support/given-periods.ts'
import { DAY_MS } from '../support/given-polls.ts'
import { createHandClock, type HandClock } from '../support/hand-clock.ts'
import { cleanUp, startTestServer, testConfig, until } from '../support/test-server.ts'

afterEach(cleanUp)

const PASSWORD = 'correct horse 2027'
const person = (personId: string, role: 'director' | 'office' | 'auditor') => ({
  ...{ personId, name: `${role}一`, role, password: PASSWORD },
})

interface City {
  readonly server: Running
  readonly clock: HandClock
  readonly office: Staff
  readonly auditor: Staff
  readonly director: Staff
  /** What is kept of rankings, by kind. */
  kept(): readonly (string | undefined)[]
  get<T>(path: string, by?: Staff): Promise<T>
  status(path: string, by?: Staff): Promise<number>
  post(path: string, body: object, by?: Staff): Promise<Response>
}

const UNITS = 40
const allOf = (numerator: number) =>
  Object.fromEntries(
    DEFAULT_SCHEME.indicators.map(({ indicatorId }) => [indicatorId, [numerator, 100] as const]),
  )

/** Forty units, ten a category, a quarter that collects, and only citizens and 大数据 that weigh. */
async function city(): Promise<City> {
  const clock = createHandClock(T0)
  const config = testConfig()
  const server = await startTestServer(config, { clock })
  const base = server.localUrl
  const token = (await server.app.newSetupToken())!
  const director = await setUp(base, token, person('daoyan', 'director'))
  await director.addPerson(person('pingyi', 'office'))
  await director.addPerson(person('shenji', 'auditor'))
  const office = await signIn(base, 'pingyi', PASSWORD)
  const auditor = await signIn(base, 'shenji', PASSWORD)
  await office.run({ type: 'ImportUnits', units: Array.from({ length: UNITS }, (_, i) => unitOf(i + 1)) })
  const weightsBp = { citizens: 6_000, bigData: 4_000, department: 0, rectification: 0, tv: 0 }
  await office.run({ type: 'SetScheme', scheme: { ...DEFAULT_SCHEME, weightsBp } })
  await office.run({ type: 'DraftPeriod', periodId: PERIOD, settings: periodSettings() })
  await office.run({ type: 'OpenPeriod', periodId: PERIOD })
  const cookie = (by: Staff | undefined) => (by === undefined ? {} : { cookie: by.cookie })
  const get = (path: string, by?: Staff) => fetch(base + path, { headers: cookie(by) })
  return {
    ...{ server, clock, office, auditor, director },
    kept: () => readdirSync(filesOf(config.dataDir).kept).map((name) => name.split('.')[1]),
    get: async (path, by = office) => {
      const answer = await get(path, by)
      expect([path, answer.status]).toEqual([path, 200])
      return (await answer.json()) as never
    },
    status: async (path, by) => (await get(path, by)).status,
    post: (path, body, by) =>
      fetch(base + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: base, ...cookie(by) },
        body: JSON.stringify(body),
      }),
  }
}

/** Unit n of its category is the better the lower n is; unit 40 has too few ballots. */
const evidence = (): readonly Command[] => [
  citizensCounts(
    Object.fromEntries(
      Array.from({ length: UNITS }, (_, i) => [
        i + 1,
        i + 1 === UNITS ? { satisfied: 3 } : { satisfied: 100 - 2 * i, dissatisfied: 10 + i },
      ]),
    ),
  ),
  indicatorCounts(Object.fromEntries(Array.from({ length: UNITS }, (_, i) => [i + 1, allOf(100 - i)]))),
]

/** Months later nobody is signed in any more. */
async function later(of: City, atMs: number): Promise<City> {
  of.clock.moveTo(atMs)
  const base = of.server.localUrl
  return {
    ...of,
    office: await signIn(base, 'pingyi', PASSWORD),
    auditor: await signIn(base, 'shenji', PASSWORD),
    director: await signIn(base, 'daoyan', PASSWORD),
  }
}

async function frozen(before: City): Promise<City> {
  for (const command of evidence()) await before.office.run(command)
  const of = await later(before, startOfDayMs(dayAfter(periodSettings().evidenceDueOn, 1)))
  await of.office.run({ type: 'FreezeInputs', periodId: PERIOD })
  await until(of.server.app.runner, ({ periods }) => {
    const { stage } = periods[PERIOD]!
    return stage.phase === 'frozen' && stage.differences !== null
  })
  return of
}

describe('[PUB1] a quarter over its doors', () => {
  test('what is missing, the provisional ranking and a card while it runs; for office and auditor alone', async () => {
    const of = await city()
    const { office, auditor, director } = of
    const list = await of.get<PeriodsAnswer>('/api/periods')
    expect(list.periods).toMatchObject([{ periodId: PERIOD, phase: 'collecting', units: UNITS }])
    const missing = (query: string) =>
      of.get<MissingAnswer>(`/api/periods/${PERIOD}/missing?${query}`, auditor)
    expect((await missing('page=1')).total).toBe(2 * UNITS)
    for (const command of evidence()) await office.run(command)
    expect(await missing('method=citizens')).toEqual({
      total: 1,
      rows: [
        {
          ...{ unit: unitHead(UNITS), organisation: null, method: 'citizens', why: 'sample', n: 3 },
          dueOn: '2027-04-15',
        },
      ],
    })
    const ranking = await of.get<RankingAnswer>(`/api/periods/${PERIOD}/ranking?category=office`, auditor)
    expect(ranking).toMatchObject({ provisional: true, ranked: 10, listN: 2, total: 10, close: null })
    expect(ranking.rows.map(({ unit }) => unit.code)).toEqual([1, 5, 9, 13, 17, 21, 25, 29, 33, 37])
    expect(ranking.rows[0]).toMatchObject({ place: 1, placeBefore: null, list: 'best' })
    const worst = `/api/periods/${PERIOD}/ranking?category=office&list=worst&q=37`
    expect((await of.get<RankingAnswer>(worst)).rows.map(({ unit }) => unit.code)).toEqual([37])
    const card = await of.get<UnitCardAnswer>(`/api/periods/${PERIOD}/units/u5`)
    expect(
      card.parts.map(({ method, evidence: files }) => [method, files.map(({ words }) => words)]),
    ).toEqual([
      ['citizens', ['短信评议报表']],
      ['bigData', ['12345热线月报']],
    ])
    expect(card.whatIf.length).toBeGreaterThan(0)
    for (const path of [
      ...['', `/${PERIOD}`, `/${PERIOD}/ranking?category=office`, `/${PERIOD}/units/u5`],
      ...[`/${PERIOD}/not-applicable`, `/${PERIOD}/units/u5/deductions`],
    ]) {
      expect(await of.status(`/api/periods${path}`)).toBe(401)
      expect(await of.status(`/api/periods${path}`, director)).toBe(403)
    }
    expect(await of.status('/api/periods/no-such', office)).toBe(404)
    expect(await of.status(`/api/periods/${PERIOD}/ranking?category=nobody`, office)).toBe(400)
    expect(await of.status(`/api/periods/${PERIOD}/units/no-such`, office)).toBe(400)
  })

  test('[EVAL3] [GRADE4] 不适用 taken back and a deduction lifted are read beside their reasons, the effect before it is asked for', async () => {
    const of = await city()
    const { office, auditor } = of
    const at = `/api/periods/${PERIOD}`
    const mark = { periodId: PERIOD, method: 'bigData' } as const
    await office.run({
      ...{ type: 'ConfirmNotApplicable', ...mark },
      ...{ unitIds: [unitId(1), unitId(2)], reason: '没有热线工单' },
    })
    await office.run({
      ...{ type: 'WithdrawNotApplicable', ...mark },
      ...{ unitIds: [unitId(2)], reason: '查到工单' },
    })
    const excused = (query = '') => of.get<NotApplicableAnswer>(`${at}/not-applicable?${query}`, auditor)
    expect((await excused()).rows).toMatchObject([
      { unit: unitHead(2), reason: '没有热线工单', withdrawn: { reason: '查到工单' } },
      { unit: unitHead(1), reason: '没有热线工单', withdrawn: null },
    ])
    expect((await excused('method=citizens')).total).toBe(0)
    for (const command of evidence()) await office.run(command)
    const lost = (n: number) => of.get<DeductionsAnswer>(`${at}/units/${unitId(n)}/deductions`, office)
    const before = await lost(37)
    const [first] = before.deductions
    expect(first!.requested).toBe(false)
    expect(Number(first!.then!.total)).toBeGreaterThan(Number(before.now!.total))
    const { deduction } = first!
    const act = { type: 'LiftDeduction' as const, periodId: PERIOD, unitId: unitId(37), deduction }
    await office.run({ type: 'RequestAct', requestId: 'request-0002', act, reason: '先行先试' })
    expect((await lost(37)).deductions[0]).toMatchObject({ ...first, requested: true })
    await auditor.run({ type: 'ConfirmAct', requestId: 'request-0002' })
    const after = await lost(37)
    expect(after.now).toEqual(first!.then)
    expect(after.deductions).toHaveLength(before.deductions.length - 1)
    expect((await of.get<PeriodAnswer>(at, auditor)).reliefs).toMatchObject([
      { unitId: unitId(37), reason: '先行先试' },
    ])
  })

  test('frozen, compared by itself, certified by one of the office and one auditor, objected to and final', async () => {
    const of = await frozen(await city())
    const { office, auditor, clock } = of
    const dashboard = await of.get<PeriodAnswer>(`/api/periods/${PERIOD}`, office)
    expect(dashboard.differences).toEqual([])
    expect(dashboard.tally).toEqual({ running: false, failed: null })
    const { bundleHash } = dashboard.agreement!
    const noticeUntilMs = clock.nowMs() + 8 * DAY_MS
    const act = { type: 'CertifyRanking', periodId: PERIOD, bundleHash, noticeUntilMs } as const
    await office.run({ type: 'RequestAct', requestId: 'request-0001', act, reason: '三方一致' })
    await expect(office.run({ type: 'ConfirmAct', requestId: 'request-0001' })).rejects.toThrow()
    await expect(of.director.run({ type: 'ConfirmAct', requestId: 'request-0001' })).rejects.toThrow()
    await auditor.run({ type: 'ConfirmAct', requestId: 'request-0001' })
    // Ranked at the freeze, read out of its bundle at the publication: nobody who looks later waits for it.
    await vi.waitFor(() => expect(of.kept().toSorted()).toEqual(['publication', 'ranking']), 10_000)
    const publicationId = `${PERIOD}-1`
    const objection = {
      publicationId,
      unitId: unitId(37),
      words: '数据与实际不符',
      contact: '张三 13800000000',
    }
    const filed = await of.post('/api/objections', objection)
    expect(filed.status).toBe(200)
    const { objectionId } = (await filed.json()) as { objectionId: string }
    const desk = (by: Staff) =>
      of.get<ObjectionsDeskAnswer>(`/api/objections?publication=${publicationId}`, by)
    expect((await desk(office)).rows).toMatchObject([
      {
        objectionId,
        unitName: '虚构单位37',
        words: '数据与实际不符',
        contact: '张三 13800000000',
        answer: null,
      },
    ])
    expect((await desk(auditor)).rows).toMatchObject([{ words: '数据与实际不符', contact: null }])
    // BAL8: the journal knows that there is an objection, and no word of it.
    expect(JSON.stringify(of.server.app.runner.tail())).not.toMatch(/数据与实际不符|13800000000/)
    const answer = { outcome: 'partly', words: '经核实，单位名称有误。' } as const
    await office.run({
      ...{ type: 'AnswerObjection', periodId: PERIOD, objectionId, ...answer },
      publicationId: of.server.app.runner.house().periods[PERIOD]!.publications[0]!.publicationId,
    })
    const end = await later(of, noticeUntilMs)
    expect((await of.post('/api/objections', objection)).status).toBe(400)
    const final = {
      type: 'FinalisePublication' as const,
      periodId: PERIOD,
      publicationId: of.server.app.runner.house().periods[PERIOD]!.publications[0]!.publicationId,
    }
    await expect(end.office.run(final)).rejects.toThrow('有1条异议成立或部分成立')
    await end.office.run({ ...final, uncorrected: '名称笔误，不影响得分' })
    // For everybody to read, beside the answers.
    const { publications } = await of.get<PublicationsAnswer>('/api/publications')
    expect(publications[0]?.publication).toMatchObject({
      ...{ publicationId, objectionsUpheld: 1, uncorrected: '名称笔误，不影响得分' },
    })
    const [head] = (await of.get<PeriodsAnswer>('/api/periods', end.office)).periods
    expect(head).toMatchObject({
      phase: 'final',
      publications: [
        { publicationId, number: 1, certifiedBy: ['office一', 'auditor一'], objectionsAnswered: 1 },
      ],
    })
    const trends = await of.get<TrendsAnswer>('/api/trends?kind=quarter&category=office', end.office)
    expect(trends.periods).toMatchObject([{ periodId: PERIOD, ranked: 10 }])
    const card = await of.get<UnitCardAnswer>(`/api/periods/${PERIOD}/units/u5`, end.office)
    expect(card.history).toMatchObject([{ periodId: PERIOD, place: 2, ranked: 10 }])
    expect(card.provisional).toBe(false)
  }, 60_000)

  test('counted again at the office’s request; not by others, and not before the freeze', async () => {
    const running = await city()
    const again = (by?: Staff) => running.post(`/api/periods/${PERIOD}/tally`, {}, by)
    expect((await again(running.office)).status).toBe(400)
    const of = await frozen(running)
    expect((await again()).status).toBe(401)
    expect((await again(of.auditor)).status).toBe(403)
    const before = of.server.app.runner.house().periods[PERIOD]!.stage
    expect((await again(of.office)).status).toBe(200)
    await until(of.server.app.runner, ({ periods }) => periods[PERIOD]!.stage !== before)
    expect(of.server.app.runner.house().periods[PERIOD]!.stage).toMatchObject({
      phase: 'frozen',
      differences: [],
    })
  }, 60_000)
})

function unitHead(n: number) {
  const { unitId: id, code, name, category } = unitOf(n)
  return { unitId: id, code, name, category }
}
