// Review rounds and the ledger through the real doors: who may see what when, what a table brings, what citizens read (EVAL6, EVAL7).

import { afterEach, describe, expect, test } from 'vitest'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import type { CsvPreview, ReviewersAdded } from '../../shared/protocol/http-api.ts'
import { LedgerAnswer, LedgerItemAnswer, PromisesAnswer } from '../../shared/protocol/ledger-api.ts'
import {
  ReviewDeskAnswer,
  RoundAnswer,
  RoundReport,
  RoundsAnswer,
} from '../../shared/protocol/reviews-api.ts'
import type { LedgerPlan } from '../../shared/ledger/item.ts'
import { RoundId } from '../../shared/review/round.ts'
import type { Command } from '../../shared/show/house.ts'
import { setUp, signIn, type Staff } from '../../scripts/demo/staff.ts'
import type { Running } from '../../server/start.ts'
import { OFFICE as OFFICE_ACTOR, T0, unitId, unitOf } from '../support/given-parts.ts'
import { createHandClock, type HandClock } from '../support/hand-clock.ts'
import { cleanUp, setUpTokenOf, startTestServer, testConfig } from '../support/test-server.ts'

afterEach(cleanUp)

const DAY_MS = 86_400_000
const OFFICE = { personId: 'pingyi', name: '评议办甲', role: 'office', password: 'test-pingyi-1' } as const
const AUDITOR = { personId: 'shenji', name: '审计乙', role: 'auditor', password: 'test-shenji-1' } as const
const DIRECTOR = { personId: 'daoyan', name: '导演丙', role: 'director', password: 'test-daoyan-1' } as const
const REVIEWERS = [
  { personId: 'shuiwu-01', name: '陈望舒', standsFor: { organisationId: 'water', group: 'line' } },
  { personId: 'chengdong-01', name: '陆听澜', standsFor: { organisationId: 'east', group: 'district' } },
] as const
const periodId = PeriodId.parse('q1')
const roundId = RoundId.parse('r1')

interface City {
  readonly server: Running
  readonly base: string
  readonly clock: HandClock
  readonly office: Staff
  readonly auditor: Staff
  readonly director: Staff
  readonly reviewers: readonly Staff[]
  readonly passwords: readonly string[]
}

/** Three units of the water bureau's line, two of them of the district; a quarter that collects; two reviewers. */
async function city(): Promise<City> {
  const clock = createHandClock(T0)
  const server = await startTestServer(testConfig(), { clock })
  const base = server.localUrl
  const office = await setUp(base, setUpTokenOf(server), OFFICE)
  await office.addPerson(AUDITOR)
  await office.addPerson(DIRECTOR)
  await office.run({
    type: 'ImportOrganisations',
    organisations: [
      { organisationId: 'water', name: '市水务局', kind: 'department' },
      { organisationId: 'east', name: '城东区', kind: 'district' },
    ],
  })
  await office.run({
    type: 'ImportUnits',
    units: [1, 2, 3].map((n) => ({
      ...unitOf(n),
      authorityId: 'water',
      organisationId: n === 3 ? 'water' : 'east',
    })),
  })
  await office.run({ type: 'SetScheme', scheme: DEFAULT_SCHEME })
  await office.run({
    type: 'DraftPeriod',
    periodId,
    settings: {
      title: '2027年第一季度',
      kind: 'quarter',
      startsOn: '2027-01-01',
      endsOn: '2027-03-31',
      evidenceDueOn: '2027-04-10',
      rollsUp: [],
    },
  })
  await office.run({ type: 'OpenPeriod', periodId })
  const added = await posted<ReviewersAdded>(base, office, '/api/people/reviewers', { reviewers: REVIEWERS })
  expect(added.refusal).toBeNull()
  const reviewers = await Promise.all(
    added.added.map(({ personId, password }) => signIn(base, personId, password)),
  )
  const auditor = await signIn(base, AUDITOR.personId, AUDITOR.password)
  const director = await signIn(base, DIRECTOR.personId, DIRECTOR.password)
  const passwords = added.added.map(({ password }) => password)
  return { server, base, clock, office, auditor, director, reviewers, passwords }
}

async function knock(base: string, who: Staff | null, path: string, body?: unknown): Promise<Response> {
  return fetch(base + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      origin: base,
      ...(who === null ? {} : { cookie: who.cookie }),
      ...(body === undefined
        ? {}
        : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

async function posted<T>(base: string, who: Staff, path: string, body: unknown): Promise<T> {
  const answer = await knock(base, who, path, body)
  if (!answer.ok) throw new Error(`${path} ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}

async function planned({ office, clock }: City): Promise<void> {
  const settings = {
    title: '一季度业务部门评议',
    periodId,
    form: 'marks',
    opensAtMs: clock.nowMs(),
    closesAtMs: clock.nowMs() + DAY_MS,
  } as const
  await office.run({ type: 'DraftRound', roundId, settings })
  const { suggested } = RoundAnswer.parse(await office.get('/api/reviews/r1'))
  expect(suggested).toEqual({ line: ['u1', 'u2', 'u3'], district: ['u3'], town: ['u3'] })
  await office.run({ type: 'SetRoundUnits', roundId, units: suggested })
  await office.run({
    type: 'SetRoundReviewers',
    roundId,
    reviewerIds: RoundAnswer.parse(await office.get('/api/reviews/r1')).reviewers.map(
      ({ reviewerId }) => reviewerId,
    ),
  })
  await office.run({ type: 'PlanRound', roundId })
}

const mark = (n: number, points: number, revision = 1): Command => ({
  type: 'GiveMark',
  roundId,
  unitId: unitId(n),
  mark: points,
  revision,
})

describe('[EVAL6] review rounds over HTTP', () => {
  test('a reviewer sees and gives the own marks; the office counts only, until the round is over', async () => {
    const here = await city()
    await planned(here)
    const { office, auditor, reviewers, clock, base } = here
    const [water, east] = reviewers as [Staff, Staff]
    const desk = ReviewDeskAnswer.parse(await water.get('/api/review-desk'))
    expect(desk.rounds[0]!.units.map(({ unitId: id, mark: given }) => [id, given])).toEqual([
      ['u1', null],
      ['u2', null],
    ])
    await water.run(mark(1, 73))
    await water.run(mark(2, 37))
    await east.run(mark(3, 91))
    expect(await water.tryRun(mark(3, 100))).toMatchObject({
      ok: false,
      refusals: [{ code: 'review_own_organisation', sentence: expect.stringContaining('所在单位') }],
    })
    const own = ReviewDeskAnswer.parse(await water.get('/api/review-desk'))
    expect(own.rounds[0]!.units.map(({ mark: given }) => given)).toEqual([73, 37])
    await water.run({ type: 'SubmitReview', roundId })

    const progress = RoundAnswer.parse(await office.get('/api/reviews/r1'))
    expect(progress.head).toMatchObject({ asked: 3, given: 3, submitted: 1, state: 'open' })
    expect(JSON.stringify(progress)).not.toMatch(/\b(73|37|91)\b/)
    expect((await knock(base, auditor, '/api/reviews/r1/report')).status).toBe(409)

    clock.moveTo(clock.nowMs() + DAY_MS + 2_001)
    const again = await signIn(base, east.personId, here.passwords[1]!)
    expect(await again.tryRun(mark(3, 0, 2))).toMatchObject({ ok: true })
    const later = await signIn(base, AUDITOR.personId, AUDITOR.password)
    const report = RoundReport.parse(await later.get('/api/reviews/r1/report'))
    expect(report.units.map(({ points, n }) => [points, n])).toEqual([
      ['73.00', 1],
      ['37.00', 1],
      ['91.00', 1],
    ])
    expect(report.reviewers.map(({ name, setAside }) => [name, setAside])).toEqual([
      ['陆听澜', 1],
      ['陈望舒', 0],
    ])
  })

  test('[SAFE4] reviewers may do nothing but review; directors and strangers see nothing of it', async () => {
    const here = await city()
    await planned(here)
    const { base, reviewers, director, office } = here
    const reviewer = reviewers[0]!
    for (const path of [
      '/api/reviews',
      '/api/reviews/r1',
      '/api/ledger',
      '/api/periods',
      '/api/registry',
      '/api/findings',
    ])
      expect([path, (await knock(base, reviewer, path)).status]).toEqual([path, 403])
    expect((await knock(base, reviewer, '/api/people', { ...AUDITOR, personId: 'p9' })).status).toBe(403)
    expect((await knock(base, reviewer, '/api/csv/ledger', '编号\n1')).status).toBe(403)
    for (const command of [
      { type: 'PlanRound', roundId },
      { type: 'RemoveUnit', unitId: unitId(1) },
      { type: 'DisablePerson', personId: REVIEWERS[1].personId as never, disabled: true },
    ] as const)
      expect(await reviewer.tryRun(command)).toMatchObject({ ok: false, refusals: [{ code: 'not_allowed' }] })
    for (const who of [director, null]) {
      const status = who === null ? 401 : 403
      expect((await knock(base, who, '/api/reviews')).status).toBe(status)
      expect((await knock(base, who, '/api/review-desk')).status).toBe(status)
    }
    expect(await office.tryRun(mark(1, 10))).toMatchObject({ ok: false, refusals: [{ code: 'not_allowed' }] })
    expect(RoundsAnswer.parse(await office.get('/api/reviews')).rounds).toHaveLength(1)
  })

  test('a reviewer’s name and account leave to nobody outside, nor into what is frozen', async () => {
    const here = await city()
    await planned(here)
    const { base, server, reviewers, clock } = here
    await reviewers[0]!.run(mark(1, 73))
    clock.moveTo(clock.nowMs() + 2 * DAY_MS)
    const outside = await Promise.all(
      ['/api/now', '/api/tonight', '/api/rules', '/api/polls', '/api/promises', '/api/publications'].map(
        async (path) => (await knock(base, null, path)).text(),
      ),
    )
    const { periodInputsOf } = await import('../../shared/period/period-inputs.ts')
    const house = server.app.runner.house()
    const inputs = periodInputsOf(house, house.periods[periodId]!, clock.nowMs())
    expect(inputs.evidence[0]!.department).toEqual([{ group: 'line', reviewer: 1, mark: 73 }])
    const told = [...outside, JSON.stringify(inputs)].join('\n')
    for (const { personId, name } of REVIEWERS) {
      expect(told).not.toContain(personId)
      expect(told).not.toContain(name)
    }
  })

  test('accounts for many from a table: faults by row, passwords once, none of it half done', async () => {
    const { base, office } = await city()
    const csv = [
      '用户名,姓名,所代表单位,组别',
      'west-01,沈知微,城西区,区',
      'shuiwu-01,重名,市水务局,业务主管部门',
      'town-01,顾念安,城东区,街道',
    ].join('\n')
    const preview = await posted<CsvPreview<unknown>>(base, office, '/api/csv/reviewers', csv)
    expect(preview.rows).toHaveLength(1)
    expect(preview.errors.map(({ line, column }) => [line, column])).toEqual([
      [2, '所代表单位'],
      [3, '用户名'],
    ])
    const taken = { personId: 'shuiwu-01', name: '又一人', standsFor: REVIEWERS[0].standsFor }
    const fresh = { ...taken, personId: 'fresh-01' }
    expect((await knock(base, office, '/api/people/reviewers', { reviewers: [fresh, taken] })).status).toBe(
      409,
    )
    await expect(signIn(base, 'fresh-01', 'anything-at-all')).rejects.toThrow()
  })
})

describe('[EVAL7] the ledger over HTTP', () => {
  const HEADING = '编号,单位,来源,事项,责任人,交办日期,完成期限,权重'

  test('a table is looked at row by row, and put on the ledger whole', async () => {
    const { base, office, director } = await city()
    const faulty = [
      HEADING,
      'a-1,1,热线交办,路灯不亮,王科长,2027-01-10,2027-01-20,',
      'a-1,虚构单位2,随手拍,占道经营,李科长,2027/1/10,2027年1月25日,3',
      'a-3,99,热线交办,水压不足,赵科长,2027-02-30,2027-01-01,0',
    ].join('\r\n')
    const first = await posted<CsvPreview<LedgerPlan>>(base, office, '/api/csv/ledger', faulty)
    expect(first.errors.map(({ line, column }) => `${line} ${column}`)).toEqual([
      '3 编号',
      '4 单位',
      '4 交办日期',
      '4 权重',
    ])
    expect((await knock(base, director, '/api/csv/ledger', faulty)).status).toBe(403)
    const right = await posted<CsvPreview<LedgerPlan>>(
      base,
      office,
      '/api/csv/ledger',
      faulty.split('\r\n').slice(0, 3).join('\r\n').replace('a-1,虚构', 'a-2,虚构'),
    )
    expect(right.rows).toMatchObject([
      { itemId: 'a-1', unitId: 'u1', weight: 1, dueOn: '2027-01-20' },
      {
        itemId: 'a-2',
        unitId: 'u2',
        source: 'photo',
        weight: 3,
        openedOn: '2027-01-10',
        dueOn: '2027-01-25',
      },
    ])
    const source = { importId: 'batch-1', words: '12345热线清单', fileHash: null }
    await office.run({ type: 'AddItems', source, items: [...right.rows] })
    const answer = LedgerAnswer.parse(await office.get('/api/ledger?q=占道'))
    expect(answer.rows.map(({ itemId, unitName }) => [itemId, unitName])).toEqual([['a-2', '虚构单位2']])
    expect(answer.counts).toMatchObject({ all: 2, overdue: 0, soon: 1 })
    expect((await knock(base, office, '/api/ledger?phase=nonsense')).status).toBe(400)
  })

  test('overdue is by the city’s day; filters and history tell who did what', async () => {
    const { base, office: before, clock } = await city()
    const plan = {
      unitId: unitId(1),
      source: 'complaint',
      owner: '王科长',
      weight: 1,
      openedOn: '2027-01-15',
    } as const
    await before.run({
      type: 'AddItems',
      source: { importId: 'one', words: '信访转办', fileHash: null },
      items: [
        { ...plan, itemId: 'b-1', text: '电梯停运半年', dueOn: '2027-01-16' },
        { ...plan, itemId: 'b-2', text: '公厕长期锁门', dueOn: '2027-02-16' },
      ],
    })
    clock.moveTo(Date.parse('2027-01-16T23:59:59+08:00'))
    const office = await signIn(base, OFFICE.personId, OFFICE.password)
    expect(LedgerAnswer.parse(await office.get('/api/ledger')).counts.overdue).toBe(0)
    clock.moveTo(clock.nowMs() + 1_000)
    const overdue = LedgerAnswer.parse(await office.get('/api/ledger?only=overdue'))
    expect(overdue.rows.map(({ itemId }) => itemId)).toEqual(['b-1'])
    await office.run({ type: 'SubmitItem', itemId: 'b-1', stepsSeen: 0, note: '已恢复运行', files: [] })
    await office.run({ type: 'AcceptItem', itemId: 'b-1', stepsSeen: 1, note: '现场看过', files: [] })
    const item = LedgerItemAnswer.parse(await office.get('/api/ledger/b-1'))
    expect(item.marks.map(({ words, note, by }) => `${by} ${words}${note}`)).toEqual([
      '评议办甲 列入台账，交办日期2027-01-15，期限2027-01-16。',
      '评议办甲 转为“待验收”。已恢复运行',
      '评议办甲 转为“已销号”。现场看过',
    ])
    expect((await knock(base, office, '/api/ledger/none')).status).toBe(404)
  })

  test('everybody reads what became of promises: cached, without clerks’ names and files', async () => {
    const { base, office, clock, server } = await city()
    const source = { importId: 'old', words: '去年承诺清单', fileHash: null }
    const plan = { unitId: unitId(1), source: 'promise', owner: '王局长', weight: 1 } as const
    const days = { openedOn: '2027-01-10', dueOn: '2027-01-20' } as const
    await server.app.runner.run(
      {
        type: 'AddItems',
        source,
        items: [
          { ...plan, ...days, itemId: 'p-1', text: '二十天内通水' },
          { ...plan, ...days, itemId: 'p-2', text: '二十天内修路', openedOn: '2027-01-11' },
          { ...plan, ...days, itemId: 'c-1', text: '内部督查事项', source: 'inspection' },
        ],
      },
      { commandId: 'command-0001', by: OFFICE_ACTOR },
    )
    await office.run({ type: 'SubmitItem', itemId: 'p-1', stepsSeen: 0, note: '内部说明：已通水', files: [] })
    await office.run({ type: 'AcceptItem', itemId: 'p-1', stepsSeen: 1, note: '内部说明：看过', files: [] })
    const first = await knock(base, null, '/api/promises')
    const text = await first.text()
    expect(text).not.toMatch(/内部|评议办|ping/)
    expect(
      PromisesAnswer.parse(JSON.parse(text)).promises.map(({ text: said, phase, punctual }) => [
        said,
        phase,
        punctual,
      ]),
    ).toEqual([
      ['二十天内修路', 'promised', null],
      ['二十天内通水', 'accepted', 'on_time'],
    ])
    const etag = first.headers.get('etag')!
    const again = await fetch(`${base}/api/promises`, { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
    clock.moveTo(clock.nowMs() + 6 * DAY_MS)
    const later = PromisesAnswer.parse(await (await knock(base, null, '/api/promises')).json())
    expect(later.promises[0]).toMatchObject({ text: '二十天内修路', punctual: 'overdue' })
  })
})
