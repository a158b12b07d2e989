// The gallery's fixed fixtures: every scene as it should be, empty, and at its extremes. Photographed by tests/e2e.

import type { SceneView, StageSnapshot } from '../../shared/protocol/topics.ts'
import {
  boardOf,
  listRevealOf,
  LONGEST,
  NOW_MS,
  panelOf,
  pollOf,
  promiseOf,
  rankingOf,
  resultOf,
  revealed,
  rowsOf,
  seatsOf,
  SESSION,
  splitOf,
  stageOf,
  UNIT,
  unitNamed,
  withoutSplit,
} from './made-up.ts'

const GRADES = [
  ['satisfied', 19],
  ['fair', 24],
  ['dissatisfied', 11],
  ['abstain', 2],
] as const
const BANDS = ['90–100', '80–89', '70–79', '60–69', '50–59', '40–49', '30–39', '20–29', '10–19', '0–9']
const SPLIT = splitOf(3_412, 2_781, 2_104, 266)
const WEB = splitOf(412, 207, 188, 31)
const MILLIONS = splitOf(1_234_567, 987_654, 1_111_111, 99_999)
const TITLE: Extract<SceneView, { kind: 'unit_title' }> = {
  kind: 'unit_title',
  unit: UNIT,
  title: '老旧小区加装电梯审批慢',
  question: '群众申请加装电梯，十一个月没有答复。卡在哪个环节？哪一天能办结？',
  segmentKind: 'questioning',
}
const longUnit = unitNamed(LONGEST)
const rareUnit = unitNamed('𠮷㼆镇（原𠮷家湾）便民服务中心😀🏛️')
const rtlUnit = unitNamed('مركز خدمة المواطنين 便民服务中心')

const result = (over: Parameters<typeof panelOf>[0]) => panelOf({ phase: 'revealed', scored: 56, ...over })
const countdown = (inMs: number | null, over: Partial<Extract<SceneView, { kind: 'countdown' }>> = {}) =>
  stageOf({
    kind: 'countdown',
    of: 'examiners',
    unit: UNIT,
    phase: 'open',
    closesAtMs: inMs === null ? null : NOW_MS + inMs,
    ...over,
  })

const commentary = (leftMs: number, stopped = false) =>
  stageOf({
    kind: 'commentary',
    clock: {
      label: '特约评论员',
      startedAtMs: NOW_MS - 30_000,
      endsAtMs: NOW_MS + leftMs,
      stoppedAtMs: stopped ? NOW_MS - 5_000 : null,
    },
  })

/** By name; a name is the photograph's file name too. All are seen at NOW_MS. */
export const FIXTURES: Readonly<Record<string, StageSnapshot>> = {
  standby: stageOf({ kind: 'standby' }, { session: { ...SESSION, phase: 'ready' } }),
  commentary: commentary(60_000),
  'commentary-last-seconds': commentary(7_000),
  'commentary-over': commentary(-1),
  'commentary-none': stageOf({ kind: 'commentary', clock: null }),
  'standby-no-session': stageOf({ kind: 'standby' }, { session: null }),
  'standby-long': stageOf(
    { kind: 'standby' },
    { session: { ...SESSION, theme: '问营商环境', title: `${LONGEST}${LONGEST}`.slice(0, 60) } },
  ),
  blank: stageOf({ kind: 'blank' }),
  'how-to-vote': stageOf({ kind: 'how_to_vote', poll: pollOf(SPLIT) }),
  'how-to-vote-three': stageOf({
    kind: 'how_to_vote',
    poll: pollOf(SPLIT, WEB, { offersUnsure: false, closesAtMs: null }),
  }),
  'how-to-vote-long': stageOf({
    kind: 'how_to_vote',
    poll: pollOf(SPLIT, WEB, { unit: longUnit, accessNumbers: ['106900000012345', '+8613800138000'] }),
  }),
  'how-to-vote-web-only': stageOf({
    kind: 'how_to_vote',
    poll: pollOf(SPLIT, WEB, { channels: ['web'], accessNumbers: [] }),
  }),
  'unit-title': stageOf(TITLE),
  'unit-title-long': stageOf({
    ...TITLE,
    unit: longUnit,
    title: '关于群众反映强烈的办事窗口排队时间长、材料反复提交、电话无人接听等问题的整改情况',
    question: '请您说明：这些问题是什么时候发现的？由谁负责？'.repeat(8).slice(0, 200),
  }),
  'unit-title-rare': stageOf({ ...TITLE, unit: rareUnit }),
  'unit-title-rtl': stageOf({ ...TITLE, unit: rtlUnit }),
  'unit-title-no-unit': stageOf({
    ...TITLE,
    unit: null,
    title: '短片：一条断头路的五年',
    question: '',
    segmentKind: 'interlude',
  }),
  countdown: countdown(95_000),
  'countdown-last': countdown(8_000, { of: 'citizens' }),
  'countdown-hour': countdown(3_723_000, { unit: longUnit }),
  'countdown-on-cue': countdown(null),
  'countdown-closed': countdown(-2_000, { phase: 'closing' }),
  'live-tally': stageOf({ kind: 'live_tally', poll: pollOf(SPLIT, WEB) }),
  'live-tally-paused': stageOf({
    kind: 'live_tally',
    poll: {
      ...pollOf(SPLIT, WEB, { phase: 'closing' }),
      tally: { ...pollOf(SPLIT, WEB).tally, paused: true },
    },
  }),
  'live-tally-only-n': stageOf({
    kind: 'live_tally',
    poll: withoutSplit(pollOf(SPLIT, WEB), 'examiners_open'),
  }),
  'live-tally-below-100': stageOf({
    kind: 'live_tally',
    poll: withoutSplit(pollOf(splitOf(40, 30, 8)), 'below_100'),
  }),
  'live-tally-zero': stageOf({
    kind: 'live_tally',
    poll: withoutSplit(pollOf(splitOf(0, 0, 0)), 'below_100'),
  }),
  'live-tally-millions': stageOf({
    kind: 'live_tally',
    poll: pollOf(MILLIONS, MILLIONS, { unit: longUnit, closesAtMs: null }),
  }),
  'live-tally-rtl': stageOf({ kind: 'live_tally', poll: pollOf(SPLIT, WEB, { unit: rtlUnit }) }),
  'lock-board-60': stageOf({ kind: 'lock_board', panel: panelOf(), seats: seatsOf(60) }),
  'lock-board-500': stageOf({
    kind: 'lock_board',
    panel: panelOf({ present: 480, scored: 402, locked: 301, unit: longUnit }),
    seats: seatsOf(500),
  }),
  'lock-board-5': stageOf({
    kind: 'lock_board',
    panel: panelOf({ present: 5, scored: 3, locked: 2, phase: 'closing' }),
    seats: seatsOf(5),
  }),
  'lock-board-empty': stageOf({
    kind: 'lock_board',
    panel: panelOf({ present: 0, scored: 0, locked: 0 }),
    seats: [],
  }),
  'score-reveal-waiting': stageOf({ kind: 'score_reveal', panel: panelOf({ phase: 'verified' }) }),
  'score-reveal-grades': stageOf({
    kind: 'score_reveal',
    panel: result({ result: resultOf({ kind: 'grades' }, GRADES, [3_340, 54]) }),
  }),
  'score-reveal-marks': stageOf({
    kind: 'score_reveal',
    panel: result({
      unit: longUnit,
      form: { kind: 'marks', trim: 2 },
      result: resultOf(
        { kind: 'marks', trim: 2 },
        BANDS.map((band, i) => [band, [4, 12, 17, 11, 6, 3, 1, 0, 1, 1][i] ?? 0] as const),
        [7_133, 100],
        { trimmed: 2 },
      ),
    }),
  }),
  'score-reveal-placard': stageOf({
    kind: 'score_reveal',
    panel: result({
      form: { kind: 'placard' },
      result: resultOf(
        { kind: 'placard' },
        [
          ['smile', 21],
          ['cry', 37],
        ],
        [2_100, 58],
        { groups: [], recused: 0 },
      ),
    }),
  }),
  'score-reveal-all-best': stageOf({
    kind: 'score_reveal',
    panel: result({
      result: resultOf(
        { kind: 'grades' },
        [
          ['satisfied', 500],
          ['fair', 0],
          ['dissatisfied', 0],
          ['abstain', 0],
        ],
        [100, 1],
        { recused: 0, groups: [] },
      ),
    }),
  }),
  'score-reveal-invalid': stageOf({
    kind: 'score_reveal',
    panel: result({
      result: resultOf({ kind: 'grades' }, GRADES, null, {
        invalid: 'not_half_of_present',
        counted: 20,
        abstained: 3,
      }),
    }),
  }),
  'poll-reveal-waiting': stageOf({ kind: 'poll_reveal', poll: pollOf(SPLIT, WEB, { phase: 'verified' }) }),
  'poll-reveal': stageOf({ kind: 'poll_reveal', poll: revealed(pollOf(SPLIT, WEB)) }),
  'poll-reveal-tie': stageOf({
    kind: 'poll_reveal',
    poll: revealed(pollOf(splitOf(1_000, 1_000, 1_000), splitOf(0, 0, 0), { offersUnsure: false })),
  }),
  'poll-reveal-worst': stageOf({
    kind: 'poll_reveal',
    poll: revealed(pollOf(splitOf(0, 0, 12_345), WEB, { unit: rareUnit })),
  }),
  'poll-reveal-below-100': stageOf({
    kind: 'poll_reveal',
    poll: revealed(withoutSplit(pollOf(splitOf(40, 30, 8)), 'below_100')),
  }),
  ranking: stageOf({ kind: 'ranking', ranking: rankingOf(rowsOf(22)) }),
  'ranking-short': stageOf({ kind: 'ranking', ranking: rankingOf(rowsOf(6)) }),
  'ranking-tonight': stageOf({
    kind: 'ranking',
    ranking: rankingOf(
      rowsOf(24).filter((row) => row.tonight),
      { ranked: 24, listN: 6, visibility: 'tonight', category: 'institution' },
    ),
  }),
  'ranking-all-ties': stageOf({ kind: 'ranking', ranking: rankingOf(rowsOf(24, true)) }),
  'ranking-long-names': stageOf({
    kind: 'ranking',
    ranking: rankingOf(
      rowsOf(1_800).map((row, i) => (i < 4 ? { ...row, unit: { ...longUnit, id: row.unit.id } } : row)),
    ),
  }),
  'ranking-empty': stageOf({ kind: 'ranking', ranking: rankingOf([], { coverage: [], unranked: [] }) }),
  'ranking-hidden': stageOf({
    kind: 'ranking',
    ranking: rankingOf([], { coverage: [], unranked: [], visibility: 'hidden' }),
  }),
  'leader-board': stageOf({ kind: 'leader_board', board: boardOf(6, 2) }),
  'leader-board-long': stageOf({
    kind: 'leader_board',
    board: {
      ...boardOf(12),
      rows: boardOf(12).rows.map((row) => ({ ...row, unit: { ...longUnit, id: row.unit.id } })),
    },
  }),
  'leader-board-empty': stageOf({ kind: 'leader_board', board: boardOf(0) }),
  'leader-board-pending': stageOf({ kind: 'leader_board', board: boardOf(3, 3) }),
  'leader-board-all-ties': stageOf({
    kind: 'leader_board',
    board: { ...boardOf(8), rows: boardOf(8).rows.map((row) => ({ ...row, place: 1, points: '60.00' })) },
  }),
  'list-reveal-start': stageOf({ kind: 'list_reveal', reveal: listRevealOf(10, 0) }),
  'list-reveal-half': stageOf({ kind: 'list_reveal', reveal: listRevealOf(10, 6) }),
  'list-reveal-best': stageOf({ kind: 'list_reveal', reveal: listRevealOf(10, 10) }),
  'list-reveal-worst': stageOf({ kind: 'list_reveal', reveal: listRevealOf(5, 5, { list: 'worst' }) }),
  'list-reveal-notice': stageOf({ kind: 'list_reveal', reveal: listRevealOf(10, 4, { status: 'notice' }) }),
  'list-reveal-tied': stageOf({ kind: 'list_reveal', reveal: listRevealOf(2, 2, { tied: 7, listN: 10 }) }),
  'list-reveal-tonight': stageOf({
    kind: 'list_reveal',
    reveal: {
      ...listRevealOf(6, 6),
      visibility: 'tonight',
      places: listRevealOf(6, 6).places.map((of, i) => (i % 2 === 0 ? { ...of, units: [null] } : of)),
    },
  }),
  'list-reveal-long': stageOf({
    kind: 'list_reveal',
    reveal: {
      ...listRevealOf(10, 10),
      places: listRevealOf(10, 10).places.map((of) => ({ ...of, units: [longUnit] })),
    },
  }),
  'list-reveal-none': stageOf({ kind: 'list_reveal', reveal: listRevealOf(0, 0) }),
  'list-reveal-withheld': stageOf({
    kind: 'list_reveal',
    reveal: listRevealOf(0, 0, { listN: 6, boundary: 'withheld' }),
  }),
  promise: stageOf({ kind: 'promise', promise: promiseOf() }),
  'promise-long': stageOf({
    kind: 'promise',
    promise: promiseOf({
      unit: longUnit,
      text: '我们承诺在规定期限以前完成全部整改事项，逐项公开进展，接受群众监督。'.repeat(6).slice(0, 200),
      owner: LONGEST,
    }),
  }),
  'promise-empty': stageOf({ kind: 'promise', promise: promiseOf({ owner: '', text: '限期整改。' }) }),
  'look-back-kept': stageOf({
    kind: 'look_back',
    promise: promiseOf({
      outcome: 'kept',
      outcomeNote: '已受理的214件全部办结，随机回访30户均已开工或完工。',
    }),
  }),
  'look-back-partly': stageOf({
    kind: 'look_back',
    promise: promiseOf({ outcome: 'partly', outcomeNote: '办结163件，尚有51件因管线迁改未完成。' }),
  }),
  'look-back-broken': stageOf({
    kind: 'look_back',
    promise: promiseOf({
      unit: longUnit,
      text: '我们承诺在规定期限以前完成全部整改事项，逐项公开进展，接受群众监督。'.repeat(6).slice(0, 200),
      owner: LONGEST,
      outcome: 'broken',
      outcomeNote: '到期仍有五分之四未办结，现场抽查的台账与实际不符，已责成重新整改并说明情况。'
        .repeat(3)
        .slice(0, 100),
    }),
  }),
  'look-back-open': stageOf({ kind: 'look_back', promise: promiseOf() }),
  'lower-third': stageOf({
    kind: 'lower_third',
    title: '陈立群',
    subtitle: '云泽市住房保障和房屋管理局局长',
  }),
  'lower-third-one-line': stageOf({ kind: 'lower_third', title: '现场连线：城东便民服务中心', subtitle: '' }),
  'lower-third-long': stageOf({
    kind: 'lower_third',
    title: `${LONGEST}${LONGEST}`.slice(0, 60),
    subtitle: `${LONGEST}${LONGEST}`.slice(0, 60),
  }),
  notice: stageOf({
    kind: 'notice',
    title: '榜单公示',
    lines: [
      '2026年第四季度各类单位名次今起公示',
      '公示期至2026年12月15日，期间可提出异议',
      '全文、计算依据与核验程序见本台网站评议专栏',
    ],
  }),
  'notice-long': stageOf({
    kind: 'notice',
    title: `${LONGEST}${LONGEST}`.slice(0, 60),
    lines: Array.from({ length: 6 }, () => `${LONGEST}${LONGEST}`.slice(0, 60)),
  }),
  'notice-title-only': stageOf({ kind: 'notice', title: '今晚的评议到此结束', lines: [] }),
  rehearsal: stageOf(
    { kind: 'live_tally', poll: pollOf(SPLIT, WEB) },
    { session: { ...SESSION, rehearsal: true } },
  ),
}
