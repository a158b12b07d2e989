// Makes up what the gallery's fixtures are put together from: an invented city's units, polls, panels and rankings.

import { fraction, toJson } from '../../shared/basics/exact.ts'
import type { OutputName, PromiseId, SeatId, SessionId, UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { Split } from '../../shared/ballot/tally.ts'
import { sharesOf } from '../../client/ui/shares.ts'
import type {
  LeaderBoardView,
  ListRevealView,
  RankingRow,
  RankingSnapshot,
  SceneView,
  StageSnapshot,
} from '../../shared/protocol/topics.ts'
import type {
  PanelView,
  PollView,
  PromiseView,
  SeatDot,
  SessionHead,
  UnitView,
} from '../../shared/protocol/views.ts'
import type { SeatGroup } from '../../shared/show/panel.ts'
import type { ExaminersResult } from '../../shared/show/score.ts'

/** 2026-11-23 20:15:00 in the city's zone. */
export const NOW_MS = Date.UTC(2026, 10, 23, 12, 15, 0)

export const SESSION: SessionHead = {
  id: 's1' as SessionId,
  title: '云泽市2026年第四季度电视问政 · 第二场',
  theme: '问服务',
  phase: 'live',
  rehearsal: false,
}

const WINDOW = '00000000a001' as WindowId

export function unitNamed(name: string, code = 12): UnitView {
  return { id: `u${code}` as UnitId, code: code, name, category: 'office' }
}

export const UNIT = unitNamed('云泽市住房保障和房屋管理局')
/** The longest name a unit may have: 40 characters. */
export const LONGEST =
  '云泽市经济技术开发区社会事务与公共服务综合管理委员会办公室政务服务大厅窗口管理科第三组'.slice(0, 40)

export function splitOf(satisfied: number, fair: number, dissatisfied: number, unsure = 0): Split {
  return { satisfied, fair, dissatisfied, unsure }
}

const NO_BALLOTS = splitOf(0, 0, 0)

/** A poll as the server would show it: split where there is one, points and rate with it. */
export function pollOf(headline: Split, web: Split = NO_BALLOTS, over: Partial<PollView> = {}): PollView {
  const { n, base, satisfied } = sharesOf(headline)
  const points = (headline.satisfied * 100 + headline.fair * 60) / Math.max(1, base)
  return {
    windowId: WINDOW,
    unit: UNIT,
    phase: 'open',
    opensAtMs: NOW_MS - 60_000,
    closesAtMs: NOW_MS + 95_000,
    channels: ['twilio', 'wechat', 'web'],
    accessNumbers: ['10690000001'],
    offersUnsure: true,
    tally: {
      headline: { n, split: headline },
      web: { n: sharesOf(web).n, split: web },
      provisional: true,
      hiddenWhy: null,
      points: base === 0 ? null : points.toFixed(2),
      satisfiedRate: satisfied.percent,
      paused: false,
    },
    ...over,
  }
}

/** The same with n only. */
export function withoutSplit(
  poll: PollView,
  hiddenWhy: NonNullable<PollView['tally']['hiddenWhy']>,
): PollView {
  const { headline, web } = poll.tally
  return {
    ...poll,
    tally: {
      ...poll.tally,
      headline: { n: headline.n, split: null },
      web: { n: web.n, split: null },
      hiddenWhy,
      points: null,
      satisfiedRate: null,
    },
  }
}

export function revealed(poll: PollView): PollView {
  return { ...poll, phase: 'revealed', tally: { ...poll.tally, provisional: false } }
}

export function panelOf(over: Partial<PanelView> = {}): PanelView {
  return {
    windowId: WINDOW,
    unit: UNIT,
    phase: 'open',
    opensAtMs: NOW_MS - 40_000,
    closesAtMs: NOW_MS + 38_000,
    form: { kind: 'grades' },
    present: 58,
    scored: 41,
    locked: 33,
    result: null,
    ...over,
  }
}

const GROUPS: readonly SeatGroup[] = ['party', 'congress', 'cppcc', 'citizen', 'netizen']

export function resultOf(
  form: ExaminersResult['form'],
  counts: readonly (readonly [label: string, count: number])[],
  mean: readonly [num: number, den: number] | null,
  over: Partial<ExaminersResult> = {},
): ExaminersResult {
  const counted = counts.filter(([label]) => label !== 'abstain').reduce((sum, [, count]) => sum + count, 0)
  return {
    kind: 'examiners',
    form,
    invalid: null,
    mean: mean === null ? null : toJson(fraction(mean[0], mean[1])),
    present: 58,
    recused: 2,
    counted,
    abstained: counts.find(([label]) => label === 'abstain')?.[1] ?? 0,
    onPaper: 0,
    trimmed: 0,
    distribution: counts.map(([label, count]) => ({ label, count })),
    groups: GROUPS.map((group, i) => ({
      group,
      counted: 9 + i,
      mean: toJson(fraction(6_105 + i * 137, 100)),
      weightBp: 2_000,
    })),
    ...over,
  }
}

const STATES: readonly SeatDot['state'][] = [
  'locked',
  'locked',
  'scored',
  'locked',
  'waiting',
  'locked',
  'away',
]

/** `count` seats spread over the five groups; every seventeenth is recused. */
export function seatsOf(count: number): readonly SeatDot[] {
  return Array.from({ length: count }, (_, i) => ({
    seatId: `s${i}` as SeatId,
    label: String(i + 1).padStart(count > 99 ? 3 : 2, '0'),
    group: GROUPS[Math.floor((i * GROUPS.length) / count)] ?? 'party',
    state: i % 17 === 9 ? 'recused' : (STATES[(i * 5) % STATES.length] ?? 'waiting'),
  }))
}

const NAMES = [
  '云泽市住房保障和房屋管理局',
  '市人力资源和社会保障局',
  '市市场监督管理局行政审批科',
  '市城市管理执法委员会',
  '市生态环境局',
  '市交通运输局道路运输管理处',
  '市卫生健康委员会',
  '市教育局基础教育科',
  '市自然资源和规划局不动产登记中心',
  '市民政局',
  '市水务局',
  '市公安局交通管理支队车辆管理所',
] as const

/** Rows by place with falling totals; `tied`: all share place 1. */
export function rowsOf(count: number, tied = false): readonly RankingRow[] {
  return Array.from({ length: count }, (_, i) => ({
    unit: unitNamed(`${NAMES[i % NAMES.length] ?? ''}${i < NAMES.length ? '' : `第${i}分局`}`, i + 1),
    place: tied ? 1 : i === 2 ? 2 : i + 1,
    moved: tied ? 0 : ([3, 0, -2, 1, null, 0, -1][i % 7] ?? null),
    total: tied ? '72.50' : (93.4 - (i === 2 ? 1 : i) * (80 / Math.max(60, count))).toFixed(2),
    parts: [],
    list: null,
    decidedBy: null,
    tonight: i % 5 === 1,
  }))
}

export function rankingOf(rows: readonly RankingRow[], over: Partial<RankingSnapshot> = {}): RankingSnapshot {
  return {
    category: 'office',
    provisional: true,
    coverage: [
      { method: 'citizens', units: 24, ranked: true },
      { method: 'bigData', units: 3, ranked: false },
      { method: 'tv', units: 3, ranked: true },
    ],
    listN: Math.min(10, Math.floor(rows.length / 4)),
    rows,
    unranked: [{ unit: unitNamed('市档案馆', 99), why: 'sample' }],
    ranked: rows.length,
    visibility: 'full',
    ...over,
  }
}

/** `count` units in order, the last `pending` of them not revealed yet. */
export function boardOf(count: number, pending = 0, over: Partial<LeaderBoardView> = {}): LeaderBoardView {
  const unitAt = (i: number) => unitNamed(NAMES[i % NAMES.length] ?? '', i + 1)
  return {
    sessionId: SESSION.id,
    rows: Array.from({ length: count - pending }, (_, i) => ({
      unit: unitAt(i),
      place: i === 2 ? 2 : i + 1,
      points: (81.25 - (i === 2 ? 1 : i) * 4.75).toFixed(2),
      note: i === 3 ? 'examinersOnly' : 'none',
    })),
    others: Array.from({ length: pending }, (_, i) => ({
      unit: unitAt(count - pending + i),
      why: i === 0 ? 'invalid' : 'pending',
    })),
    ...over,
  }
}

/** A list of `steps` places of which `step` are turned over; `tied` units share each. */
export function listRevealOf(
  steps: number,
  step: number,
  { tied = 1, ...over }: Partial<ListRevealView> & { readonly tied?: number } = {},
): ListRevealView {
  const list = over.list ?? 'best'
  const ranked = 42
  const placeAt = (i: number) => (list === 'best' ? steps - i : ranked - steps + 1 + i)
  return {
    category: 'station',
    list,
    status: 'provisional',
    listN: steps,
    ranked,
    boundary: tied > 1 ? 'all_listed' : 'none',
    visibility: 'full',
    steps,
    step,
    nextPlace: step < steps ? placeAt(step) : null,
    places: Array.from({ length: step }, (_, i) => ({
      place: placeAt(i),
      total: (97 - placeAt(i) * 1.35).toFixed(2),
      units: Array.from({ length: tied }, (_, k) =>
        unitNamed(NAMES[(i * tied + k) % NAMES.length] ?? '', i * 60 + k + 1),
      ),
    })),
    ...over,
  }
}

export function promiseOf(over: Partial<PromiseView> = {}): PromiseView {
  return {
    promiseId: 'p1' as PromiseId,
    unit: UNIT,
    text: '年底前办结全部已受理的加装电梯申请，新申请二十个工作日内答复，逾期一件通报一件。',
    owner: '陈立群　市住房保障和房屋管理局局长',
    dueOn: '2026-12-31',
    outcome: null,
    outcomeNote: '',
    ...over,
  }
}

export function stageOf(scene: SceneView, over: Partial<StageSnapshot> = {}): StageSnapshot {
  return {
    output: 'programme' as OutputName,
    session: SESSION,
    scene,
    step: 0,
    takenAtMs: NOW_MS - 1_000,
    cut: false,
    role: 'programme',
    delayMs: 0,
    panic: false,
    identifyUntilMs: null,
    reloadAtMs: null,
    ...over,
  }
}
