// The gallery's fixed fixtures: every scene as it should be, empty, and at its extremes. Photographed by tests/e2e.

import type { SceneView, StageSnapshot } from '../../shared/protocol/topics.ts'
import {
  LONGEST,
  NOW_MS,
  panelOf,
  pollOf,
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

/** By name; a name is the photograph's file name too. All are seen at NOW_MS. */
export const FIXTURES: Readonly<Record<string, StageSnapshot>> = {
  standby: stageOf({ kind: 'standby' }, { session: { ...SESSION, phase: 'ready' } }),
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
  rehearsal: stageOf(
    { kind: 'live_tally', poll: pollOf(SPLIT, WEB) },
    { session: { ...SESSION, rehearsal: true } },
  ),
}
