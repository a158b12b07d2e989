// What the period doors could answer, for screens that are looked at without a house behind them: parsed by the protocol's own schemas.

import { CATEGORIES, type Category } from '../../shared/evaluation/categories.ts'
import { DEFAULT_SCHEME, METHODS, type Method } from '../../shared/evaluation/scheme.ts'
import { PeriodAnswer, PeriodsAnswer, type PeriodPhase } from '../../shared/protocol/period-api.ts'
import { RankingAnswer, UnitCardAnswer } from '../../shared/protocol/ranking-api.ts'
import type { z } from 'zod'

type Phase = z.infer<typeof PeriodPhase>

export const DAY_MS = 86_400_000
const hash = (digit: string) => digit.repeat(64).slice(0, 64)
const LONG_NAME = '鄂城市人力资源和社会保障局城东片区社会保险经办服务中心灵活就业人员参保登记窗口所'

export interface PeriodFixture {
  readonly nowMs: number
  readonly phase: Phase
  readonly atOdds?: boolean
  /** An objection was upheld, and nothing corrected; its notice is over. */
  readonly upheld?: boolean
  readonly againstFreezing?: readonly string[]
  /** Why the three tallies came to no end. */
  readonly failed?: string
}

export const unitOf = (i: number, category: Category) => ({
  unitId: `u${i}`,
  code: i,
  name: i % 7 === 3 ? LONG_NAME.slice(0, 40) : `城东片区第${i}${category === 'station' ? '派出所' : '科室'}`,
  category,
})

function headOf(fixture: PeriodFixture, publications: number) {
  const { nowMs, phase } = fixture
  const isOver = phase === 'final' || fixture.upheld === true
  return {
    periodId: '2026-q4',
    title: '2026年第四季度',
    kind: 'quarter' as const,
    startsOn: '2026-10-01',
    endsOn: '2026-12-31',
    evidenceDueOn: '2027-01-15',
    rollsUp: [],
    phase,
    sinceMs: phase === 'draft' ? null : nowMs - 3 * DAY_MS,
    units: 400,
    publications: Array.from({ length: publications }, (_, i) => ({
      publicationId: `2026-q4-p${i + 1}`,
      number: i + 1,
      replaces: i === 0 ? null : `2026-q4-p${i}`,
      replacedBy: i === publications - 1 ? null : `2026-q4-p${i + 2}`,
      reason: i === 0 ? '' : '城东片区第5科室的按时办结率录入有误，按复核结果更正。',
      bundleHash: hash(`${i + 1}a7`),
      resultHash: hash(`${i + 1}c3`),
      certifiedBy: ['沈评', '周审'],
      certifiedAtMs: nowMs - (9 - i) * DAY_MS,
      noticeUntilMs: nowMs + (isOver ? -DAY_MS : 6 * DAY_MS + 11_105_000),
      finalAtMs: phase === 'final' && i === publications - 1 ? nowMs - DAY_MS / 2 : null,
      objectionsOpen: i === publications - 1 && phase === 'notice' && fixture.upheld !== true ? 2 : 0,
      objectionsAnswered: 1,
      objectionsUpheld: fixture.upheld === true ? 1 : 0,
      uncorrected:
        fixture.upheld === true && phase === 'final' ? '属笔误，不影响任何单位的得分和名次。' : null,
    })),
  }
}

export function periodAnswer(fixture: PeriodFixture): z.infer<typeof PeriodAnswer> {
  const { nowMs, phase } = fixture
  const collected = phase !== 'draft'
  const frozen = phase === 'frozen' || phase === 'notice' || phase === 'final'
  const versions = [
    { ...DEFAULT_SCHEME },
    {
      ...DEFAULT_SCHEME,
      weightsBp: { ...DEFAULT_SCHEME.weightsBp, citizens: 4_000, tv: 1_000 },
      listMost: 8,
    },
  ]
  return PeriodAnswer.parse({
    head: headOf(fixture, phase === 'notice' || phase === 'final' ? 2 : 0),
    scheme: collected ? { version: 2, hash: hash('e4') } : null,
    schemeVersions: collected
      ? versions.map((scheme, i) => ({
          version: i + 1,
          hash: hash(i === 0 ? 'b1' : 'e4'),
          reason: i === 0 ? '' : '市委专题会议定，提高市民评议的比重。',
          by: i === 0 ? ['沈评'] : ['沈评', '周审'],
          atMs: nowMs - (40 - i) * DAY_MS,
          scheme,
        }))
      : [],
    correcting: null,
    coverage: collected
      ? METHODS.flatMap((method, m) =>
          CATEGORIES.map((category, c) => {
            const missing = frozen ? 0 : (m * 7 + c * 3) % 5 === 0 ? 12 - c : 0
            const sample = m === 0 ? 4 + c : 0
            const notApplicable = m === 3 ? 9 : 0
            return {
              category,
              method,
              weightBp: DEFAULT_SCHEME.weightsBp[method],
              units: 100,
              delivered: 100 - missing - sample - notApplicable,
              sample,
              notApplicable,
              missing,
            }
          }),
        )
      : [],
    imports: collected
      ? [
          {
            importId: 'import-1',
            method: 'bigData',
            words: '市政务热线2026年第四季度台账',
            fileHash: hash('9f'),
            rows: 1_600,
            replaced: 0,
            by: '沈评',
            atMs: nowMs - 5 * DAY_MS,
          },
          {
            importId: 'import-2',
            method: 'bigData',
            words: '网上信访办结统计（更正）',
            fileHash: null,
            rows: 320,
            replaced: 12,
            by: '接口：市信访局',
            atMs: nowMs - 4 * DAY_MS,
          },
        ]
      : [],
    vetoes: collected
      ? [
          {
            vetoId: 'veto-0001',
            unitId: 'u3',
            unitName: LONG_NAME.slice(0, 40),
            kind: '发生重大责任事故',
            reason: '11月12日停水事故，市安委会认定负主要责任。',
            files: [hash('77')],
            by: '沈评',
            atMs: nowMs - 6 * DAY_MS,
            relief: null,
          },
          {
            vetoId: 'veto-0002',
            unitId: 'u9',
            unitName: '城东片区第9科室',
            kind: '被省级以上媒体点名批评',
            reason: '9月的报道。',
            files: [],
            by: '沈评',
            atMs: nowMs - 8 * DAY_MS,
            relief: {
              reason: '经核实报道有误，省台已更正。',
              by: ['沈评', '周审'],
              atMs: nowMs - 2 * DAY_MS,
            },
          },
        ]
      : [],
    reliefs: collected
      ? [
          {
            ...{ unitId: 'u3', unitName: LONG_NAME.slice(0, 40), what: '指标“按时办结率”' },
            ...{ reason: '停电三日，工单系统不能办结，属不可抗力。', by: ['沈评', '周审'] },
            atMs: nowMs - 3 * DAY_MS,
          },
        ]
      : [],
    tally: { running: false, failed: fixture.failed ?? null },
    differences:
      frozen && fixture.failed === undefined
        ? fixture.atOdds === true
          ? [
              '评议期“2026年第四季度市民评议”：实时计票12,010张，日志重算12,009张。',
              '城东片区第5科室（机关科室）：服务器总分83.27，核验程序83.26。',
            ]
          : []
        : null,
    agreement:
      frozen && fixture.atOdds !== true && fixture.failed === undefined
        ? {
            bundleHash: hash('2a7'),
            resultHash: hash('2c3'),
            polls: [{ pollId: '0a1b2c3d4e5f', ballots: 12_010 }],
            atMs: nowMs - DAY_MS,
          }
        : null,
    againstFreezing: fixture.againstFreezing ?? [],
  })
}

export function periodsAnswer(fixture: PeriodFixture): z.infer<typeof PeriodsAnswer> {
  const now = headOf(fixture, fixture.phase === 'notice' || fixture.phase === 'final' ? 2 : 0)
  const past = (
    id: string,
    title: string,
    startsOn: string,
    endsOn: string,
    kind: 'quarter' | 'half' = 'quarter',
  ) => ({
    ...headOf({ ...fixture, phase: 'final' }, 1),
    ...{ periodId: id, title, startsOn, endsOn, kind },
    rollsUp: kind === 'half' ? ['2026-q1', '2026-q2'] : [],
  })
  return PeriodsAnswer.parse({
    serverNowMs: fixture.nowMs,
    organisations: [{ organisationId: 'east', name: '城东区人民政府' }],
    periods: [
      past('2026-q1', '2026年第一季度', '2026-01-01', '2026-03-31'),
      past('2026-q2', '2026年第二季度', '2026-04-01', '2026-06-30'),
      past('2026-h1', '2026年上半年', '2026-01-01', '2026-06-30', 'half'),
      past('2026-q3', '2026年第三季度', '2026-07-01', '2026-09-30'),
      now,
    ],
  })
}

const RANKED = 91

export function rankingAnswer(query: URLSearchParams, provisional: boolean): z.infer<typeof RankingAnswer> {
  const category = (query.get('category') ?? 'office') as Category
  const page = Number(query.get('page') ?? '1')
  const list = query.get('list')
  const q = query.get('q') ?? ''
  const rows = Array.from({ length: RANKED }, (_, i) => rowOf(i, category))
    .filter((row) => list === null || row.list === list)
    .filter((row) => q === '' || row.unit.name.includes(q))
  return RankingAnswer.parse({
    category,
    provisional,
    listN: 10,
    ranked: RANKED,
    total: rows.length,
    boundary: { best: 'all_listed', worst: 'none' },
    close: { best: true, worst: false },
    floors: DEFAULT_SCHEME.floors,
    warnings: { worstFrom75: 0, bestBelow60: 0 },
    coverage: METHODS.map((method) => ({
      method,
      weightBp: DEFAULT_SCHEME.weightsBp[method],
      units: method === 'tv' ? 6 : 100,
      ranked: true,
    })),
    rows: rows.slice((page - 1) * 50, page * 50),
    unranked: [
      { unit: unitOf(95, category), why: 'sample', methods: ['citizens'] },
      { unit: unitOf(96, category), why: 'notDelivered', methods: ['bigData', 'rectification'] },
      { unit: unitOf(101, category), why: 'sample', methods: ['citizens'] },
    ],
  })
}

export const cents = (n: number) => (n / 100).toFixed(2)

function rowOf(i: number, category: Category) {
  const weighted: readonly (readonly [Method, number])[] = [
    ['citizens', 3_300 - i * 14],
    ['bigData', 1_905 - i * 5],
    ['department', 1_420 - i * 3],
    ['rectification', 1_500 - (i % 4) * 100],
    ['tv', 1_180],
  ]
  const total = weighted.reduce((sum, [, points]) => sum + points, 0)
  return {
    unit: unitOf(i + 1, category),
    organisation: i % 5 === 4 ? null : '城东区人民政府',
    place: i + 1,
    placeBefore: i % 6 === 5 ? null : i + 1 + ((i % 3) - 1) * 4 < 1 ? 1 : i + 1 + ((i % 3) - 1) * 4,
    total: cents(total),
    parts: weighted.map(([method, points]) => ({
      method,
      points: cents(Math.min(10_000, Math.round((points * 10_000) / DEFAULT_SCHEME.weightsBp[method]))),
      weighted: cents(points),
      note: method === 'tv' && i % 3 !== 0 ? ('categoryMean' as const) : ('none' as const),
    })),
    list: i === 2 ? null : i < 11 ? ('best' as const) : i >= RANKED - 10 ? ('worst' as const) : null,
    vetoed: i === 2,
    decidedBy: i === 6 ? ('citizens_higher' as const) : null,
    certainty: {
      best: Math.max(0, 1 - i / 18),
      worst: Math.max(0, (i - RANKED + 16) / 16),
      placeFrom: Math.max(1, i - 3),
      placeTo: i + 6,
    },
  }
}

export function unitCardAnswer(unitId: string): z.infer<typeof UnitCardAnswer> {
  const i = Number(unitId.slice(1)) - 1
  const row = rowOf(i, 'office')
  return UnitCardAnswer.parse({
    periodId: '2026-q4',
    unit: row.unit,
    organisation: '城东区人民政府',
    authority: '市人力资源和社会保障局',
    provisional: false,
    row,
    apart: null,
    ranked: RANKED,
    parts: METHODS.map((method) => {
      const part = row.parts.find((one) => one.method === method)!
      return {
        method,
        state: method === 'tv' ? 'categoryMean' : 'present',
        weightBp: DEFAULT_SCHEME.weightsBp[method],
        weight: String(DEFAULT_SCHEME.weightsBp[method] / 10_000),
        points: part.points,
        weighted: part.weighted,
        steps:
          method === 'citizens'
            ? [
                '短信、微信共收到312张：满意230、基本满意60、不满意15、不了解7。',
                '不了解不进入除数：（230×100＋60×60＋15×0）÷305＝87.21分。',
              ]
            : ['按方案第2版计算。'],
        evidence: [
          { words: '市政务热线2026年第四季度台账', fileHash: method === 'bigData' ? hash('9f') : null },
        ],
      }
    }),
    vetoes: row.vetoed
      ? [{ kind: '发生重大责任事故', reason: '11月12日停水事故，市安委会认定负主要责任。', lifted: false }]
      : [],
    whatIf: [
      '督促整改若再按时销号1项，总分增加1.00分，名次由第7名升到第5名。',
      '市民评议若少8张不满意（改为满意），名次由第7名升到第4名。',
    ],
    history: Array.from({ length: 9 }, (_, n) => ({
      periodId: `p${n}`,
      title: `${2024 + Math.floor(n / 4)}年第${'一二三四'[n % 4] ?? ''}季度`,
      place: n === 3 ? null : 20 - n * 2,
      ranked: 90,
      total: n === 3 ? null : cents(7_600 + n * 180),
    })),
  })
}
